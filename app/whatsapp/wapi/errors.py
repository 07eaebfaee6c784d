"""What W-API's statuses and failure envelopes mean (W-API contract, sections 1 and 2.3)."""

from __future__ import annotations

from app.domain.reasons import Reason
from app.services.gateway import Refused, SendOutcome, Unknown
from app.whatsapp.fields import is_message_id
from app.whatsapp.outcomes import general
from app.whatsapp.transport import Answer

REASONS = {401: Reason.TOKEN_REFUSED, 403: Reason.TOKEN_REFUSED, 404: Reason.NOT_FOUND}
"""401 and 403 both mean a wrong id or token; 404 a wrong path or an instance that is not there."""


def says_failed(answer: Answer) -> bool:
    """Tell whether the envelope says that the operation failed. Good answers hold `"error": false` or no such key."""
    return answer.member("error") is True


def send_outcome(answer: Answer) -> SendOutcome:
    """Return what W-API's answer to a whole message means.

    `{"error": true}` is the gateway's own word that the operation failed, so nothing entered its queue; a 5xx without
    it may be a proxy's and tells nothing.
    """
    if says_failed(answer) and (answer.ok or answer.status == 500):
        return Refused(Reason.PROVIDER_ERROR, f"status {answer.status}, operation failed")
    message_id = answer.member("messageId")
    if answer.ok and not is_message_id(message_id):
        return Unknown(f"status {answer.status} without a message id")
    return general(answer, message_id=str(message_id or ""), reasons=REASONS)
