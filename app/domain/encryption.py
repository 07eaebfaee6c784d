"""What a WhatsApp media needs to be decrypted and verified (see `app.media.decryption`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.kinds import MediaKind


class KeyInfo(StrEnum):
    """The HKDF info string of each media type, exact ASCII (WhatsApp's media encryption)."""

    IMAGE = "WhatsApp Image Keys"
    VIDEO = "WhatsApp Video Keys"
    AUDIO = "WhatsApp Audio Keys"
    DOCUMENT = "WhatsApp Document Keys"
    STICKER_PACK = "WhatsApp Sticker Pack Keys"
    LINK_THUMBNAIL = "WhatsApp Link Thumbnail Keys"

    @classmethod
    def of(cls, kind: MediaKind) -> KeyInfo:
        """Return the info for a kind of media; a sticker uses the image string."""
        return cls.IMAGE if kind is MediaKind.STICKER else cls[kind.name]


@dataclass(frozen=True, slots=True)
class Declared:
    """What the event says about the bytes; every check that has a declared value is made.

    Attributes:
        plain_sha256: 32 bytes, SHA-256 of the file.
        cipher_sha256: 32 bytes, SHA-256 of the encrypted body, MAC included.
        length: bytes of the file.
    """

    plain_sha256: bytes | None = None
    cipher_sha256: bytes | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Encryption:
    """How the body on the media host is encrypted.

    Attributes:
        media_key: 32 bytes; never in a log (kept out of `repr`).
    """

    media_key: bytes = field(repr=False)
    info: KeyInfo


class Check(StrEnum):
    """A verification that was made and passed; shown as the badge."""

    CIPHER_SHA256 = "cipher_sha256"
    MAC = "mac"
    PADDING = "padding"
    PLAIN_SHA256 = "plain_sha256"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Verified:
    """What came out of a stream that passed every check that could be made.

    Attributes:
        sha256: 32 bytes, of the plain file as it was written.
        size_bytes: of the plain file.
    """

    sha256: bytes
    size_bytes: int
    checks: tuple[Check, ...]
