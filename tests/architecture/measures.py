"""The size of things: lines of files and functions, as the measures of the house count them."""

from __future__ import annotations

import ast
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.architecture.tree import python_files, shown

FILE_MEDIAN, FILE_P90, FILE_LONGEST = 100, 300, 500
FUNCTION_MEDIAN, FUNCTION_P90, FUNCTION_LONGEST = 8, 25, 50
TESTS_TO_SOURCE = 0.6


class Sized(NamedTuple):
    """A file or a function and its number of lines."""

    lines: int
    name: str


def files_by_size(*folders: Path) -> list[Sized]:
    """Return the files, shortest first."""
    return sorted(Sized(_count(file), shown(file)) for file in python_files(*folders))


def _count(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def functions_by_size(*folders: Path) -> list[Sized]:
    """Return the functions and methods, shortest first; a nested one also counts in its outer one."""
    return sorted(
        Sized((node.end_lineno or node.lineno) - node.lineno + 1, f"{shown(file)}:{node.lineno} {node.name}")
        for file in python_files(*folders)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def median(sizes: Sequence[Sized]) -> float:
    """Return the middle size."""
    return statistics.median(size.lines for size in sizes)


def p90(sizes: Sequence[Sized]) -> int:
    """Return the size that nine of ten do not exceed."""
    return sizes[(len(sizes) * 9 - 1) // 10].lines


def summary(*folders: Path) -> str:
    """Return the measures in one line for people."""
    files, functions = files_by_size(*folders), functions_by_size(*folders)
    lines = sum(file.lines for file in files)
    return f"{len(files)} files, {lines} lines; lines a file: {_spread(files)}; a function: {_spread(functions)}"


def _spread(sizes: Sequence[Sized]) -> str:
    return f"median {median(sizes):.0f}, p90 {p90(sizes)}, longest {sizes[-1].lines}"
