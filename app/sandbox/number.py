"""One WhatsApp number of the gateway: its history, its log of what was sent, its webhook, whom it blocked."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass, field
from typing import Any

from app.sandbox.events import Event, History, connection_event
from app.sandbox.journal import Journal, line_of
from app.sandbox.webhooks import Subscription


@dataclass(frozen=True, slots=True)
class Journals:
    """The files behind all numbers of one gateway."""

    events: Journal
    log: Journal
    numbers: Journal


@dataclass(slots=True)
class Number:
    """The state of one number.

    Attributes:
        log: every message that was taken, oldest first, as `GET /log` answers it.
    """

    number: str
    seed: int
    history: History
    journals: Journals
    log: list[dict[str, Any]] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    connected: bool = True
    subscription: Subscription = field(default_factory=Subscription)
    _issued: int = 0

    @property
    def name(self) -> str:
        """Return the name of the business behind the number."""
        return f"Sandbox {self.number[-4:]}"

    def new_id(self) -> str:
        """Return a message id that this number never had, the same for the same seed and place."""
        self._issued += 1
        return f"3EB0{self.digest(f'id {self._issued}').hex()[:18].upper()}"

    def digest(self, purpose: str) -> bytes:
        """Return 32 bytes that look random and depend on seed, number and purpose alone."""
        return hashlib.sha256(f"{self.seed}/{self.number}/{purpose}".encode()).digest()

    async def take(self, entry: dict[str, Any]) -> None:
        """Append a message to the log; it is on the disk when this returns."""
        line = line_of(entry)
        await asyncio.to_thread(self.journals.log.append, [line], sync=True)
        self.log.append(entry)

    def block(self, phone: str, *, value: bool) -> None:
        """Block or unblock a person."""
        (self.blocked.add if value else self.blocked.discard)(phone)
        self.save()

    def connect(self, *, connected: bool) -> Event:
        """Let the phone come or go; return the event."""
        self.connected = connected
        self.save()
        return self.history.append(connection_event(connected=connected))

    def save(self) -> None:
        """Write what is neither event nor log; the last line of a number holds."""
        snapshot = {
            "number": self.number,
            "webhook": self.subscription.url,
            "delivered": self.subscription.delivered,
            "blocked": sorted(self.blocked),
            "connected": self.connected,
        }
        self.journals.numbers.append([line_of(snapshot)])

    def skip_issued(self) -> None:
        """Begin behind every id that an earlier process gave out."""
        # Each id that was given out is in the history or in the log, so both together are long enough.
        self._issued = len(self.history) + len(self.log)

    def restore(self, snapshot: dict[str, Any]) -> None:
        """Take over what `save` wrote."""
        self.subscription.url = snapshot["webhook"]
        self.subscription.delivered = snapshot["delivered"]
        self.blocked = set(snapshot["blocked"])
        self.connected = snapshot["connected"]
