"""Short names of states and kinds, as badges and tables show them.

Media and uploads share the code `failed` and mean different things by it, so each has a function of its own.
"""

from __future__ import annotations

from app.texts import N_, _, ngettext
from app.texts.formats import format_number

_MEDIA_STATES = {
    "remote": N_("Not downloaded yet"),
    "downloading": N_("Downloading"),
    "local": N_("On this computer"),
    "expired": N_("Expired at WhatsApp"),
    "failed": N_("Not downloaded: failed"),
    "quarantined": N_("Set aside for safety"),
}
_UPLOAD_STATES = {
    "queued": N_("In the queue"),
    "preparing": N_("Being prepared"),
    "uploading": N_("Being uploaded"),
    "sending": N_("Being sent"),
    "accepted": N_("Accepted by the provider"),
    "sent": N_("Sent"),
    "delivered": N_("Delivered"),
    "read": N_("Read by the customer"),
    "waiting": N_("Waiting"),
    "failed": N_("Not sent: failed"),
    "unconfirmed": N_("Not confirmed"),
    "cancelled": N_("Cancelled"),
}
_KINDS = {
    "image": N_("Image"),
    "video": N_("Video"),
    "audio": N_("Audio"),
    "document": N_("Document"),
    "sticker": N_("Sticker"),
    "text": N_("Text message"),
    "location": N_("Location"),
    "contact": N_("Contact card"),
    "reaction": N_("Reaction"),
    "poll": N_("Poll"),
    "unknown": N_("Unknown kind of message"),
}


def media_state_title(state: str) -> str:
    """Return the short name of a `MediaState`; a state of a newer version keeps its code."""
    return _(_MEDIA_STATES.get(state, state))


def upload_state_title(state: str) -> str:
    """Return the short name of an `UploadState`; a state of a newer version keeps its code."""
    return _(_UPLOAD_STATES.get(state, state))


def kind_title(kind: str) -> str:
    """Return the short name of a `MediaKind` or `MessageKind`."""
    return _(_KINDS.get(kind, _KINDS["unknown"]))


def kind_count(kind: str, count: int) -> str:
    """Return how many of a `MediaKind` there are: `3 images`; other kinds are counted as files."""
    return _counted(kind, count).format(count=format_number(count))


def _counted(kind: str, count: int) -> str:
    match kind:
        case "image":
            return ngettext("{count} image", "{count} images", count)
        case "video":
            return ngettext("{count} video", "{count} videos", count)
        case "audio":
            return ngettext("{count} audio file", "{count} audio files", count)
        case "document":
            return ngettext("{count} document", "{count} documents", count)
        case "sticker":
            return ngettext("{count} sticker", "{count} stickers", count)
        case _:
            return ngettext("{count} file", "{count} files", count)
