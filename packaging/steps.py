"""Named steps: run one program, show its output as it comes, and remember how it ended."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO

import places

TAIL_LINES = 40
DRAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Step:
    """One program to run from the repository's folder."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    fine_codes: tuple[int, ...] = (0,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended: exit code, wall time and the last lines that it printed."""

    step: Step
    code: int
    took_s: float
    tail: tuple[str, ...]

    @property
    def failed(self) -> bool:
        """Return whether the exit code is none of the fine ones."""
        return self.code not in self.step.fine_codes


def say(line: str) -> None:
    """Print one line at once, whatever the terminal's alphabet is."""
    encoding = sys.stdout.encoding or "ascii"
    print(line.encode(encoding, "replace").decode(encoding), flush=True)


def run_step(step: Step, *, echo: Callable[[str], None] = say) -> Outcome:
    """Run a step to its end; nothing in it can wait for standard input.

    A program that cannot be started at all is an outcome too, with exit code 127.
    """
    started = time.monotonic()
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    try:
        code = _run(step, echo, tail)
    except OSError as problem:
        tail.append(f"cannot start {step.command[0]}: {problem}")
        code = 127
    return Outcome(step, code, time.monotonic() - started, tuple(tail))


def _run(step: Step, echo: Callable[[str], None], tail: deque[str]) -> int:
    process = subprocess.Popen(
        list(step.command),
        cwd=places.REPOSITORY,
        env=dict(step.env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    assert process.stdout is not None
    reader = threading.Thread(target=_read, args=(process.stdout, echo, tail), daemon=True)
    reader.start()
    try:
        code = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        raise
    # A grandchild that outlived the step may hold the pipe open: its output is waited for, but not for ever.
    reader.join(DRAIN_S)
    return code


def _read(stream: IO[str], echo: Callable[[str], None], tail: deque[str]) -> None:
    with stream:
        for line in stream:
            tail.append(line.rstrip("\n"))
            echo(tail[-1])


def run_all(steps: Sequence[Step]) -> list[Outcome]:
    """Run every step, also after a failure, with a heading above each."""
    outcomes = []
    for step in steps:
        say(f"\n--- {step.name}: {' '.join(_short(part) for part in step.command)}")
        outcomes.append(run_step(step))
    return outcomes


def _short(part: str) -> str:
    return part.removeprefix(f"{places.REPOSITORY}/")


def report(outcomes: Sequence[Outcome]) -> int:
    """Print a table of what ran, then the end of whatever failed; return an exit code."""
    width = max(len(outcome.step.name) for outcome in outcomes)
    say("\n--- summary")
    for outcome in outcomes:
        verdict = f"FAILED, exit code {outcome.code}" if outcome.failed else "ok"
        say(f"{outcome.step.name:<{width}}  {outcome.took_s:7.1f} s  {verdict}")
    failed = [outcome for outcome in outcomes if outcome.failed]
    for outcome in failed:
        say_failure(outcome)
    if failed:
        say(f"FAILED: {', '.join(outcome.step.name for outcome in failed)}")
    return 1 if failed else 0


def say_failure(outcome: Outcome) -> None:
    """Print the end of a failed step's output under its name."""
    say(f"\n--- {outcome.step.name} failed with exit code {outcome.code}; its last lines:")
    for line in outcome.tail:
        say(f"    {line}")
