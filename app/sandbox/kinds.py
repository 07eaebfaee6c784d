"""What the gateway knows of the five kinds of media: key labels, path classes, types.

Source: the contract on WhatsApp's media encryption (info strings) and recorded `directPath` values (classes).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

MediaKind = Literal["image", "video", "audio", "document", "sticker"]


@dataclass(frozen=True, slots=True)
class KindFacts:
    """How WhatsApp treats one kind.

    Attributes:
        info: label of the key derivation, ASCII.
        path_class: the number in `/v/t62.<class>-24/`.
        mime: type that a file of this kind has when nothing better is known.
    """

    info: bytes
    path_class: str
    mime: str


KINDS: dict[MediaKind, KindFacts] = {
    "image": KindFacts(b"WhatsApp Image Keys", "7118", "image/jpeg"),
    "video": KindFacts(b"WhatsApp Video Keys", "7161", "video/mp4"),
    "audio": KindFacts(b"WhatsApp Audio Keys", "7117", "audio/ogg; codecs=opus"),
    "document": KindFacts(b"WhatsApp Document Keys", "7119", "application/octet-stream"),
    "sticker": KindFacts(b"WhatsApp Image Keys", "15575", "image/webp"),
}

_MIME_OF_SUFFIX = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".3gp": "video/3gpp",
    ".ogg": "audio/ogg; codecs=opus",
    ".opus": "audio/ogg; codecs=opus",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".amr": "audio/amr",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

_KIND_OF_MAIN_TYPE: dict[str, MediaKind] = {"image": "image", "video": "video", "audio": "audio"}


def kind_of_name(name: str) -> MediaKind:
    """Return the kind as which a phone would send a file called `name`."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".webp":
        return "sticker"
    return _KIND_OF_MAIN_TYPE.get(_MIME_OF_SUFFIX.get(suffix, "").partition("/")[0], "document")


def mime_of_name(name: str, kind: MediaKind) -> str:
    """Return the type that a phone would declare for a file called `name`, sent as `kind`."""
    return _MIME_OF_SUFFIX.get(PurePath(name).suffix.lower(), KINDS[kind].mime)
