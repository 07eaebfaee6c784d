"""The message list: keeps the reader's place while messages come and go, fetches at both ends, sticks to the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.domain.kinds import Direction
from app.texts import _
from app.texts.times import day_of
from app.ui.look.icons import Icons
from app.ui.look.region_list import Region
from app.ui.look.roles import read_out
from app.ui.models.message_words import spoken
from app.ui.models.messages import MessagesModel
from app.ui.panes.chat.bubbles.scene import TEXT_ROOM, Scene
from app.ui.panes.chat.delegate import MARGIN, BubbleDelegate
from app.ui.panes.chat.overlays import JumpPill, StickyDay
from app.ui.panes.chat.touch import TouchList

_FADE_MS = 16
_KEPT_ON_RESIZE = 120
_BOTTOM_SLACK = 4


@dataclass(slots=True)
class _Anchor:
    """What must stay where it is: the end, or a message at a height."""

    bottom: bool
    message: int = 0
    top: int = 0


class MessageList(TouchList):
    """Rows of one chat."""

    bottom_reached = Signal()
    """The newest message is in sight."""

    def __init__(self, scene: Scene, icons: Icons, model: MessagesModel, parent: QWidget | None = None) -> None:
        super().__init__(scene, model, BubbleDelegate(scene), parent)
        self._anchor: _Anchor | None = None
        self._unseen = 0
        self._day = StickyDay(scene, self)
        self._pill = JumpPill(scene.theme, icons, self)
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.timeout.connect(self._fade)
        self._pill.clicked.connect(self.to_newest)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._scrolled())
        model.changing.connect(self._hold)
        model.settled.connect(self._settle)
        model.settled.connect(self._look_again)
        model.opened.connect(self._open_at)
        model.arrived.connect(self._count_new)
        model.absent.connect(self._say_absent)
        self._delegate.spot.moved.connect(self._repaint_row)
        scene.stale.connect(self.lay_out)
        scene.marked.connect(self.viewport().update)
        scene.photos.ready.connect(self._repaint)

    # ── where it is ────────────────────────────────────────────────────────────────────────────────────────────

    def at_bottom(self) -> bool:
        """Tell whether the newest message is in sight."""
        bar = self.verticalScrollBar()
        return self._model.at_end and bar.value() >= bar.maximum() - _BOTTOM_SLACK

    def to_newest(self) -> None:
        """Go to the end, fetching it where it is not in the window."""
        if self._model.at_end:
            self.scrollToBottom()
        else:
            self._model.show_newest()

    def lay_out(self) -> None:
        """Measure all rows anew and stay where the reader is."""
        self._hold()
        self._delegate.forget()
        self._settle()

    def relayout_message(self, message: int) -> None:
        """Measure one message anew: a fold opened, another sound plays. The keyboard stays at what it was at."""
        number = self._model.row_of(message)
        if number < 0:
            return
        index = self._model.index(number)
        self._hold()
        self._delegate.forget(message)
        self._settle()
        self.refocus(index)
        self.update(index)

    def show_quoted(self, message_id: str) -> None:
        """Go to a message by WhatsApp's id, wherever in the chat it is."""
        self._model.show_answered(message_id)

    def regions_of(self, message: int) -> Sequence[Region]:
        """Return what can be done with a message."""
        number = self._model.row_of(message)
        return self.regions(self._model.index(number)) if number >= 0 else ()

    def in_sight(self) -> tuple[int, int]:
        """Return the first and last row in sight, (0, -1) for none."""
        if not self._model.rowCount():
            return 0, -1
        height = self.viewport().height()
        first = self._row_at(0, downwards=True)
        last = self._row_at(height - 1, downwards=False)
        return first, last

    def repaint_media(self, media: int) -> None:
        """Repaint the bubble of a media where it is in sight."""
        first, last = self.in_sight()
        for number in range(first, last + 1):
            item = self._model.rows[number].media
            if item is not None and item.id == media:
                self.update(self._model.index(number))

    def index_of_media(self, media: int | None) -> QModelIndex:
        """Return the row of a media, an invalid index where it is not in the window."""
        for number, row in enumerate(self._model.rows):
            if row.media is not None and row.media.id == media:
                return self._model.index(number)
        return QModelIndex()

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Take the new room; text is laid out again only where it is narrower than any text needs."""
        self._hold()
        super().resizeEvent(event)
        self._delegate.scroll_bar = self.width() - self.viewport().width()
        scene = self._scene
        room = min(scene.px(TEXT_ROOM), self.width() - 2 * scene.px(MARGIN))
        if room != scene.room and room > 0:
            scene.room = room
            self._model.keep_near(_KEPT_ON_RESIZE)
            self._delegate.forget()
        self._settle()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint, and again while pictures fade in."""
        super().paintEvent(event)
        if self._delegate.unfinished and not self._fading.isActive():
            self._fading.start(_FADE_MS)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _row_at(self, y: int, *, downwards: bool) -> int:
        """Return the row at a height; rows fill the list without gaps, so only its ends have none."""
        for at in (y, y + 1, y - 1):
            index = self.indexAt(QPoint(4, at))
            if index.isValid():
                return index.row()
        return 0 if downwards else self._model.rowCount() - 1

    def _hold(self) -> None:
        """Remember what must stay where it is; the outermost change counts."""
        if self._anchor is not None:
            return
        # Asked first: looking for rows measures those that are stale, and then the end is further down.
        if self.at_bottom():
            self._anchor = _Anchor(bottom=True)
            return
        first, last = self.in_sight()
        if last < 0:
            self._anchor = _Anchor(bottom=True)
            return
        top = self.visualRect(self._model.index(first)).top()
        self._anchor = _Anchor(bottom=False, message=int(self._model.rows[first].id), top=top)

    def _settle(self) -> None:
        """Measure, and put what was held back to where it was."""
        anchor, self._anchor = self._anchor, None
        self._delegate.keep_only({int(row.id) for row in self._model.rows})
        self.doItemsLayout()
        if anchor is None or anchor.bottom:
            self.scrollToBottom()
        else:
            number = self._model.row_of(anchor.message)
            if number >= 0:
                moved = self.visualRect(self._model.index(number)).top() - anchor.top
                self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
        self._scrolled()

    def _open_at(self, message: int) -> None:
        """Begin at a message, at what is new, or at the end."""
        self._unseen = 0
        self._delegate.spot.clear()
        number = self._model.row_of(message or self._model.first_new)
        if number < 0:
            self.scrollToBottom()
            return
        index = self._model.index(number)
        hint = self.ScrollHint.PositionAtCenter if message else self.ScrollHint.PositionAtTop
        self.scrollTo(index, hint)
        if message:
            self.setCurrentIndex(index)
            self._delegate.spot.point_at(message)
        self._scrolled()

    def _repaint_row(self, message: int) -> None:
        number = self._model.row_of(message)
        if number >= 0:
            self.update(self._model.index(number))

    def _say_absent(self) -> None:
        """Say that there is nothing to go to."""
        at = self.visualRect(self.currentIndex()).center() if self.currentIndex().isValid() else self.rect().center()
        QToolTip.showText(self.viewport().mapToGlobal(at), _("The message that this answers is not in Acervo."), self)

    def _scrolled(self) -> None:
        first, last = self.in_sight()
        self._model.set_near(first, last)
        bar, page = self.verticalScrollBar(), self.viewport().height()
        if self._model.rowCount() and self.isVisible():
            if bar.value() < 2 * page:
                self._model.fetch_older()
            if bar.maximum() - bar.value() < 2 * page:
                self._model.fetch_newer()
        if self.at_bottom():
            self._unseen = 0
            if self._model.rowCount():
                self.bottom_reached.emit()
        self._place_day(first)
        self._place_pill()

    def _place_day(self, first: int) -> None:
        """Show the day of the topmost row where its own heading is out of sight; the next one pushes it away."""
        if not self._model.rowCount():
            self._day.show_day(0, 0, 0)
            return
        px = self._scene.px
        day = day_of(self._model.rows[first].sent_at)
        top: float = px(8)
        for number in (first, first + 1, first + 2):
            if number >= self._model.rowCount():
                break
            index = self._model.index(number)
            heading = self._delegate.places(index, self.visualRect(index)).day
            if heading is not None and number == first and heading.top() >= px(4):
                day = 0
            elif heading is not None and number > first:
                top = min(top, heading.top() - px(24))
        self._day.show_day(day if top > -px(20) else 0, self.viewport().width(), top)

    def _place_pill(self) -> None:
        bar = self.verticalScrollBar()
        far = not self._model.at_end or bar.maximum() - bar.value() > self.viewport().height()
        shown = self._model.rowCount() > 0 and (self._unseen > 0 or far)
        if shown:
            self._pill.show_count(self._unseen)
            at = self.viewport().rect().bottom() - self._pill.height() - self._scene.px(12)
            self._pill.move((self.viewport().width() - self._pill.width()) // 2, at)
        self._pill.setVisible(shown)

    def _count_new(self, count: int) -> None:
        self._read_out(count)
        if not self.at_bottom():
            self._unseen += count
            self._place_pill()

    def _read_out(self, count: int) -> None:
        """Tell assistive technology what has just been received, whatever has the keyboard."""
        if self.isVisible():
            come = [row for row in self._model.rows if row.direction is Direction.IN][-count:]
            read_out(self, ". ".join(spoken(row) for row in come))

    def _look_again(self) -> None:
        """Look once more for pictures in sight that were not there: something was committed."""
        first, last = self.in_sight()
        rows = self._model.rows[first : last + 1]
        self._scene.photos.look_again([int(row.media.id) for row in rows if row.media is not None])
        self.viewport().update()

    def _repaint(self, media: list[int]) -> None:
        for one in media:
            self.repaint_media(one)

    def _fade(self) -> None:
        rows, self._delegate.unfinished = self._delegate.unfinished, set()
        for number in rows:
            self.update(self._model.index(number))
