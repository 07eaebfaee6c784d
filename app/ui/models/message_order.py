"""What became of a run of messages, as steps for an item model: rows that went, came or say something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from app.services.views import MessageRow

Key = tuple[int, int]


class Step(Enum):
    """What a step does to the rows."""

    REMOVE = auto()
    INSERT = auto()
    CHANGE = auto()


@dataclass(frozen=True, slots=True)
class RowStep:
    """One step, carried out in the order given: `count` rows at `first`; `rows` for INSERT and CHANGE."""

    step: Step
    first: int
    count: int
    rows: tuple[MessageRow, ...] = ()


def key_of(row: MessageRow) -> Key:
    """Return a message's place in its chat."""
    return (row.sent_at, int(row.id))


def steps_between(old: Sequence[MessageRow], new: Sequence[MessageRow]) -> list[RowStep]:
    """Return the steps from one run to the other, both in order of their keys."""
    steps: list[RowStep] = []
    at = left = right = 0
    while left < len(old) or right < len(new):
        if left < len(old) and right < len(new) and key_of(old[left]) == key_of(new[right]):
            if old[left] != new[right]:
                _add(steps, Step.CHANGE, at, (new[right],))
            at, left, right = at + 1, left + 1, right + 1
        elif right >= len(new) or (left < len(old) and key_of(old[left]) < key_of(new[right])):
            _add(steps, Step.REMOVE, at, ())
            left += 1
        else:
            _add(steps, Step.INSERT, at, (new[right],))
            at, right = at + 1, right + 1
    return steps


def _add(steps: list[RowStep], step: Step, at: int, rows: tuple[MessageRow, ...]) -> None:
    """Add a step of one row, or lengthen the last one."""
    if steps and steps[-1].step is step:
        last = steps[-1]
        follows = last.first if step is Step.REMOVE else last.first + last.count
        if at == follows:
            steps[-1] = RowStep(step, last.first, last.count + 1, last.rows + rows)
            return
    steps.append(RowStep(step, at, 1, rows))
