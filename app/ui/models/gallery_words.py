"""A media in a few words: on its tile, in its badge, and aloud for whoever does not see it."""

from __future__ import annotations

import time
from functools import lru_cache

from babel.units import format_unit

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.views import Day
from app.texts import _, language, ngettext
from app.texts.formats import format_bytes, format_duration, format_moment, format_number
from app.texts.reasons import reason_title
from app.texts.titles import kind_title, media_state_title
from app.ui.models.contact_words import contact_title

SOON_S = 24 * 3600
"""An expiry nearer than this is said on the tile."""
_SEPARATOR = " · "


def day_facts(day: Day) -> str:
    """Return a day's count and size: `16 · 41.2 MB`."""
    return counted_bytes(day.count, day.size_bytes)


def counted_bytes(count: int, size_bytes: int) -> str:
    """Return a count and, where it is known, the size: `16 · 41.2 MB`."""
    return _SEPARATOR.join([format_number(count)] + ([format_bytes(size_bytes)] if size_bytes else []))


def document_facts(item: MediaItem) -> str:
    """Return size and pages as a document's tile shows them: `82 kB · 1 p.`"""
    facts = [size_words(item.size_bytes)] if item.size_bytes is not None else []
    if item.pages:
        facts.append(_("{count} p.").format(count=format_number(item.pages)))
    return _SEPARATOR.join(facts)


def expires_soon(item: MediaItem, now: float | None = None) -> bool:
    """Tell whether a media that is not here yet goes away within a day."""
    if item.state not in (MediaState.REMOTE, MediaState.DOWNLOADING) or item.expires_at is None:
        return False
    return item.expires_at - (time.time() if now is None else now) < SOON_S


def time_left(item: MediaItem, now: float | None = None) -> str:
    """Return how long a media that expires is still to be had, to the hour or minute: `3h`."""
    left_s = max(0.0, (item.expires_at or 0) - (time.time() if now is None else now))
    unit, value = ("hour", left_s // 3600) if left_s >= 3600 else ("minute", left_s // 60)
    return str(format_unit(int(value), unit, length="short", locale=language()))


def failed_words(item: MediaItem) -> tuple[str, str]:
    """Return the two words and the reason on a tile whose file did not come or was set aside."""
    words = _("In quarantine") if item.state is MediaState.QUARANTINED else _("Not received")
    return words, reason_title(item.reason) if item.reason is not None else ""


def size_words(size_bytes: int) -> str:
    """Return a size as `format_bytes` writes it; remembered, as tiles are painted often."""
    return _size_words(size_bytes, language())


@lru_cache(maxsize=4096)
def _size_words(size_bytes: int, _language: str) -> str:
    return format_bytes(size_bytes)


def media_title(item: MediaItem) -> str:
    """Return what a media is called: its file name, else its kind."""
    return item.name or kind_title(item.kind)


def media_spoken(item: MediaItem | None, *, selected: bool) -> str:
    """Return a tile in words: kind, name, whom from, when, what is not as usual."""
    if item is None:
        return _("Loading")
    parts = [kind_title(item.kind)]
    if item.kind is MediaKind.DOCUMENT and item.name:
        parts.append(item.name)
    if item.caption:
        parts.append(item.caption)
    parts += [_whom(item), format_moment(item.sent_at)]
    if item.duration_s:
        parts.append(format_duration(item.duration_s))
    if item.size_bytes is not None:
        parts.append(format_bytes(item.size_bytes))
    if item.state is not MediaState.LOCAL:
        parts.append(_state_spoken(item))
    elif item.unheard:
        parts.append(_("not heard yet"))
    if selected:
        parts.append(_("selected"))
    return ", ".join(parts)


def files(count: int) -> str:
    """Return a number of files: `12,408 files`."""
    return ngettext("{count} file", "{count} files", count).format(count=format_number(count))


def _whom(item: MediaItem) -> str:
    sentence = _("from {contact}") if item.direction is Direction.IN else _("to {contact}")
    return sentence.format(contact=contact_title(item.contact))


def _state_spoken(item: MediaItem) -> str:
    said = media_state_title(item.state)
    if item.reason is not None and item.state in (MediaState.FAILED, MediaState.QUARANTINED):
        return f"{said}: {reason_title(item.reason)}"
    if expires_soon(item):
        return f"{said}, {_('expires in {time}').format(time=time_left(item))}"
    return said
