"""Document cards: first page, name in two lines at most, size and pages, View and Save."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.services.views import MessageRow
from app.texts import _
from app.texts.titles import kind_title
from app.ui.look.elide import name_lines
from app.ui.models.message_words import facts_of
from app.ui.panes.chat.bubbles.actions import Action
from app.ui.panes.chat.bubbles.bubble import Bubble
from app.ui.panes.chat.bubbles.live_parts import Photo
from app.ui.panes.chat.bubbles.maker import MEDIA_WIDTH, SIDE, Maker
from app.ui.panes.chat.bubbles.parts import Line, Rule
from app.ui.panes.chat.bubbles.picture import state_badge
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.bubbles.text import caption

_PAGE_WIDTH, _PAGE_HEIGHT, _INSET = 48, 64, 8


def document_bubble(scene: Scene, row: MessageRow, media: MediaItem, *, show_sender: bool) -> Bubble:
    """Return the card of a document: 320×80, 16 higher where its name needs two lines."""
    maker = Maker.begin(scene, row, scene.px(MEDIA_WIDTH), show_sender=show_sender)
    maker.head()
    px, top = scene.px, maker.y + scene.px(_INSET)
    page = QRectF(px(_INSET), top, px(_PAGE_WIDTH), px(_PAGE_HEIGHT))
    _page(maker, page, media)
    left = page.right() + px(SIDE)
    width = maker.width - left - px(SIDE)
    names = name_lines(scene.letters.metrics(semibold=True), media.name or kind_title("document"), width)
    line, small = scene.theme.line(), scene.theme.line("caption")
    for name in names:
        maker.parts.append(Line(QRectF(left, top, width, line), name, semibold=True, searched=True))
        top += line
    maker.parts.append(Line(QRectF(left, top, width, small), _facts(scene, row, media), "text.secondary", "caption"))
    top += small + px(8 if len(names) == 1 else 4)
    _actions(maker, media, left, top)
    maker.y = max(top + line, page.bottom()) + px(_INSET)
    if row.text:
        caption(maker)
    return maker.done(maker.y)


def _page(maker: Maker, rect: QRectF, media: MediaItem) -> None:
    here = media.state is MediaState.LOCAL
    maker.region(Action.VIEW if here else Action.FETCH, rect, _("View") if here else _("Download"), wordless=True)
    maker.parts.append(Photo(rect, media.id, radius=6, top=True, ground=maker.inset, icon="file-text"))
    maker.parts.append(Rule(rect))


def _facts(scene: Scene, row: MessageRow, media: MediaItem) -> str:
    badge = state_badge(media, scene.now())
    return " · ".join([*facts_of(row), *([badge[1]] if badge else [])])


def _actions(maker: Maker, media: MediaItem, left: float, top: float) -> None:
    if media.state is MediaState.LOCAL:
        end = maker.text_button(Action.VIEW, left, top, _("View"))
        maker.text_button(Action.SAVE, end + maker.px(16), top, _("Save"))
    else:
        maker.text_button(Action.FETCH, left, top, _("Download"))
    if not maker.row.text:
        maker.meta(maker.width - maker.px(SIDE), top, maker.scene.theme.line())
