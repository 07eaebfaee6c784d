"""What recording a message does, and what it tells about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.encryption import Declared
from app.domain.events import ContactSeen, IncomingMessage, MessageEdited, MessageRevoked, Party, StatusChanged
from app.domain.kinds import Direction, MediaKind, MediaState, MessageKind
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.services.store import GalleryQuery, Recorded
from app.storage.store import InstanceStore
from tests.unit.storage.making import (
    GROUP,
    LID,
    NOW,
    OTHER,
    PHONE,
    claim_download,
    content,
    landed,
    message,
    opened,
    remote,
)


def record(store: InstanceStore, event: IncomingMessage) -> Recorded:
    with store.write() as tx:
        return tx.library.record(event)


def shown(store: InstanceStore) -> list[MediaItem]:
    with store.read() as rd:
        return rd.gallery(GalleryQuery()).items


def test_a_message_tells_once_that_it_and_its_people_are_new(tmp_path: Path) -> None:
    event = message("1", media=remote(), chat=[GROUP], sender=[PHONE])
    with opened(tmp_path) as store:
        first, second = record(store, event), record(store, event)
    assert (first.new, first.new_contacts, first.complete) == (True, 2, False)
    assert (second.new, second.new_contacts, second.complete) == (False, 0, False)
    assert (first.row_id, first.media_id) == (second.row_id, second.media_id)


def test_a_text_is_complete_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        recorded = record(store, message("1", text="hi"))
    assert recorded.complete and recorded.media_id is None


def test_a_media_shows_as_remote_with_what_its_event_declares(tmp_path: Path) -> None:
    found = remote(MediaKind.VIDEO, mime="video/mp4", name="Fête.MP4", width=3, height=4, duration_s=1.5, expires_at=99)
    with opened(tmp_path) as store:
        record(store, message("1", media=found, chat=Party((PHONE,), name="Ana"), text="look"))
        (item,) = shown(store)
    assert (item.state, item.kind, item.mime, item.name) == (
        MediaState.REMOTE,
        MediaKind.VIDEO,
        "video/mp4",
        "Fête.MP4",
    )
    assert (item.width, item.height, item.duration_s, item.size_bytes, item.expires_at) == (3, 4, 1.5, 4, 99)
    assert (item.chat, item.contact, item.caption, item.message_id) == (PHONE, "Ana", "look", "1")
    assert item.sha256 == (found.declared.plain_sha256 or b"").hex()


def test_a_media_that_can_never_be_fetched_is_born_failed_and_stays_so(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        recorded = record(store, message("1", media=remote(problem=Reason.NO_KEY)))
        with store.write() as tx:
            assert tx.downloads.retry([MediaState.FAILED]) == 0
        assert claim_download(store) == []
        (item,) = shown(store)
    assert (item.state, item.reason, recorded.complete) == (MediaState.FAILED, Reason.NO_KEY, False)


def test_a_later_delivery_with_the_key_makes_a_failed_media_remote(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", media=remote(problem=Reason.NO_KEY, encryption=None)))
        record(store, message("1", media=remote()))
        (item,) = shown(store)
        (job,) = claim_download(store)
    assert (item.state, item.reason) == (MediaState.REMOTE, None)
    assert job.source.encryption is not None


def test_a_later_delivery_without_the_problem_is_enough(tmp_path: Path) -> None:
    plain = remote(encryption=None)
    with opened(tmp_path) as store:
        record(store, message("1", media=replace(plain, problem=Reason.BAD_KEY)))
        record(store, message("1", media=plain))
        assert shown(store)[0].state is MediaState.REMOTE
        record(store, message("1", media=replace(plain, problem=Reason.BAD_KEY)))
        assert shown(store)[0].state is MediaState.REMOTE


def test_a_declared_length_that_comes_later_is_counted(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for length in (None, 9):
            record(store, message("1", media=remote(declared=Declared(None, None, length))))
        with store.read() as rd:
            assert [count.size_bytes for count in rd.counts()] == [9]
            assert rd.counts() == rd.recount()


def test_a_fresh_link_brings_an_expired_media_back_and_the_same_link_does_not(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", media=remote(expires_at=10)))
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.fail(job, MediaState.EXPIRED, Reason.GONE)
        record(store, message("1", media=remote(expires_at=10)))
        assert shown(store)[0].state is MediaState.EXPIRED
        record(store, message("1", media=remote(expires_at=20, direct_path="/v/fresh")))
        (item,) = shown(store)
        (job,) = claim_download(store)
    assert (item.state, item.reason, item.attempts) == (MediaState.REMOTE, None, 0)
    assert job.source.direct_path == "/v/fresh"


def test_the_same_id_in_the_other_direction_is_another_message(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        there = record(store, message("1"))
        back = record(store, message("1", direction=Direction.OUT))
    assert there.row_id != back.row_id and back.new


def test_the_same_id_in_another_chat_is_another_message(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert record(store, message("1")).row_id != record(store, message("1", chat=[OTHER])).row_id


def test_two_chats_of_one_person_become_one_when_they_are_found_to_be(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", chat=[LID], media=remote()))
        record(store, message("2", chat=[PHONE], media=remote()))
        record(store, message("1", chat=[PHONE], media=remote(name="n.jpg")))
        assert len(shown(store)) == 3
        with store.write() as tx:
            tx.library.see(ContactSeen(Party((LID, PHONE)), 1))
            assert tx.library.chat_of([LID]) == tx.library.chat_of([PHONE])
        with store.read() as rd:
            assert rd.totals() == (2, 1, 1)
            page = rd.gallery(GalleryQuery(chat=LID))
    assert {item.message_id for item in page.items} == {"1", "2"}
    assert {item.chat for item in page.items} == {PHONE}
    assert page.total == 2


def test_uniting_keeps_the_download_that_is_done(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", chat=[LID], media=remote()))
        record(store, message("1", chat=[PHONE], media=remote()))
        jobs = claim_download(store)
        with store.write() as tx:
            assert tx.downloads.land(jobs[0], landed(), now=NOW)
            tx.library.see(ContactSeen(Party((LID, PHONE)), 1))
        (item,) = shown(store)
        with store.write() as tx:
            assert tx.downloads.land(jobs[1], landed(), now=NOW) is None
    assert (item.state, item.size_bytes, item.verified) == (MediaState.LOCAL, 4, True)


def test_a_running_download_that_is_united_away_can_be_claimed_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", chat=[LID]))
        record(store, message("1", chat=[PHONE], media=remote()))
        (job,) = claim_download(store)
        with store.write() as tx:
            tx.library.see(ContactSeen(Party((LID, PHONE)), 1))
        (again,) = claim_download(store)
    assert again.source.id != job.source.id


def test_the_newest_name_of_a_person_counts(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", media=remote(), chat=Party((PHONE,), name="New"), sent_at=20))
        record(store, message("2", chat=Party((PHONE,), name="Old"), sent_at=10))
        record(store, message("3", chat=Party((PHONE,)), sent_at=30))
        assert shown(store)[0].contact == "New"


@pytest.mark.parametrize("names", ["AB", "BA"])
def test_of_two_names_at_one_moment_the_same_counts_in_any_order(tmp_path: Path, names: str) -> None:
    with opened(tmp_path) as store:
        for number, name in enumerate(names):
            record(store, message(str(number), media=remote(), chat=Party((PHONE,), name=name)))
        assert shown(store)[0].contact == "B"


def test_a_tick_alone_makes_no_contact_that_counts(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            assert tx.library.mark(StatusChanged("1", (PHONE,), Status.READ, 1))
            assert not tx.library.mark(StatusChanged("1", (PHONE,), Status.DELIVERED, 1))
        with store.read() as rd:
            assert rd.totals() == (0, 0, 0)
        assert record(store, message("1", direction=Direction.OUT)).new_contacts == 1
        with store.read() as rd:
            assert rd.status_of("1") is Status.READ


def test_ticks_do_not_touch_received_messages(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1"))
        with store.write() as tx:
            tx.library.mark(StatusChanged("1", (PHONE,), Status.READ, 1))
        with store.read() as rd:
            assert rd.status_of("1") is None


def test_a_stranger_can_neither_edit_nor_revoke_in_another_chat(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", media=remote(), text="mine"))
        with store.write() as tx:
            tx.library.mark(MessageEdited("1", (OTHER,), 5, "forged"))
            tx.library.mark(MessageRevoked("1", (OTHER,), 5))
        assert shown(store)[0].caption == "mine"
    (row,) = content(tmp_path)["messages"]
    assert dict(row)["revoked_at"] is None


def test_a_revoked_message_keeps_its_media_and_an_edit_shows(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", media=remote(), text="before"))
        with store.write() as tx:
            assert tx.library.mark(MessageEdited("1", (PHONE,), 5, "after"))
            assert tx.library.mark(MessageRevoked("1", (), 6))
        (item,) = shown(store)
    assert (item.caption, item.state) == ("after", MediaState.REMOTE)


def test_an_unknown_kind_gives_way_to_a_known_one(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        record(store, message("1", kind=MessageKind.UNKNOWN))
        recorded = record(store, message("1", media=remote(declared=Declared(None, None, 7)), sent_at=5))
        (item,) = shown(store)
    assert recorded.media_id == item.id
    assert (item.size_bytes, item.sent_at) == (7, 5)


def test_a_rolled_back_transaction_leaves_nothing_in_memory_either(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        try:
            with store.write() as tx:
                tx.library.record(message("1", media=remote()))
                raise KeyError
        except KeyError:
            pass
        assert record(store, message("1", media=remote())).new_contacts == 1
        assert len(shown(store)) == 1
