"""Kinds of media and of messages, and the states a media can be in."""

from __future__ import annotations

from enum import StrEnum


class MediaKind(StrEnum):
    """The five kinds of file that WhatsApp knows."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"

    @property
    def folder(self) -> str:
        """Return the folder name beside the instance's database (product contract, Portuguese by origin)."""
        return _FOLDERS[self]


_FOLDERS = {
    MediaKind.IMAGE: "imagens",
    MediaKind.VIDEO: "videos",
    MediaKind.AUDIO: "audios",
    MediaKind.DOCUMENT: "documentos",
    MediaKind.STICKER: "stickers",
}


class MessageKind(StrEnum):
    """What a message shows; media messages have the kind of their media."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    LOCATION = "location"
    CONTACT = "contact"
    REACTION = "reaction"
    POLL = "poll"
    UNKNOWN = "unknown"


class Direction(StrEnum):
    """Who sent it: the customer (`in`) or the instance's own number (`out`)."""

    IN = "in"
    OUT = "out"


class MediaState(StrEnum):
    """Where the bytes of a media are."""

    REMOTE = "remote"
    DOWNLOADING = "downloading"
    LOCAL = "local"
    EXPIRED = "expired"
    FAILED = "failed"
    QUARANTINED = "quarantined"
