"""When to try again: exponential with full jitter, bounded."""

from __future__ import annotations

import random

FIRST_S = 5.0
LONGEST_S = 3600.0
DOWNLOAD_ATTEMPTS = 8
"""Attempts over which a download that only meets passing trouble is retried by itself; then it is `failed`."""


def wait_s(attempts: int, *, retry_after_s: float | None = None, rng: random.Random | None = None) -> float:
    """Return the seconds to wait after `attempts` failed tries (1 or more).

    What the other side asked for (`Retry-After`) is the least; the rest is 5 s doubled per attempt, at most an hour,
    with jitter between half and the whole.
    """
    longest = min(LONGEST_S, FIRST_S * 2.0 ** min(attempts - 1, 12))
    chosen = longest * (0.5 + 0.5 * (rng.random() if rng else random.random()))
    return max(chosen, min(retry_after_s or 0.0, 24 * 3600.0))
