"""What the user may ask of an upload: cancel, try again, send again, say that it arrived."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.errors import CommandError
from app.domain.events import StatusChanged
from app.domain.ids import UploadId
from app.domain.reasons import ErrorCode, Reason
from app.domain.statuses import Status
from app.domain.uploads import Upload, UploadState
from app.services.store import Store, UploadAction, UploadJob
from tests.unit.storage.making import (
    NOW,
    PHONE,
    claim_upload,
    new_upload,
    opened,
)

S = UploadState
REFS = (f"ref-{number}" for number in itertools.count(1))


def enqueue(store: Store, *, to: Address = PHONE, content: bytes | None = b"file") -> Upload:
    with store.write() as tx:
        return tx.uploads.enqueue(new_upload(next(REFS), to=to, content=content))


def move(store: Store, job: UploadJob, *states: UploadState, now: float = NOW, **facts: object) -> bool:
    moved = True
    for state in states:
        with store.write() as tx:
            last = state is states[-1]
            moved = tx.uploads.move(job, state, now=now, **(facts if last else {}))  # type: ignore[arg-type]
    return moved


def current(store: Store, upload: Upload) -> Upload:
    with store.read() as rd:
        (found,) = rd.uploads([upload.id])
    return found


def command(store: Store, upload: Upload, action: UploadAction) -> Upload:
    with store.write() as tx:
        return tx.uploads.command(upload.id, action, now=NOW)


def brought_to(store: Store, *states: UploadState, **facts: object) -> UploadJob:
    """Queue an upload and move it along `states`."""
    upload = enqueue(store)
    job = next(job for job in claim_upload(store) if job.upload.id == upload.id)
    assert move(store, job, *states, **facts) is True or not states
    return job


def test_cancelling_what_is_queued_is_immediate(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        upload = command(store, enqueue(store), UploadAction.CANCEL)
        assert (upload.state, upload.reason) == (S.CANCELLED, Reason.CANCELLED)
        assert claim_upload(store) == []


def test_cancelling_what_runs_is_a_wish_that_the_runner_sees(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        assert command(store, job.upload, UploadAction.CANCEL).state is S.UPLOADING
        with store.write() as tx:
            assert tx.uploads.cancel_wanted(job)
        assert move(store, job, S.CANCELLED, reason=Reason.CANCELLED)


@pytest.mark.parametrize("state", [S.SENDING, S.WAITING, S.QUEUED])
def test_a_cancel_that_the_runner_missed_still_counts(tmp_path: Path, state: UploadState) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        command(store, job.upload, UploadAction.CANCEL)
        assert move(store, job, state) is (state is not S.SENDING)
        assert current(store, job.upload).state is S.CANCELLED


def test_a_cancel_survives_the_death_of_the_runner(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        command(store, job.upload, UploadAction.CANCEL)
        with store.write() as tx:
            tx.uploads.recover(lambda owner: False, now=NOW)
        assert current(store, job.upload).state is S.CANCELLED


def test_a_retried_upload_starts_afresh(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING, S.SENDING, S.ACCEPTED, message_id="AAA")
        with store.write() as tx:
            tx.library.mark(StatusChanged("AAA", (PHONE,), Status.FAILED, 1))
        assert (current(store, job.upload).state, current(store, job.upload).reason) == (
            S.FAILED,
            Reason.PROVIDER_ERROR,
        )
        again = command(store, job.upload, UploadAction.RETRY)
        assert (again.state, again.attempts, again.message_id, again.reason) == (S.QUEUED, 0, "", None)
        (job,) = claim_upload(store)
        assert move(store, job, S.UPLOADING, S.SENDING, S.ACCEPTED, message_id="BBB")
        with store.read() as rd:
            assert (rd.status_of("AAA"), rd.status_of("BBB")) == (None, Status.ACCEPTED)


def test_the_user_may_send_an_unconfirmed_one_again_or_say_that_it_arrived(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        first = brought_to(store, S.UPLOADING, S.SENDING, S.UNCONFIRMED)
        second = brought_to(store, S.UPLOADING, S.SENDING, S.UNCONFIRMED)
        assert command(store, first.upload, UploadAction.RESEND).state is S.QUEUED
        arrived = command(store, second.upload, UploadAction.ARRIVED)
    assert (arrived.state, arrived.message_id, arrived.reason) == (S.ACCEPTED, "", None)


ALLOWED = {
    UploadAction.CANCEL: {S.QUEUED, S.PREPARING, S.UPLOADING, S.WAITING},
    UploadAction.RETRY: {S.FAILED, S.CANCELLED},
    UploadAction.RESEND: {S.UNCONFIRMED},
    UploadAction.ARRIVED: {S.UNCONFIRMED},
}
WAYS = {
    S.PREPARING: [],
    S.UPLOADING: [S.UPLOADING],
    S.SENDING: [S.UPLOADING, S.SENDING],
    S.ACCEPTED: [S.UPLOADING, S.SENDING, S.ACCEPTED],
    S.READ: [S.UPLOADING, S.SENDING, S.READ],
    S.WAITING: [S.WAITING],
    S.FAILED: [S.FAILED],
    S.UNCONFIRMED: [S.UPLOADING, S.SENDING, S.UNCONFIRMED],
    S.CANCELLED: [S.CANCELLED],
}


@pytest.mark.parametrize("state", WAYS)
def test_what_a_state_does_not_allow_is_refused_by_name(tmp_path: Path, state: UploadState) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, *WAYS[state])
        for action in UploadAction:
            if state not in ALLOWED[action]:
                with pytest.raises(CommandError) as caught:
                    command(store, job.upload, action)
                assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, "id")
        assert current(store, job.upload).state is state


def test_an_upload_that_does_not_exist_is_not_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx, pytest.raises(CommandError) as caught:
        tx.uploads.command(UploadId(9), UploadAction.CANCEL, now=NOW)
    assert caught.value.code is ErrorCode.NOT_FOUND
