"""The plan of a synthetic library: how many of what, when, in which chat, in which state. Exact shares, random order.

Everything is an array with one member a media (or message), so that a million of them are planned in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

KINDS: dict[MediaKind, float] = {
    MediaKind.IMAGE: 0.52,
    MediaKind.AUDIO: 0.22,
    MediaKind.DOCUMENT: 0.14,
    MediaKind.VIDEO: 0.08,
    MediaKind.STICKER: 0.04,
}
DIRECTIONS: dict[Direction, float] = {Direction.IN: 0.62, Direction.OUT: 0.38}
REMOTE_SHARE, BAD_SHARE = 0.20, 0.03
BIG_CHAT_SHARE, BIG_MONTH_SHARE = 0.20, 0.07
YEARS, LAST_YEAR, BIG_MONTH = 10, 2026, (2024, 11)
"""Ten years that end with June of the last; the big month is a Black Friday."""

_FAILED = (
    *(Reason.NO_KEY, Reason.BAD_KEY, Reason.MAC, Reason.CIPHER_HASH, Reason.PLAIN_HASH, Reason.LENGTH),
    *(Reason.TRUNCATED, Reason.PADDING, Reason.HTML_INSTEAD, Reason.EMPTY, Reason.DENIED, Reason.NOT_FOUND),
    *(Reason.TOO_LARGE, Reason.OFFLINE, Reason.TIMEOUT, Reason.TLS, Reason.RATE_LIMITED, Reason.PROVIDER_ERROR),
    *(Reason.TOKEN_REFUSED, Reason.UNREADABLE, Reason.UNSUPPORTED, Reason.HOST_REFUSED, Reason.NO_CREDENTIALS),
)
_EXPIRED = (Reason.GONE, Reason.EXPIRED, Reason.DENIED, Reason.NOT_FOUND)
_QUARANTINED = (
    *(Reason.TYPE_MISMATCH, Reason.TYPE_REFUSED, Reason.INFECTED, Reason.NOT_SCANNED, Reason.DIMENSIONS),
    Reason.PASSWORD,
)
BAD: tuple[tuple[MediaState, Reason], ...] = (
    *((MediaState.FAILED, reason) for reason in _FAILED),
    *((MediaState.EXPIRED, reason) for reason in _EXPIRED),
    *((MediaState.QUARANTINED, reason) for reason in _QUARANTINED),
)
"""Every way in which a media can end badly; the bad share goes round them in turn."""

DEFERRED: tuple[Reason, ...] = (
    *(Reason.DISK_FULL, Reason.NO_PERMISSION, Reason.OFFLINE, Reason.TIMEOUT, Reason.RATE_LIMITED),
    Reason.PROVIDER_ERROR,
)
"""Why a media that is still remote was put off; one in twenty of them was."""

FINE = (MediaState.LOCAL, None)
AWAY = (MediaState.REMOTE, None)
STATES: tuple[tuple[MediaState, Reason | None], ...] = (
    FINE, AWAY, *BAD, *((MediaState.REMOTE, reason) for reason in DEFERRED),
)  # fmt: skip
"""`Plan.state` holds places in this table."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is in one instance, in the order of time: row n is message n + 1.

    Attributes:
        sent_at: Unix seconds, of each message.
        chat: of each message, 0 is the big one.
        media: of each message, its media's place in the arrays below; -1 for a text.
        kind, direction, state: of each media, places in KINDS, DIRECTIONS, STATES.
    """

    sent_at: Ints
    chat: Ints
    media: Ints
    kind: Ints
    direction: Ints
    state: Ints

    @property
    def messages(self) -> int:
        """Return the number of messages."""
        return len(self.sent_at)


def shares(total: int, weights: Sequence[float] | NDArray[np.float64]) -> Ints:
    """Return whole numbers that add up to `total`, as near to the weights as whole numbers come."""
    exact = np.asarray(weights, dtype=np.float64) / np.sum(weights) * total
    counts = np.floor(exact).astype(np.int64)
    counts[np.argsort(counts - exact, kind="stable")[: total - counts.sum()]] += 1
    return counts


def make_plan(media: int, chats: int, random: np.random.Generator) -> Plan:
    """Plan an instance with as many texts as media.

    Args:
        media: at least 1.
        chats: at least 1.
    """
    sent_at, chat = _times(media, random), _chats(media, chats, random)
    near = random.integers(0, media, media)
    text_at = sent_at[near] + random.integers(-600, 600, media)
    order = np.argsort(np.concatenate([sent_at, text_at]), kind="stable")
    places = np.concatenate([np.arange(media), np.full(media, -1)])
    return Plan(
        sent_at=np.concatenate([sent_at, text_at])[order],
        chat=np.concatenate([chat, chat[near]])[order],
        media=places[order],
        kind=_spread(media, list(KINDS.values()), random),
        direction=_spread(media, list(DIRECTIONS.values()), random),
        state=_states(media, random),
    )


def months() -> list[tuple[int, int]]:
    """Return the months that a library covers, oldest first."""
    first = (LAST_YEAR - YEARS) * 12 + 6
    return [(number // 12, number % 12 + 1) for number in range(first, first + YEARS * 12)]


def month_counts(media: int) -> dict[tuple[int, int], int]:
    """Return how many media fall into each month: slow growth, and one month that stands out."""
    covered = months()
    big = round(media * BIG_MONTH_SHARE)
    others = [month for month in covered if month != BIG_MONTH]
    growth = np.linspace(1.0, 3.0, len(others))
    counts = dict(zip(others, shares(media - big, growth).tolist(), strict=True))
    return {month: counts.get(month, big) for month in covered}


def _times(media: int, random: np.random.Generator) -> Ints:
    """Return the media's times in order."""
    pieces = []
    for (year, month), count in month_counts(media).items():
        start = int(datetime(year, month, 1, tzinfo=UTC).timestamp())
        end = int(datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC).timestamp())
        pieces.append(np.sort(random.integers(start, end, count)))
    return np.concatenate(pieces)


def _chats(media: int, chats: int, random: np.random.Generator) -> Ints:
    """Return each media's chat: one has a fifth of all, the others less and less."""
    big = media if chats == 1 else round(media * BIG_CHAT_SHARE)
    weights = 1.0 / np.arange(4, chats + 3) ** 0.7
    others = np.repeat(np.arange(1, chats), shares(media - big, weights)) if chats > 1 else np.empty(0, np.int64)
    return random.permutation(np.concatenate([np.zeros(big, np.int64), others]))


def _spread(media: int, weights: Sequence[float], random: np.random.Generator) -> Ints:
    return random.permutation(np.repeat(np.arange(len(weights)), shares(media, weights)))


def _states(media: int, random: np.random.Generator) -> Ints:
    """Return each media's place in STATES; the newest are not spared, and every bad way has its turn."""
    remote, bad = round(media * REMOTE_SHARE), round(media * BAD_SHARE)
    deferred = remote // 20
    first_bad, first_deferred = 2, 2 + len(BAD)
    states = np.concatenate(
        [
            np.zeros(media - remote - bad, np.int64),
            np.ones(remote - deferred, np.int64),
            first_bad + np.arange(bad) % len(BAD),
            first_deferred + np.arange(deferred) % len(DEFERRED),
        ]
    )
    return random.permutation(states)


def shares_of(kinds: Mapping[MediaKind, float]) -> str:
    """Return the mix in words, for people."""
    return ", ".join(f"{share:.0%} {kind.value}" for kind, share in kinds.items())
