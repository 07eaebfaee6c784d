"""The chat list against a slow count of the rows: order, unread, filters, read marks, pins."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.events import ContactSeen, MessageEdited, MessageRevoked, Party, StatusChanged
from app.domain.ids import ChatId
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.statuses import Status
from app.services.views import ChatFilter, ViewStore
from app.storage import engine
from app.storage.store import FILE, InstanceStore
from tests.unit.storage.chatter import LIDS, PHONES, START, Chatter
from tests.unit.storage.making import (
    GROUP,
    LID,
    OTHER,
    PHONE,
    apply_all,
    claim_upload,
    message,
    new_upload,
    opened,
    remote,
)
from tests.unit.storage.oracle import Oracle


def unread_of(store: ViewStore, address: Address = PHONE) -> int:
    with store.view() as view:
        chat = view.chat_at(address)
        assert chat is not None
        return view.chats([chat])[0].unread


def read(store: ViewStore, address: Address = PHONE) -> None:
    with store.view() as view:
        chat = view.chat_at(address)
    assert chat is not None
    store.mark_read(chat)


@pytest.mark.parametrize("seed", range(12))
def test_lines_are_exact_after_whatever_happened(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with opened(tmp_path) as store:
        for _round in range(6):
            apply_all(store, Chatter(rng.random()).events(25), batch=rng.choice([1, 7, 1000]))
            with store.write() as tx:
                tx.uploads.enqueue(
                    new_upload(f"ref-{rng.random()}", to=rng.choice(PHONES), created_at=START + rng.random() * 9)
                )
            oracle = Oracle(tmp_path / FILE)
            assert oracle.kept_lines() == oracle.lines()
            chats = rng.sample(oracle.chat, 2)
            store.mark_read(ChatId(chats[0].id))
            store.pin(ChatId(chats[1].id), pinned=rng.random() < 0.7)
            assert [row.unread for row in Oracle(tmp_path / FILE).chat_line if row.chat_id == chats[0].id] == [0]


@pytest.mark.parametrize("seed", range(4))
def test_the_list_is_in_order_and_its_rows_say_what_the_messages_say(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(150))
        for chat in rng.sample(Oracle(tmp_path / FILE).chat, 3):
            store.pin(ChatId(chat.id), pinned=True)
        oracle = Oracle(tmp_path / FILE)
        lines = sorted(oracle.chat_line, key=lambda row: (row.pinned, row.last_at, row.chat_id), reverse=True)
        with store.view() as view:
            assert view.chat_ids(ChatFilter.ALL).tolist() == [row.chat_id for row in lines]
            assert view.chat_ids(ChatFilter.UNREAD).tolist() == [row.chat_id for row in lines if row.unread]
            assert view.chat_ids(ChatFilter.WITH_MEDIA).tolist() == [row.chat_id for row in lines if row.with_media]
            assert view.unread() == sum(row.unread for row in lines)
            rows = view.chats([row.chat_id for row in lines] + [10**6])
        assert [(row.id, row.pinned, row.unread, row.last_at) for row in rows] == [
            (line.chat_id, bool(line.pinned), line.unread, line.last_at) for line in lines
        ]
        for row in rows:
            contact = oracle.contact_of(row.id)
            assert (row.address, row.name) == (contact.address, oracle.name_of(row.id))
            assert row.is_group == (row.address == GROUP)
            shown = oracle.shown(row.id)
            assert (row.last_kind, row.last_direction) == (
                (shown[-1].kind, shown[-1].direction) if shown else (None,) * 2
            )


def test_a_line_shows_the_words_the_ticks_and_the_length_of_the_last_message(tmp_path: Path) -> None:
    with opened(tmp_path) as store:

        def last() -> tuple[object, ...]:
            with store.view() as view:
                (row,) = view.chats(view.chat_ids(ChatFilter.ALL))
            return row.last_kind, row.last_text, row.last_direction, row.last_status, row.last_duration_s

        apply_all(store, [message("1", text="hello", sent_at=1)])
        assert last() == (MessageKind.TEXT, "hello", Direction.IN, None, None)
        apply_all(store, [MessageEdited("1", (PHONE,), 2, "good day")])
        assert last()[1] == "good day"
        apply_all(store, [MessageRevoked("1", (PHONE,), 3)])
        assert last()[1] == ""
        apply_all(store, [message("2", sent_at=2, media=remote(MediaKind.DOCUMENT, name="a.pdf"))])
        assert last()[:2] == (MessageKind.DOCUMENT, "a.pdf")
        apply_all(store, [message("3", sent_at=3, media=remote(MediaKind.IMAGE, name="photo.jpg"))])
        assert last()[:2] == (MessageKind.IMAGE, "")
        apply_all(store, [message("4", sent_at=4, media=remote(MediaKind.AUDIO, duration_s=4.5))])
        assert last() == (MessageKind.AUDIO, "", Direction.IN, None, 4.5)
        apply_all(store, [message("5", sent_at=5, direction=Direction.OUT)])
        apply_all(store, [StatusChanged("5", (PHONE,), Status.READ, 6)])
        assert last() == (MessageKind.TEXT, "", Direction.OUT, Status.READ, None)
        apply_all(store, [message("6", sent_at=9, kind=MessageKind.REACTION, text="👍")])
        assert last()[0] is MessageKind.TEXT


def test_what_was_sent_before_the_library_was_made_is_never_unread(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        made = Oracle(tmp_path / FILE).unread_from + 86_400
        apply_all(store, [message("old", sent_at=made - 90_000), message("today", sent_at=made - 80_000)])
        assert unread_of(store) == 1


def test_reading_a_chat_counts_from_there(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", sent_at=START), message("2", sent_at=START + 2), message("3", chat=(OTHER,))])
        assert unread_of(store) == 2
        read(store)
        assert unread_of(store) == 0
        apply_all(store, [message("4", sent_at=START + 1), message("5", sent_at=START + 3)])
        assert unread_of(store) == 1
        apply_all(store, [message("6", sent_at=START + 4, direction=Direction.OUT)])
        assert unread_of(store) == 1


def test_reading_what_is_read_writes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", sent_at=START)])
        read(store)
        before = store.changed()
        read(store)
        store.mark_read(ChatId(999))
        with store.view() as view:
            store.pin(view.chat_at(PHONE), pinned=False)
        assert store.changed() == before


def test_two_chats_that_become_one_keep_pin_and_read_mark(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", chat=(LID,), sent_at=START), message("2", sent_at=START + 5, media=remote())])
        with store.view() as view:
            store.pin(view.chat_at(LID), pinned=True)
        read(store, LID)
        apply_all(store, [message("3", sent_at=START + 6), ContactSeen(Party((LID, PHONE)), START)])
        with store.view() as view:
            (row,) = view.chats(view.chat_ids(ChatFilter.ALL))
        assert (row.pinned, row.unread, row.last_at) == (True, 2, START + 6)
        assert Oracle(tmp_path / FILE).kept_lines() == Oracle(tmp_path / FILE).lines()


def named(store: InstanceStore) -> None:
    people = [
        (PHONES[0], "José Ávila"),
        (PHONES[1], "Ana Souza"),
        (PHONES[2], "mariana"),
        (LIDS[3], 'O"Neil* OR x'),
        (GROUP, "Família Souza"),
        (PHONES[5], ""),
    ]
    apply_all(store, [message(name, chat=Party((address,), name=name)) for address, name in people])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("jose", ["José Ávila"]),
        ("AVI jo", ["José Ávila"]),
        ("souza", ["Ana Souza", "Família Souza"]),
        ("ana", ["Ana Souza"]),
        ("fami", ["Família Souza"]),
        ("+55 (11) 99999-0001", ["Ana Souza"]),
        ("99990001", ["Ana Souza"]),
        ("9 0001", ["Ana Souza"]),
        ("0002", ["mariana"]),
        ("99990005", [PHONES[5]]),
        ('o"neil*', ['O"Neil* OR x']),
        ("OR", ['O"Neil* OR x']),
        ("(", []),
        ("👍", []),
        ("nobody", []),
    ],
)
def test_chats_are_found_by_the_beginnings_of_names_and_any_part_of_a_number(
    tmp_path: Path, text: str, found: list[str]
) -> None:
    with opened(tmp_path) as store:
        named(store)
        with store.view() as view:
            rows = view.chats(view.chat_ids(ChatFilter.ALL, text))
    assert sorted(row.name for row in rows) == found


def test_a_blank_filter_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        named(store)
        with store.view() as view:
            assert len(view.chat_ids(ChatFilter.WITH_MEDIA, " ")) == 0
            assert len(view.chat_ids(ChatFilter.ALL, " \n")) == 6


def test_a_chat_whose_files_are_gone_is_no_longer_one_with_media(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message(str(n), sent_at=n, media=remote()) for n in range(2)])
        for left in (1, 0):
            with closing(engine.connect(tmp_path / FILE)) as connection:
                connection.execute("DELETE FROM media WHERE id = ?", (left + 1,))
            with store.view() as view:
                assert len(view.chat_ids(ChatFilter.WITH_MEDIA)) == left


def test_our_own_messages_move_a_chat_up_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", sent_at=5), message("2", chat=(OTHER,), sent_at=9)])
        with store.write() as tx:
            tx.uploads.enqueue(new_upload(content=None, text="on its way", created_at=20.5))
        assert claim_upload(store)
        with store.view() as view:
            first = view.chats(view.chat_ids(ChatFilter.ALL))[0]
    assert (first.address, first.last_text, first.last_at, first.last_status) == (PHONE, "on its way", 20, None)
