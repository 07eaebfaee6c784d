"""Numbers of several instances are added up, and told by day and by kind."""

from __future__ import annotations

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.numbers import PENDING, DayCount, Numbers, Side, Sum, Trouble, added, by_day, by_kind, summed
from app.services.store import Count

IN, OUT = Direction.IN, Direction.OUT


def count(files: int, kind: MediaKind = MediaKind.IMAGE, way: Direction = IN, state: MediaState = MediaState.LOCAL):
    return Count(kind, way, state, files, files * 10)


def test_what_was_lost_is_neither_received_nor_weighed() -> None:
    counts = [count(5), count(3, way=OUT), *(count(1, state=state) for state in MediaState)]
    assert summed(counts) == Sum(received=8, sent=3, lost=3, size_bytes=110)
    assert Numbers(counts=tuple(counts)).in_state(PENDING) == 2


def test_a_library_without_anything_has_days_and_kinds_of_nothing() -> None:
    assert by_day(Numbers(), 5, 7) == [(5, Sum()), (6, Sum()), (7, Sum())]
    assert by_kind(Numbers()) == [(kind, Sum()) for kind in MediaKind]
    assert added([]) == Numbers()


def test_days_outside_of_the_period_are_left_out() -> None:
    numbers = Numbers(days=tuple(DayCount(day, count(day)) for day in (1, 5, 9)))
    assert [bar.received for _day, bar in by_day(numbers, 4, 8)] == [0, 5, 0, 0, 0]


def test_troubles_of_one_state_and_reason_are_one() -> None:
    failed = Trouble(Side.MEDIA, "failed", Reason.MAC, 2)
    other = Trouble(Side.UPLOAD, "failed", Reason.MAC, 1)
    both = added([Numbers(troubles=(failed, other), kept_bytes=3), Numbers(troubles=(failed,), kept_bytes=4)])
    assert set(both.troubles) == {Trouble(Side.MEDIA, "failed", Reason.MAC, 4), other}
    assert both.kept_bytes == 7
