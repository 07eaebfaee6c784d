"""What an answer, or its absence, says about a send."""

from __future__ import annotations

import io
from typing import BinaryIO

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.services.gateway import Accepted, Outgoing, RateLimited, Refused, RetryAfter, SendOutcome, Unknown
from app.whatsapp.held_body import BodyStoppedError, HeldBody
from app.whatsapp.outcomes import deliver, general
from app.whatsapp.transport import Answer
from tests.unit.whatsapp.values import CUSTOMER, nothing


def judge(answer: Answer) -> SendOutcome:
    return general(answer, message_id="3EB0" if answer.json else "")


def outcome(answer: Answer | Exception, *, released: bool) -> SendOutcome:
    body = HeldBody([b"x"], size_bytes=1, before_last=nothing)

    def post(given: HeldBody) -> Answer:
        if released:
            list(given)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return deliver(Outgoing(CUSTOMER, None, text="oi"), lambda _file: body, post, judge)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200, {"messageId": "3EB0"}), Accepted),
        (Answer(200), Unknown),
        (Answer(302), Refused),
        (Answer(400), Refused),
        (Answer(408), RetryAfter),
        (Answer(429, retry_after_s=5), RateLimited),
        (Answer(500), Unknown),
        (Answer(502), Unknown),
        (Answer(503, retry_after_s=5), Unknown),
        (UnavailableError(Reason.TIMEOUT), Unknown),
        (UnavailableError(Reason.TRUNCATED), Unknown),
    ],
)
def test_after_the_last_block_only_a_clear_answer_ends_a_send(answer: Answer | Exception, expected: type) -> None:
    assert isinstance(outcome(answer, released=True), expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer(200, {"messageId": "3EB0"}), Refused),
        (Answer(413), Refused),
        (Answer(429, retry_after_s=5), RateLimited),
        (Answer(503, retry_after_s=5), RetryAfter),
        (UnavailableError(Reason.TIMEOUT), RetryAfter),
        (UnavailableError(Reason.OFFLINE), RetryAfter),
        (RefusedError(Reason.NO_CREDENTIALS), Refused),
    ],
)
def test_before_the_last_block_nothing_can_have_been_taken(answer: Answer | Exception, expected: type) -> None:
    assert isinstance(outcome(answer, released=False), expected)


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, Reason.TOKEN_REFUSED), (404, Reason.NOT_FOUND), (413, Reason.TOO_LARGE), (418, Reason.PROVIDER_ERROR)],
)
def test_a_refusal_carries_its_reason(status: int, reason: Reason) -> None:
    assert outcome(Answer(status), released=True) == Refused(reason, f"status {status}")


@pytest.mark.parametrize("error", [RefusedError(Reason.BLOCKED), UnavailableError(Reason.DISK_FULL), ValueError()])
def test_what_the_word_before_the_last_block_raises_goes_through(error: Exception) -> None:
    def refuse() -> None:
        raise error

    body = HeldBody([b"x"], size_bytes=1, before_last=refuse)

    def post(given: HeldBody) -> Answer:
        with pytest.raises(BodyStoppedError):
            list(given)
        assert given.failure is not None
        raise given.failure

    with pytest.raises(type(error)) as caught:
        deliver(Outgoing(CUSTOMER, None, text="oi"), lambda _file: body, post, judge)
    assert caught.value is error


def test_a_file_is_opened_for_the_send_and_closed_after_it() -> None:
    file = io.BytesIO(b"x")

    def make(opened: BinaryIO | None) -> HeldBody:
        assert opened is file
        return HeldBody([file.read()], size_bytes=1, before_last=nothing)

    def post(body: HeldBody) -> Answer:
        list(body)
        return Answer(200, {"messageId": "3EB0"})

    outgoing = Outgoing(CUSTOMER, MediaKind.IMAGE, size_bytes=1, open=lambda: file)
    assert deliver(outgoing, make, post, judge) == Accepted("3EB0")
    assert file.closed


def test_a_file_that_is_gone_is_refused_without_a_request() -> None:
    def missing() -> BinaryIO:
        raise RefusedError(Reason.UNREADABLE)

    def post(_body: HeldBody) -> Answer:
        raise AssertionError("nothing is to be sent")

    outgoing = Outgoing(CUSTOMER, MediaKind.IMAGE, size_bytes=1, open=missing)
    result = deliver(outgoing, lambda _file: HeldBody([], size_bytes=0, before_last=nothing), post, judge)
    assert result == Refused(Reason.UNREADABLE)
