"""What a gallery shows, as asked of the database in one snapshot: ids, days, counts; and the filters that choose it."""

from __future__ import annotations

import time
from array import array
from dataclasses import dataclass, field, replace

from app.domain.addresses import Address
from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.store import GalleryQuery
from app.services.views import Day, Viewing

MOST_HITS = 2_000
"""As many search results are shown as tiles; whoever has more types another word."""

NOT_RECEIVED = frozenset({MediaState.FAILED, MediaState.EXPIRED})
"""What the side panel counts as not received."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the user narrowed the gallery to.

    Attributes:
        since, until: Unix seconds, `until` exclusive.
        contact: one chat of the account; a scope that is one chat already has its own.
        text: words searched for in names, captions and texts.
    """

    kind: MediaKind | None = None
    direction: Direction | None = None
    since: int | None = None
    until: int | None = None
    states: frozenset[MediaState] = frozenset()
    contact: Address | None = None
    text: str = ""
    sort: str = "date"

    @property
    def narrowing(self) -> bool:
        """Tell whether the chips or the search leave anything out; kind and order do not count."""
        return replace(self, kind=None, sort="date") != Filters()

    def query(self, chat: Address | None) -> GalleryQuery:
        """Return the question to the database, for one chat or all."""
        return GalleryQuery(
            kinds=frozenset() if self.kind is None else frozenset({self.kind}),
            states=self.states,
            direction=self.direction,
            chat=chat or self.contact,
            since=self.since,
            until=self.until,
            sort=self.sort,
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """A whole scope, whatever the filters."""

    count: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One answer.

    Attributes:
        ids: 8 bytes each, in the order shown.
        days: runs of `ids`; empty where the order is not by date.
        size_bytes: of all of them, as far as it is known.
        counts: media of each kind under the other filters.
        totals: of the scope, None where nobody asked.
        query: for further questions about the same media.
    """

    ids: array[int] = field(default_factory=lambda: array("q"))
    days: tuple[Day, ...] = ()
    size_bytes: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    totals: Totals | None = None
    query: GalleryQuery = field(default_factory=GalleryQuery)

    @property
    def sections(self) -> list[int]:
        """Return how many media stand under each header; one run where there are no days."""
        return [day.count for day in self.days] or ([len(self.ids)] if self.ids else [])


def load_listing(view: Viewing, filters: Filters, chat: Address | None, *, with_totals: bool = False) -> Listing:
    """Ask one snapshot for everything that a gallery needs before its rows. Runs on the read lane."""
    query = filters.query(chat)
    if filters.text:
        hits = _hits(view, filters.text, query.chat)
        if not hits:
            return Listing(totals=_totals(view, chat) if with_totals else None, query=query)
        query = replace(query, ids=hits)
    ids = view.media_ids(query)
    days = view.media_days(query, utc_offset_s())
    by_date = filters.sort == "date" and sum(day.count for day in days) == len(ids)
    size_bytes = sum(day.size_bytes for day in days)
    counts = view.kind_counts(query)
    totals = None
    if with_totals:
        whole = not filters.narrowing and filters.kind is None
        totals = Totals(len(ids), size_bytes) if whole else _totals(view, chat)
    return Listing(ids, tuple(days) if by_date else (), size_bytes, counts, totals, query)


def utc_offset_s() -> int:
    """Return how far the computer's time zone is ahead of UTC now, in seconds."""
    return time.localtime().tm_gmtoff or 0


def _totals(view: Viewing, chat: Address | None) -> Totals:
    query = GalleryQuery(chat=chat)
    size_bytes = sum(day.size_bytes for day in view.media_days(query, utc_offset_s()))
    return Totals(sum(view.kind_counts(query).values()), size_bytes)


def _hits(view: Viewing, text: str, address: Address | None) -> tuple[MediaId, ...]:
    chat = None if address is None else view.chat_at(address)
    found = dict.fromkeys(hit.media for hit in view.search(text, MOST_HITS, chat) if hit.media is not None)
    return tuple(found)
