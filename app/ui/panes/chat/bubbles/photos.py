"""The pictures of bubbles: asked for while painting, fetched together after it, faded in when they sharpen."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.models.thumbnail_cuts import Cut
from app.ui.models.thumbnails import Picture, ThumbnailCache, Wish

_MOST_BYTES = 48 * 1024 * 1024


class Photos(QObject):
    """Wishes are gathered for one turn of the event loop; older ones that have not begun are dropped."""

    ready = Signal(list)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cache: ThumbnailCache | None = None
        self._wishes: dict[int, Wish] = {}
        self._sharp_since: dict[int, float] = {}
        self._blurred: dict[int, QPixmap] = {}
        self._flush = QTimer(self)
        self._flush.setSingleShot(True)
        self._flush.setInterval(0)
        self._flush.timeout.connect(self._ask)

    def read_from(self, reader: Reader | None) -> None:
        """Take another account's pictures."""
        if self._cache is not None:
            self._cache.deleteLater()
        self._wishes.clear()
        self._sharp_since.clear()
        self._blurred.clear()
        self._cache = None
        if reader is not None:
            self._cache = ThumbnailCache(reader, self._theme, self, capacity_bytes=_MOST_BYTES)
            self._cache.ready.connect(self._came)

    def picture(self, media: int, cut: Cut) -> Picture | None:
        """Return what there is of a media now; what is missing comes later, and `ready` says so."""
        if self._cache is None:
            return None
        found = self._cache.picture(media)
        if found is None or found.cut != cut:
            self._wish(Wish(media, cut))
        if found is not None and found.blurred and found.pixmap is not None:
            self._blurred[media] = found.pixmap
        return found

    def under(self, media: int) -> QPixmap | None:
        """Return the blurred picture that a sharp one fades in over, None where there was none."""
        return self._blurred.get(media)

    def wave(self, media: int) -> bytes:
        """Return a sound's levels, b"" while or where there are none."""
        if self._cache is None:
            return b""
        found = self._cache.waveform(media)
        if found is None:
            self._wish(Wish(media, None))
        return found or b""

    def fade(self, media: int) -> float:
        """Return how far a picture has come in, 0 to 1."""
        lasts = self._theme.motion_ms("fast_ms") / 1000
        since = self._sharp_since.get(media)
        if since is None or lasts <= 0:
            return 1.0
        part = (time.monotonic() - since) / lasts
        if part >= 1:
            del self._sharp_since[media]
            self._blurred.pop(media, None)
        return min(1.0, part)

    def look_again(self, media: list[int]) -> None:
        """Forget what was only blurred or missing: something about these changed."""
        if self._cache is not None:
            self._cache.forget(media)

    @property
    def size_bytes(self) -> int:
        """Return the memory that the pictures take."""
        return self._cache.size_bytes if self._cache else 0

    def _wish(self, wish: Wish) -> None:
        self._wishes[wish.media] = wish
        if not self._flush.isActive():
            self._flush.start()

    def _ask(self) -> None:
        wishes, self._wishes = list(self._wishes.values()), {}
        if self._cache is not None:
            self._cache.want(wishes)

    def _came(self, media: list[int]) -> None:
        now = time.monotonic()
        for one in media:
            picture = self._cache.picture(one) if self._cache else None
            if picture is not None and picture.pixmap is not None and not picture.blurred:
                self._sharp_since[one] = now
        self.ready.emit(media)
