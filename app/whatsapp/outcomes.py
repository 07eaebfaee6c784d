"""What became of a send, from the provider's answer or from its absence.

Only a clear answer ends a send whose last block was released; everything else is `Unknown`, never a blind repeat:
a 502, 503 or 504 may come from a proxy in front of a gateway that has taken the message, with Retry-After or without.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import BinaryIO

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.services.gateway import Accepted, Outgoing, RateLimited, Refused, RetryAfter, SendOutcome, Unknown
from app.whatsapp.failures import GENERAL
from app.whatsapp.held_body import HeldBody, opened
from app.whatsapp.transport import Answer


def deliver(
    outgoing: Outgoing,
    make: Callable[[BinaryIO | None], HeldBody],
    post: Callable[[HeldBody], Answer],
    judge: Callable[[Answer], SendOutcome],
) -> SendOutcome:
    """Open a message's file if it has one, send it, and return what became of it.

    Args:
        make: builds the body around the open file (None for a text); may refuse.
        judge: reads the provider's answer to a body that left whole.

    Raises:
        Exception: what `before_last`, or the progress callback, raised.
    """
    with ExitStack() as files:
        try:
            body = make(files.enter_context(opened(outgoing)) if outgoing.kind else None)
        except (RefusedError, UnavailableError) as error:
            return _unanswered(error, released=False)
        return _sent(body, post, judge)


def general(answer: Answer, *, message_id: str, reasons: dict[int, Reason] | None = None) -> SendOutcome:
    """Return what an answer to a whole body means.

    Args:
        message_id: found in the answer, "" where there is none.
        reasons: what statuses of 4xx mean at this provider, ahead of what they mean in general.
    """
    detail = f"status {answer.status}"
    if answer.ok:
        return Accepted(message_id) if message_id else Unknown(f"{detail} without a message id")
    if answer.status >= 500:
        return Unknown(detail)
    if answer.status == 429:
        return RateLimited(answer.retry_after_s, detail)
    if answer.status == 408:
        # The server's own word that the request did not reach it whole (RFC 9110, 15.5.9).
        return RetryAfter(Reason.TIMEOUT, answer.retry_after_s, detail)
    meaning = {**GENERAL, **(reasons or {})}
    return Refused(meaning.get(answer.status, Reason.PROVIDER_ERROR), detail)


def _sent(body: HeldBody, post: Callable[[HeldBody], Answer], judge: Callable[[Answer], SendOutcome]) -> SendOutcome:
    try:
        answer = post(body)
    except (RefusedError, UnavailableError) as error:
        if error is body.hold_failure:
            raise
        return _unanswered(error, released=body.released)
    return judge(answer) if body.released else _answered_early(answer)


def _unanswered(error: RefusedError | UnavailableError, *, released: bool) -> SendOutcome:
    if released:
        return Unknown(str(error))
    if isinstance(error, UnavailableError):
        return RetryAfter(error.reason, error.retry_after_s, error.detail)
    return Refused(error.reason, error.detail)


def _answered_early(answer: Answer) -> SendOutcome:
    """Return what an answer means that came before the last block left: nothing can have been taken."""
    if answer.ok:
        return Refused(Reason.PROVIDER_ERROR, "answered before the whole message was sent")
    if answer.status >= 500:
        return RetryAfter(Reason.PROVIDER_ERROR, answer.retry_after_s, f"status {answer.status}")
    return general(answer, message_id="")
