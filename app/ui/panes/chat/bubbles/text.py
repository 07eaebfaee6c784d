"""Text bubbles, captions, and the small notes of what is not shown: deleted, unknown."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from app.domain.kinds import MessageKind
from app.services.views import MessageRow
from app.texts import _
from app.texts.titles import kind_title
from app.ui.look.shapes import square_in
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.maker import SIDE, Maker
from app.ui.panes.chat.bubbles.parts import Passage, Sign
from app.ui.panes.chat.bubbles.passages import Broken, broken
from app.ui.panes.chat.bubbles.scene import TEXT_ROOM, Scene

SHORT_CHARACTERS = 900
SHORT_LINES = 14
_ABOVE = 6
_GAP = 12


def text_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the bubble of a text message, as narrow as its words."""
    maker = Maker.begin(scene, row, scene.px(TEXT_ROOM), show_sender=show_sender)
    side = scene.px(SIDE)
    text = shortened(scene, row, maker.width - 2 * side)
    needed = max(text.width, text.last_end + scene.px(_GAP) + maker.meta_width() if _fits(maker, text) else 0)
    more = scene.letters.width(_("Read more"), semibold=True) + scene.px(_GAP) if _is_long(row) else 0
    needed = max(needed, maker.head_width(), maker.meta_width() + more)
    maker.width = min(maker.width, needed + 2 * side + 1)
    maker.head()
    _place(maker, text)
    return maker.done(maker.y)


def caption(maker: Maker) -> None:
    """Add a caption below what the bubble shows, its time at the end."""
    _place(maker, shortened(maker.scene, maker.row, maker.width - 2 * maker.px(SIDE)))


def note_bubble(scene: Scene, row: MessageRow, *, show_sender: bool) -> Bubble:
    """Return the bubble of a message that cannot be shown, or was deleted."""
    icon, words = _note(row)
    maker = Maker.begin(scene, row, scene.px(TEXT_ROOM), show_sender=show_sender)
    px = scene.px
    room = maker.width - px(SIDE + 14 + 8 + SIDE)
    text = broken(scene, words, room - maker.meta_width() - px(_GAP))
    maker.width = px(SIDE + 14 + 8 + SIDE) + text.width + px(_GAP) + maker.meta_width() + 1
    maker.head()
    top, line = maker.y + px(_ABOVE), scene.theme.line()
    maker.parts.append(Sign(square_in(QRectF(px(SIDE), top, px(14), line), px(14)), icon))
    maker.parts.append(Passage(QPointF(px(SIDE + 14 + 8), top), text.layout, "text.secondary"))
    bottom = top + text.height
    maker.meta(maker.width - px(SIDE), bottom - line, line)
    return maker.done(bottom + px(_ABOVE))


def shortened(scene: Scene, row: MessageRow, width: float) -> Broken:
    """Return a message's text in lines, its beginning only where it is long and not unfolded."""
    if _is_long(row) and not scene.is_open(row.id, "text"):
        return broken(scene, row.text[:SHORT_CHARACTERS].rstrip() + "…", width, most_lines=SHORT_LINES)
    return broken(scene, row.text, width)


def _is_long(row: MessageRow) -> bool:
    return len(row.text) > SHORT_CHARACTERS or row.text.count("\n") >= SHORT_LINES


def _fits(maker: Maker, text: Broken) -> bool:
    """Tell whether time and ticks fit beside the last line."""
    if text.last_rtl or _is_long(maker.row):
        return False
    return text.last_end + maker.px(_GAP) + maker.meta_width() <= maker.width - 2 * maker.px(SIDE)


def _place(maker: Maker, text: Broken) -> None:
    px, scene = maker.px, maker.scene
    at = QPointF(px(SIDE), maker.y + px(_ABOVE))
    maker.parts.append(Passage(at, text.layout, searched=True))
    for link in text.links:
        for rect in link.rects:
            maker.region(Action.LINK, rect.translated(at), link.address, value=link.address, radius=4)
    line, bottom = scene.theme.line(), at.y() + text.height
    fits = _fits(maker, text)
    if not fits:
        bottom += line
    if _is_long(maker.row):
        words = _("Read less") if scene.is_open(maker.row.id, "text") else _("Read more")
        maker.text_button(Action.MORE, px(SIDE), bottom - line, words)
    maker.meta(maker.width - px(SIDE), bottom - line, line)
    maker.y = bottom + px(_ABOVE)


def _note(row: MessageRow) -> tuple[str, str]:
    if row.revoked:
        return "ban", _("This message was deleted")
    if row.kind is MessageKind.REACTION:
        return "smile", f"{kind_title(row.kind.value)} {row.text}".strip()
    return "circle-question-mark", _("A kind of message that Acervo cannot show yet")
