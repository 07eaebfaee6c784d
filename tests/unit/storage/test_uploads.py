"""The queue of messages on their way out: order per chat, leases, ticks, crashes."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.errors import IllegalMoveError
from app.domain.events import Party, StatusChanged
from app.domain.kinds import Direction, MediaState
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import ARROWS, HOLDING, RUNNING, Upload, UploadState
from app.services import checkpoints
from app.services.store import GalleryQuery, Store, UploadAction, UploadJob
from app.storage.tables.uploads import OPEN
from tests.unit.storage.making import (
    GROUP,
    LID,
    NOW,
    OTHER,
    OWNER,
    PHONE,
    claim_upload,
    message,
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


def test_a_queued_message_shows_as_outgoing_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        upload = enqueue(store)
        with store.read() as rd:
            (item,) = rd.gallery(GalleryQuery()).items
            assert rd.totals() == (1, 1, 1)
            blob = rd.blob_of(item.id)
    assert (item.direction, item.state, item.name, item.caption) == (
        Direction.OUT, MediaState.LOCAL, "photo.jpg", "hello",
    )  # fmt: skip
    assert (upload.state, upload.to, upload.size_bytes, upload.message_id) == (S.QUEUED, PHONE, 4, "")
    assert blob is not None and upload.sha256 == blob.sha256 and upload.path == blob.path


def test_a_text_has_no_file(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        upload = enqueue(store, content=None)
        (job,) = claim_upload(store)
    assert (upload.kind, upload.sha256, upload.caption, job.blob) == (None, "", "hello", None)


def test_a_chat_is_served_one_at_a_time_in_order_and_chats_in_parallel(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        first, second, elsewhere = enqueue(store), enqueue(store), enqueue(store, to=OTHER)
        jobs = claim_upload(store)
        assert [job.upload.id for job in jobs] == [first.id, elsewhere.id]
        assert all(job.upload.state is S.PREPARING and job.blob is not None for job in jobs)
        assert claim_upload(store) == []
        assert move(store, jobs[0], S.UPLOADING, S.SENDING, S.ACCEPTED, message_id="AAA")
        assert [job.upload.id for job in claim_upload(store)] == [second.id]


def test_the_limit_of_a_claim_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for number in range(3):
            enqueue(store, to=Address(f"+551199999000{number}"))
        assert len(claim_upload(store, limit=2)) == 2
        assert len(claim_upload(store, limit=2)) == 1


@pytest.mark.parametrize("state", [S.FAILED, S.CANCELLED, S.UNCONFIRMED])
def test_what_ended_badly_does_not_hold_its_chat(tmp_path: Path, state: UploadState) -> None:
    with opened(tmp_path) as store:
        way = [S.UPLOADING, S.SENDING, state] if state is S.UNCONFIRMED else [state]
        brought_to(store, *way)
        after = enqueue(store)
        assert [job.upload.id for job in claim_upload(store)] == [after.id]


def test_what_waits_holds_its_chat_until_its_time_has_come(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.WAITING, reason=Reason.OFFLINE, next_try_at=NOW + 60)
        enqueue(store)
        assert claim_upload(store, now=NOW + 59) == []
        with store.write() as tx:
            assert tx.uploads.next_due(NOW) == NOW + 60
        (again,) = claim_upload(store, now=NOW + 60)
        assert (again.upload.id, again.upload.attempts, again.upload.state) == (job.upload.id, 1, S.PREPARING)


def test_what_waits_for_the_network_is_due_once_the_provider_is_there_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.WAITING, reason=Reason.OFFLINE, next_try_at=NOW + 3600)
        with store.write() as tx:
            assert tx.uploads.hurry([Reason.TIMEOUT], now=NOW) == 0
            assert tx.uploads.hurry([Reason.TIMEOUT, Reason.OFFLINE], now=NOW) == 1
        (again,) = claim_upload(store, now=NOW)
        assert (again.upload.id, again.upload.attempts) == (job.upload.id, 1)


def test_nothing_hurries_what_waits_for_the_user(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        brought_to(store, S.WAITING, reason=Reason.WINDOW_CLOSED)
        with store.write() as tx:
            assert tx.uploads.hurry(list(Reason), now=NOW) == 0
        assert claim_upload(store, now=NOW * 2) == []


def test_what_waits_for_the_user_is_never_due_by_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        brought_to(store, S.WAITING, reason=Reason.WINDOW_CLOSED)
        with store.write() as tx:
            assert tx.uploads.next_due(NOW) is None
        assert claim_upload(store, now=NOW * 2) == []


def test_a_retry_that_is_put_off_holds_its_chat_too(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        brought_to(store, S.QUEUED, next_try_at=NOW + 5)
        enqueue(store)
        assert claim_upload(store, now=NOW + 4) == []
        assert len(claim_upload(store, now=NOW + 5)) == 1


def test_nothing_leaves_while_the_queue_is_paused(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        enqueue(store)
        with store.write() as tx:
            tx.uploads.pause(paused=True)
            assert tx.uploads.paused() and tx.uploads.next_due(NOW) is None
        assert claim_upload(store) == []
        with store.write() as tx:
            tx.uploads.pause(paused=False)
        assert len(claim_upload(store)) == 1


def test_nothing_leaves_before_the_rate_limit_has_passed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        enqueue(store)
        with store.write() as tx:
            tx.uploads.hold_until(NOW + 30)
            tx.uploads.hold_until(NOW + 10)
            assert tx.uploads.next_due(NOW) == NOW + 30
        assert claim_upload(store, now=NOW + 29) == []
        assert len(claim_upload(store, now=NOW + 30)) == 1


def test_sending_is_stamped_and_acceptance_gives_the_id(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        move(store, job, S.SENDING, now=NOW + 7)
        assert current(store, job.upload).sending_at == NOW + 7
        move(store, job, S.ACCEPTED, message_id="AAA")
        with store.read() as rd:
            assert rd.status_of("AAA") is Status.ACCEPTED
            assert rd.find_message("AAA") == job.upload.row_id
        assert current(store, job.upload).message_id == "AAA"


def test_an_arrow_that_does_not_exist_is_a_bug_and_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store)
        with pytest.raises(IllegalMoveError):
            move(store, job, S.SENDING)
        assert current(store, job.upload).state is S.PREPARING


@pytest.mark.parametrize("state", [S.QUEUED, S.WAITING, S.FAILED, S.CANCELLED])
def test_a_move_out_of_work_frees_the_claim_and_counts_an_attempt(tmp_path: Path, state: UploadState) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, state)
        assert current(store, job.upload).attempts == 1
        assert move(store, job, S.UPLOADING) is False


def test_a_lost_claim_lets_nothing_leave(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        with store.write() as tx:
            assert tx.uploads.recover(lambda owner: False, now=NOW) == []
        assert current(store, job.upload).state is S.QUEUED
        assert move(store, job, S.SENDING) is False
        (again,) = claim_upload(store)
        assert move(store, job, S.UPLOADING) is False
        assert move(store, again, S.UPLOADING) is True


def test_a_send_cut_off_is_never_repeated_blindly(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING, S.SENDING)
        with store.write() as tx:
            (unconfirmed,) = tx.uploads.recover(lambda owner: False, now=NOW)
        assert (unconfirmed.id, unconfirmed.state, unconfirmed.reason) == (
            job.upload.id, S.UNCONFIRMED, Reason.UNKNOWN_OUTCOME,
        )  # fmt: skip
        assert claim_upload(store) == []


def test_uploads_of_the_living_are_left_alone(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING, S.SENDING)
        with store.write() as tx:
            assert tx.uploads.recover(lambda owner: owner == OWNER, now=NOW + 10_000) == []
        assert move(store, job, S.ACCEPTED, message_id="AAA")


def test_ticks_move_an_upload_forward_only(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING, S.SENDING, S.ACCEPTED, message_id="AAA")
        for status, state in [
            (Status.DELIVERED, S.DELIVERED),
            (Status.SENT, S.DELIVERED),
            (Status.READ, S.READ),
            (Status.DELIVERED, S.READ),
        ]:
            with store.write() as tx:
                tx.library.mark(StatusChanged("AAA", (LID,), status, 1))
            assert current(store, job.upload).state is state


def test_a_tick_that_comes_before_the_answer_is_not_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING, S.SENDING)
        with store.write() as tx:
            tx.library.mark(StatusChanged("AAA", (LID,), Status.DELIVERED, 1))
        assert current(store, job.upload).state is S.SENDING
        assert move(store, job, S.ACCEPTED, message_id="AAA")
        assert current(store, job.upload).state is S.DELIVERED


def test_the_real_recipient_becomes_one_with_the_number_that_was_asked_for(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        with store.write() as tx:
            tx.library.record(message("in", chat=Party((LID,), name="Ana")))
        job = brought_to(store)
        with store.write() as tx:
            assert tx.uploads.move(job, S.UPLOADING, now=NOW, recipient=(PHONE, PHONE, LID))
            assert tx.library.chat_of([LID]) == tx.library.chat_of([PHONE])
        with store.read() as rd:
            assert rd.totals() == (2, 1, 1)
            assert rd.gallery(GalleryQuery()).items[0].contact == "Ana"
        later = enqueue(store, to=LID)
        assert claim_upload(store) == []
        assert current(store, later).state is S.QUEUED


def test_a_group_is_not_united_with_a_person(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        enqueue(store, to=GROUP)
        (job,) = claim_upload(store)
        with store.write() as tx:
            tx.uploads.move(job, S.UPLOADING, now=NOW, recipient=(GROUP, PHONE))
            assert tx.library.chat_of([PHONE]) is None


def test_others_at_work_are_noticed_while_their_lease_lasts(tmp_path: Path) -> None:
    time = [NOW]
    with opened(tmp_path, clock=lambda: time[0]) as ours, opened(tmp_path, owner="b" * 32) as theirs:
        brought_to(ours)
        with ours.write() as tx:
            assert not tx.uploads.busy()
        enqueue(ours, to=OTHER)
        assert len(claim_upload(theirs, owner="b" * 32)) == 1
        with ours.write() as tx:
            assert tx.uploads.busy()
            time[0] = NOW + 61
            assert not tx.uploads.busy()
        with theirs.write() as tx:
            tx.uploads.extend("b" * 32, now=NOW + 60, lease_s=60)
        with ours.write() as tx:
            assert tx.uploads.busy()


def test_checkpoints_of_sending_and_acceptance_are_where_they_say(tmp_path: Path) -> None:
    seen: list[tuple[str, UploadState]] = []
    with opened(tmp_path) as store:
        job = brought_to(store, S.UPLOADING)
        checkpoints.install(lambda name: seen.append((name, current(store, job.upload).state)))
        try:
            move(store, job, S.SENDING, S.ACCEPTED, message_id="AAA")
        finally:
            checkpoints.install(None)
    assert seen == [("upload.sending_committed", S.SENDING), ("upload.accepted_before_commit", S.SENDING)]


def test_the_partial_index_holds_exactly_the_states_that_are_still_to_leave() -> None:
    spelled = {UploadState(part) for part in OPEN.partition("(")[2].rstrip(")").replace("'", "").split(", ")}
    assert spelled == RUNNING | HOLDING | {S.QUEUED}
    assert all(S.QUEUED in ARROWS[state] or state in ARROWS for state in spelled)
