"""The encrypted bodies that the gateway holds, and the signed, expiring paths under which they can be had."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from app.sandbox.journal import Journal, line_of
from app.sandbox.kinds import KINDS, MediaKind

LIFE_S = 30 * 24 * 3600
"""How long a path lives: `oe` was found some 30 days after the message."""


@dataclass(frozen=True, slots=True)
class StoredMedia:
    """One media of one message.

    Attributes:
        file: name of the encrypted body in the media folder; forwarded files share one.
        media_key: base64 of 32 bytes. sha256, enc_sha256: base64, of the plain and of the encrypted file.
        size: of the plain file, bytes.
        gone: the phone no longer has it; neither the body nor a fresh path can be had.
    """

    number: str
    message_id: str
    kind: MediaKind
    mime: str
    file: str
    media_key: str
    sha256: str
    enc_sha256: str
    size: int
    gone: bool = False

    @property
    def token(self) -> str:
        """Return the part of the path that stands for this media: no secret, no name, the same after a restart."""
        return hashlib.sha256(f"{self.number}/{self.message_id}".encode()).hexdigest()[:24]


class Verdict(Enum):
    """Why a path is not served; the value is the HTTP status."""

    BAD_SIGNATURE = 403
    UNKNOWN = 404
    GONE = 410


class MediaStore:
    """The media of all numbers."""

    def __init__(self, folder: Path, journal: Journal, secret: bytes) -> None:
        """Keep bodies in `folder`; `secret` signs the paths."""
        self.folder = folder
        self._journal = journal
        self._secret = secret
        self._by_token = {media.token: media for media in (StoredMedia(**entry) for entry in journal.entries())}

    def __len__(self) -> int:
        return len(self._by_token)

    def add(self, *media: StoredMedia) -> None:
        """Remember media whose bodies are in the folder."""
        self._journal.append(line_of(asdict(one)) for one in media)
        self._by_token.update((one.token, one) for one in media)

    def of_message(self, number: str, message_id: str) -> StoredMedia | None:
        """Return the media of a message, if the gateway ever had it."""
        token = hashlib.sha256(f"{number}/{message_id}".encode()).hexdigest()[:24]
        return self._by_token.get(token)

    def path_of(self, media: StoredMedia) -> Path:
        """Return where the encrypted body is."""
        return self.folder / media.file

    def fresh_path(self, media: StoredMedia, expires_at: int | None = None) -> tuple[str, int]:
        """Return a new `directPath` and when it expires, in seconds since 1970 (30 days from now unless given)."""
        expires_at = int(time.time()) + LIFE_S if expires_at is None else expires_at
        name = f"{secrets.randbelow(10**9):09d}_{media.token}_n.enc"
        expiry = f"{max(expires_at, 0):X}"
        path = f"/v/t62.{KINDS[media.kind].path_class}-24/{name}"
        query = f"ccb=11-4&oh={self._signature(path, expiry)}&oe={expiry}&_nc_sid=5e03e0"
        return f"{path}?{query}", expires_at

    def find(self, path: str, signature: str, expiry: str) -> StoredMedia | Verdict:
        """Return the media behind a path (`/v/...`, without query), or why it is not served."""
        if not hmac.compare_digest(self._signature(path, expiry).encode(), signature.encode()):
            return Verdict.BAD_SIGNATURE
        media = self._by_token.get(path.rpartition("/")[2].removesuffix("_n.enc").rpartition("_")[2])
        if media is None:
            return Verdict.UNKNOWN
        return Verdict.GONE if media.gone or int(expiry, 16) <= time.time() else media

    def _signature(self, path: str, expiry: str) -> str:
        digest = hmac.new(self._secret, f"{path}|{expiry}".encode(), hashlib.sha256).digest()
        return f"01_{base64.urlsafe_b64encode(digest[:24]).decode()}"


def b64(raw: bytes) -> str:
    """Return `raw` as the base64 text of the contract."""
    return base64.b64encode(raw).decode()


def media_facts(media: StoredMedia) -> dict[str, Any]:
    """Return the fields of an event that come straight from the stored media."""
    return {
        "mime": media.mime,
        "size": media.size,
        "sha256": media.sha256,
        "enc_sha256": media.enc_sha256,
        "media_key": media.media_key,
    }
