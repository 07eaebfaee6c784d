"""The life of one outgoing message, from the drop to the customer's phone.

Pure rules, no I/O: `app.services.uploads` moves an upload along these states and `app.storage` remembers where it
stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.addresses import Address
from app.domain.errors import IllegalMoveError
from app.domain.ids import MessageId, UploadId
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.domain.statuses import Status


class UploadState(StrEnum):
    """Where an upload is. Accepted: the provider has it. Sent: WhatsApp's server has it."""

    QUEUED = "queued"
    PREPARING = "preparing"
    UPLOADING = "uploading"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    WAITING = "waiting"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    CANCELLED = "cancelled"


S = UploadState

_DONE = frozenset({S.ACCEPTED, S.SENT, S.DELIVERED, S.READ})
ARROWS: dict[UploadState, frozenset[UploadState]] = {
    S.QUEUED: frozenset({S.PREPARING, S.CANCELLED, S.FAILED}),
    S.PREPARING: frozenset({S.UPLOADING, S.QUEUED, S.WAITING, S.FAILED, S.CANCELLED}),
    S.UPLOADING: frozenset({S.SENDING, S.QUEUED, S.WAITING, S.FAILED, S.CANCELLED}),
    S.SENDING: frozenset({S.WAITING, S.FAILED, S.UNCONFIRMED}) | _DONE,
    S.WAITING: frozenset({S.PREPARING, S.QUEUED, S.FAILED, S.CANCELLED}),
    S.ACCEPTED: frozenset({S.SENT, S.DELIVERED, S.READ, S.FAILED}),
    S.SENT: frozenset({S.DELIVERED, S.READ, S.FAILED}),
    S.DELIVERED: frozenset({S.READ, S.FAILED}),
    S.READ: frozenset({S.FAILED}),
    S.FAILED: frozenset({S.QUEUED}),
    S.CANCELLED: frozenset({S.QUEUED}),
    S.UNCONFIRMED: frozenset({S.QUEUED, S.FAILED}) | _DONE,
}
"""Every arrow that exists. There is none from SENDING back to QUEUED: the customer may already have the file."""

HOLDING = frozenset({S.PREPARING, S.UPLOADING, S.SENDING, S.WAITING})
"""States that hold their chat's later uploads back."""

RUNNING = frozenset({S.PREPARING, S.UPLOADING, S.SENDING})
"""States in which a process works on it, so that a lease must exist."""

CANCELLABLE = frozenset({S.QUEUED, S.PREPARING, S.UPLOADING, S.WAITING})

ARRIVED = _DONE
"""States in which the provider is known to have it."""


def after_restart(state: UploadState) -> UploadState:
    """Return where an upload goes on after the process that ran it died.

    Before `sending` was committed the last block was never released, so a repeat is safe. After it the customer may
    already have the file: unconfirmed.
    """
    if state is S.SENDING:
        return S.UNCONFIRMED
    return S.QUEUED if state in RUNNING else state


def reached(state: UploadState, status: Status) -> UploadState:
    """Return the state of an upload after a tick; ticks never move it back."""
    target = UploadState(status.value)
    return target if target in ARROWS[state] and state is not S.QUEUED else state


@dataclass(frozen=True, slots=True)
class Upload:
    """One outgoing message (a file or a text) on its way to one conversation.

    Attributes:
        row_id: the message it is, in our library.
        message_id: WhatsApp's id once the provider gave it, "" before.
        kind: None for a text message.
        sha256: hex of the file, "" for a text message.
        converted: what was changed before sending, "" where it goes as it is.
        sending_at: Unix seconds at which `sending` was committed.
    """

    id: UploadId
    row_id: MessageId
    message_id: str
    to: Address
    kind: MediaKind | None
    state: UploadState
    reason: Reason | None
    name: str
    mime: str
    size_bytes: int
    sha256: str
    caption: str
    voice: bool
    path: str
    client_ref: str
    attempts: int
    next_try_at: float | None
    sending_at: float | None
    created_at: float
    converted: str = ""


def checked_move(state: UploadState, target: UploadState) -> UploadState:
    """Return `target` if the arrow exists.

    Raises:
        IllegalMoveError: it does not. Always our bug.
    """
    if target not in ARROWS[state]:
        raise IllegalMoveError(f"{state.value} -> {target.value}")
    return target
