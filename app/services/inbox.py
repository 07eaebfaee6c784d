"""What comes in: raw payloads are secured first, then become messages, media and ticks, each exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from app.domain.errors import BadEventError
from app.domain.events import (
    ConnectionChanged,
    ContactSeen,
    Event,
    IncomingMessage,
    MessageEdited,
    MessageRevoked,
    StatusChanged,
    Unheeded,
)
from app.domain.ids import InstanceRef, MessageId
from app.domain.kinds import Direction
from app.domain.statuses import Status
from app.services.bus import Bus
from app.services.gateway import Gateway
from app.services.ports import Clock, Json
from app.services.store import RawBody, RawEvent, Store, Writing

BATCH = 500
"""Payloads a transaction: long enough to pay for its fsync, short enough that a reader sees them soon."""


@dataclass(frozen=True, slots=True)
class BadInput:
    """A part of an input that is no payload: where it stood and what is wrong with it."""

    detail: str


@dataclass(slots=True)
class Intake:
    """What an input brought, as `ingest --json` prints it. `rejected` pairs the index in the input with the reason."""

    events: int = 0
    messages: int = 0
    media: int = 0
    statuses: int = 0
    contacts: int = 0
    duplicates: int = 0
    unknown: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MediaArrived:
    """New messages were committed; `media` of them carry files."""

    ref: InstanceRef
    messages: int
    media: int


@dataclass(frozen=True, slots=True)
class ConnectionSeen:
    """The provider told that its session opened or closed."""

    ref: InstanceRef
    connected: bool


@dataclass(frozen=True, slots=True)
class TickSeen:
    """The provider told how far an outgoing message has come; `message_id` is WhatsApp's."""

    ref: InstanceRef
    message_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class _Parsed:
    """One payload that was read outside the transaction."""

    index: int
    body: bytes
    events: tuple[Event, ...]
    problem: str
    raw: RawEvent | None = None


class Inbox:
    """Turns payloads of one instance into its library."""

    def __init__(self, store: Store, gateway: Gateway, bus: Bus, clock: Clock) -> None:
        self._store = store
        self._gateway = gateway
        self._bus = bus
        self._clock = clock

    def secure(self, bodies: Sequence[bytes], *, source: str) -> None:
        """Commit raw bodies, unread; once this returns they survive a crash. `process` reads them."""
        now = self._clock()
        with self._store.write() as tx:
            tx.raw.add([RawBody(source, body, now) for body in bodies])

    def process(self) -> Intake:
        """Read all secured payloads that nobody has read yet."""
        intake = Intake()
        while True:
            with self._store.write() as tx:
                pending = tx.raw.pending(BATCH)
            if not pending:
                return intake
            self._commit([parsed for raw in pending for parsed in self._read_raw(raw)], intake, source="")

    def ingest(self, payloads: Iterable[tuple[int, Json | BadInput]], *, source: str = "ingest") -> Intake:
        """Take payloads that are safe elsewhere (a file): parsed and stored in batches, bad ones reported."""
        intake = Intake()
        stream = iter(payloads)
        while batch := list(islice(stream, BATCH)):
            self._commit([self._read(index, payload) for index, payload in batch], intake, source=source)
        return intake

    def _read_raw(self, raw: RawEvent) -> list[_Parsed]:
        try:
            payload = json.loads(raw.body)
        except (ValueError, RecursionError):
            return [_Parsed(0, raw.body, (), "not JSON", raw)]
        parsed = self._read(0, payload)
        return [_Parsed(0, raw.body, parsed.events, parsed.problem, raw)]

    def _read(self, index: int, payload: Json | BadInput) -> _Parsed:
        if isinstance(payload, BadInput):
            return _Parsed(index, b"", (), payload.detail)
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode(
            "utf-8", "surrogatepass"
        )
        try:
            return _Parsed(index, body, tuple(self._gateway.events(payload)), "")
        except BadEventError as error:
            return _Parsed(index, body, (), str(error))

    def _commit(self, batch: list[_Parsed], intake: Intake, *, source: str) -> None:
        before = (intake.messages, intake.media)
        own = False
        with self._store.write() as tx:
            for parsed in batch:
                self._store_one(tx, parsed, intake, source=source)
                own = own or any(_is_echo(event) for event in parsed.events)
            if own:
                tx.uploads.settle_by_echo(now=self._clock())
        self._announce(batch, intake.messages - before[0], intake.media - before[1])

    def _store_one(self, tx: Writing, parsed: _Parsed, intake: Intake, *, source: str) -> None:
        waiting: list[MessageId] = []
        problem = parsed.problem
        if problem:
            intake.rejected.append((parsed.index, problem))
        for event in parsed.events:
            intake.events += 1
            if self._apply(tx, event, intake, waiting) == "unknown":
                problem = "unknown"
        if parsed.raw is not None:
            tx.raw.settle(parsed.raw.id, waiting_for=waiting, problem=problem)
        elif parsed.body:
            body = RawBody(source, parsed.body, self._clock())
            tx.raw.keep(body, waiting_for=waiting, problem=problem)

    def _apply(self, tx: Writing, event: Event, intake: Intake, waiting: list[MessageId]) -> str:
        match event:
            case IncomingMessage():
                self._record(tx, event, intake, waiting)
            case StatusChanged() | MessageRevoked() | MessageEdited():
                news = tx.library.mark(event)
                intake.statuses += news
                intake.duplicates += not news
            case ContactSeen():
                intake.contacts += tx.library.see(event)
            case Unheeded() | ConnectionChanged():
                pass
            case _:
                intake.unknown += 1
                return "unknown"
        return ""

    def _record(self, tx: Writing, event: IncomingMessage, intake: Intake, waiting: list[MessageId]) -> None:
        recorded = tx.library.record(event)
        intake.contacts += recorded.new_contacts
        intake.messages += recorded.new
        intake.duplicates += not recorded.new
        intake.media += recorded.new and recorded.media_id is not None
        if not recorded.complete:
            waiting.append(recorded.row_id)

    def _announce(self, batch: list[_Parsed], messages: int, media: int) -> None:
        if messages:
            self._bus.publish(MediaArrived(self._store.ref, messages, media))
        for parsed in batch:
            for event in parsed.events:
                if isinstance(event, ConnectionChanged):
                    self._bus.publish(ConnectionSeen(self._store.ref, event.connected))
                elif isinstance(event, StatusChanged):
                    self._bus.publish(TickSeen(self._store.ref, event.provider_id, event.status))


def _is_echo(event: Event) -> bool:
    """Tell whether an event may be the echo of a message that left from here."""
    return isinstance(event, IncomingMessage) and event.direction is Direction.OUT
