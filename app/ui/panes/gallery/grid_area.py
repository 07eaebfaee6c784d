"""The grid with what stands around it: the sticking day, the dates at the right, and its empty and failed states."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.texts import _
from app.ui.bridge import Reader
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.gallery import GalleryModel
from app.ui.panes.gallery.day_strip import DayStrip
from app.ui.panes.gallery.delegate import TileDelegate
from app.ui.panes.gallery.grid import GalleryGrid
from app.ui.panes.gallery.scrubber import Scrubber
from app.ui.panes.gallery.sight import Sight
from app.ui.panes.gallery.tile_painter import TilePainter

LEFT, RIGHT = 12, 28
"""Beside the cells; with half a gap the 16 and 32 of the design."""

_LEAST = 96
"""A low window shows less of the grid; what an empty one says must not make the window higher."""


class GridArea(QFrame):
    """Canvas of the gallery."""

    retry_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, model: GalleryModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model
        self.setProperty("surface", "canvas")
        delegate = TileDelegate(theme, TilePainter(theme, icons), model)
        self.grid = GalleryGrid(theme, model, delegate)
        delegate.setParent(self.grid)
        self._strip, self._scrubber = DayStrip(theme, self.grid), Scrubber(theme, self.grid)
        self._sight = Sight(theme, self.grid, model, self)
        self._empty = EmptyState(theme, icons, "layout-grid")
        self._nothing = EmptyState(theme, icons, "search")
        self._failure = EmptyState(theme, icons, "circle-alert")
        self._nothing.action_wanted.connect(self.clear_wanted)
        self._failure.action_wanted.connect(self._retry)
        self._arrange()
        theme.changed.connect(self._measure)
        self._measure()

    def read_from(self, reader: Reader) -> None:
        """Take another database; nothing of it is known yet."""
        self._sight.read_from(reader)
        self.go_to_top()
        self._stack.setCurrentWidget(self._tiles)
        self.grid.set_loading(loading=True)

    def show_list(self, *, narrowed: bool) -> None:
        """Show the model's list, or that it is empty and why."""
        self.grid.set_loading(loading=False)
        if self._model.layout_of_tiles.total:
            self._stack.setCurrentWidget(self._tiles)
        else:
            self._stack.setCurrentWidget(self._nothing if narrowed else self._empty)

    def show_failure(self) -> None:
        """Show that the list could not be read; a list that is there already stays."""
        self.grid.set_loading(loading=False)
        if not self._model.layout_of_tiles.total:
            self._stack.setCurrentWidget(self._failure)

    def go_to_top(self) -> None:
        """Begin at the newest again."""
        self.grid.verticalScrollBar().setValue(0)

    def set_wished_side(self, side: int) -> None:
        """Make tiles at least so large."""
        self.grid.set_wished_side(side)

    def set_arrived(self, media: int, share: float | None) -> None:
        """Show how much of a download has arrived."""
        if share is None:
            self.grid.delegate.arrived.pop(media, None)
        else:
            self.grid.delegate.arrived[media] = share
        self._sight.repaint_media(media)

    def set_played(self, media: int, share: float) -> None:
        """Show how much of a sound was heard."""
        self.grid.delegate.played[media] = share
        self._sight.repaint_media(media)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.grid.setAccessibleName(_("Media"))
        self._empty.say(_("No media yet"), _("The photos, voice notes and documents of this account appear here."))
        self._nothing.say(_("Nothing matches"), _("No media passes all filters and the search."), _("Clear filters"))
        self._failure.say(
            _("The gallery cannot be read"),
            _("The database did not answer. Nothing is lost; what was downloaded stays on this computer."),
            _("Try again"),
            failed=True,
        )
        self._scrubber.retranslate()
        self._strip.update()
        self._model.retranslate()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let a rubber band begin beside the tiles."""
        self.grid.mouse.press(self._moved(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pull it."""
        self.grid.mouse.move(self._moved(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End it."""
        self.grid.mouse.release(self._moved(event))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll the grid."""
        self.grid.wheelEvent(event)

    def _moved(self, event: QMouseEvent) -> QMouseEvent:
        """Return the event as the grid's viewport would have got it."""
        point = self.grid.viewport().mapFrom(self, event.position().toPoint())
        return QMouseEvent(
            event.type(), QPointF(point), event.globalPosition(), event.button(), event.buttons(), event.modifiers()
        )

    def _retry(self) -> None:
        self._stack.setCurrentWidget(self._tiles)
        self.grid.set_loading(loading=True)
        self.retry_wanted.emit()

    def _arrange(self) -> None:
        self._tiles = QWidget()
        self._row, self._column = QHBoxLayout(self._tiles), QVBoxLayout()
        self._column.setSpacing(0)
        self._column.addWidget(self._strip)
        self._column.addWidget(self.grid, 1)
        self._row.setSpacing(0)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self._scrubber)
        self._stack = QStackedLayout(self)
        for state in (self._tiles, self._empty, self._nothing, self._failure):
            self._stack.addWidget(state)

    def _measure(self) -> None:
        px = self._theme.px
        self.setMinimumHeight(px(_LEAST))
        self._row.setContentsMargins(0, 0, 0, 0)
        self._column.setContentsMargins(px(LEFT), 0, px(RIGHT), 0)
