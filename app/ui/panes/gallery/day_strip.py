"""The heading that sticks: the day of what is at the top of the grid, pushed up by the next one's heading."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.views import Day
from app.texts import _
from app.ui.look.theme import Theme
from app.ui.models.days import day_title
from app.ui.models.gallery_words import counted_bytes, day_facts
from app.ui.panes.gallery.delegate import paint_heading
from app.ui.panes.gallery.grid import HEADER, GalleryGrid

STRIP = 32
_LINE = 36
"""The height of a heading in the design: its middle is 18 below the chips."""


class DayStrip(QWidget):
    """Stands right above the grid and shows what has been scrolled into it."""

    def __init__(self, theme: Theme, grid: GalleryGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = grid
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.moved.connect(self._follow)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height above the first tiles."""
        return QSize(0, self._theme.px(STRIP))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the day at the top and, while it comes, the next one."""
        section, pushed = self._grid.sticky()
        if section < 0:
            return
        px = self._theme.px
        painter = QPainter(self)
        rect = QRectF(0, pushed, self.width(), px(_LINE))
        paint_heading(painter, self._theme, rect, *self._words(section))
        if self._grid.sticky_next():
            below = QRectF(0, px(STRIP) + pushed, self.width(), px(HEADER))
            paint_heading(painter, self._theme, below, *self._words(section + 1))
        painter.end()

    def _words(self, section: int) -> tuple[str, str]:
        listing = self._grid.tiles.listing
        day: Day | None = self._grid.tiles.day_of_section(section)
        if day is not None:
            return day_title(day.key), day_facts(day)
        titles = {"size": _("Largest first"), "name": _("By name")}
        title = titles.get(listing.query.sort, _("All files"))
        return title, counted_bytes(len(listing.ids), listing.size_bytes)

    def _follow(self) -> None:
        section, _pushed = self._grid.sticky()
        self.setAccessibleName(" ".join(self._words(section)) if section >= 0 else "")
        self.update()
