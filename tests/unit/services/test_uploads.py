"""Uploads: each outcome has one state, and no state leads to a second copy without the user's word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from app.domain.addresses import Address
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.events import IncomingMessage
from app.domain.ids import UploadId
from app.domain.kinds import Direction, MediaKind
from app.domain.reasons import Reason
from app.domain.uploads import Upload, UploadState
from app.services.gateway import (
    Accepted,
    CancelledError,
    Outgoing,
    RateLimited,
    Refused,
    RetryAfter,
    SendOutcome,
    Unknown,
)
from app.services.store import UploadAction
from app.services.uploads import UploadMoved, UploadProgress, settled
from tests.unit.services.making import Shop, accept
from tests.unit.storage.making import OTHER, PHONE, message, remote

S = UploadState
JPEG = b"\xff\xd8\xff a picture that is sent"


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "vitrine.jpg"
    path.write_bytes(JPEG)
    return path


def queue(desk: Shop, picture: Path, *, to: Address = PHONE, caption: str = "") -> Upload:
    return desk.outbox.enqueue_file(to, desk.preparer.prepare(picture), caption=caption)


def run(desk: Shop) -> None:
    while desk.outbox.step():
        pass


def state(desk: Shop, upload: Upload) -> UploadState:
    return now(desk, upload).state


def now(desk: Shop, upload: Upload) -> Upload:
    with desk.store.read() as rd:
        return rd.uploads([upload.id])[0]


def answering(outcome: SendOutcome, *, commit: bool = True) -> Callable[[Outgoing, Callable[[], None]], SendOutcome]:
    def send(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        if commit:
            before_last()
        return outcome

    return send


def echo(upload: Upload, desk: Shop, *, ref: str = "") -> IncomingMessage:
    from app.domain.encryption import Declared

    media = remote(declared=Declared(bytes.fromhex(upload.sha256), None, upload.size_bytes), direct_path="")
    return message("ECHO", media=media, direction=Direction.OUT, sent_at=int(desk.clock.now), client_ref=ref)


def test_a_file_is_in_the_vault_before_it_is_queued_and_leaves_once(desk: Shop, picture: Path) -> None:
    upload = queue(desk, picture, caption="para você")
    picture.unlink()
    assert upload.state is S.QUEUED
    run(desk)
    after = now(desk, upload)
    assert (after.state, after.message_id) == (S.ACCEPTED, f"WA-{upload.client_ref}")
    assert [outgoing.text for outgoing in desk.gateway.sent] == ["para você"]
    opener = desk.gateway.sent[0].open
    assert opener is not None
    with opener() as stream:
        assert stream.read() == JPEG
    assert desk.temporary() == []


def test_a_text_is_queued_and_sent_like_a_file(desk: Shop) -> None:
    upload = desk.outbox.enqueue_text(PHONE, "bom dia")
    run(desk)
    assert state(desk, upload) is S.ACCEPTED
    assert (desk.gateway.sent[0].kind, desk.gateway.sent[0].text) == (None, "bom dia")


def test_every_move_is_announced_and_progress_too(desk: Shop, picture: Path) -> None:
    moves: list[UploadState] = []
    progress: list[UploadProgress] = []
    desk.bus.subscribe(UploadMoved, lambda moved: moves.append(moved.state))
    desk.bus.subscribe(UploadProgress, progress.append)
    queue(desk, picture)
    run(desk)
    assert moves == [S.QUEUED, S.UPLOADING, S.SENDING, S.ACCEPTED]
    assert progress[-1].done_bytes == progress[-1].total_bytes == len(JPEG)


@pytest.mark.parametrize(
    ("outcome", "commit", "expected", "reason"),
    [
        (Refused(Reason.TOO_LARGE), True, S.FAILED, Reason.TOO_LARGE),
        (Refused(Reason.TOKEN_REFUSED), False, S.FAILED, Reason.TOKEN_REFUSED),
        (RetryAfter(Reason.OFFLINE), False, S.WAITING, Reason.OFFLINE),
        (RateLimited(7.0), True, S.WAITING, Reason.RATE_LIMITED),
        (Unknown("cut"), True, S.UNCONFIRMED, Reason.UNKNOWN_OUTCOME),
        (Unknown("cut"), False, S.WAITING, Reason.OFFLINE),
        (Accepted("WA-1"), True, S.ACCEPTED, None),
    ],
)
def test_each_outcome_has_its_state(
    desk: Shop, picture: Path, outcome: SendOutcome, commit: bool, expected: UploadState, reason: Reason | None
) -> None:
    desk.gateway.on_send = answering(outcome, commit=commit)
    upload = queue(desk, picture)
    run(desk)
    after = now(desk, upload)
    assert (after.state, after.reason) == (expected, reason)


def test_a_number_without_whatsapp_is_told_before_a_byte_leaves(desk: Shop, picture: Path) -> None:
    desk.gateway.exists = False
    upload = queue(desk, picture)
    run(desk)
    assert now(desk, upload).reason is Reason.NOT_ON_WHATSAPP
    assert desk.gateway.sent == []


def test_what_waits_goes_on_by_itself_when_its_time_has_come(desk: Shop, picture: Path) -> None:
    desk.gateway.on_send = answering(RetryAfter(Reason.OFFLINE), commit=False)
    upload = queue(desk, picture)
    run(desk)
    desk.gateway.on_send = accept
    run(desk)
    assert state(desk, upload) is S.WAITING
    desk.clock.now = now(desk, upload).next_try_at or 0
    run(desk)
    assert state(desk, upload) is S.ACCEPTED


def test_a_rate_limit_holds_every_chat_of_the_instance(desk: Shop, picture: Path) -> None:
    desk.gateway.on_send = answering(RateLimited(60.0))
    queue(desk, picture)
    run(desk)
    desk.gateway.on_send = accept
    other = queue(desk, picture, to=OTHER)
    run(desk)
    assert state(desk, other) is S.QUEUED
    desk.clock.now += 61
    run(desk)
    assert state(desk, other) is S.ACCEPTED


def test_a_chat_keeps_its_order_and_a_failure_holds_nobody_back(desk: Shop, picture: Path) -> None:
    uploads = [queue(desk, picture) for _ in range(3)]

    def first_is_refused(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        before_last()
        return (
            Refused(Reason.UNSUPPORTED)
            if outgoing.client_ref == uploads[0].client_ref
            else Accepted(outgoing.client_ref)
        )

    desk.gateway.on_send = first_is_refused
    run(desk)
    assert [state(desk, upload) for upload in uploads] == [S.FAILED, S.ACCEPTED, S.ACCEPTED]
    assert [outgoing.client_ref for outgoing in desk.gateway.sent] == [upload.client_ref for upload in uploads]


def test_an_unknown_outcome_is_settled_by_the_echo_of_our_own_id(desk: Shop, picture: Path) -> None:
    desk.gateway.on_send = answering(Unknown())
    upload = queue(desk, picture)
    run(desk)
    desk.gateway.parsed["echo"] = [echo(upload, desk, ref=upload.client_ref)]
    desk.inbox.ingest([(0, {"key": "echo"})])
    assert now(desk, upload).message_id == "ECHO"
    assert state(desk, upload) in {S.ACCEPTED, S.SENT}
    assert len(desk.gateway.sent) == 1


def test_an_unknown_outcome_is_settled_by_the_same_bytes_in_the_same_chat_at_the_time(
    desk: Shop, picture: Path
) -> None:
    desk.gateway.on_send = answering(Unknown())
    upload = queue(desk, picture)
    run(desk)
    desk.gateway.parsed["echo"] = [echo(upload, desk)]
    desk.inbox.ingest([(0, {"key": "echo"})])
    assert state(desk, upload) in {S.ACCEPTED, S.SENT}


def test_a_text_in_doubt_is_settled_by_the_echo_of_our_own_id(desk: Shop) -> None:
    desk.gateway.on_send = answering(Unknown())
    upload = desk.outbox.enqueue_text(PHONE, "bom dia")
    run(desk)
    said = message(
        "ECHO", direction=Direction.OUT, sent_at=int(desk.clock.now), client_ref=upload.client_ref, text="bom dia"
    )
    desk.gateway.parsed["echo"] = [said]
    desk.inbox.ingest([(0, {"key": "echo"})])
    assert now(desk, upload).message_id == "ECHO"


def test_two_equal_files_in_doubt_are_not_settled_by_one_echo(desk: Shop, picture: Path) -> None:
    desk.gateway.on_send = answering(Unknown())
    uploads = [queue(desk, picture) for _ in range(2)]
    run(desk)
    desk.gateway.parsed["echo"] = [echo(uploads[0], desk)]
    desk.inbox.ingest([(0, {"key": "echo"})])
    assert [state(desk, upload) for upload in uploads] == [S.UNCONFIRMED, S.UNCONFIRMED]


@pytest.mark.parametrize(("action", "expected"), [("resend", S.ACCEPTED), ("arrived", S.ACCEPTED)])
def test_the_user_settles_what_is_unconfirmed(desk: Shop, picture: Path, action: str, expected: UploadState) -> None:
    desk.gateway.on_send = answering(Unknown())
    upload = queue(desk, picture)
    run(desk)
    desk.gateway.on_send = accept
    desk.outbox.command(upload.id, UploadAction(action))
    run(desk)
    assert state(desk, upload) is expected
    assert len(desk.gateway.sent) == (2 if action == "resend" else 1)


def test_a_failed_upload_is_sent_again_when_the_user_says_so(desk: Shop, picture: Path) -> None:
    desk.gateway.on_send = answering(Refused(Reason.PROVIDER_ERROR))
    upload = queue(desk, picture)
    run(desk)
    desk.gateway.on_send = accept
    run(desk)
    assert state(desk, upload) is S.FAILED
    desk.outbox.command(upload.id, UploadAction.RETRY)
    run(desk)
    assert state(desk, upload) is S.ACCEPTED


def test_a_cancel_before_the_last_block_means_that_nothing_left(desk: Shop, picture: Path) -> None:
    upload = queue(desk, picture)

    def cancelled_meanwhile(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        desk.outbox.command(upload.id, UploadAction.CANCEL)
        with pytest.raises(CancelledError):
            before_last()
        raise CancelledError

    desk.gateway.on_send = cancelled_meanwhile
    run(desk)
    assert state(desk, upload) is S.CANCELLED


def test_what_is_being_sent_cannot_be_cancelled(desk: Shop, picture: Path) -> None:
    upload = queue(desk, picture)
    refusals: list[str] = []

    def too_late(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        before_last()
        try:
            desk.outbox.command(upload.id, UploadAction.CANCEL)
        except CommandError as error:
            refusals.append(error.field)
        return Accepted("WA-9")

    desk.gateway.on_send = too_late
    run(desk)
    assert refusals == ["id"]
    assert state(desk, upload) is S.ACCEPTED


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (UnavailableError(Reason.TIMEOUT), S.WAITING),
        (RefusedError(Reason.NO_CREDENTIALS), S.FAILED),
        (ZeroDivisionError(), S.FAILED),
    ],
)
def test_trouble_before_sending_never_leaves_a_doubt(
    desk: Shop, picture: Path, error: Exception, expected: UploadState
) -> None:
    def fails(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        raise error

    desk.gateway.on_send = fails
    upload = queue(desk, picture)
    run(desk)
    assert state(desk, upload) is expected


def test_a_bug_after_sending_leaves_a_doubt_and_no_second_copy(desk: Shop, picture: Path) -> None:
    def breaks(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        before_last()
        raise ZeroDivisionError

    desk.gateway.on_send = breaks
    upload = queue(desk, picture)
    run(desk)
    run(desk)
    assert state(desk, upload) is S.UNCONFIRMED
    assert len(desk.gateway.sent) == 1


def test_a_paused_queue_sends_nothing(desk: Shop, picture: Path) -> None:
    with desk.store.write() as tx:
        tx.uploads.pause(paused=True)
    upload = queue(desk, picture)
    run(desk)
    assert state(desk, upload) is S.QUEUED
    with desk.store.write() as tx:
        tx.uploads.pause(paused=False)
    run(desk)
    assert state(desk, upload) is S.ACCEPTED


def test_waiting_for_uploads_ends_when_they_are_settled_or_the_time_is_up(desk: Shop, picture: Path) -> None:
    upload = queue(desk, picture)
    assert [one.state for one in desk.outbox.run_until(settled, ids=[upload.id])] == [S.ACCEPTED]
    desk.gateway.on_send = answering(RetryAfter(Reason.OFFLINE), commit=False)
    waiting = queue(desk, picture)
    desk.clock.step_s = 0.2
    assert [one.state for one in desk.outbox.run_until(settled, ids=[waiting.id], timeout_s=1.0)] == [S.WAITING]


def test_a_file_that_is_still_leaving_when_the_time_is_up_goes_back_into_the_queue(desk: Shop, picture: Path) -> None:
    def leaves_for_ever(progress: Callable[[int, int | None], None]) -> None:
        while True:
            progress(1, None)

    desk.gateway.leaving = leaves_for_ever
    upload = queue(desk, picture)
    desk.clock.step_s = 0.2
    assert [one.state for one in desk.outbox.run_until(settled, ids=[upload.id], timeout_s=1.0)] == [S.QUEUED]
    desk.gateway.leaving, desk.clock.step_s = None, 0.0
    assert [one.state for one in desk.outbox.run_until(settled, ids=[upload.id])] == [S.ACCEPTED]


def test_a_message_whose_last_block_is_out_when_the_time_is_up_learns_its_answer(desk: Shop, picture: Path) -> None:
    def answers_late(outgoing: Outgoing, before_last: Callable[[], None]) -> SendOutcome:
        before_last()
        out.set()
        assert asked_again.wait(30)
        return Accepted("WA-7")

    out, asked_again = Event(), Event()
    desk.gateway.on_send = answers_late
    upload = queue(desk, picture)

    def done(_uploads: list[Upload]) -> bool:
        if out.wait(30):
            desk.clock.now += 60
            asked_again.set()
        return False

    assert [one.state for one in desk.outbox.run_until(done, ids=[upload.id], timeout_s=30)] == [S.ACCEPTED]


def test_an_unknown_upload_is_named(desk: Shop) -> None:
    with pytest.raises(CommandError) as caught:
        desk.outbox.command(UploadId(99), UploadAction.RETRY)
    assert caught.value.field == "id"


def test_a_refused_draft_cannot_be_queued(desk: Shop, tmp_path: Path) -> None:
    program = tmp_path / "nota.pdf"
    program.write_bytes(b"MZ a program")
    draft = desk.preparer.prepare(program)
    assert draft.problem is Reason.TYPE_REFUSED
    with pytest.raises(RefusedError):
        desk.outbox.enqueue_file(PHONE, draft)
    assert desk.temporary() == []


def test_drafts_name_what_is_wrong_with_a_file(desk: Shop, tmp_path: Path, picture: Path) -> None:
    empty = tmp_path / "vazio.txt"
    empty.touch()
    voice = tmp_path / "recado.ogg"
    voice.write_bytes(b"OggS voice")
    assert desk.preparer.prepare(empty).problem is Reason.EMPTY
    assert desk.preparer.prepare(tmp_path / "não existe").problem is Reason.NOT_FOUND
    assert desk.preparer.prepare(picture, as_kind="video").problem is Reason.TYPE_REFUSED
    assert desk.preparer.prepare(picture, as_kind="sticker").problem is Reason.UNSUPPORTED
    assert desk.preparer.prepare(voice, as_kind="voice", caption="oi").problem is Reason.UNSUPPORTED
    good = desk.preparer.prepare(voice, as_kind="voice")
    assert (good.kind, good.voice, good.problem) == (MediaKind.AUDIO, True, None)
    assert good.temp is not None
    desk.vault.discard(good.temp)
    assert desk.temporary() == []
