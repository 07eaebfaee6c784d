"""A chat in words: the second line of its row, and what assistive technology reads."""

from __future__ import annotations

from app.domain.kinds import Direction, MessageKind
from app.domain.uploads import ARRIVED
from app.services.views import ChatRow
from app.texts import _, ngettext
from app.texts.formats import format_duration, format_number
from app.texts.times import list_time
from app.texts.titles import kind_title, upload_state_title
from app.ui.look.elide import one_line
from app.ui.models.contact_words import contact_title

_WITH_DURATION = (MessageKind.AUDIO, MessageKind.VIDEO)


def preview(row: ChatRow) -> str:
    """Return the last message in a line: its text, a document's name, else its kind and length; "" for none."""
    if row.last_kind is None:
        return ""
    if row.last_text:
        return one_line(row.last_text[:200])
    words = kind_title(row.last_kind.value)
    if row.last_kind in _WITH_DURATION and row.last_duration_s is not None:
        return f"{words} · {format_duration(row.last_duration_s)}"
    return words


def spoken(row: ChatRow, now_s: float) -> str:
    """Return a row as one sentence for screen readers."""
    parts = [contact_title(row.name or row.address)]
    if row.is_group:
        parts.append(_("group"))
    if row.unread:
        parts.append(ngettext("{count} unread", "{count} unread", row.unread).format(count=format_number(row.unread)))
    if row.pinned:
        parts.append(_("pinned"))
    if row.last_kind is not None:
        said = preview(row)
        kind = kind_title(row.last_kind.value)
        parts.append(said if row.last_kind is MessageKind.TEXT or said.startswith(kind) else f"{kind}: {said}")
        far = row.last_status if row.last_upload is None or row.last_upload in ARRIVED else row.last_upload
        if row.last_direction is Direction.OUT and far is not None:
            parts.append(upload_state_title(far.value))
        parts.append(list_time(row.last_at, now_s))
    return ", ".join(parts)
