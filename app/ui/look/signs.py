"""One glyph and one colour per kind and state, the same in bubble, chat list, queue and details."""

from __future__ import annotations

from app.domain.kinds import MediaState
from app.domain.statuses import Status
from app.domain.uploads import UploadState

KIND_ICONS = {
    "text": "message-square",
    "image": "image",
    "video": "video",
    "audio": "mic",
    "document": "file-text",
    "sticker": "sticker",
    "location": "map-pin",
    "contact": "contact",
    "reaction": "smile",
    "poll": "list-checks",
    "unknown": "circle-question-mark",
}
"""By `MediaKind` or `MessageKind`."""

STATUS_SIGNS = {
    Status.ACCEPTED: ("clock", "tick.wait"),
    Status.SENT: ("check", "tick.sent"),
    Status.DELIVERED: ("check-check", "tick.sent"),
    Status.READ: ("check-check", "tick.read"),
    Status.FAILED: ("circle-alert", "danger.text"),
}

UPLOAD_SIGNS = {
    UploadState.QUEUED: ("circle-dashed", "text.secondary"),
    UploadState.PREPARING: ("sliders-horizontal", "info.text"),
    UploadState.UPLOADING: ("", "accent.text"),
    UploadState.SENDING: ("send-horizontal", "accent.text"),
    UploadState.ACCEPTED: ("clock", "text.secondary"),
    UploadState.SENT: ("check", "text.secondary"),
    UploadState.DELIVERED: ("check-check", "text.secondary"),
    UploadState.READ: ("check-check", "info.text"),
    UploadState.WAITING: ("hourglass", "warning.text"),
    UploadState.FAILED: ("circle-alert", "danger.text"),
    UploadState.UNCONFIRMED: ("circle-question-mark", "warning.text"),
    UploadState.CANCELLED: ("ban", "text.secondary"),
}
"""An empty icon is the ring of progress."""

MEDIA_SIGNS = {
    MediaState.REMOTE: ("cloud-download", "text.secondary"),
    MediaState.DOWNLOADING: ("", "accent.text"),
    MediaState.EXPIRED: ("clock-alert", "text.secondary"),
    MediaState.FAILED: ("circle-alert", "danger.text"),
    MediaState.QUARANTINED: ("shield-alert", "warning.text"),
}

TICK_SIZE = 18
"""The pair of ticks is 15 px wide in a square of this."""


def kind_icon(kind: str, *, voice: bool = True) -> str:
    """Return the icon of a kind; a sound that is no voice note has its own."""
    if kind == "audio" and not voice:
        return "audio-lines"
    return KIND_ICONS.get(kind, KIND_ICONS["unknown"])
