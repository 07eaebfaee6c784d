"""The ticks of a message: statuses only move forward, whatever order they arrive in."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """How far an outgoing message has come."""

    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"

    @property
    def rank(self) -> int:
        """Return the place in the only order that exists; a failure is final until the user retries."""
        return _RANKS[self]


_RANKS = {Status.ACCEPTED: 1, Status.SENT: 2, Status.DELIVERED: 3, Status.READ: 4, Status.FAILED: 9}


def later(left: Status | None, right: Status | None) -> Status | None:
    """Return the one that is further on; commutative and associative, so order of arrival does not matter."""
    if left is None or right is None:
        return left or right
    return max(left, right, key=lambda status: status.rank)
