"""What `dev.py test` and `dev.py soak` run: the list of steps, and pytest's counts added up."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import environment
import places
from steps import Outcome, Step, report, run_all, say

SUITES = ("architecture", "unit", "gui", "journeys")
# Files side by side, the tests of one file in their order: what they share is made once a file.
_SIDE_BY_SIDE = ("--numprocesses", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile")
CLOSING_LINE = re.compile(r"^=* ?((?:\d+ [a-z]+(?:, )?)+) in ([\d.]+)s")


def test(more: Sequence[str]) -> int:
    """Run all that CI runs; with arguments for pytest, only the tests that they select."""
    return _finish(run_all(_selected_tests(more) if more else [*_static_checks(), *_suites()]))


def soak(more: Sequence[str]) -> int:
    """Run the journeys at full length; without arguments for pytest also an hour in the window, on a made library."""
    steps = [_pytest("journeys at full length", "tests/journeys", *more, ACERVO_SOAK="1")]
    return _finish(run_all(steps if more else [*steps, _hour()]))


def _hour() -> Step:
    script = places.REPOSITORY / "tests" / "benchmarks" / "soak_window.py"
    env = places.child_environment(PYTHONPATH=str(places.REPOSITORY))
    return Step("an hour in the window", (str(places.VENV_PYTHON), str(script)), env)


def _static_checks() -> list[Step]:
    env = places.child_environment()
    tool = environment.tool
    return [
        Step("ruff check", (str(tool("ruff")), "check", "."), env),
        Step("ruff format", (str(tool("ruff")), "format", "--check", "."), env),
        Step("mypy", (str(tool("mypy")),), env),
        Step("import-linter", (str(tool("lint-imports")),), env),
    ]


def _suites() -> list[Step]:
    return [_pytest(f"tests/{suite}", f"tests/{suite}", *_SIDE_BY_SIDE) for suite in _existing_suites()]


def _existing_suites() -> list[str]:
    tests = places.REPOSITORY / "tests"
    return [suite for suite in SUITES if any((tests / suite).rglob("test_*.py"))]


def _selected_tests(more: Sequence[str]) -> list[Step]:
    named = any(Path(places.REPOSITORY, part.split("::")[0]).exists() for part in more if not part.startswith("-"))
    folders = [] if named else [f"tests/{suite}" for suite in _existing_suites()]
    return [_pytest("tests", *folders, *more)]


def _pytest(name: str, *arguments: str, **more: str) -> Step:
    env = places.child_environment(QT_QPA_PLATFORM="offscreen", **more)
    return Step(name, (str(places.VENV_PYTHON), "-m", "pytest", *arguments), env)


def _finish(outcomes: Sequence[Outcome]) -> int:
    code = report(outcomes)
    total = closing_line(outcomes)
    if total:
        say(total)
    return code


def closing_line(outcomes: Sequence[Outcome]) -> str:
    """Add up what the pytest runs counted, in pytest's own form."""
    counts: Counter[str] = Counter()
    took_s = 0.0
    for outcome in outcomes:
        found = CLOSING_LINE.match(outcome.tail[-1] if outcome.tail else "")
        if found:
            took_s += float(found[2])
            counts.update({word: int(number) for number, word in re.findall(r"(\d+) ([a-z]+)", found[1])})
    return f"{', '.join(f'{counts[word]} {word}' for word in counts)} in {took_s:.2f}s" if counts else ""
