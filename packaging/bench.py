"""Run every benchmark and put the figures into one table, on the terminal and in README.md.

A benchmark is `tests/benchmarks/bench_*.py`; called with `--json` it prints one object. Its key `figures` holds rows
`{"what", "value", "unit", "budget", "better", "beside"}`: `better` is "more" or "less", `budget` a number in the same
unit, `beside` a text with the raw library's or curl's figure of the same run; only `what` and `value` must be there.
An object without `figures` is shown key by key.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import places
from steps import say

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
HEADINGS = ("What", "Measured", "Budget", "Met", "Beside it, same run")


class BenchError(Exception):
    """A benchmark failed or README.md has no place for the table."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure and what it is held against."""

    what: str
    value: float | str
    unit: str = ""
    budget: float | None = None
    better: str = "less"
    beside: str = ""

    @property
    def met(self) -> str:
        """Return yes, no, or nothing where there is no budget."""
        if self.budget is None or isinstance(self.value, str):
            return ""
        kept = self.value >= self.budget if self.better == "more" else self.value <= self.budget
        return "yes" if kept else "**no**"

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        sign = "≥" if self.better == "more" else "≤"
        budget = "" if self.budget is None else f"{sign} {_number(self.budget)} {self.unit}".strip()
        return (self.what, f"{_number(self.value)} {self.unit}".strip(), budget, self.met, self.beside)


def run(more: Sequence[str]) -> int:
    """Run the benchmarks; with --readme also write the table into README.md."""
    rest = [part for part in more if part != "--readme"]
    scripts = sorted((places.REPOSITORY / "tests" / "benchmarks").glob("bench_*.py"))
    try:
        if not scripts:
            raise BenchError("tests/benchmarks holds no bench_*.py")
        figures = [figure for script in scripts for figure in _measure(script, rest)]
        table = markdown(figures)
        say(table)
        if "--readme" in more:
            text = replaced(places.README.read_text(encoding="utf-8"), folded(figures))
            places.README.write_text(text, encoding="utf-8", newline="\n")
            say(f"written into {places.README.name}")
    except BenchError as problem:
        say(f"FAILED: {problem}")
        return 1
    return 0


def _measure(script: Path, more: Sequence[str]) -> list[Figure]:
    say(f"--- {script.stem}")
    started = time.monotonic()
    done = subprocess.run(
        [str(places.VENV_PYTHON), str(script), "--json", *more],
        cwd=places.REPOSITORY,
        env=places.child_environment(PYTHONPATH=str(places.REPOSITORY)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{script.name} ended with exit code {done.returncode}")
    say(f"    {time.monotonic() - started:.0f} s")
    return figures_of(script.stem, done.stdout)


def figures_of(name: str, output: str) -> list[Figure]:
    """Read what a benchmark printed.

    Raises:
        BenchError: it is not one JSON object of figures.
    """
    try:
        found: dict[str, Any] = json.loads(output)
        rows = found.pop("figures", None)
        if rows is None:
            rows = [{"what": f"{name.removeprefix('bench_')}: {key}", "value": value} for key, value in found.items()]
        return [Figure(**row) for row in rows]
    except (ValueError, TypeError, AttributeError) as problem:
        raise BenchError(f"{name} did not print one JSON object of figures: {problem}") from problem


def _number(value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"


def markdown(figures: Sequence[Figure]) -> str:
    """Return one table of all figures, with a line that says on what it was measured."""
    return "\n".join([_measured(), "", *_table(figures), "", _missed(figures)])


def folded(figures: Sequence[Figure]) -> str:
    """Return the table of what has a budget, and below it, folded away, that of everything else."""
    held = [figure for figure in figures if figure.budget is not None]
    rest = [figure for figure in figures if figure.budget is None]
    lines = [_measured(), "", *_table(held), "", _missed(figures)]
    if rest:
        lines += ["", "<details><summary>Figures without a budget</summary>", "", *_table(rest), "", "</details>"]
    return "\n".join(lines)


def _measured() -> str:
    return f"Measured on {_machine()}, {time.strftime('%Y-%m-%d')}."


def _table(figures: Sequence[Figure]) -> list[str]:
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(figure.cells() for figure in figures)]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]


def _missed(figures: Sequence[Figure]) -> str:
    missed = [figure.what for figure in figures if figure.met == "**no**"]
    return f"Missed: {'; '.join(missed)}." if missed else "No budget is missed."


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def replaced(text: str, table: str) -> str:
    """Return the README with a new table between its markers.

    Raises:
        BenchError: the markers are not there.
    """
    before, begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise BenchError(f"README.md lacks {BEGIN} or {END}")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"
