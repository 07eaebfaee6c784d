"""An upload in words: its state and what belongs to it, the answers it allows, and the sentence that is read aloud."""

from __future__ import annotations

import time
from dataclasses import dataclass

from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.domain.uploads import CANCELLABLE, Upload, UploadState
from app.texts import N_, _, ngettext
from app.texts.formats import format_bytes
from app.texts.reasons import reason_remedy, reason_title
from app.texts.times import format_clock, format_left
from app.texts.titles import kind_title, upload_state_title
from app.ui.look.elide import one_line
from app.ui.look.signs import UPLOAD_SIGNS, kind_icon
from app.ui.models.pace import Pace

S = UploadState

NEEDS_A_HAND = frozenset(
    {Reason.WINDOW_CLOSED, Reason.TOKEN_REFUSED, Reason.PERMISSION_MISSING, Reason.NO_CREDENTIALS, Reason.NO_PERMISSION}
)
"""Reasons for waiting that do not pass by themselves."""

ACTION_TITLES = {
    "check": N_("Check again"),
    "resend": N_("Send again"),
    "arrived": N_("It arrived"),
    "retry": N_("Try again"),
    "requeue": N_("Put back in the queue"),
    "cancel": N_("Cancel"),
}
"""`requeue` is what `retry` is called after a cancellation."""

_WAIT_TITLES = {
    Reason.OFFLINE: N_("No connection"),
    Reason.RATE_LIMITED: N_("Limit per minute"),
    Reason.WINDOW_CLOSED: N_("24-hour window closed"),
    Reason.TIMEOUT: N_("No answer"),
    Reason.DISK_FULL: N_("Disk full"),
}
_WAIT_SIGNS = {Reason.OFFLINE: "wifi-off", Reason.RATE_LIMITED: "timer"}
_TEXT_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Asking:
    """An account and how many of its uploads need somebody."""

    ref: object
    name: str
    letter: str
    colour: str
    count: int


def needs_the_user(upload: Upload) -> bool:
    """Tell whether nothing more happens to an upload before somebody decides."""
    if upload.state in (S.FAILED, S.UNCONFIRMED):
        return True
    return upload.state is S.WAITING and upload.reason in NEEDS_A_HAND


def actions(upload: Upload) -> tuple[str, ...]:
    """Return the answers that an upload allows, the remedy that is most likely wanted first."""
    match upload.state:
        case S.UNCONFIRMED:
            return ("check", "resend", "arrived")
        case S.FAILED:
            return ("retry",)
        case S.CANCELLED:
            return ("requeue",)
        case state if state in CANCELLABLE:
            return ("cancel",)
    return ()


def sign(upload: Upload) -> tuple[str, str]:
    """Return icon and colour path of a state; an empty icon is the ring of progress."""
    icon, path = UPLOAD_SIGNS[upload.state]
    if upload.state is S.WAITING and upload.reason is not None:
        icon = _WAIT_SIGNS.get(upload.reason, icon)
    return icon, path


def title(upload: Upload) -> str:
    """Return what leaves: a file's name, the text itself, else the kind."""
    if upload.kind is None:
        return one_line(upload.caption[:_TEXT_LENGTH]) or kind_title("text")
    if upload.voice:
        return _("Voice message of {time}").format(time=format_clock(upload.created_at))
    return upload.name or kind_title(upload.kind.value)


def is_file_name(upload: Upload) -> bool:
    """Tell whether the title is a file's name, which is cut in its middle."""
    return upload.kind is not None and bool(upload.name) and not upload.voice


def icon(upload: Upload) -> str:
    """Return the icon of what leaves, where there is no picture of it."""
    if upload.kind is None:
        return "message-square"
    return kind_icon(upload.kind.value, voice=upload.kind is not MediaKind.AUDIO)


def facts(upload: Upload, *, clock: bool) -> str:
    """Return size, and the time where it is asked for."""
    size = format_bytes(upload.size_bytes) if upload.kind is not None and upload.size_bytes else ""
    return " · ".join(part for part in (size, format_clock(upload.created_at) if clock else "") if part)


def state_words(upload: Upload, pace: Pace | None, ahead: int) -> tuple[str, str]:
    """Return the state's name and what belongs to it.

    Args:
        pace: how far its bytes are, None where nothing is known of that.
        ahead: how many of its chat leave before it.
    """
    match upload.state:
        case S.UPLOADING if pace is not None and pace.total_bytes:
            return _("{percent} %").format(percent=int(pace.fraction * 100)), _figures(pace)
        case S.SENDING:
            return _("Delivering"), _("last block, can no longer be cancelled")
        case S.QUEUED:
            return upload_state_title(S.QUEUED), _behind(ahead)
        case S.WAITING:
            return _waiting(upload)
        case S.UNCONFIRMED:
            return upload_state_title(S.UNCONFIRMED), _("It could not be learnt whether it arrived.")
        case S.FAILED:
            return _("It failed"), reason_title(upload.reason) if upload.reason else ""
        case S.PREPARING:
            return upload_state_title(S.PREPARING), upload.converted
        case S.ACCEPTED:
            return _("Accepted"), _("{time}, is with the provider").format(time=format_clock(_left_at(upload)))
        case S.READ:
            return _("Read"), format_clock(_left_at(upload))
        case S.SENT | S.DELIVERED:
            return upload_state_title(upload.state), format_clock(_left_at(upload))
    return upload_state_title(upload.state), ""


def remedy(upload: Upload) -> str:
    """Return what can be done about an upload that stands, "" where nothing has to be."""
    if upload.reason is None or upload.state not in (S.FAILED, S.WAITING, S.UNCONFIRMED):
        return ""
    return reason_remedy(upload.reason)


def spoken(upload: Upload, contact: str, state: tuple[str, str]) -> str:
    """Return a row as one sentence: what, to whom, its state."""
    parts = [title(upload), facts(upload, clock=False), _("to {contact}").format(contact=contact), *state]
    return ", ".join(part for part in parts if part)


def _behind(ahead: int) -> str:
    if ahead <= 0:
        return ""
    return ngettext("after {count} file of this chat", "after {count} files of this chat", ahead).format(count=ahead)


def _waiting(upload: Upload) -> tuple[str, str]:
    reason = upload.reason
    if reason is None:
        return upload_state_title(S.WAITING), _again(upload)
    words = _(_WAIT_TITLES[reason]) if reason in _WAIT_TITLES else upload_state_title(S.WAITING)
    if reason is Reason.WINDOW_CLOSED:
        return words, _("Leaves when the customer writes")
    if reason is Reason.OFFLINE:
        return words, _("leaves when the account is connected again")
    if reason in _WAIT_TITLES and reason not in NEEDS_A_HAND:
        return words, _again(upload) or reason_title(reason)
    return words, reason_title(reason)


def _again(upload: Upload) -> str:
    if upload.next_try_at is None:
        return ""
    left_s = upload.next_try_at - time.time()
    return _("tries again in {time}").format(time=format_left(left_s)) if left_s >= 1 else _("tries again now")


def _figures(pace: Pace) -> str:
    done, total = format_bytes(pace.done_bytes), format_bytes(pace.total_bytes)
    words = _("{done} of {total}").format(done=done, total=total)
    return f"{words} · {format_left(pace.left_s)}" if pace.left_s and pace.left_s >= 1 else words


def _left_at(upload: Upload) -> float:
    return upload.sending_at or upload.created_at
