"""The side panel's facts about who a chat is with."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.events import ContactSeen, Party
from app.domain.ids import ChatId, MediaId
from app.domain.kinds import MediaKind, MediaState
from app.domain.reasons import Reason
from app.domain.uploads import UploadState
from app.storage.store import FILE
from tests.unit.storage.chatter import Chatter
from tests.unit.storage.making import (
    GROUP,
    LID,
    NOW,
    PHONE,
    apply_all,
    claim_download,
    claim_upload,
    message,
    new_upload,
    opened,
    remote,
)
from tests.unit.storage.oracle import Oracle


def test_the_panel_names_a_person_with_all_their_addresses(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1"), ContactSeen(Party((PHONE, LID), name="Ana", verified_name="Ana & Co"), 5)])
        with store.view() as view:
            row = view.contact(view.chat_at(LID))
    assert (row.address, row.name, row.own_name, row.is_group) == (PHONE, "Ana", "Ana", False)
    assert row.aliases == (PHONE, LID)


def test_who_has_no_name_is_called_by_the_verified_one_or_the_address(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1"), message("2", chat=Party((GROUP,), verified_name="Shop"))])
        with store.view() as view:
            person, group = view.contact(view.chat_at(PHONE)), view.contact(view.chat_at(GROUP))
            assert view.contact(ChatId(99)) is None
    assert (person.name, person.own_name, person.is_group) == (PHONE, "", False)
    assert (group.name, group.own_name, group.is_group) == ("Shop", "", True)


@pytest.mark.parametrize("seed", range(3))
def test_media_are_counted_by_kind(tmp_path: Path, seed: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(120))
        oracle = Oracle(tmp_path / FILE)
        with store.view() as view:
            for chat in oracle.chat:
                media = [row for row in oracle.media if row.chat_id == chat.id]
                row = view.contact(ChatId(chat.id))
                assert dict(row.media_counts) == oracle.kinds(media)
                assert row.not_received == sum(each.state in ("failed", "expired") for each in media)
                assert set(row.aliases) == oracle.aliases()[chat.contact_id]


def test_what_was_not_received_and_what_is_unconfirmed_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message(str(n), sent_at=n, media=remote(MediaKind.VIDEO)) for n in range(4)])
        (job,) = claim_download(store, only=[MediaId(2)])
        with store.write() as tx:
            tx.downloads.fail(job, MediaState.EXPIRED, Reason.EXPIRED)
            tx.uploads.enqueue(new_upload(created_at=NOW))
        (sent,) = claim_upload(store)
        with store.write() as tx:
            for state in (UploadState.UPLOADING, UploadState.SENDING, UploadState.UNCONFIRMED):
                tx.uploads.move(sent, state, now=NOW)
        with store.view() as view:
            row = view.contact(view.chat_at(PHONE))
    assert row.media_counts == (("image", 1), ("video", 4))
    assert (row.not_received, row.unconfirmed) == (1, 1)
