"""All accounts of a client as one gallery: merged as one list would be, ids told apart, and no second client."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.store import GalleryQuery
from app.services.together import OWN_BITS, Keys, Together
from app.services.views import ChatFilter, ViewStore, Within
from app.storage.store import InstanceStore
from tests.support.view_store import MemoryStore, sample_store
from tests.unit.storage.chatter import PHONES, START, Chatter
from tests.unit.storage.making import apply_all, opened

A, B, C = (InstanceRef(ClientId(1), InstanceId(name)) for name in "abc")
OTHER = InstanceRef(ClientId(2), InstanceId("a"))
QUERIES = [
    GalleryQuery(),
    GalleryQuery(sort="size"),
    GalleryQuery(sort="name"),
    GalleryQuery(kinds=frozenset({MediaKind.IMAGE, MediaKind.AUDIO}), sort="size"),
    GalleryQuery(states=frozenset({MediaState.FAILED}), sort="name"),
    GalleryQuery(direction=Direction.OUT, since=START + 50_000),
    GalleryQuery(chat=PHONES[0]),
]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[dict[InstanceRef, InstanceStore]]:
    """Return three accounts of one client with the same people, of which one is empty."""
    with ExitStack() as stack:
        made = {}
        for seed, ref in enumerate((A, B, C)):
            (tmp_path / ref.instance).mkdir()
            made[ref] = stack.enter_context(opened(tmp_path / ref.instance))
            if ref != C:
                apply_all(made[ref], Chatter(seed).events(150))
        yield made


def sorted_by(item: MediaItem, sort: str) -> bytes | int:
    if sort == "name":
        return item.name.casefold().encode()[:64]
    return -(item.size_bytes if item.size_bytes is not None else -1) if sort == "size" else -item.sent_at


@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_lists_days_and_counts_are_those_of_all_accounts(
    stores: dict[InstanceRef, InstanceStore], query: GalleryQuery
) -> None:
    keys = Keys()
    with Together(stores, keys).view() as together:
        ids = together.media_ids(query)
        items = together.media_rows(ids)
        assert [item.id for item in items] == list(ids) and len(set(ids)) == len(ids)
        order = [sorted_by(item, query.sort) for item in items]
        assert all(not after < before for before, after in pairwise(order))  # type: ignore[operator]
        days: dict[int, list[int]] = {}
        counts: dict[str, int] = {}
        expected: set[int] = set()
        for ref, store in stores.items():
            with store.view() as view:
                expected |= {keys.base(ref) | own for own in view.media_ids(query)}
                for day in view.media_days(query, -10_800):
                    sums = days.setdefault(day.key, [0, 0])
                    sums[0], sums[1] = sums[0] + day.count, sums[1] + day.size_bytes
                for kind, count in view.kind_counts(query).items():
                    counts[kind] = counts.get(kind, 0) + count
        assert set(ids) == expected
        found = together.media_days(query, -10_800)
        assert {day.key: [day.count, day.size_bytes] for day in found} == days
        assert [day.key for day in found] == sorted(days, reverse=True)
        assert together.kind_counts(query) == counts
        assert together.media_ids(replace(query, ids=tuple(map(MediaId, ids[::2])))) == ids[::2]


def test_rows_and_what_belongs_to_them_carry_their_account(stores: dict[InstanceRef, InstanceStore]) -> None:
    keys = Keys()
    with Together(stores, keys).view() as together:
        ids = together.media_ids(GalleryQuery())
        random.Random(1).shuffle(ids)
        rows = together.media_rows(ids[:40])
        assert [row.id for row in rows] == list(ids[:40])
        for row in rows:
            ref, own = keys.split(row.id)
            with stores[ref].view() as view:
                (alone,) = view.media_rows([own])
                assert replace(row, id=alone.id, row_id=alone.row_id) == alone
                chat, message, at = view.message_of(MediaId(own))
                assert together.message_of(row.id) == (keys.keyed(ref, chat), keys.keyed(ref, message), at)
        assert together.media_rows([5, 1 << OWN_BITS]) == []
        waves = together.waveforms(ids)
        assert waves.keys() <= set(ids) and {keys.split(key)[0] for key in waves} <= {A, B}


def test_a_search_finds_in_all_accounts_newest_first(stores: dict[InstanceRef, InstanceStore]) -> None:
    keys = Keys()
    with Together(stores, keys).view() as together:
        hits = together.search("b", 1000)
        assert {keys.split(hit.message)[0] for hit in hits} == {A, B}
        assert [hit.sent_at for hit in hits] == sorted((hit.sent_at for hit in hits), reverse=True)
        assert len(together.search("b", 5)) == 5
        chat = together.chat_at(PHONES[0])
        in_chat = together.search("b", 1000, chat, Within.WORDS)
        assert {keys.split(hit.message)[0] for hit in in_chat} == {A, B}, "a person's chats in both accounts"
        assert together.search("b", 9, keys.keyed(A, 10**6)) == []


def test_a_person_with_chats_in_two_accounts_is_listed_once() -> None:
    first, second = sample_store(chats=6), sample_store(chats=8)
    keys = Keys()
    with Together({A: first, B: second}, keys).view() as together:
        rows = together.chats(together.chat_ids(ChatFilter.ALL))
        assert len({row.address for row in rows}) == len(rows) == 8
        assert together.contact(rows[0].id).name == rows[0].name
        assert together.chats([3]) == []


def test_keys_tell_accounts_apart_and_plain_ids_are_nobodys() -> None:
    keys = Keys()
    first, second = keys.keyed(A, 7), keys.keyed(B, 7)
    assert first != second and keys.keyed(A, 7) == first
    assert keys.split(second) == (B, 7) and keys.split(7) == (None, 7)
    assert keys.parted([second, 9, first, keys.keyed(B, 1)]) == {B: [7, 1], None: [9], A: [7]}
    assert array("q", [keys.keyed(C, (1 << OWN_BITS) - 1)])


def test_accounts_of_two_clients_are_never_put_together() -> None:
    store: ViewStore = MemoryStore()
    with pytest.raises(ValueError, match="several clients"):
        Together({A: store, OTHER: store}, Keys())


def test_a_change_in_any_account_is_a_change() -> None:
    first, second = sample_store(chats=2), sample_store(chats=2)
    both = Together({A: first, B: second}, Keys())
    before = both.changed()
    assert both.changed() == before
    second.add_chat("Nova")
    assert both.changed() != before
