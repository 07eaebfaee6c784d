"""What the provider tells of our own sends is joined with them, and an unknown outcome is resolved by evidence only."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.encryption import Declared
from app.domain.events import IncomingMessage, StatusChanged
from app.domain.kinds import Direction, MediaState
from app.domain.statuses import Status
from app.domain.uploads import Upload, UploadState
from app.services.store import GalleryQuery, Store, UploadJob
from app.storage.store import InstanceStore
from tests.unit.storage.making import GROUP, LID, NOW, OTHER, PHONE, claim_upload, message, new_upload, opened, remote

S = UploadState


def sent(store: Store, ref: str = "ref-1", *, to: Address = PHONE, content: bytes | None = b"file") -> UploadJob:
    """Queue a message and bring it to *sending*."""
    with store.write() as tx:
        upload = tx.uploads.enqueue(new_upload(ref, to=to, content=content))
    job = next(job for job in claim_upload(store) if job.upload.id == upload.id)
    with store.write() as tx:
        tx.uploads.move(job, S.UPLOADING, now=NOW)
        tx.uploads.move(job, S.SENDING, now=NOW)
    return job


def lost(store: Store, ref: str = "ref-1", **facts: object) -> UploadJob:
    """Send a message whose answer is lost."""
    job = sent(store, ref, **facts)  # type: ignore[arg-type]
    with store.write() as tx:
        tx.uploads.move(job, S.UNCONFIRMED, now=NOW)
    return job


def echo(id: str = "AAA", *, content: bytes = b"file", **facts: object) -> IncomingMessage:
    declared = Declared(hashlib.sha256(content).digest(), None, len(content))
    given = {"direction": Direction.OUT, "sent_at": int(NOW), "media": remote(declared=declared)} | facts
    return message(id, **given)  # type: ignore[arg-type]


def record(store: Store, *events: IncomingMessage) -> list[Upload]:
    """Record echoes and look for evidence, as the inbox does; return what was resolved."""
    with store.write() as tx:
        for event in events:
            tx.library.record(event)
        return tx.uploads.settle_by_echo(now=NOW)


def totals(store: InstanceStore) -> tuple[int, int, int]:
    with store.read() as rd:
        return rd.totals()


def state(store: InstanceStore, job: UploadJob) -> UploadState:
    with store.read() as rd:
        return rd.uploads([job.upload.id])[0].state


@pytest.mark.parametrize("chat", [PHONE, LID])
@pytest.mark.parametrize("echo_first", [False, True])
def test_an_echo_of_an_accepted_message_is_the_same_message(tmp_path: Path, chat: Address, echo_first: bool) -> None:
    with opened(tmp_path) as store:
        job = sent(store)
        if echo_first:
            record(store, echo(chat=[chat], text="hello"))
        with store.write() as tx:
            assert tx.uploads.move(job, S.ACCEPTED, now=NOW, message_id="AAA")
        if not echo_first:
            record(store, echo(chat=[chat], text="hello"))
        with store.read() as rd:
            page = rd.gallery(GalleryQuery())
            assert rd.find_message("AAA") == job.upload.row_id
        assert totals(store) == (1, 1, 1)
    assert (page.total, page.items[0].state, page.items[0].name) == (1, MediaState.LOCAL, "photo.jpg")


def test_an_echo_under_a_lid_tells_who_the_person_is(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = sent(store)
        with store.write() as tx:
            tx.uploads.move(job, S.ACCEPTED, now=NOW, message_id="AAA")
        record(store, echo(chat=[LID]))
        with store.write() as tx:
            assert tx.library.chat_of([LID]) == tx.library.chat_of([PHONE]) is not None


def test_an_echo_in_a_group_is_not_our_message_to_a_person(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = sent(store)
        with store.write() as tx:
            tx.uploads.move(job, S.ACCEPTED, now=NOW, message_id="AAA")
        record(store, echo(chat=[GROUP]))
        assert totals(store)[0] == 2


def test_our_own_id_in_an_echo_joins_it_before_the_provider_answers(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = sent(store)
        assert record(store, echo(client_ref="ref-1")) == []
        assert (totals(store)[0], state(store, job)) == (1, S.SENDING)
        with store.write() as tx:
            assert tx.uploads.move(job, S.ACCEPTED, now=NOW, message_id="AAA")
        assert (totals(store)[0], state(store, job)) == (1, S.ACCEPTED)


def test_our_own_id_in_an_echo_resolves_an_unknown_outcome(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = lost(store, content=None)
        (resolved,) = record(store, echo(media=None, client_ref="ref-1", sent_at=int(NOW) + 99_999))
        assert (resolved.id, resolved.state, resolved.message_id) == (job.upload.id, S.ACCEPTED, "AAA")
        assert totals(store)[0] == 1


def test_a_tick_that_came_before_the_echo_resolves_an_unknown_outcome_with_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = lost(store)
        with store.write() as tx:
            tx.library.mark(StatusChanged("AAA", (PHONE,), Status.READ, 1))
        record(store, echo(client_ref="ref-1"))
        assert state(store, job) is S.READ


@pytest.mark.parametrize("shift", [-60, 0, 900])
def test_the_same_bytes_in_the_same_chat_at_the_time_resolve_an_unknown_outcome(tmp_path: Path, shift: int) -> None:
    with opened(tmp_path) as store:
        job = lost(store)
        (resolved,) = record(store, echo(sent_at=int(NOW) + shift))
        assert (resolved.id, resolved.state, resolved.message_id) == (job.upload.id, S.ACCEPTED, "AAA")
        assert totals(store) == (1, 1, 1)


@pytest.mark.parametrize(
    "facts",
    [
        {"sent_at": int(NOW) - 61},
        {"sent_at": int(NOW) + 901},
        {"content": b"another"},
        {"chat": [OTHER]},
        {"direction": Direction.IN},
        {"media": None},
    ],
)
def test_weaker_evidence_resolves_nothing(tmp_path: Path, facts: dict[str, object]) -> None:
    with opened(tmp_path) as store:
        job = lost(store)
        assert record(store, echo(**facts)) == []  # type: ignore[arg-type]
        assert (state(store, job), totals(store)[0]) == (S.UNCONFIRMED, 2)


def test_two_echoes_for_one_upload_resolve_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = lost(store)
        assert record(store, echo("AAA"), echo("BBB")) == []
        assert state(store, job) is S.UNCONFIRMED


def test_two_uploads_for_one_echo_resolve_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        lost(store, "ref-1")
        lost(store, "ref-2")
        assert record(store, echo("AAA")) == []


def test_an_upload_whose_answer_may_still_come_is_a_candidate_too(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        unknown = lost(store, "ref-1")
        running = sent(store, "ref-2")
        assert record(store, echo("AAA")) == []
        with store.write() as tx:
            tx.uploads.move(running, S.ACCEPTED, now=NOW, message_id="AAA")
            assert tx.uploads.settle_by_echo(now=NOW) == []
        (resolved,) = record(store, echo("BBB"))
        assert (resolved.id, resolved.message_id) == (unknown.upload.id, "BBB")


def test_an_echo_that_another_upload_has_already_is_no_evidence(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        done = sent(store, "ref-1")
        with store.write() as tx:
            tx.uploads.move(done, S.ACCEPTED, now=NOW, message_id="AAA")
        lost(store, "ref-2")
        assert record(store, echo("AAA")) == []


def test_an_id_that_the_provider_gives_twice_is_kept_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for ref in ("ref-1", "ref-2"):
            job = sent(store, ref)
            with store.write() as tx:
                assert tx.uploads.move(job, S.ACCEPTED, now=NOW, message_id="AAA")
        with store.read() as rd:
            assert [upload.message_id for upload in rd.uploads()] == ["AAA", ""]
            assert {upload.state for upload in rd.uploads()} == {S.ACCEPTED}
