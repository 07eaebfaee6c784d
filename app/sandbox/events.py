"""The events of one number: their shapes, and the history that keeps every one of them in order."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.sandbox.journal import Journal, line_of
from app.sandbox.misbehaviour import Misbehaviour

Event = dict[str, Any]


def status_event(message_id: str, chat: str, status: str) -> Event:
    """Return a tick: sent, delivered, read, or failed with an error."""
    event: Event = {"event": "status", "message_id": message_id, "chat": chat, "status": status, "at": now_s()}
    if status == "failed":
        event["error"] = {"code": "undeliverable", "message": "the message could not be delivered"}
    return event


def connection_event(*, connected: bool) -> Event:
    """Return the news that the phone came or went."""
    return {"event": "connection", "connected": connected, "at": now_s()}


def now_s() -> int:
    """Return the present instant in whole seconds, as WhatsApp writes instants."""
    return int(time.time())


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is written and sent: `seq` counts from 1."""

    seq: int
    json: bytes


class History:
    """Every event of one number, in order; the gateway's loop alone uses it."""

    def __init__(self, number: str, journal: Journal) -> None:
        self._number = number
        self._journal = journal
        self._lines: list[bytes] = []
        self._grown = asyncio.Event()

    def __len__(self) -> int:
        return len(self._lines)

    def restore(self, line: bytes) -> None:
        """Take back an event that the journal already has."""
        self._lines.append(line)

    def extend(self, events: Iterable[Event]) -> list[Event]:
        """Append events, each with its `seq` and the number; return them so."""
        first = len(self._lines) + 1
        told = [{"seq": seq, "number": self._number, **event} for seq, event in enumerate(events, start=first)]
        lines = [line_of(event) for event in told]
        self._journal.append(lines)
        self._lines.extend(lines)
        self._grown.set()
        self._grown = asyncio.Event()
        return told

    def append(self, event: Event) -> Event:
        """Append one event; return it with its `seq` and the number."""
        return self.extend([event])[0]

    def after(self, seq: int, limit: int) -> list[Line]:
        """Return at most `limit` events that follow number `seq`."""
        return [Line(seq + place, text) for place, text in enumerate(self._lines[seq : seq + limit], start=1)]

    def events(self) -> Iterator[Event]:
        """Yield every event from the first."""
        return map(json.loads, self._lines)

    async def grows_beyond(self, seq: int, wait_s: float | None) -> bool:
        """Wait until there is an event after `seq`; False if there is none within `wait_s` (None: for ever)."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                while len(self._lines) <= seq:
                    await self._grown.wait()
        return len(self._lines) > seq


def delivery_order(lines: Sequence[Line], number: str, misbehaviour: Misbehaviour) -> list[Line]:
    """Return `lines` as they reach the listener: some change places with the next, some come again at the end."""
    hits = {line.seq: misbehaviour.hits("event", event_key(number, line), 1) for line in lines}
    ordered, place = list(lines), 0
    while place < len(ordered) - 1:
        if "reorder" in hits[ordered[place].seq]:
            ordered[place], ordered[place + 1] = ordered[place + 1], ordered[place]
            place += 1
        place += 1
    copies = [line for line in ordered for _ in range(_copies(hits[line.seq]))]
    return ordered + copies


def event_key(number: str, line: Line) -> str:
    """Return the key under which the fate of an event is decided."""
    return f"{number}/{line.seq}"


def _copies(hits: dict[str, Any]) -> int:
    return int(hits["duplicate"].argument) if "duplicate" in hits else 0
