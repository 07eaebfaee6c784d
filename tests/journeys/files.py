"""Files as WhatsApp's media host has them: real ones of every kind, encrypted, each with what an event says of it."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from tests.support import samples
from tests.support.media_host import MediaHost, plain
from tests.support.wa_encrypt import encrypt

LATER = 0x7FFFFFF0
"""An `oe` that no test will live to see."""

_INFO = {"video": "Video", "audio": "Audio", "document": "Document"}
_CLASS = {"image": "7118", "video": "7161", "audio": "7117", "document": "7119", "sticker": "15575"}


@dataclass(frozen=True)
class Sealed:
    """One file of a message.

    Attributes:
        kind: image, video, audio, document or sticker.
        facts: what the event says besides (`seconds`, `pageCount` …).
        label: makes the key and the path; two labels never share either.
        expires: Unix seconds in the path's `oe`.
    """

    kind: str
    plain: bytes = field(repr=False)
    mime: str
    name: str = ""
    voice: bool = False
    facts: tuple[tuple[str, int], ...] = ()
    label: str = ""
    expires: int = LATER

    @property
    def key(self) -> bytes:
        """The media key."""
        return hashlib.sha256(f"key {self.label}".encode() + self.plain).digest()

    @property
    def body(self) -> bytes:
        """What lies on the media host."""
        return encrypt(self.plain, self.key, f"WhatsApp {_INFO.get(self.kind, 'Image')} Keys")

    @property
    def path(self) -> str:
        """Where on the media host, without the query."""
        return f"/v/t62.{_CLASS[self.kind]}-24/{hashlib.sha256(self.key).hexdigest()[:24]}_n.enc"

    @property
    def direct_path(self) -> str:
        """The path with its query, as the event carries it."""
        return f"{self.path}?ccb=11-4&oh=SAMPLE&oe={self.expires:X}&_nc_sid=5e03e0"

    @property
    def sha256(self) -> str:
        """Hex of the plain file's hash."""
        return hashlib.sha256(self.plain).hexdigest()


def serve(host: MediaHost, *files: Sealed) -> None:
    """Let the media host have these files."""
    for file in files:
        host[file.path] = plain(file.body)


def b64(octets: bytes) -> str:
    """Return base64 as a text."""
    return base64.b64encode(octets).decode()


def photo(label: str, **more: object) -> Sealed:
    """Return a JPEG that no other label has."""
    seed = int.from_bytes(hashlib.sha256(label.encode()).digest()[:4])
    return Sealed("image", samples.jpeg(96, 64, seed=seed), "image/jpeg", label=label, **more)  # type: ignore[arg-type]


def of_every_kind() -> dict[str, Sealed]:
    """Return one file of every kind that a conversation brings, by a short name."""
    report = samples.docx()
    return {
        "photo": photo("every kind"),
        "film": Sealed("video", samples.film(), "video/mp4", facts=(("seconds", 2),), label="film"),
        "voice": Sealed("audio", samples.voice(), "audio/ogg; codecs=opus", voice=True, label="voice"),
        "song": Sealed("audio", samples.mp3(), "audio/mpeg", label="song"),
        "invoice": Sealed("document", samples.pdf(3), "application/pdf", "orçamento maio.pdf", label="invoice"),
        "report": Sealed("document", report, DOCX, "relatório.docx", label="report"),
        "sticker": Sealed("sticker", samples.webp(), "image/webp", label="sticker"),
    }


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
