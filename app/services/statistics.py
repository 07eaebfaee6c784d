"""Numbers of an instance or a client, read from running counters in constant time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from app.domain.ids import InstanceRef
from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.registry import Premises
from app.services.store import Count

_STATES = {state.value: 0 for state in MediaState}
_KINDS = {kind.value: 0 for kind in MediaKind}
_DIRECTIONS = {direction.value: 0 for direction in Direction}


@dataclass(frozen=True, slots=True)
class Statistics:
    """What `stats` prints. `by_kind` and `by_state` count media.

    `size_bytes` is what is kept here (product contract 9.1, storage used): bytes that several media share count once.
    """

    media: int
    messages: int
    chats: int
    contacts: int
    size_bytes: int
    by_state: dict[str, int] = field(default_factory=dict)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_direction: dict[str, int] = field(default_factory=dict)

    def in_state(self, *states: MediaState) -> int:
        """Return how many media are in any of these states."""
        return sum(self.by_state[state.value] for state in states)


def summed(counts: Sequence[Count], totals: tuple[int, int, int], size_bytes: int) -> Statistics:
    """Add counters up; `totals` are messages, chats and contacts, `size_bytes` what is kept."""
    state, kind, direction = dict(_STATES), dict(_KINDS), dict(_DIRECTIONS)
    media = 0
    for count in counts:
        files = count.files
        media += files
        state[count.state.value] += files
        kind[count.kind.value] += files
        direction[count.direction.value] += files
    messages, chats, contacts = totals
    return Statistics(
        media=media,
        messages=messages,
        chats=chats,
        contacts=contacts,
        size_bytes=size_bytes,
        by_state=state,
        by_kind=kind,
        by_direction=direction,
    )


class StatisticsDesk:
    """Reads statistics of one instance, or of all instances of one client together."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def of(self, refs: Sequence[InstanceRef]) -> Statistics:
        """Return the sum over `refs`."""
        counts: list[Count] = []
        totals, size_bytes = [0, 0, 0], 0
        with ExitStack() as stack:
            for ref in refs:
                store = stack.enter_context(self._premises.open_store(ref))
                reader = stack.enter_context(store.read())
                counts += reader.counts()
                size_bytes += reader.kept()[1]
                totals = [have + more for have, more in zip(totals, reader.totals(), strict=True)]
        return summed(counts, (totals[0], totals[1], totals[2]), size_bytes)
