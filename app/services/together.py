"""The media of all accounts of one client as one gallery: each account's own lists, merged by what they are sorted by.

Ids are unique within an account only, so an id is given the account's number above its own bits. Whoever shows such
ids does not care; whoever acts on them asks which account they are of (`Keys.parted`). Ten million ids of a client cost
eight bytes each, like those of one account, and no account sees another's database.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any, TypeVar, cast

from app.domain.addresses import Address
from app.domain.ids import ChatId, InstanceRef, MediaId, MessageId
from app.domain.messages import MediaItem
from app.services.ports import Thumb
from app.services.store import GalleryQuery
from app.services.views import (
    MARK_BITS,
    ChatFilter,
    ChatRow,
    ContactRow,
    Day,
    Hit,
    MediaViewing,
    ViewStore,
    Within,
)

V = TypeVar("V")
I = TypeVar("I", bound=int)  # noqa: E741 - an id of any kind

OWN_BITS = 40
"""Of a key: the id within its account; above them the account's number, from 1."""
_FIRST_CHATS = 200
"""So many of each account's chats are put in order together; the rest follows account by account."""


class Keys:
    """Numbers accounts. A number stays an account's as long as the program runs."""

    def __init__(self) -> None:
        self._refs: list[InstanceRef] = []

    def keyed(self, ref: InstanceRef, own: I) -> I:
        """Return the key of an account's id."""
        return cast(I, self.base(ref) | own)

    def base(self, ref: InstanceRef) -> int:
        """Return what the keys of an account have above the id."""
        if ref not in self._refs:
            self._refs.append(ref)
        return (self._refs.index(ref) + 1) << OWN_BITS

    def split(self, key: int) -> tuple[InstanceRef | None, int]:
        """Return the account and the id within it; no account for an id that was never keyed."""
        number, own = key >> OWN_BITS, key & ((1 << OWN_BITS) - 1)
        return (self._refs[number - 1] if number else None), own

    def parted(self, keys: Iterable[int]) -> dict[InstanceRef | None, list[int]]:
        """Return the ids by account, in their order."""
        parts: dict[InstanceRef | None, list[int]] = {}
        for key in keys:
            ref, own = self.split(key)
            parts.setdefault(ref, []).append(own)
        return parts


class Together:
    """Stores of one client as one to look at. Whoever makes it answers for their being of one client."""

    def __init__(self, stores: Mapping[InstanceRef, ViewStore], keys: Keys) -> None:
        if len({ref.client for ref in stores}) > 1:
            raise ValueError("accounts of several clients")
        self._stores, self._keys = dict(stores), keys
        for ref in stores:
            keys.base(ref)  # numbered here, on one thread: snapshots are asked on several

    @contextmanager
    def view(self) -> Iterator[TogetherView]:
        """Open a snapshot of each account."""
        with ExitStack() as stack:
            views = {ref: stack.enter_context(store.view()) for ref, store in self._stores.items()}
            yield TogetherView(views, self._keys)

    def changed(self) -> int:
        """Return a number that is another one after a change in any account."""
        return hash(tuple(store.changed() for store in self._stores.values()))


class TogetherView:
    """What a gallery and a viewer ask, answered by all accounts."""

    def __init__(self, views: Mapping[InstanceRef, MediaViewing], keys: Keys) -> None:
        self._views, self._keys = views, keys

    # ── chats ──────────────────────────────────────────────────────────────────────────────────────────────────

    def chat_ids(self, which: ChatFilter, text: str = "") -> array[int]:
        """Return the chats of all accounts, the first of each in one order; a person with several is there once."""
        first: list[ChatRow] = []
        rest = array("q")
        for ref, view in self._views.items():
            ids = view.chat_ids(which, text)
            first += [replace(row, id=self._key(ref, row.id)) for row in view.chats(ids[:_FIRST_CHATS])]
            rest.extend(self._keys.base(ref) | own for own in ids[_FIRST_CHATS:])
        first.sort(key=lambda row: (not row.pinned, -row.last_at))
        known: dict[Address, ChatRow] = {}
        for row in first:
            known.setdefault(row.address, row)
        return array("q", [row.id for row in known.values()]) + rest

    def chats(self, ids: Sequence[int]) -> list[ChatRow]:
        """Return rows in the order of `ids`."""

        def rows(view: MediaViewing, own: Sequence[int]) -> dict[int, ChatRow]:
            return {row.id: row for row in view.chats(own)}

        found = self._each(ids, rows, lambda ref, row: replace(row, id=self._key(ref, row.id)))
        return [found[key] for key in ids if key in found]

    def chat_at(self, address: Address) -> ChatId | None:
        """Return the chat with whoever has this address, of the first account that has one."""
        for ref, view in self._views.items():
            chat = view.chat_at(address)
            if chat is not None:
                return self._key(ref, chat)
        return None

    def contact(self, chat: ChatId) -> ContactRow | None:
        """Return who a chat is with."""
        ref, own = self._keys.split(chat)
        view = self._views.get(ref) if ref is not None else None
        return view.contact(ChatId(own)) if view is not None else None

    # ── media ──────────────────────────────────────────────────────────────────────────────────────────────────

    def media_ids(self, query: GalleryQuery) -> array[int]:
        """Return the media of all accounts in one order."""
        parts = list(self._asked(query))
        if len(parts) == 1:
            ref, view, own_query = parts[0]
            return array("q", _with_base(view.media_ids(own_query), self._keys.base(ref)))
        if query.sort == "name":
            named = [(view.media_ids(own), view.media_names(own), self._keys.base(ref)) for ref, view, own in parts]
            return _merged_by_name(named)
        return _merged([(view.media_marks(own), self._keys.base(ref)) for ref, view, own in parts])

    def media_days(self, query: GalleryQuery, utc_offset_s: int) -> list[Day]:
        """Return the days of the same list: sums over the accounts."""
        counts: Counter[int] = Counter()
        sizes: Counter[int] = Counter()
        for _ref, view, own in self._asked(query):
            for day in view.media_days(own, utc_offset_s):
                counts[day.key] += day.count
                sizes[day.key] += day.size_bytes
        return [Day(key, counts[key], sizes[key]) for key in sorted(counts, reverse=True)]

    def media_rows(self, ids: Sequence[int]) -> list[MediaItem]:
        """Return media in the order of `ids`."""

        def rows(view: MediaViewing, own: Sequence[int]) -> dict[int, MediaItem]:
            return {item.id: item for item in view.media_rows(own)}

        def keyed(ref: InstanceRef, item: MediaItem) -> MediaItem:
            return replace(item, id=self._key(ref, item.id), row_id=self._key(ref, item.row_id))

        found = self._each(ids, rows, keyed)
        return [found[key] for key in ids if key in found]

    def thumbs(self, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
        """Return stored thumbnails."""
        return self._each(ids, lambda view, own: view.thumbs(own, long_edge_px))

    def waveforms(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return waveforms."""
        return self._each(ids, lambda view, own: view.waveforms(own))

    def previews(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Return the tiny pictures that came inside the events."""
        return self._each(ids, lambda view, own: view.previews(own))

    def left_at(self, ids: Sequence[int]) -> dict[int, float]:
        """Return where sounds were left."""
        return self._each(ids, lambda view, own: view.left_at(own))

    def kind_counts(self, query: GalleryQuery) -> dict[str, int]:
        """Return how many media of each kind there are in all accounts."""
        counts: Counter[str] = Counter()
        for _ref, view, own in self._asked(query):
            counts.update(view.kind_counts(own))
        return dict(counts)

    def message_of(self, media: MediaId) -> tuple[ChatId, MessageId, int] | None:
        """Return the chat, row and time of a media's message."""
        ref, own = self._keys.split(media)
        view = self._views.get(ref) if ref is not None else None
        found = view.message_of(MediaId(own)) if view is not None else None
        return None if ref is None or found is None else (self._key(ref, found[0]), self._key(ref, found[1]), found[2])

    def search(self, text: str, limit: int, chat: ChatId | None = None, within: Within = Within.ALL) -> list[Hit]:
        """Return the newest hits of all accounts; in one chat, of the same person's chats in all of them."""
        person = None if chat is None else self.contact(chat)
        if chat is not None and person is None:
            return []
        hits: list[Hit] = []
        for ref, view in self._views.items():
            own = None if person is None else view.chat_at(person.address)
            if person is None or own is not None:
                hits += [self._keyed_hit(ref, hit) for hit in view.search(text, limit, own, within)]
        return sorted(hits, key=lambda hit: -hit.sent_at)[:limit]

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _key(self, ref: InstanceRef, own: I) -> I:
        return self._keys.keyed(ref, own)

    def _keyed_hit(self, ref: InstanceRef, hit: Hit) -> Hit:
        media = None if hit.media is None else self._key(ref, hit.media)
        return replace(hit, message=self._key(ref, hit.message), chat=self._key(ref, hit.chat), media=media)

    def _asked(self, query: GalleryQuery) -> Iterator[tuple[InstanceRef, MediaViewing, GalleryQuery]]:
        """Give each account with its part of a question; one that names ids asks only those that have some."""
        parts = self._keys.parted(query.ids)
        for ref, view in self._views.items():
            if not query.ids:
                yield ref, view, query
            elif ref in parts:
                yield ref, view, replace(query, ids=tuple(MediaId(own) for own in parts[ref]))

    def _each(
        self,
        keys: Sequence[int],
        ask: Callable[[MediaViewing, Sequence[int]], dict[int, V]],
        keyed: Callable[[InstanceRef, V], V] | None = None,
    ) -> dict[int, V]:
        """Ask each account for its part of some keys."""
        found: dict[int, V] = {}
        for ref, own in self._keys.parted(keys).items():
            if ref is not None and ref in self._views:
                answer, base = ask(self._views[ref], own), self._keys.base(ref)
                found |= {base | id: keyed(ref, value) if keyed else value for id, value in answer.items()}
        return found


def _with_base(ids: array[int], base: int) -> bytes:
    import numpy as np

    return (np.frombuffer(ids, dtype=np.int64) | base).tobytes() if len(ids) else b""


def _merged(parts: Sequence[tuple[array[int], int]]) -> array[int]:
    """Return the ids of several descending lists of marks as one; what is sorted runs without Python's lock."""
    import numpy as np

    own = (1 << MARK_BITS) - 1
    marks = np.concatenate([np.frombuffer(part, dtype=np.int64) for part, _base in parts if len(part)] or [_none()])
    keys = [(np.frombuffer(part, dtype=np.int64) & own) | base for part, base in parts if len(part)] or [_none()]
    # Turned around first: a stable sort of ascending runs is little more than merging them.
    order = np.argsort(-(marks >> MARK_BITS), kind="stable")
    return array("q", np.concatenate(keys)[order].tobytes())


def _merged_by_name(parts: Sequence[tuple[array[int], list[bytes], int]]) -> array[int]:
    import numpy as np

    names = np.concatenate([np.array(each, dtype="S64") for _ids, each, _base in parts if each] or [_none()])
    keys = [np.frombuffer(ids, dtype=np.int64) | base for ids, _each, base in parts if len(ids)] or [_none()]
    order = np.argsort(names, kind="stable")
    return array("q", np.concatenate(keys)[order].tobytes())


def _none() -> Any:
    import numpy as np

    return np.empty(0, dtype=np.int64)
