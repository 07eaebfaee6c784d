"""The numbers of an instance at one moment, as the dashboard shows them; those of several instances can be added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.store import Count

LOST = frozenset({MediaState.EXPIRED, MediaState.FAILED, MediaState.QUARANTINED})
"""States in which a file does not come without somebody's help."""

PENDING = frozenset({MediaState.REMOTE, MediaState.DOWNLOADING})


class Side(StrEnum):
    """What a trouble is about."""

    MEDIA = "media"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class DayCount:
    """One cell of the statistics of a local day. `day` is the ordinal of the date."""

    day: int
    count: Count


@dataclass(frozen=True, slots=True)
class Trouble:
    """Files or messages that do not go on, or only wait, for the same reason.

    Attributes:
        state: a `MediaState` or an `UploadState`, by `side`.
        reason: None where none was written down.
    """

    side: Side
    state: str
    reason: Reason | None
    count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """All of it.

    Attributes:
        counts: media by kind, direction and state, of all time.
        days: the same by local day, for the days that were asked for.
        kept_files, kept_bytes: what lies on the disk, equal bytes once.
        set_aside_bytes: of that what is quarantined, beside `kept_bytes`.
        expiring: media that are not here and that WhatsApp drops before the time that was asked for.
    """

    counts: tuple[Count, ...] = ()
    days: tuple[DayCount, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    messages: int = 0
    chats: int = 0
    contacts: int = 0
    kept_files: int = 0
    kept_bytes: int = 0
    set_aside_bytes: int = 0
    expiring: int = 0

    @property
    def media(self) -> int:
        """Return how many media there are."""
        return sum(count.files for count in self.counts)

    def in_state(self, states: Iterable[MediaState]) -> int:
        """Return how many media are in any of these states."""
        wanted = frozenset(states)
        return sum(count.files for count in self.counts if count.state in wanted)


@dataclass(frozen=True, slots=True)
class Sum:
    """Media that came, that went, and that were not received."""

    received: int = 0
    sent: int = 0
    lost: int = 0
    size_bytes: int = 0

    @property
    def files(self) -> int:
        """Return all of them."""
        return self.received + self.sent + self.lost


@dataclass(frozen=True, slots=True)
class DiskUse:
    """What an instance takes on the disk beside its files; and of the disk itself what is free, and how large it is."""

    database_bytes: int = 0
    thumbnail_bytes: int = 0
    free_bytes: int = 0
    total_bytes: int = 0


def added(numbers: Sequence[Numbers]) -> Numbers:
    """Return the numbers of several instances as one."""
    if len(numbers) == 1:
        return numbers[0]
    troubles: Counter[tuple[Side, str, Reason | None]] = Counter()
    for each in numbers:
        for one in each.troubles:
            troubles[one.side, one.state, one.reason] += one.count
    return Numbers(
        counts=tuple(count for each in numbers for count in each.counts),
        days=tuple(count for each in numbers for count in each.days),
        troubles=tuple(Trouble(*key, count) for key, count in troubles.items()),
        messages=sum(each.messages for each in numbers),
        chats=sum(each.chats for each in numbers),
        contacts=sum(each.contacts for each in numbers),
        kept_files=sum(each.kept_files for each in numbers),
        kept_bytes=sum(each.kept_bytes for each in numbers),
        set_aside_bytes=sum(each.set_aside_bytes for each in numbers),
        expiring=sum(each.expiring for each in numbers),
    )


def summed(counts: Iterable[Count]) -> Sum:
    """Return what came, went and was lost; bytes are of what is not lost."""
    received = sent = lost = size_bytes = 0
    for count in counts:
        if count.state in LOST:
            lost += count.files
            continue
        size_bytes += count.size_bytes
        if count.direction is Direction.IN:
            received += count.files
        else:
            sent += count.files
    return Sum(received, sent, lost, size_bytes)


def by_day(numbers: Numbers, first: int, last: int, kind: MediaKind | None = None) -> list[tuple[int, Sum]]:
    """Return every day from `first` to `last` (ordinals, both included), also those on which nothing was."""
    cells: dict[int, list[Count]] = {day: [] for day in range(first, last + 1)}
    for each in numbers.days:
        if each.day in cells and kind in (None, each.count.kind):
            cells[each.day].append(each.count)
    return [(day, summed(counts)) for day, counts in cells.items()]


def by_kind(numbers: Numbers) -> list[tuple[MediaKind, Sum]]:
    """Return the five kinds, of all time."""
    return [(kind, summed(count for count in numbers.counts if count.kind is kind)) for kind in MediaKind]
