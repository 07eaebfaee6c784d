"""Speaks AT-SPI over D-Bus: many questions at once, because a window is thousands of them.

Role names, state numbers and interfaces are those of at-spi2-core's `atspi-constants.h`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, Message, MessageType, Properties, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

REGISTRY = "org.a11y.atspi.Registry"
ROOT = "/org/a11y/atspi/accessible/root"
_INTERFACE = "org.a11y.atspi."
_AT_ONCE = 64
_ON_THE_SCREEN = 0
STATES = (
    "invalid",
    "active",
    "armed",
    "busy",
    "checked",
    "collapsed",
    "defunct",
    "editable",
    "enabled",
    "expandable",
    "expanded",
    "focusable",
    "focused",
    "has-tooltip",
    "horizontal",
    "iconified",
    "modal",
    "multi-line",
    "multiselectable",
    "opaque",
    "pressed",
    "resizable",
    "selectable",
    "selected",
    "sensitive",
    "showing",
    "single-line",
    "stale",
    "transient",
    "vertical",
    "visible",
    "manages-descendants",
    "indeterminate",
    "required",
    "truncated",
    "animated",
    "invalid-entry",
    "supports-autocompletion",
    "selectable-text",
    "is-default",
    "visited",
    "checkable",
    "has-popup",
    "read-only",
)


class Ref(NamedTuple):
    """Where an accessible object is: whose, and its path."""

    owner: str
    path: str


class Spi:
    """A connection to the bus. Answers are None where the object has gone meanwhile.

    Args:
        address: of the bus.
        timeout_s: how long the program may take to answer.
    """

    def __init__(self, address: str, *, timeout_s: float = 20.0) -> None:
        self._connection: DBusConnection = open_dbus_connection(bus=address)
        self._timeout_s = timeout_s

    def close(self) -> None:
        """Leave the bus."""
        self._connection.close()

    def programs(self) -> list[Ref]:
        """Return the programs that have told of themselves."""
        found = self.children([Ref(REGISTRY, ROOT)])[0]
        return found or []

    def pid(self, owner: str) -> int:
        """Return the process that owns a name on the bus; 0 where it has gone."""
        bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        answer = self._ask([new_method_call(bus, "GetConnectionUnixProcessID", "s", (owner,))])[0]
        return int(answer[0]) if answer else 0

    def names(self, refs: Sequence[Ref]) -> list[str | None]:
        """Return what each object is called."""
        return self._property(refs, "Name")

    def descriptions(self, refs: Sequence[Ref]) -> list[str | None]:
        """Return what is said of each object besides."""
        return self._property(refs, "Description")

    def roles(self, refs: Sequence[Ref]) -> list[str | None]:
        """Return the role of each, in English."""
        return self._each(refs, "Accessible", "GetRoleName", lambda body: str(body[0]))

    def states(self, refs: Sequence[Ref]) -> list[frozenset[str] | None]:
        """Return the states of each."""
        return self._each(refs, "Accessible", "GetState", lambda body: _states(body[0]))

    def children(self, refs: Sequence[Ref]) -> list[list[Ref] | None]:
        """Return the children of each."""
        return self._each(refs, "Accessible", "GetChildren", lambda body: [Ref(*child) for child in body[0]])

    def rect(self, ref: Ref) -> tuple[int, int, int, int] | None:
        """Return left, top, width and height on the screen, in device pixels."""
        call = _call(ref, "Component", "GetExtents", "u", (_ON_THE_SCREEN,))
        answer = self._ask([call])[0]
        return tuple(answer[0]) if answer else None

    def text(self, ref: Ref) -> str | None:
        """Return the text of an object that has one."""
        answer = self._ask([_call(ref, "Text", "GetText", "ii", (0, -1))])[0]
        return str(answer[0]) if answer else None

    def value(self, ref: Ref) -> float | None:
        """Return the value of a slider or a bar of progress."""
        address = DBusAddress(ref.path, ref.owner, f"{_INTERFACE}Value")
        answer = self._ask([Properties(address).get("CurrentValue")])[0]
        return float(answer[0][1]) if answer else None

    def actions(self, ref: Ref) -> list[str]:
        """Return what can be done with an object."""
        answer = self._ask([_call(ref, "Action", "GetActions")])[0]
        return [str(name) for name, *_rest in answer[0]] if answer else []

    def _property(self, refs: Sequence[Ref], name: str) -> list[str | None]:
        asked = [Properties(DBusAddress(ref.path, ref.owner, f"{_INTERFACE}Accessible")).get(name) for ref in refs]
        return [None if body is None else str(body[0][1]) for body in self._ask(asked)]

    def _each(self, refs: Sequence[Ref], interface: str, method: str, read: Callable[[Any], Any]) -> list[Any]:
        asked = [_call(ref, interface, method) for ref in refs]
        return [None if body is None else read(body) for body in self._ask(asked)]

    def _ask(self, asked: Sequence[Message]) -> list[Any]:
        answers: list[Any] = []
        for at in range(0, len(asked), _AT_ONCE):
            answers += self._ask_some(asked[at : at + _AT_ONCE])
        return answers

    def _ask_some(self, asked: Sequence[Message]) -> list[Any]:
        """Send some questions and take their answers in any order."""
        serials = [next(self._connection.outgoing_serial) for _message in asked]
        for message, serial in zip(asked, serials, strict=True):
            self._connection.send(message, serial=serial)
        open_ones, found = set(serials), {}
        while open_ones:
            answer = self._connection.receive(timeout=self._timeout_s)
            serial = answer.header.fields.get(HeaderFields.reply_serial)
            if serial in open_ones:
                open_ones.remove(serial)
                found[serial] = answer.body if answer.header.message_type is MessageType.method_return else None
        return [found[serial] for serial in serials]


def _call(ref: Ref, interface: str, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Message:
    return new_method_call(DBusAddress(ref.path, ref.owner, f"{_INTERFACE}{interface}"), method, signature, body)


def _states(words: Sequence[int]) -> frozenset[str]:
    bits = words[0] | (words[1] << 32 if len(words) > 1 else 0)
    return frozenset(name for number, name in enumerate(STATES) if bits >> number & 1)
