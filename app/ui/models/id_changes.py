"""What became of a long list of ids, told so that a view need not begin anew: one run moved, came or went."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from enum import Enum, auto


class Change(Enum):
    """What happened to a list."""

    SAME = auto()
    MOVED = auto()
    CAME = auto()
    WENT = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class IdChange:
    """A change. MOVED: the row at `first` is now at `target`. CAME and WENT: `count` rows at `first`."""

    what: Change
    first: int = 0
    count: int = 0
    target: int = 0


def change_between(old: array[int], new: array[int]) -> IdChange:
    """Return what turns one list into the other. Comparing is done by the memory of runs, not id by id."""
    if old == new:
        return IdChange(Change.SAME)
    start = _common(old, new, from_end=False)
    room = min(len(old), len(new)) - start
    end = min(room, _common(old, new, from_end=True))
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if not gone:
        return IdChange(Change.CAME, start, len(come))
    if not come:
        return IdChange(Change.WENT, start, len(gone))
    if len(gone) == len(come):
        if gone[:-1] == come[1:] and gone[-1] == come[0]:
            return IdChange(Change.MOVED, start + len(gone) - 1, 1, start)
        if gone[1:] == come[:-1] and gone[0] == come[-1]:
            return IdChange(Change.MOVED, start, 1, start + len(gone) - 1)
    return IdChange(Change.OTHER)


def _common(old: array[int], new: array[int], *, from_end: bool) -> int:
    """Return how many ids at one end are the same, by halving."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if from_end:
            same = old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]
        else:
            same = old[low:middle] == new[low:middle]
        if same:
            low = middle
        else:
            high = middle - 1
    return low
