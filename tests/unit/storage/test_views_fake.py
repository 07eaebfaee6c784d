"""The store in memory that tests of the window use answers like the database, so that those tests say something."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.ids import ChatId, MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.registry import OpenedStore
from app.services.store import GalleryQuery
from app.services.views import MARK_BITS, ChatFilter, Viewing, ViewStore
from tests.support.view_store import MemoryStore, sample_store, thumb
from tests.unit.storage.chatter import PHONES, START, Chatter
from tests.unit.storage.making import GROUP, apply_all, opened

QUERIES = [
    GalleryQuery(),
    GalleryQuery(kinds=frozenset({MediaKind.IMAGE, MediaKind.AUDIO}), sort="size"),
    GalleryQuery(states=frozenset({MediaState.FAILED}), sort="name"),
    GalleryQuery(direction=Direction.OUT, since=START + 50_000),
    GalleryQuery(chat=GROUP),
    GalleryQuery(chat=PHONES[0], until=START + 150_000),
    GalleryQuery(ids=(MediaId(1), MediaId(5), MediaId(9))),
]


def copy(view: Viewing) -> MemoryStore:
    """Put all that a view shows into memory."""
    memory = MemoryStore()
    for row in view.chats(view.chat_ids(ChatFilter.ALL)):
        memory.chats[row.id] = row
        for message in view.messages_before(row.id, None, 1000):
            memory.put(row.id, message)
        memory.chats[row.id] = row
    return memory


@pytest.fixture(params=range(3))
def both(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tuple[OpenedStore, MemoryStore]]:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(request.param).events(150))
        with store.view() as view:
            yield store, copy(view)


def test_both_answer_alike(both: tuple[ViewStore, MemoryStore]) -> None:
    rng = random.Random(1)
    with both[0].view() as real, both[1].view() as fake:
        for which in ChatFilter:
            for text in ("", "+55 11 99999-0003", "0003"):
                assert fake.chat_ids(which, text) == real.chat_ids(which, text)
            for text in ("ana", "jose av"):
                assert set(fake.chat_ids(which, text)) <= set(real.chat_ids(which, text))  # it knows other names too
        for query in QUERIES:
            assert fake.media_ids(query) == real.media_ids(query)
            assert fake.media_days(query, -10_800) == real.media_days(query, -10_800)
            if query.sort == "name":
                assert fake.media_names(query) == real.media_names(query)
            else:
                marks, own = real.media_marks(query), (1 << MARK_BITS) - 1
                assert fake.media_marks(query) == marks
                assert [mark & own for mark in marks] == list(real.media_ids(query))
            assert fake.kind_counts(query) == real.kind_counts(query)
        for chat in real.chat_ids(ChatFilter.ALL):
            place = (START + rng.randrange(200_000), 5)
            assert fake.messages_before(ChatId(chat), place, 4) == real.messages_before(ChatId(chat), place, 4)
            assert fake.messages_after(ChatId(chat), place, 4) == real.messages_after(ChatId(chat), place, 4)
            assert fake.contact(ChatId(chat)).media_counts == real.contact(ChatId(chat)).media_counts
            assert fake.contact(ChatId(chat)).not_received == real.contact(ChatId(chat)).not_received
            assert fake.search("bo", 1000, ChatId(chat)) == real.search("bo", 1000, ChatId(chat))
        for media in real.media_ids(GalleryQuery()):
            assert fake.message_of(MediaId(media)) == real.message_of(MediaId(media))
            assert fake.next_unheard(MediaId(media)) == real.next_unheard(MediaId(media))
        assert fake.unread() == real.unread()
        assert sum(cell.count.files for cell in fake.numbers(1, 0, 0).days) == len(real.media_ids(GalleryQuery()))
        assert fake.numbers(START // 86_400 + 719_164, -10_800, 0).expiring == 0


def test_marks_count_as_changes(both: tuple[ViewStore, MemoryStore]) -> None:
    for store in both:
        with store.view() as view:
            (first, second, *_rest) = view.chat_ids(ChatFilter.UNREAD)
        before = store.changed()
        store.mark_read(ChatId(first))
        store.pin(ChatId(second), pinned=True)
        assert store.changed() != before
        with store.view() as view:
            assert view.chats([first])[0].unread == 0
            assert view.chat_ids(ChatFilter.ALL)[0] == second


def test_a_sample_has_something_of_everything() -> None:
    store: ViewStore = sample_store(chats=12, messages=60)
    with store.view() as view:
        ids = view.media_ids(GalleryQuery())
        assert {item.kind for item in view.media_rows(ids)} == set(MediaKind)
        assert {item.state for item in view.media_rows(ids)} == set(MediaState)
        assert view.thumbs(ids, 256).keys() < set(ids)
        assert view.waveforms(ids)
        assert view.unread()
        assert {hit.field for hit in view.search("v", 999)} == {"contact"}
    assert thumb(7, 64).data.startswith(b"\xff\xd8")
