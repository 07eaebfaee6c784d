"""A message in words: what assistive technology reads for a bubble, and what copying puts on the clipboard."""

from __future__ import annotations

from app.domain.kinds import Direction, MediaState, MessageKind
from app.services.views import MessageRow
from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_duration
from app.texts.reasons import reason_title
from app.texts.times import format_clock
from app.texts.titles import kind_title, media_state_title, upload_state_title

_MISSING = frozenset({MediaState.FAILED, MediaState.EXPIRED, MediaState.QUARANTINED})


def missing(row: MessageRow) -> bool:
    """Tell whether a received media could not be had, or was set aside."""
    return row.media is not None and row.media.state in _MISSING and row.direction is Direction.IN


def not_received(kind: str) -> str:
    """Return that a media of this kind did not arrive, as a card's title."""
    titles = {
        "image": _("Image not received"),
        "video": _("Video not received"),
        "audio": _("Audio not received"),
        "document": _("Document not received"),
        "sticker": _("Sticker not received"),
    }
    return titles.get(kind) or _("File not received")


def spoken(row: MessageRow) -> str:
    """Return a bubble as one sentence: who, what, its state, when."""
    parts = [part for part in (*_what(row), _reply(row), *_state(row), format_clock(row.sent_at)) if part]
    who = _("You") if row.direction is Direction.OUT else row.sender
    said = ", ".join(parts)
    return f"{who}: {said}" if who else said


def facts_of(row: MessageRow) -> list[str]:
    """Return a media's length, size and pages, as far as they are known."""
    media = row.media
    if media is None:
        return []
    facts = []
    if media.duration_s is not None:
        facts.append(format_duration(media.duration_s))
    if media.size_bytes:
        facts.append(format_bytes(media.size_bytes))
    if media.pages:
        facts.append(pages(media.pages))
    if media.unheard and media.state is MediaState.LOCAL:
        facts.append(_("not heard yet"))
    return facts


def pages(count: int) -> str:
    """Return how many pages a document has."""
    return ngettext("{count} page", "{count} pages", count).format(count=count)


def fact(row: MessageRow, name: str) -> str:
    """Return one of a message's own facts (`extra`), "" where it has none."""
    return next((value for key, value in row.extra if key == name), "")


def _what(row: MessageRow) -> list[str]:
    if row.revoked:
        return [_("This message was deleted")]
    if missing(row) and row.media is not None:
        reason = reason_title(row.media.reason) if row.media.reason else media_state_title(row.media.state)
        return [not_received(row.media.kind.value), row.media.name, row.text, reason]
    if row.kind is MessageKind.TEXT:
        return [row.text]
    named = row.media.name if row.media is not None else fact(row, "name")
    return [kind_title(row.kind.value), named, *facts_of(row), row.text]


def _reply(row: MessageRow) -> str:
    return _("in reply to: {text}").format(text=row.reply_text) if row.reply_text else ""


def _state(row: MessageRow) -> list[str]:
    parts = []
    if row.edited:
        parts.append(_("edited"))
    if row.media is not None and row.media.state in (MediaState.REMOTE, MediaState.DOWNLOADING):
        parts.append(media_state_title(row.media.state.value))
    state = row.upload_state or row.status
    if row.direction is Direction.OUT and state is not None:
        parts.append(upload_state_title(state.value))
    if row.reactions:
        parts.append(_("reactions: {emoji}").format(emoji=" ".join(row.reactions)))
    return parts
