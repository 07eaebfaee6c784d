"""What a provider tells us, in one form for all providers. Frozen; made in `app.whatsapp`, used by `app.services`."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.addresses import Address
from app.domain.encryption import Declared, Encryption
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status


@dataclass(frozen=True, slots=True)
class Party:
    """A person or group as an event names it.

    Attributes:
        addresses: all that the event says are the same (a phone and a LID); never empty.
        name: the name the person gave themselves, "" where the event has none.
        picture_url: expires; not fetched here.
    """

    addresses: tuple[Address, ...]
    name: str = ""
    verified_name: str = ""
    picture_url: str = ""


@dataclass(frozen=True, slots=True)
class RemoteMedia:
    """A file that lies at WhatsApp or at the provider, and how to get and check it.

    Attributes:
        mime: as declared, parameters included; "" where nothing was declared.
        name: file name as the sender gave it, a label only; "" where there is none.
        encryption: None where the body is not encrypted or the key could not be read (then `problem` says why).
        direct_path: path and query on WhatsApp's media host, "" where there is none.
        url: full address in the event, may be a dead placeholder.
        provider_ref: the provider's own media id, "" where there is none.
        expires_at: Unix seconds from the link's `oe`, an upper bound.
        preview: JPEG bytes embedded in the event.
        problem: why it can never be fetched, None where it may.
    """

    kind: MediaKind
    mime: str = ""
    name: str = ""
    encryption: Encryption | None = None
    declared: Declared = field(default_factory=Declared)
    direct_path: str = ""
    url: str = ""
    provider_ref: str = ""
    expires_at: int | None = None
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    pages: int | None = None
    voice: bool = False
    animated: bool = False
    view_once: bool = False
    waveform: bytes = b""
    preview: bytes = b""
    problem: Reason | None = None


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One message of a chat, received or sent from elsewhere (`direction` tells).

    Attributes:
        provider_id: the message id of WhatsApp.
        chat: the conversation; for a person all addresses known to be the same.
        sender: who wrote it; for an outgoing one the instance's own number, may be None.
        sent_at: Unix seconds.
        text: body of a text message, caption of a media message.
        client_ref: our own id, where the provider echoes it.
        from_api: True where the provider says that an API sent it, None where it says nothing.
        extra: kind-specific facts as text pairs (location, contact card, reaction).
    """

    provider_id: str
    chat: Party
    sender: Party | None
    direction: Direction
    sent_at: int
    kind: MessageKind
    text: str = ""
    media: RemoteMedia | None = None
    reply_to: str = ""
    client_ref: str = ""
    from_api: bool | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A tick: the message with this id has come this far. `detail` is the provider's error code, for the log."""

    provider_id: str
    chat: tuple[Address, ...]
    status: Status
    at: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class MessageRevoked:
    """The sender deleted a message for everyone; its media is kept."""

    provider_id: str
    chat: tuple[Address, ...]
    at: int


@dataclass(frozen=True, slots=True)
class MessageEdited:
    """The sender changed the text or caption of a message."""

    provider_id: str
    chat: tuple[Address, ...]
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class ConnectionChanged:
    """The provider's session with WhatsApp opened or closed."""

    connected: bool
    at: int


@dataclass(frozen=True, slots=True)
class ContactSeen:
    """Facts about a person outside a message."""

    party: Party
    at: int


@dataclass(frozen=True, slots=True)
class Unheeded:
    """A kind of event that is understood and needs nothing (presence)."""

    name: str


@dataclass(frozen=True, slots=True)
class UnknownEvent:
    """A kind of event that this version does not know; its raw form is kept for a better one."""

    name: str


Event = (
    IncomingMessage
    | StatusChanged
    | MessageRevoked
    | MessageEdited
    | ConnectionChanged
    | ContactSeen
    | Unheeded
    | UnknownEvent
)
