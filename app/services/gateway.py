"""The one protocol that every provider fulfils, and the values that go through it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from app.domain.addresses import Address
from app.domain.events import Event
from app.domain.kinds import MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.ports import HttpFetch, Json, Progress


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a provider can do, as data; the interface shows only what the instance can."""

    sends: frozenset[MediaKind]
    sends_text: bool = True
    sends_voice: bool = True
    checks_numbers: bool = False
    blocks: bool = False
    reads_history: bool = False
    asks_again: bool = False
    upload_is_send: bool = True
    """The file and the message go in one request, so the last block is held back until `sending` is committed."""
    echoes_client_ref: bool = False


@dataclass(frozen=True, slots=True)
class ConnectionReport:
    """What *Test connection* found. `warnings` are stable codes with texts in `app.texts`."""

    ok: bool
    number: str = ""
    name: str = ""
    warnings: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a message really goes to.

    Attributes:
        exists: False where the number has no WhatsApp, None where the provider cannot tell.
        address: what to send to; may differ from what was asked (ninth digit, LID).
        also: other addresses of the same person.
    """

    address: Address
    exists: bool | None = None
    also: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to send.

    Attributes:
        open: opens the bytes from the start; None for a text message.
        size_bytes: of the file.
        sha256: hex, of the file.
    """

    to: Address
    kind: MediaKind | None
    text: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    mime: str = ""
    extension: str = ""
    size_bytes: int = 0
    sha256: str = ""
    voice: bool = False
    client_ref: str = ""
    reply_to: str = ""
    open: Callable[[], BinaryIO] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider has it and gave a message id."""

    message_id: str


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Nothing was taken; the same request may be sent again later."""

    reason: Reason
    retry_after_s: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Nothing was taken; the instance is to pause."""

    retry_after_s: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was taken, and the same request will be refused again."""

    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """The answer was lost after the last block left: it may have been taken."""

    detail: str = ""


SendOutcome = Accepted | RetryAfter | RateLimited | Refused | Unknown


class CancelledError(Exception):
    """The hold of a send said stop before the last block left: nothing was taken."""


class Gateway(Protocol):
    """One instance's way to its provider. Blocking; called on the instance's net lane. Thread-safe."""

    @property
    def abilities(self) -> Abilities: ...

    def events(self, payload: Json) -> list[Event]:
        """Turn one parsed payload into events; pure.

        Raises:
            BadEventError: names the field. Nothing of this payload is used.
        """

    def ways(self, source: MediaSource) -> Sequence[Callable[[], HttpFetch]]:
        """Return the ways to fetch a media, in the order to try. Each may call the provider when it is called.

        A way raises RefusedError or UnavailableError as `Transfers.fetch` does.
        """

    def recipient(self, address: Address) -> Recipient:
        """Ask whether a number has WhatsApp and what to send to.

        Raises:
            UnavailableError, RefusedError: the provider could not be asked (`token_refused` …).
        """

    def send(self, outgoing: Outgoing, *, before_last: Callable[[], None], progress: Progress) -> SendOutcome:
        """Send one message.

        `before_last` is called exactly once, when everything but the last block has left (for a text: before the
        request). It commits `sending`; it may raise, and then nothing may leave any more and the exception goes
        through. Outcomes after it that are not a clear answer are `Unknown`.
        """

    def check(self) -> ConnectionReport:
        """Call the provider and report what it found; never raises for a refusal."""


Payloads = Iterable[Json]
