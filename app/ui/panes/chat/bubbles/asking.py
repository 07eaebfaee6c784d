"""Bubbles that ask something: not received, failed, unconfirmed. They are wider, and the first button is the remedy."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from app.domain.kinds import MediaState, MessageKind
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from app.texts import _, ngettext
from app.texts.reasons import reason_fault, reason_remedy, reason_title
from app.texts.times import format_clock
from app.texts.titles import kind_title, media_state_title
from app.ui.look.elide import elided_name, one_line
from app.ui.look.signs import kind_icon
from app.ui.models.message_words import not_received
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.maker import ASKING_WIDTH, QUIET_EDGE, SIDE, Maker, button_width
from app.ui.panes.chat.bubbles.parts import Line, Passage, Sign
from app.ui.panes.chat.bubbles.passages import broken
from app.ui.panes.chat.bubbles.scene import Scene

_TRY_FIRST = frozenset(
    {
        Reason.TRUNCATED,
        Reason.OFFLINE,
        Reason.TIMEOUT,
        Reason.TLS,
        Reason.RATE_LIMITED,
        Reason.PROVIDER_ERROR,
        Reason.DISK_FULL,
        Reason.NO_PERMISSION,
        Reason.HTML_INSTEAD,
        Reason.TOKEN_REFUSED,
        Reason.NO_CREDENTIALS,
    }
)
"""What trying again may mend; for everything else the customer is asked first."""

_NEVER_AGAIN = frozenset({Reason.NO_KEY, Reason.BAD_KEY, Reason.INFECTED, Reason.TYPE_MISMATCH, Reason.EMPTY})
_INDENT = 28


@dataclass(frozen=True, slots=True)
class _Card:
    """What such a bubble says."""

    tone: str
    icon: str
    title: str
    reason: str
    answers: tuple[tuple[Action, str], ...]
    details: tuple[str, ...] = ()
    body: str = ""


def missing_bubble(scene: Scene, row: MessageRow, media: MediaItem, *, show_sender: bool) -> Bubble:
    """Return the card of a received media that could not be had, or was set aside."""
    return _bubble(scene, row, _missing(row, media), show_sender=show_sender)


def failed_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the card of an own message that was refused."""
    reason = row.upload_reason
    details = (reason_fault(reason), reason_remedy(reason)) if reason else ()
    said = reason_title(reason) if reason else _("It was not sent.")
    answers = ((Action.UPLOAD_RETRY, _("Try again")),) if row.upload_id is not None else ()
    card = _Card("danger", "circle-alert", _name(scene, row), said, answers, details, _own_words(row))
    return _bubble(scene, row, card, show_sender=show_sender)


def unconfirmed_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the card of a send whose answer was lost: three answers, none of them first, the user decides."""
    answers = (
        (Action.UPLOAD_CHECK, _("Check again")),
        (Action.UPLOAD_RESEND, _("Send again")),
        (Action.UPLOAD_ARRIVED, _("It arrived")),
    )
    said = _("It could not be learnt whether it arrived.")
    card = _Card("warning", "circle-question-mark", _name(scene, row), said, answers, (), _own_words(row))
    return _bubble(scene, row, card, show_sender=show_sender)


def asks(row: MessageRow) -> str:
    """Return what an own message asks: `failed`, `unconfirmed` or ""."""
    if row.upload_state in (UploadState.FAILED, UploadState.UNCONFIRMED):
        return str(row.upload_state.value)
    failed = row.status is not None and row.status.value == "failed" and row.upload_state is None
    return "failed" if failed else ""


def _missing(row: MessageRow, media: MediaItem) -> _Card:
    aside = media.state is MediaState.QUARANTINED
    reason = media.reason
    title = _("Set aside for safety") if aside else not_received(media.kind.value)
    said = reason_title(reason) if reason else media_state_title(media.state.value) + "."
    details = [reason_fault(reason), reason_remedy(reason)] if reason else []
    if media.attempts:
        tries = ngettext("{count} attempt so far.", "{count} attempts so far.", media.attempts)
        details.append(tries.format(count=media.attempts))
    if media.next_try_at:
        details.append(_("The next attempt is at {time}.").format(time=format_clock(media.next_try_at)))
    icon = "shield-alert" if aside else kind_icon(media.kind.value)
    tone = "warning" if aside else "danger"
    return _Card(tone, icon, title, said, _remedies(reason, aside=aside), tuple(details), row.text)


def _remedies(reason: Reason | None, *, aside: bool) -> tuple[tuple[Action, str], ...]:
    too_large = reason is Reason.TOO_LARGE
    ask = (Action.ASK, _("Ask for a link") if too_large else _("Ask to send again"))
    again = (Action.RETRY, _("Try again"))
    if aside or reason in _NEVER_AGAIN:
        return (ask,)
    return (again, ask) if reason is None or reason in _TRY_FIRST else (ask, again)


def _name(scene: Scene, row: MessageRow) -> str:
    if row.kind is MessageKind.TEXT:
        return _("Message not sent") if asks(row) == "failed" else _("Message without confirmation")
    return (row.media.name if row.media else "") or kind_title(row.kind.value)


def _own_words(row: MessageRow) -> str:
    return row.text[:600]


def _bubble(scene: Scene, row: MessageRow, card: _Card, *, show_sender: bool) -> Bubble:
    maker = Maker.begin(scene, row, scene.px(ASKING_WIDTH), show_sender=show_sender)
    px, line = scene.px, scene.theme.line()
    maker.head(beside=16)
    top, left = maker.y + px(10), px(16 + _INDENT)
    maker.parts.append(Sign(QRectF(px(16), top + px(2), px(16), px(16)), card.icon, f"{card.tone}.text"))
    room = maker.width - left - px(SIDE) - maker.meta_width() - px(8)
    title = elided_name(scene.letters.metrics(semibold=True), one_line(card.title), room)
    maker.parts.append(Line(QRectF(left, top, room, line), title, semibold=True))
    _clock(maker, top, line)
    maker.y = top + line
    _say(maker, card.body, left, path="text.primary")
    _say(maker, card.reason, left)
    if scene.is_open(row.id, "details"):
        for sentence in card.details:
            _say(maker, sentence, left)
    maker.y += px(8)
    _answer(maker, card, left)
    return maker.done(maker.y + px(10), edge=f"{card.tone}.fill")


def _clock(maker: Maker, top: float, line: float) -> None:
    words = maker.meta_words()
    width = maker.scene.letters.width(words, "caption")
    rect = QRectF(maker.width - maker.px(SIDE) - width, top, width + 1, line)
    maker.parts.append(Line(rect, words, "text.tertiary", "caption"))


def _say(maker: Maker, sentence: str, left: float, *, path: str = "text.secondary") -> None:
    if sentence:
        text = broken(maker.scene, sentence, maker.width - left - maker.px(SIDE), most_lines=8)
        maker.parts.append(Passage(QPointF(left, maker.y), text.layout, path))
        maker.y += text.height


def _answer(maker: Maker, card: _Card, left: float) -> None:
    """Add the buttons, in a second line where the first is full."""
    px, scene = maker.px, maker.scene
    buttons = [(action, words, "") for action, words in card.answers]
    if card.details:
        open_now = scene.is_open(maker.row.id, "details")
        buttons.append((Action.DETAILS, _("Details"), "chevron-up" if open_now else "chevron-down"))
    x, end = left, maker.width - px(SIDE)
    for action, words, icon in buttons:
        width = button_width(scene, words, icon=icon, quiet=bool(icon))
        if x > left and x + width > end + (px(QUIET_EDGE) if icon else 0):
            x, maker.y = left, maker.y + px(28 + 8)
        x = maker.button(action, x, maker.y, words, icon=icon, quiet=bool(icon)) + px(8)
    if buttons:
        maker.y += px(28)
