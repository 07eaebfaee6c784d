"""Files that are leaving: the card with its bar, until the provider has them."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.domain.uploads import CANCELLABLE, UploadState
from app.services.views import MessageRow
from app.texts import _
from app.texts.formats import format_bytes
from app.texts.reasons import reason_title
from app.texts.titles import kind_title, upload_state_title
from app.ui.look.elide import elided_name
from app.ui.look.signs import kind_icon
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.live_parts import Bar, UploadFacts
from app.ui.panes.chat.bubbles.maker import MEDIA_WIDTH, Maker
from app.ui.panes.chat.bubbles.parts import Box, Line, Sign
from app.ui.panes.chat.bubbles.scene import Scene

MOVING = frozenset({UploadState.QUEUED, UploadState.PREPARING, UploadState.UPLOADING, UploadState.SENDING})
CARDS = MOVING | {UploadState.WAITING, UploadState.ACCEPTED, UploadState.CANCELLED}
"""States in which a file is shown as this card."""

_TILE, _INSET = 40, 8


def upload_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the card of a file that is leaving: 320×68 with its bar, 56 without."""
    maker = Maker.begin(scene, row, scene.px(MEDIA_WIDTH), show_sender=show_sender)
    px, state = scene.px, row.upload_state
    tile = QRectF(px(_INSET), px(_INSET), px(_TILE), px(_TILE))
    icon = kind_icon(row.kind.value, voice=row.media is not None and row.media.voice)
    maker.parts.append(Box(tile, maker.inset))
    maker.parts.append(Sign(tile.adjusted(px(10), px(10), -px(10), -px(10)), icon, "accent.text"))
    left = tile.right() + px(12)
    right = maker.width - px(_INSET)
    if state in CANCELLABLE:
        side = px(28)
        at = QRectF(right - side, tile.center().y() - side / 2, side, side)
        maker.glyph_button(Action.UPLOAD_CANCEL, at, "x", 16, _("Cancel"))
        right = at.x() - px(4)
    elif state is UploadState.CANCELLED:
        right = _again(maker, right, tile) - px(8)
    _lines(maker, left, right)
    if state not in MOVING:
        return maker.done(px(56))
    bar = QRectF(px(_INSET), px(56), maker.width - 2 * px(_INSET), px(4))
    maker.parts.append(Bar(bar, row.upload_id or 0, full=state is UploadState.SENDING))
    return maker.done(px(68))


def _again(maker: Maker, right: float, tile: QRectF) -> float:
    words = _("Send after all")
    width = maker.scene.letters.width(words, semibold=True)
    maker.text_button(Action.UPLOAD_RETRY, right - width - maker.px(4), tile.center().y() - maker.px(10), words)
    return right - width


def _lines(maker: Maker, left: float, right: float) -> None:
    """Add the name, and below it what the upload does."""
    scene, row = maker.scene, maker.row
    line, small = scene.theme.line(), scene.theme.line("caption")
    top = scene.px(_INSET) + (scene.px(_TILE) - line - small) / 2
    name = (row.media.name if row.media else "") or kind_title(row.kind.value)
    shown = elided_name(scene.letters.metrics(semibold=True), name, right - left)
    maker.parts.append(Line(QRectF(left, top, right - left, line), shown, semibold=True))
    below = QRectF(left, top + line, right - left, small)
    if row.upload_state is UploadState.ACCEPTED:
        maker.meta(right, below.y(), below.height())
        below.setRight(right - maker.meta_width() - scene.px(8))
    maker.parts.append(_facts(row, below))


def _facts(row: MessageRow, rect: QRectF) -> UploadFacts | Line:
    size = row.media.size_bytes if row.media and row.media.size_bytes else 0
    words = upload_state_title(row.upload_state.value) if row.upload_state else ""
    if row.upload_state is UploadState.WAITING and row.upload_reason is not None:
        return Line(rect, reason_title(row.upload_reason), "warning.text", "caption")
    if row.upload_state is UploadState.SENDING:
        return Line(rect, _("Last block: it can no longer be cancelled"), "text.secondary", "caption")
    told = f"{format_bytes(size)} · {words}" if size else words
    if row.upload_state is UploadState.UPLOADING and row.upload_id is not None:
        return UploadFacts(rect, row.upload_id, size, told)
    return Line(rect, told, "text.secondary", "caption")
