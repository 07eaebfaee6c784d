"""What is known of a media, in words: the verdict on its bytes, each check, and the facts in rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.domain.addresses import formatted
from app.domain.encryption import Check
from app.domain.filetypes import by_mime
from app.domain.kinds import Direction, MediaState
from app.domain.messages import MediaItem
from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_date, format_duration, format_moment, format_number
from app.texts.reasons import reason_title
from app.texts.titles import kind_title, media_state_title

_GROUP, _GROUPS_A_LINE = 4, 8


def verdict(item: MediaItem) -> tuple[str, str, str, str]:
    """Return tone, glyph, title and sentence of the badge; an empty tone is the usual one."""
    if item.state is MediaState.QUARANTINED:
        return "warning", "shield-alert", _("Set aside"), _("It is kept where nothing opens it.")
    if item.state is MediaState.FAILED:
        return "danger", "circle-alert", _("Not received"), _("What arrived was not kept.")
    if item.state is not MediaState.LOCAL:
        return "", "cloud-download", media_state_title(item.state), _("Its bytes are not on this computer.")
    if item.verified:
        return "success", "shield-check", _("Verified"), _("The bytes are those that were sent.")
    if item.direction is Direction.OUT:
        return "", "send", _("Sent from here"), _("The bytes are those that left this computer.")
    return "", "shield-alert", _("Not verified"), _("The message did not say what the bytes should be.")


def check_words(checks: Iterable[Check]) -> list[str]:
    """Return what each check that passed says, the strongest first."""
    words = {
        Check.PLAIN_SHA256: _("The file matches (SHA-256)"),
        Check.MAC: _("The seal matches (MAC)"),
        Check.CIPHER_SHA256: _("The encrypted file matches (SHA-256)"),
        Check.LENGTH: _("The size matches"),
        Check.PADDING: _("Its end decrypts cleanly"),
    }
    passed = frozenset(checks)
    return [sentence for check, sentence in words.items() if check in passed]


def hash_lines(digest: str) -> list[str]:
    """Return a SHA-256 in groups of four, two lines of eight."""
    groups = [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]
    return [" ".join(groups[start : start + _GROUPS_A_LINE]) for start in range(0, len(groups), _GROUPS_A_LINE)]


def facts_of(item: MediaItem) -> list[tuple[str, str]]:
    """Return names and values, in the order shown; what is not known is left out."""
    facts = [(_("Type"), _type(item)), (_("Size"), _size(item))]
    if item.name:
        facts.append((_("Name"), item.name))
    facts.append((_("From") if item.direction is Direction.IN else _("To"), item.contact))
    if item.contact != item.chat:
        facts.append((_("Number"), formatted(item.chat)))
    facts.append((_("When"), format_moment(item.sent_at)))
    if item.expires_at is not None:
        facts.append((_("At WhatsApp"), _expiry(item)))
    if item.reason is not None:
        facts.append((_("Why"), reason_title(item.reason)))
    if item.caption:
        facts.append((_("Caption"), item.caption))
    return [(name, value) for name, value in facts if value]


def moment_words(item: MediaItem, now: datetime) -> str:
    """Return when it came or left: `received today 12:51`."""
    sent = datetime.fromtimestamp(item.sent_at)
    clock = f"{sent:%H:%M}"
    days = (now.date() - sent.date()).days
    incoming = item.direction is Direction.IN
    if days == 0:
        return (_("received today {time}") if incoming else _("sent today {time}")).format(time=clock)
    if days == 1:
        return (_("received yesterday {time}") if incoming else _("sent yesterday {time}")).format(time=clock)
    sentence = _("received {date}, {time}") if incoming else _("sent {date}, {time}")
    return sentence.format(date=format_date(item.sent_at), time=clock)


def _type(item: MediaItem) -> str:
    """Return the form that its content was found to have; of what is not here, what the message said."""
    known = by_mime(item.mime.partition(";")[0].strip())
    form = known.extension.upper() if known is not None else item.mime
    if form and item.state is MediaState.LOCAL:
        return _("{form}, by its content").format(form=form)
    return " · ".join(part for part in (kind_title(item.kind), form) if part)


def _size(item: MediaItem) -> str:
    parts = [] if item.size_bytes is None else [format_bytes(item.size_bytes)]
    if item.width and item.height:
        parts.append(f"{format_number(item.width)} × {format_number(item.height)}")
    if item.duration_s:
        parts.append(format_duration(item.duration_s))
    if item.pages:
        pages = ngettext("{count} page", "{count} pages", item.pages)
        parts.append(pages.format(count=format_number(item.pages)))
    return " · ".join(parts)


def _expiry(item: MediaItem) -> str:
    date = format_date(item.expires_at or 0)
    if item.state is MediaState.LOCAL:
        return _("expires {date}, already kept").format(date=date)
    return _("expires {date}").format(date=date)
