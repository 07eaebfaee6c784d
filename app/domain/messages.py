"""Messages, media and blobs as they are read back from a library."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.addresses import Address
from app.domain.encryption import Check, Declared, Encryption
from app.domain.ids import MediaId, MessageId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason


@dataclass(frozen=True, slots=True)
class MediaSource:
    """All that is needed to fetch one media again.

    Attributes:
        chat: public address of the conversation.
        message_id: WhatsApp's id of its message.
    """

    id: MediaId
    kind: MediaKind
    mime: str
    name: str
    message_id: str
    chat: Address
    direction: Direction
    sent_at: int
    encryption: Encryption | None
    declared: Declared
    direct_path: str
    url: str
    provider_ref: str
    expires_at: int | None


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes at rest, stored once per instance.

    Attributes:
        sha256: 64 hex digits, the identity.
        path: below the instance's folder, forward slashes.
    """

    sha256: str
    size_bytes: int
    mime: str
    extension: str
    path: str


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One tile of the gallery, as `gallery --json` prints it.

    Attributes:
        contact: display name of the chat's person or group, its address where no name is known.
        sha256: hex, of the local bytes where they are local, else as declared.
        checks: verifications that passed when the bytes were stored.
        heard: it was listened to here.
    """

    id: MediaId
    row_id: MessageId
    message_id: str
    chat: Address
    contact: str
    direction: Direction
    kind: MediaKind
    state: MediaState
    reason: Reason | None
    name: str
    mime: str
    size_bytes: int | None
    sha256: str | None
    width: int | None
    height: int | None
    duration_s: float | None
    pages: int | None
    sent_at: int
    caption: str
    voice: bool
    checks: tuple[Check, ...]
    expires_at: int | None
    next_try_at: float | None
    attempts: int
    heard: bool = False

    @property
    def unheard(self) -> bool:
        """Tell whether it is a voice message from the other side that nobody has listened to here yet."""
        return self.voice and self.direction is Direction.IN and not self.heard

    @property
    def verified(self) -> bool:
        """Tell whether the bytes were compared with what the sender declared."""
        return Check.PLAIN_SHA256 in self.checks or Check.MAC in self.checks
