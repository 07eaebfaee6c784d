"""What the dashboard says: which numbers ask for somebody, in which order, and in what words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_skeleton
from babel.numbers import format_percent

from app.domain.kinds import MediaKind, MediaState
from app.domain.reasons import Reason
from app.domain.uploads import UploadState
from app.services.connections import Connection
from app.services.numbers import LOST, Numbers, Side, Sum, Trouble
from app.texts import N_, _, language, ngettext
from app.texts.formats import format_bytes, format_number
from app.texts.reasons import reason_remedy, reason_title
from app.ui.look.signs import MEDIA_SIGNS, UPLOAD_SIGNS

PERIODS = (14, 30, 90)
"""Days that the chart can show."""

FULL_DISK = 0.8
"""From this share of the disk on, its use is an alert (product contract 9.2)."""

KIND_NAMES = {
    MediaKind.IMAGE: N_("Images"),
    MediaKind.VIDEO: N_("Videos"),
    MediaKind.AUDIO: N_("Audio"),
    MediaKind.DOCUMENT: N_("Documents"),
    MediaKind.STICKER: N_("Stickers"),
}


@dataclass(frozen=True, slots=True)
class Need:
    """Something that waits for somebody, or for time to pass.

    Attributes:
        icon, path: glyph and colour.
        title: how many of what.
        text: why, and what to do.
        states: media of these states can be shown; empty where the queue can.
        part: whose it is.
    """

    icon: str
    path: str
    title: str
    text: str
    states: frozenset[MediaState] = frozenset()
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers of one account; `key` is whatever names it."""

    key: object
    name: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """An account and its connection; `colour` is the name of an account colour."""

    name: str
    colour: str
    connection: Connection
    reason: Reason | None = None


def needs(parts: Sequence[Part]) -> list[Need]:
    """Return what needs attention, the gravest first, then the most frequent; of several accounts each by its name."""
    found = sorted((one for part in parts for one in _of_account(part)), key=lambda one: one[0])
    return [replace(need, title=_named(need)) if len(parts) > 1 else need for _place, need in found]


def fetchable(numbers: Numbers) -> int:
    """Return how many media can be asked for once more."""
    return numbers.in_state((MediaState.FAILED, MediaState.EXPIRED))


def day_words(day: int) -> str:
    """Return a day in few characters: `20 Nov`."""
    return format_skeleton("MMMd", date.fromordinal(day), locale=language())


def bar_words(day: int, bar: Sum) -> str:
    """Return a bar as a sentence."""
    parts = [
        _("{count} received").format(count=format_number(bar.received)),
        _("{count} sent").format(count=format_number(bar.sent)),
    ]
    if bar.lost:
        parts.append(_("{count} not received").format(count=format_number(bar.lost)))
    return _("{day}: {facts}").format(day=day_words(day), facts=", ".join(parts))


def kind_facts(bar: Sum) -> str:
    """Return how many files of a kind there are, and their size."""
    return f"{format_number(bar.files)} · {format_bytes(bar.size_bytes)}"


def library_facts(numbers: Numbers) -> list[str]:
    """Return how much there is beside the files, the most important first."""
    messages = ngettext("{count} message", "{count} messages", numbers.messages)
    chats = ngettext("{count} chat", "{count} chats", numbers.chats)
    contacts = ngettext("{count} contact", "{count} contacts", numbers.contacts)
    counted = ((messages, numbers.messages), (chats, numbers.chats), (contacts, numbers.contacts))
    return [words.format(count=format_number(count)) for words, count in counted]


def share_lost(numbers: Numbers) -> str:
    """Return which part of all media was not received: `0.4%`."""
    share = numbers.in_state(LOST) / max(1, numbers.media)
    return str(format_percent(share, format="#,##0.#%", locale=language()))


_UPLOAD_RANKS = {UploadState.UNCONFIRMED.value: 0, UploadState.FAILED.value: 1, UploadState.WAITING.value: 5}
_MEDIA_RANKS = {
    MediaState.FAILED.value: 3,
    MediaState.EXPIRED.value: 3,
    MediaState.QUARANTINED.value: 4,
    MediaState.REMOTE.value: 6,
}
_EXPIRING_RANK = 2


def _of_account(part: Part) -> list[tuple[tuple[int, int], Need]]:
    """Return what an account needs, each with its place."""
    numbers = part.numbers
    found = [((_rank(one), -one.count), _need(one)) for one in numbers.troubles if _rank(one) >= 0]
    if numbers.expiring:
        found.append(((_EXPIRING_RANK, -numbers.expiring), _expiring(numbers.expiring)))
    return [(place, replace(need, part=part)) for place, need in found]


def _named(need: Need) -> str:
    name = need.part.name if need.part is not None else ""
    return _("{account}: {sentence}").format(account=name, sentence=need.title)


def _rank(trouble: Trouble) -> int:
    """Return where a trouble stands, -1 where it is none: what is being tried right now, or a newer version's."""
    return (_UPLOAD_RANKS if trouble.side is Side.UPLOAD else _MEDIA_RANKS).get(trouble.state, -1)


def _need(trouble: Trouble) -> Need:
    words = _why(trouble.reason)
    if trouble.side is Side.UPLOAD:
        state = UploadState(trouble.state)
        icon, path = UPLOAD_SIGNS[state]
        return Need(icon, path, _counted(_UPLOADS[state], trouble.count), words)
    media = MediaState(trouble.state)
    icon, path = MEDIA_SIGNS[media]
    count = _counted(_MEDIA.get(media, _not_received), trouble.count)
    return Need(icon, path, count, words, frozenset({media}))


def _expiring(count: int) -> Need:
    words = ngettext("{count} file expires today", "{count} files expire today", count)
    text = _("WhatsApp keeps it no longer than that. It is fetched first; look whether something holds it up.")
    return Need("clock-alert", "warning.text", _counted(lambda _n: words, count), text, frozenset({MediaState.REMOTE}))


def _why(reason: Reason | None) -> str:
    return f"{reason_title(reason)} {reason_remedy(reason)}" if reason is not None else ""


def _counted(words: Callable[[int], str], count: int) -> str:
    return words(count).format(count=format_number(count))


def _not_received(count: int) -> str:
    return ngettext("{count} file not received", "{count} files not received", count)


def _set_aside(count: int) -> str:
    return ngettext("{count} file set aside for safety", "{count} files set aside for safety", count)


def _to_come(count: int) -> str:
    return ngettext("{count} file waits to be downloaded", "{count} files wait to be downloaded", count)


def _not_sent(count: int) -> str:
    return ngettext("{count} message not sent", "{count} messages not sent", count)


def _unconfirmed(count: int) -> str:
    return ngettext("{count} message not confirmed", "{count} messages not confirmed", count)


def _to_leave(count: int) -> str:
    return ngettext("{count} message waits to be sent", "{count} messages wait to be sent", count)


_MEDIA = {MediaState.QUARANTINED: _set_aside, MediaState.REMOTE: _to_come}
_UPLOADS = {
    UploadState.FAILED: _not_sent,
    UploadState.UNCONFIRMED: _unconfirmed,
    UploadState.WAITING: _to_leave,
}
