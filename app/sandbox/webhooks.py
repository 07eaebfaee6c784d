"""The postman of one number: takes its events to the webhook, one by one, until each was accepted."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from app.sandbox.events import History, Line, delivery_order, event_key
from app.sandbox.misbehaviour import Hit, Misbehaviour

logger = logging.getLogger("app.sandbox.webhooks")

BATCH_EVENTS = 100
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 5.0
ANSWER_TIMEOUT_S = 30.0
SETTLE_S = 0.2
"""How long the last event waits for a neighbour with which it may change places."""


@dataclass(slots=True)
class Subscription:
    """Where the events of one number go, and how far the postman came.

    Attributes:
        delivered: `seq` of the last event that was delivered, or dropped on purpose.
    """

    url: str | None = None
    delivered: int = 0


class Postman:
    """Delivers one number's events in order, with retries; misbehaves as told."""

    def __init__(
        self,
        number: str,
        history: History,
        subscription: Subscription,
        misbehaviour: Callable[[], Misbehaviour],
        on_progress: Callable[[], None],
    ) -> None:
        self._number = number
        self._history = history
        self._subscription = subscription
        self._misbehaviour = misbehaviour
        self._on_progress = on_progress
        self._subscribed = asyncio.Event()
        if subscription.url:
            self._subscribed.set()

    def subscribe(self, url: str | None) -> None:
        """Deliver to `url` from now on; None stops the deliveries and keeps the events."""
        self._subscription.url = url
        if url:
            self._subscribed.set()
        else:
            self._subscribed.clear()
        self._on_progress()

    async def run(self, session: aiohttp.ClientSession) -> None:
        """Deliver until cancelled."""
        while True:
            await self._subscribed.wait()
            await self._history.grows_beyond(self._subscription.delivered, None)
            batch = await self._batch()
            delivered: set[int] = set()
            for line in delivery_order(batch, self._number, self._misbehaviour()):
                await self._deliver(session, line)
                delivered.add(line.seq)
                self._advance(delivered)

    def _advance(self, delivered: set[int]) -> None:
        """Move the mark over all that was delivered without a gap, so that a kill loses nothing."""
        before = self._subscription.delivered
        while self._subscription.delivered + 1 in delivered:
            self._subscription.delivered += 1
        if self._subscription.delivered != before:
            self._on_progress()

    async def _batch(self) -> list[Line]:
        """Return the next events; one that is to change places waits a moment for a neighbour."""
        start = self._subscription.delivered
        batch = self._history.after(start, BATCH_EVENTS)
        if "reorder" in self._hits(batch[-1]):
            await self._history.grows_beyond(batch[-1].seq, SETTLE_S)
            batch = self._history.after(start, BATCH_EVENTS + 1)
        return batch

    async def _deliver(self, session: aiohttp.ClientSession, line: Line) -> None:
        hits = self._hits(line)
        if "delay" in hits:
            await asyncio.sleep(hits["delay"].argument)
        if "drop" in hits:
            return
        pause_s = FIRST_PAUSE_S
        while not await self._accepted(session, line):
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def _hits(self, line: Line) -> dict[str, Hit]:
        return self._misbehaviour().hits("event", event_key(self._number, line), 1)

    async def _accepted(self, session: aiohttp.ClientSession, line: Line) -> bool:
        await self._subscribed.wait()
        url = self._subscription.url
        if url is None:
            return False
        timeout = aiohttp.ClientTimeout(total=ANSWER_TIMEOUT_S)
        headers = {"Content-Type": "application/json"}
        try:
            async with session.post(
                url, data=line.json, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                await answer.read()
                return 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            logger.debug("event %s was not accepted: %s", line.seq, type(error).__name__)
            return False
