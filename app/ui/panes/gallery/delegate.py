"""The grid's delegate: takes a cell to its tile or day heading and has it painted with what is known of it now."""

from __future__ import annotations

import time

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.kinds import MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.views import Day
from app.ui.look.theme import Theme
from app.ui.models.days import day_title
from app.ui.models.gallery import GalleryModel
from app.ui.models.gallery_words import day_facts
from app.ui.models.thumbnail_cuts import Cut
from app.ui.models.thumbnails import ThumbnailCache, Wish
from app.ui.panes.gallery.stamps import TILE_RADIUS
from app.ui.panes.gallery.tile_painter import TileLook, TilePainter

GAP = 8
"""Between tiles; a cell is that much larger than its tile, so that the focus ring has room."""

_PICTURED = (MediaState.LOCAL, MediaState.REMOTE, MediaState.DOWNLOADING, MediaState.EXPIRED)


class TileDelegate(QStyledItemDelegate):
    """Paints cells. The grid sets what only it knows: hover, focus, progress.

    Attributes:
        hovered, focused: positions, -1 for none.
        arrived: share of running downloads by media id.
        played: share of sounds that was heard by media id.
    """

    def __init__(self, theme: Theme, painter: TilePainter, model: GalleryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._painter = painter
        self._model = model
        self.cache: ThumbnailCache | None = None
        self.hovered = -1
        self.focused = -1
        self.arrived: dict[int, float] = {}
        self.played: dict[int, float] = {}
        self.fades: dict[int, float] = {}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        row, column = index.row(), index.column()
        tile = self._model.tile(row, column)
        if tile is None:
            if column == 0 and self._model.layout_of_tiles.is_header(row):
                day = self._model.day_of_section(self._model.layout_of_tiles.section_of_row(row))
                if day is not None:
                    paint_day(painter, self._theme, QRectF(rect), day)
            return
        half = self._theme.px(GAP) // 2
        look = TileLook(
            ratio=painter.device().devicePixelRatioF(),
            selected=tile.position in self._model.selection,
            hovered=tile.position == self.hovered,
            focused=tile.position == self.focused,
        )
        if self._model.owner_of is not None:
            look.owner = self._model.owner_of(tile.media)
        self._fill(look, tile.media, tile.item)
        self._painter.paint(painter, rect.adjusted(half, half, -half, -half), tile.item, look)

    def in_check(self, cell: QRect, point: QPoint) -> bool:
        """Tell whether a point of a cell lies on its check."""
        half = self._theme.px(GAP) // 2
        return self._painter.check_rect(cell.adjusted(half, half, -half, -half)).contains(point)

    def wish(self, item: MediaItem | None, side: int, ratio: float) -> Wish | None:
        """Return what the cache should have for a tile, None where its state has no picture."""
        if item is None or item.state not in _PICTURED:
            return None
        if item.kind is MediaKind.AUDIO:
            return Wish(int(item.id), None) if item.state is MediaState.LOCAL else None
        return Wish(int(item.id), self._cut(item.kind, side, ratio))

    def _cut(self, kind: MediaKind, side: int, ratio: float) -> Cut:
        if kind is MediaKind.DOCUMENT:
            return Cut(*self._painter.page_size(side), ratio, top=True)
        if kind is MediaKind.STICKER:
            inner = self._painter.sticker_side(side)
            return Cut(inner, inner, ratio, whole=True)
        return Cut(side, side, ratio, radius=self._theme.px(TILE_RADIUS))

    def _fill(self, look: TileLook, media: int, item: MediaItem | None) -> None:
        if item is None or self.cache is None:
            return
        if item.kind is MediaKind.AUDIO:
            look.waveform = self.cache.waveform(media)
            look.played = self.played.get(media, 0.0)
        else:
            look.picture = self.cache.picture(media)
            if media in self.fades:
                look.opacity = self._opacity(media)
        if item.state is MediaState.DOWNLOADING:
            look.arrived = self.arrived.get(media)

    def _opacity(self, media: int) -> float:
        length_s = self._theme.motion_ms("fast_ms") / 1000
        share = (time.perf_counter() - self.fades[media]) / length_s if length_s else 1.0
        if share >= 1:
            del self.fades[media]
        return min(1.0, share)


def paint_day(painter: QPainter, theme: Theme, rect: QRectF, day: Day) -> None:
    """Paint a day's heading, its text where tiles begin, in the middle of `rect`'s height."""
    paint_heading(painter, theme, rect, day_title(day.key), day_facts(day))


def paint_heading(painter: QPainter, theme: Theme, rect: QRectF, title: str, facts: str) -> None:
    """Paint a title and the facts behind it in one line."""
    align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    font = theme.font("body", semibold=True)
    at = rect.adjusted(theme.px(GAP) // 2, 0, 0, 0)
    painter.setFont(font)
    painter.setPen(theme.colour("text.primary"))
    painter.drawText(at, align, title)
    wide = QFontMetricsF(font).horizontalAdvance(title) + theme.px(8)
    painter.setFont(theme.font("body"))
    painter.setPen(theme.colour("text.secondary"))
    painter.drawText(at.adjusted(wide, 0, 0, 0), align, facts)
