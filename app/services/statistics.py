"""Numbers of an instance or a client, read from running counters in constant time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from app.domain.ids import InstanceRef
from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.registry import Premises
from app.services.store import Count


@dataclass(frozen=True, slots=True)
class Statistics:
    """What `stats` prints. `by_kind` and `by_state` count media; `size_bytes` is what is kept here."""

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


def summed(counts: Sequence[Count], totals: tuple[int, int, int]) -> Statistics:
    """Add counters up; `totals` are messages, chats and contacts."""
    state: Counter[str] = Counter()
    kind: Counter[str] = Counter()
    direction: Counter[str] = Counter()
    size_bytes = 0
    for count in counts:
        state[count.state.value] += count.files
        kind[count.kind.value] += count.files
        direction[count.direction.value] += count.files
        size_bytes += count.size_bytes if count.state is MediaState.LOCAL else 0
    messages, chats, contacts = totals
    return Statistics(
        media=sum(state.values()),
        messages=messages,
        chats=chats,
        contacts=contacts,
        size_bytes=size_bytes,
        by_state={member.value: state[member.value] for member in MediaState},
        by_kind={member.value: kind[member.value] for member in MediaKind},
        by_direction={member.value: direction[member.value] for member in Direction},
    )


class StatisticsDesk:
    """Reads statistics of one instance, or of all instances of one client together."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def of(self, refs: Sequence[InstanceRef]) -> Statistics:
        """Return the sum over `refs`."""
        counts: list[Count] = []
        totals = [0, 0, 0]
        with ExitStack() as stack:
            for ref in refs:
                store = stack.enter_context(self._premises.open_store(ref))
                reader = stack.enter_context(store.read())
                counts += reader.counts()
                totals = [have + more for have, more in zip(totals, reader.totals(), strict=True)]
        return summed(counts, (totals[0], totals[1], totals[2]))
