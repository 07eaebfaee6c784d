"""Waits for something to become true, asking again until a deadline."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_PAUSE_S = 0.02


def until(ask: Callable[[], T], what: str, *, timeout_s: float = 60.0) -> T:
    """Return the first answer that counts as true.

    Raises:
        AssertionError: none came in time; says `what` was waited for and the last answer.
    """
    deadline = time.monotonic() + timeout_s
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited {timeout_s:g} s for {what}; the last answer was {answer!r}"
        time.sleep(_PAUSE_S)
    return answer
