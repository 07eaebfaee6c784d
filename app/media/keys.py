"""The keys of one WhatsApp media and the size of its encrypted body (media encryption contract, section 1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.domain.encryption import Encryption
from app.domain.errors import RefusedError
from app.domain.reasons import Reason

MEDIA_KEY_BYTES = 32
BLOCK_BYTES = 16
MAC_BYTES = 10


@dataclass(frozen=True, slots=True)
class StreamKeys:
    """What one media key becomes: 16, 32 and 32 bytes; never in a log (kept out of `repr`)."""

    iv: bytes = field(repr=False)
    cipher_key: bytes = field(repr=False)
    mac_key: bytes = field(repr=False)


def stream_keys(encryption: Encryption) -> StreamKeys:
    """Derive the keys of a body from its media key.

    Raises:
        RefusedError: `BAD_KEY`, the media key has not 32 bytes; a derivation would hide that.
    """
    if len(encryption.media_key) != MEDIA_KEY_BYTES:
        raise RefusedError(Reason.BAD_KEY, f"{len(encryption.media_key)} bytes instead of {MEDIA_KEY_BYTES}")
    info = encryption.info.value.encode("ascii")
    expanded = HKDF(algorithm=SHA256(), length=112, salt=None, info=info).derive(encryption.media_key)
    return StreamKeys(iv=expanded[:16], cipher_key=expanded[16:48], mac_key=expanded[48:80])


def cipher_size(plain_bytes: int) -> int:
    """Return the bytes of the encrypted body of a file: padding is always there, the MAC ends it."""
    return (plain_bytes // BLOCK_BYTES + 1) * BLOCK_BYTES + MAC_BYTES
