"""What a screen reader is told about a program's windows: names, roles, states, places."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from tests.support.desktop.spi import Ref, Spi

_POLL_S = 0.05
_PATIENCE_S = 15.0
_SHOWN = 120
_ITEMS = ("list item", "cell", "table cell")

Said = str | re.Pattern[str]
_Seen = TypeVar("_Seen")


@dataclass(frozen=True, eq=False)
class Node:
    """One object as it was when the tree was read; `rect`, `text` and `value` are asked for when they are wanted.

    Attributes:
        name: what it is called; a text field's content is `text`.
        role: in English, as AT-SPI calls it: `push button`, `list item`, `table cell`, `label`, `text` …
        states: `showing`, `enabled`, `focused`, `selected`, `checked` …
        description: what is said besides.
        children: below it; only those on the screen, unless all were asked for.
    """

    name: str
    role: str
    states: frozenset[str]
    description: str
    ref: Ref
    children: tuple[Node, ...] = field(repr=False)
    spi: Spi = field(repr=False)

    @cached_property
    def rect(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height on the screen."""
        found = self.spi.rect(self.ref)
        assert found is not None, f"{self} has no place on the screen"
        return found

    @property
    def middle(self) -> tuple[int, int]:
        """Return its middle on the screen."""
        left, top, width, height = self.rect
        return left + width // 2, top + height // 2

    @cached_property
    def text(self) -> str:
        """Return its text; that of a field is what was typed, without a text it is its name."""
        found = self.spi.text(self.ref)
        return self.name if found is None else found

    @cached_property
    def value(self) -> float | None:
        """Return the value of a slider or bar."""
        return self.spi.value(self.ref)

    @cached_property
    def actions(self) -> list[str]:
        """Return what can be done with it."""
        return self.spi.actions(self.ref)

    def walk(self) -> Iterator[Node]:
        """Return it and everything below it, as it is read."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, role: str = "", name: Said = "", state: str = "", description: Said = "") -> list[Node]:
        """Return what fits below it; a text fits where it is the same, a pattern where it is found."""
        wanted = _Wanted(role, name, state, description)
        return [node for node in self.walk() if node is not self and wanted.fits(node)]

    def __str__(self) -> str:
        told = f"{self.role} {self.name!r}" + (f" ({self.description})" if self.description else "")
        few = sorted(self.states & {"focused", "selected", "checked", "pressed", "expanded", "busy", "modal"})
        off = [] if {"enabled", "sensitive"} & self.states else ["off"]
        return " ".join([told, *few, *off])


@dataclass(frozen=True)
class _Wanted:
    role: str
    name: Said
    state: str
    description: Said

    def fits(self, node: Node) -> bool:
        return (
            (not self.role or node.role == self.role)
            and _says(node.name, self.name)
            and (not self.state or self.state in node.states)
            and _says(node.description, self.description)
        )

    def __str__(self) -> str:
        words = {"name": self.name, "state": self.state, "description": self.description}
        told = [f"{key} {word!r}" for key, word in words.items() if word]
        return " ".join([self.role or "anything", *told])


class Tree:
    """The windows of one process, read anew for every question: `with Tree(desktop.bus, pid) as tree: …`."""

    def __init__(self, address: str, pid: int) -> None:
        self._spi = Spi(address)
        self._pid = pid
        self._root: Ref | None = None

    def __enter__(self) -> Tree:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the bus."""
        self._spi.close()

    def find(
        self,
        role: str = "",
        name: Said = "",
        *,
        state: str = "",
        description: Said = "",
        within: Node | None = None,
        timeout_s: float = _PATIENCE_S,
    ) -> Node:
        """Return the first node on the screen that fits, as soon as there is one.

        Args:
            name: the same text, or a pattern that is found in it; so is `description`.
            within: look only below this node, which is read anew.

        Raises:
            AssertionError: none came in time; says what was there instead.
        """
        wanted = _Wanted(role, name, state, description)
        return self.until(lambda root: next(_fitting(root, wanted), None), str(wanted), within, timeout_s=timeout_s)

    def gone(
        self,
        role: str = "",
        name: Said = "",
        *,
        state: str = "",
        description: Said = "",
        within: Node | None = None,
        timeout_s: float = _PATIENCE_S,
    ) -> None:
        """Wait until nothing on the screen fits."""
        wanted = _Wanted(role, name, state, description)
        self.until(lambda root: next(_fitting(root, wanted), None) is None, f"no {wanted}", within, timeout_s=timeout_s)

    def all(
        self,
        role: str = "",
        name: Said = "",
        *,
        state: str = "",
        description: Said = "",
        within: Node | None = None,
        hidden: bool = False,
    ) -> list[Node]:
        """Return everything that fits now, as it is read; also what is not on the screen where `hidden`."""
        root = self.read(within, hidden=hidden)
        return root.all(role, name, state, description) if root is not None else []

    def until(
        self,
        look: Callable[[Node], _Seen | None],
        what: str,
        within: Node | None = None,
        *,
        timeout_s: float = _PATIENCE_S,
    ) -> _Seen:
        """Read again and again until `look` finds something true in it, and return that.

        Raises:
            AssertionError: it found nothing in time; says what was there.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            root = self.read(within)
            found = look(root) if root is not None else None
            if found:
                return found
            assert time.monotonic() < deadline, f"waited {timeout_s:g} s for {what}; there was:\n{told(root)}"
            time.sleep(_POLL_S)

    @property
    def focused(self) -> Node | None:
        """Return the innermost node that has the keyboard.

        Qt calls the current row of every list focused; it counts where the list itself has the keyboard.
        """
        root = self.read()
        found = list(_with_keyboard(root, inside=False)) if root is not None else []
        named = [node for node in found if node.name or node.role != "filler"]
        return (named or found)[-1] if found else None

    def told(self) -> str:
        """Return everything on the screen, a line each."""
        return told(self.read(), all_of_it=True)

    def read(self, within: Node | None = None, *, hidden: bool = False) -> Node | None:
        """Return the program with everything below it as it is now; None where it is not there (yet)."""
        start = within.ref if within is not None else self._find_root()
        return _read(self._spi, start, hidden=hidden) if start is not None else None

    def _find_root(self) -> Ref | None:
        if self._root is None:
            programs = self._spi.programs()
            self._root = next((ref for ref in programs if self._spi.pid(ref.owner) == self._pid), None)
        return self._root


def _read(spi: Spi, start: Ref, *, hidden: bool) -> Node | None:
    """Read level by level, then put together from the leaves."""
    facts: dict[Ref, tuple[str, str, frozenset[str], str]] = {}
    below: dict[Ref, list[Ref]] = {}
    level = [start]
    while level:
        shown = [ref for ref in _read_facts(spi, level, facts) if hidden or ref == start or _on_screen(facts[ref])]
        for ref, children in zip(shown, spi.children(shown), strict=True):
            below[ref] = [child for child in children or [] if child not in facts and child.owner == start.owner]
        level = list(dict.fromkeys(child for ref in shown for child in below[ref]))
    return _node(spi, start, facts, below) if start in facts else None


def _read_facts(spi: Spi, refs: list[Ref], facts: dict[Ref, tuple[str, str, frozenset[str], str]]) -> list[Ref]:
    answers = zip(refs, spi.names(refs), spi.roles(refs), spi.states(refs), spi.descriptions(refs), strict=True)
    found = []
    for ref, name, role, states, description in answers:
        if name is not None and role is not None and states is not None:
            facts[ref] = (name, role, states, description or "")
            found.append(ref)
    return found


def _on_screen(facts: tuple[str, str, frozenset[str], str]) -> bool:
    return "showing" in facts[2] or facts[1] == "application"


def _node(
    spi: Spi, ref: Ref, facts: dict[Ref, tuple[str, str, frozenset[str], str]], below: dict[Ref, list[Ref]]
) -> Node:
    name, role, states, description = facts[ref]
    children = tuple(_node(spi, child, facts, below) for child in below.get(ref, ()) if child in below)
    return Node(name, role, states, description, ref, children, spi)


def _with_keyboard(node: Node, *, inside: bool) -> Iterator[Node]:
    focused = "focused" in node.states and (inside or node.role not in _ITEMS)
    if focused:
        yield node
    for child in node.children:
        yield from _with_keyboard(child, inside=focused)


def _fitting(root: Node, wanted: _Wanted) -> Iterator[Node]:
    return (node for node in root.walk() if node is not root and wanted.fits(node))


def _says(text: str, wanted: Said) -> bool:
    if isinstance(wanted, re.Pattern):
        return wanted.search(text) is not None
    return not wanted or text == wanted


def told(root: Node | None, *, all_of_it: bool = False) -> str:
    """Return a tree as text: what has a name, indented by its depth."""
    if root is None:
        return "(no window that tells of itself)"
    lines = list(_lines(root, 0))
    hidden = len(lines) - _SHOWN
    if hidden > 0 and not all_of_it:
        lines = [*lines[:_SHOWN], f"… and {hidden} more"]
    return "\n".join(lines)


def _lines(node: Node, depth: int) -> Iterable[str]:
    named = bool(node.name or node.description)
    if named or "focused" in node.states:
        yield f"{'  ' * depth}{node}"
    for child in node.children:
        yield from _lines(child, depth + (1 if named else 0))
