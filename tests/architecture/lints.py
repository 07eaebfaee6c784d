"""The lints of our own: each takes a Python source and returns what is wrong with it, line by line."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """One line that breaks a rule."""

    line: int
    message: str


SECOND_LOOPS = {"exec", "exec_", "processEvents"}
BROAD = {"Exception", "BaseException"}
# What remains of a comment without the words for other tools must hold three words to count as a reason.
NOQA = re.compile(r"noqa(:\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w,\s-]*\])?|pragma:\s*no cover")
REASON = re.compile(r"\w+\W+\w+\W+\w+")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b|NotImplemented" + r"Error")
INPUT_OUTPUT = {
    *("asyncio", "http", "io", "multiprocessing", "os", "pathlib", "selectors", "shutil", "socket", "sqlite3", "ssl"),
    *("subprocess", "tempfile", "threading", "urllib.request"),
}


def second_event_loops(source: str) -> list[Finding]:
    """Find calls that start an event loop inside Qt's: they kill the coroutines of the first."""
    return [
        Finding(node.lineno, f".{node.func.attr}( starts a second event loop: use open() and a future")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SECOND_LOOPS
    ]


def broad_excepts(source: str) -> list[Finding]:
    """Find handlers that catch everything and do not say on their line why."""
    comments = _comments(source)
    return [
        Finding(node.lineno, "a broad except needs its reason as a comment on the same line")
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node.type)
        and not REASON.search(NOQA.sub("", comments.get(node.lineno, "")))
    ]


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    if isinstance(caught, ast.Tuple):
        return any(_is_broad(one) for one in caught.elts)
    name = caught.attr if isinstance(caught, ast.Attribute) else getattr(caught, "id", "")
    return name in BROAD


def _comments(source: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def unfinished(source: str) -> list[Finding]:
    """Find marks of work that was left for later."""
    return [
        Finding(number, f"{found[0]} says that something is unfinished: finish it or open an issue")
        for number, line in enumerate(source.splitlines(), 1)
        if (found := UNFINISHED.search(line))
    ]


def mocks(source: str) -> list[Finding]:
    """Find imports of unittest.mock: what can run for real runs for real."""
    return [
        Finding(line, "unittest.mock is not used here: let the real thing run")
        for line, name in _imports(source)
        if name == "mock" or name.startswith("unittest.mock")
    ]


def input_output(source: str) -> list[Finding]:
    """Find imports of modules that read, write or wait: the domain only knows rules."""
    return [
        Finding(line, f"app.domain does no I/O and must not import {name}")
        for line, name in _imports(source)
        if name in INPUT_OUTPUT or name.split(".")[0] in INPUT_OUTPUT
    ]


def _imports(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
