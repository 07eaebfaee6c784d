"""A contact in words: number, files, when they last wrote, and the sentence that is read aloud."""

from __future__ import annotations

from app.domain.addresses import formatted, is_phone
from app.services.people import PersonRow
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.texts.times import list_time


def number_words(row: PersonRow) -> str:
    """Return the phone as people write it, "" where it is not known."""
    return formatted(row.address) if is_phone(row.address) else ""


def title(row: PersonRow) -> str:
    """Return how the contact is called; a phone without a name as people write it."""
    return formatted(row.name) if row.name == row.address else row.name


def second_line(row: PersonRow) -> str:
    """Return what stands below the name: the number, that it is a group, the name that WhatsApp verified."""
    parts = []
    if row.is_group:
        parts.append(_("Group"))
    elif (number := number_words(row)) and number != title(row):
        parts.append(number)
    elif not number:
        parts.append(_("Number not known"))
    if row.verified_name and row.verified_name != row.name:
        parts.append(row.verified_name)
    return " · ".join(parts)


def files_words(count: int) -> str:
    """Return how many files came and went, "" for none."""
    return ngettext("{count} file", "{count} files", count).format(count=format_number(count)) if count else ""


def last_words(row: PersonRow, now_s: float) -> str:
    """Return when the last message was."""
    return list_time(row.last_at, now_s) if row.last_at else _("No messages yet")


def spoken(row: PersonRow, now_s: float) -> str:
    """Return a row as one sentence for screen readers."""
    last = last_words(row, now_s)
    if row.last_at:
        last = _("last message {when}").format(when=last)
    return ", ".join(part for part in (title(row), second_line(row), files_words(row.media), last) if part)
