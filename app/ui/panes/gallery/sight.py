"""Keeps what is in sight supplied: rows of the visible pages, pictures nearest first, a fade for new ones."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer

from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.models.gallery import GalleryModel
from app.ui.models.thumbnails import CAPACITY_BYTES, ThumbnailCache
from app.ui.panes.gallery.grid import GalleryGrid

_SETTLE_MS, _RESIZED_MS = 12, 120
"""While the view moves, wishes are made at most so often; while tiles change their size, once that has ended."""

_PLAIN_BYTES = 36 * 1024 * 1024
"""Eight screens of tiles where a pixel is a pixel; at twice the resolution a tile takes four times as much."""

_FADE_MS = 16
_MOST_FADING = 24


class Sight(QObject):
    """Follows a grid."""

    def __init__(self, theme: Theme, grid: GalleryGrid, model: GalleryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme, self._grid, self._model = theme, grid, model
        self._cache: ThumbnailCache | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._look)
        self._fading = QTimer(self)
        self._fading.setInterval(_FADE_MS)
        self._fading.timeout.connect(self._fade)
        grid.moved.connect(self._moved)
        grid.resized.connect(lambda: self._settling.start(_RESIZED_MS))
        model.refreshed.connect(self._moved)
        model.rows.arrived.connect(lambda _first, _last: self._moved())
        model.rows.altered.connect(self._altered)

    def read_from(self, reader: Reader) -> None:
        """Take another database; the pictures of the old one are let go."""
        if self._cache is not None:
            self._cache.clear()
            self._cache.deleteLater()
        fine = self._grid.devicePixelRatioF() > 1.5
        capacity_bytes = CAPACITY_BYTES if fine else _PLAIN_BYTES
        self._cache = ThumbnailCache(reader, self._theme, self, capacity_bytes=capacity_bytes)
        self._cache.ready.connect(self._came)
        self._grid.delegate.cache = self._cache
        self._grid.delegate.fades.clear()

    @property
    def cache(self) -> ThumbnailCache | None:
        """Return the pictures of the open gallery."""
        return self._cache

    def _moved(self) -> None:
        if not self._settling.isActive():
            self._settling.start(_SETTLE_MS)

    def _look(self) -> None:
        """Ask for the rows in sight and a screen around them, and for the pictures of all of it."""
        visible = self._grid.visible_positions()
        if not visible:
            return
        around = range(max(0, visible.start - len(visible)), min(len(self._model.ids), visible.stop + len(visible)))
        self._model.rows.want(around.start, around.stop - 1)
        if self._cache is None:
            return
        middle, side = (visible.start + visible.stop) // 2, self._grid.side
        ratio = self._grid.devicePixelRatioF()
        near = sorted(around, key=lambda position: (position not in visible, abs(position - middle)))
        rows = (self._model.rows.row(self._model.ids[position]) for position in near)
        self._cache.want([wish for row in rows if (wish := self._grid.delegate.wish(row, side, ratio)) is not None])

    def _altered(self, media: list[int]) -> None:
        if self._cache is not None:
            self._cache.forget(media)
        self._moved()

    def _came(self, media: list[int]) -> None:
        """Repaint the tiles whose pictures came; a few fade in, a whole page of them appears."""
        visible = self._grid.visible_positions()
        shown = set(self._model.ids[visible.start : visible.stop])
        came = shown.intersection(media)
        delegate, now = self._grid.delegate, time.perf_counter()
        if self._theme.motion_ms("fast_ms") and len(delegate.fades) + len(came) <= _MOST_FADING:
            delegate.fades.update(dict.fromkeys(came, now))
            self._fading.start()
        self._repaint(came)

    def _fade(self) -> None:
        fading = set(self._grid.delegate.fades)
        if not fading:
            self._fading.stop()
            return
        visible = self._grid.visible_positions()
        for gone in fading.difference(self._model.ids[visible.start : visible.stop]):
            del self._grid.delegate.fades[gone]
        self._repaint(fading)

    def _repaint(self, media: set[int]) -> None:
        visible = self._grid.visible_positions()
        for position in visible:
            if self._model.ids[position] in media:
                self._grid.viewport().update(self._grid.cell(position))

    def repaint_media(self, media: int) -> None:
        """Repaint one tile if it is in sight."""
        self._repaint({media})
