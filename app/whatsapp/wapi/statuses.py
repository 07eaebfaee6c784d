"""W-API's ticks and presences, in every spelling that its consumers met (W-API contract, section 4)."""

from __future__ import annotations

from app.domain.statuses import Status

_STATUSES = {
    Status.FAILED: ("0", "ERROR", "FAILED"),
    Status.ACCEPTED: ("1", "PENDING", "QUEUED", "ACCEPTED"),
    Status.SENT: ("2", "SENT", "SERVER_ACK"),
    Status.DELIVERED: ("3", "DELIVERY", "DELIVERED", "DELIVERY_ACK", "RECEIVED"),
    Status.READ: ("4", "5", "READ", "PLAYED"),
}
"""The numbers are Baileys' own, the engine of 2025: 0 error, 1 pending, 2 server, 3 delivered, 4 read, 5 played."""

_BY_SPELLING = {spelling: status for status, spellings in _STATUSES.items() for spelling in spellings}

PRESENCES = frozenset({"composing", "recording", "paused", "available", "unavailable", "online", "offline", "typing"})
"""What stands in `status` where the body tells of a presence; a person's typing needs nothing."""


def status_of(spelling: str) -> Status | None:
    """Return the tick that a spelling stands for, None where it is not known."""
    return _BY_SPELLING.get(spelling.strip().upper())
