"""Prints what a verb found: one JSON object on stdout, or the same content as a readable table."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import IO, TYPE_CHECKING, Any

from app.cli.problems import DONE, Problem

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.progress import Progress

_WIDE = 160
"""Columns of a table that goes into a file or a pipe, where nothing has to fit a screen."""

View = Callable[[], "Iterable[RenderableType]"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb came to.

    Attributes:
        payload: the JSON object.
        view: makes the same content readable, called only without `--json`.
        code: exit code.
    """

    payload: Mapping[str, Any]
    view: View
    code: int = DONE


class Output:
    """The two streams of a run. Only answers go to stdout."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure is not None:
                reconfigure(encoding="utf-8", errors="backslashreplace")

    @cached_property
    def screen(self) -> Console:
        """Return where tables go."""
        return console_for(sys.stdout)

    @cached_property
    def side(self) -> Console:
        """Return where messages and progress go."""
        return console_for(sys.stderr)

    def answer(self, answer: Answer) -> None:
        """Print the answer of a verb."""
        if self.as_json:
            self.line(answer.payload)
            return
        for renderable in answer.view():
            self.screen.print(renderable)
        sys.stdout.flush()

    def line(self, payload: Mapping[str, Any]) -> None:
        """Print one JSON object on a line of its own, at once."""
        sys.stdout.write(json.dumps(payload, ensure_ascii=False) + "\n")
        sys.stdout.flush()

    def words(self, sentence: str) -> None:
        """Print a sentence of the answer itself on stdout (without `--json` only)."""
        self.screen.print(sentence)
        sys.stdout.flush()

    def say(self, sentence: str) -> None:
        """Print a message beside the answer."""
        self.side.print(sentence)

    def problem(self, problem: Problem) -> None:
        """Print what went wrong: with `--json` as the answer, else title, detail and remedy."""
        if self.as_json:
            self.line(problem.as_json())
            return
        for sentence in (problem.title, problem.detail, problem.remedy):
            if sentence:
                self.say(sentence)

    @contextmanager
    def progress(self, *, in_bytes: bool = False) -> Iterator[Progress | None]:
        """Show progress bars while inside; None where nobody watches a terminal."""
        if not self.side.is_terminal:
            yield None
            return
        from app.cli.bars import progress_bars

        with progress_bars(self.side, in_bytes=in_bytes) as bars:
            yield bars

    @property
    def interactive(self) -> bool:
        """Whether a person sits there who can be asked."""
        return not self.as_json and sys.stdin is not None and sys.stdin.isatty() and self.side.is_terminal


def console_for(stream: IO[str]) -> Console:
    """Return a console on a stream that takes every text literally."""
    from rich.console import Console

    console = Console(file=stream, markup=False, emoji=False, highlight=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console
