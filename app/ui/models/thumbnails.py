"""Thumbnails and waveforms of what is in sight: nearest first, decoded on the read lane, kept up to so many bytes.

The cache is told what is wanted, nearest first, each time the view moves; what was wished for before and has not begun
is dropped. Images are decoded and cut on the lane and become pixmaps on the main thread.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from app.services.views import Viewing
from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.models.thumbnail_cuts import Cut, cut_preview, cut_thumbnail

_log = logging.getLogger("app.thumbnails")

CAPACITY_BYTES = 64 * 1024 * 1024
BATCH = 8
"""So many are decoded at a go: some 20 ms, after which the view may want others."""

_AT_ONCE = 2
_MOST_WAVEFORMS = 4_000


@dataclass(frozen=True, slots=True)
class Wish:
    """A media whose picture (cut so) or, without a cut, whose waveform is wanted."""

    media: int
    cut: Cut | None


@dataclass(frozen=True, slots=True)
class Picture:
    """What can be painted. `blurred`: only the event's tiny picture is here. An absent pixmap: there is none."""

    pixmap: QPixmap | None
    cut: Cut
    blurred: bool = False

    @property
    def size_bytes(self) -> int:
        """Return the memory that it takes."""
        if self.pixmap is None:
            return 64
        return self.pixmap.width() * self.pixmap.height() * 4


@dataclass(frozen=True, slots=True)
class _Made:
    wish: Wish
    image: QImage | None = None
    blurred: bool = False
    waveform: bytes | None = None


class ThumbnailCache(QObject):
    """Pictures of one instance's media, by media id."""

    ready = Signal(list)
    """Ids of media whose picture or waveform can be painted now, or is known not to exist."""

    def __init__(
        self, reader: Reader, theme: Theme, parent: QObject | None = None, *, capacity_bytes: int = CAPACITY_BYTES
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._theme = theme
        self._capacity_bytes = capacity_bytes
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._waveforms: OrderedDict[int, bytes] = OrderedDict()
        self._size_bytes = 0
        self._wishes: list[Wish] = []
        self._under_way: set[Wish] = set()
        self._batches = 0
        self._generation = 0

    @property
    def size_bytes(self) -> int:
        """Return the memory that all pictures take."""
        return self._size_bytes

    def cut(
        self, width: float, height: float, ratio: float, *, radius: float = 0, whole: bool = False, top: bool = False
    ) -> Cut:
        """Return a cut whose measures follow the user's interface scale."""
        px = self._theme.px
        return Cut(px(width), px(height), ratio, px(radius), whole, top)

    def picture(self, media: int) -> Picture | None:
        """Return what there is of a media, of whatever cut; None while nothing is known."""
        found = self._pictures.get(media)
        if found is not None:
            self._pictures.move_to_end(media)
        return found

    def waveform(self, media: int) -> bytes | None:
        """Return a sound's bars (0 to 100), b"" where there are none, None while nothing is known."""
        return self._waveforms.get(media)

    def want(self, wishes: Sequence[Wish]) -> None:
        """Take what is wanted now, nearest first, in place of all earlier wishes that have not begun."""
        self._wishes = [wish for wish in wishes if not self._has(wish)]
        self._begin()

    def forget(self, media: Iterable[int]) -> None:
        """Look again for these when they are next wanted; until then what is known stays to be painted."""
        for one in media:
            self._waveforms.pop(one, None)
            known = self._pictures.get(one)
            if known is not None and (known.blurred or known.pixmap is None):
                self._drop(one)

    def clear(self) -> None:
        """Give all memory back."""
        self._generation += 1
        self._wishes.clear()
        self._under_way.clear()
        self._pictures.clear()
        self._waveforms.clear()
        self._size_bytes = 0

    def _has(self, wish: Wish) -> bool:
        if wish in self._under_way:
            return True
        if wish.cut is None:
            return wish.media in self._waveforms
        known = self._pictures.get(wish.media)
        return known is not None and known.cut == wish.cut

    def _begin(self) -> None:
        while self._wishes and self._batches < _AT_ONCE:
            batch, self._wishes = self._wishes[:BATCH], self._wishes[BATCH:]
            self._under_way.update(batch)
            self._batches += 1
            self._ask(batch, self._generation)

    def _ask(self, batch: list[Wish], generation: int) -> None:
        def keep(made: list[_Made]) -> None:
            self._batches -= 1
            if generation == self._generation:
                self._under_way.difference_update(batch)
                self._keep(made)
            self._begin()

        def failed(error: Exception) -> None:
            _log.warning("thumbnails_unread", extra={"error": type(error).__name__})
            keep([])

        self._reader.ask(lambda view: _make(view, batch), keep, failed=failed)

    def _keep(self, made: list[_Made]) -> None:
        for one in made:
            if one.wish.cut is None:
                self._waveforms[one.wish.media] = one.waveform or b""
            else:
                self._drop(one.wish.media)
                pixmap = None if one.image is None else QPixmap.fromImage(one.image)
                picture = Picture(pixmap, one.wish.cut, one.blurred)
                self._pictures[one.wish.media] = picture
                self._size_bytes += picture.size_bytes
        while self._size_bytes > self._capacity_bytes:
            _media, oldest = self._pictures.popitem(last=False)
            self._size_bytes -= oldest.size_bytes
        while len(self._waveforms) > _MOST_WAVEFORMS:
            self._waveforms.popitem(last=False)
        if made:
            self.ready.emit([one.wish.media for one in made])

    def _drop(self, media: int) -> None:
        known = self._pictures.pop(media, None)
        if known is not None:
            self._size_bytes -= known.size_bytes


def _make(view: Viewing, batch: list[Wish]) -> list[_Made]:
    """Read and decode a batch; runs on the read lane."""
    sounds = [wish for wish in batch if wish.cut is None]
    waveforms = view.waveforms([wish.media for wish in sounds]) if sounds else {}
    made = [_Made(wish, waveform=waveforms.get(wish.media)) for wish in sounds]
    for edge_px in {wish.cut.edge_px for wish in batch if wish.cut is not None}:
        made += _pictures(view, [w for w in batch if w.cut is not None and w.cut.edge_px == edge_px], edge_px)
    return made


def _pictures(view: Viewing, wishes: list[Wish], edge_px: int) -> list[_Made]:
    thumbs = view.thumbs([wish.media for wish in wishes], edge_px)
    without = [wish.media for wish in wishes if wish.media not in thumbs]
    previews = view.previews(without) if without else {}
    made = []
    for wish in wishes:
        assert wish.cut is not None
        image, blurred = None, False
        if wish.media in thumbs:
            image = cut_thumbnail(thumbs[wish.media].data, wish.cut)
        elif wish.media in previews:
            image, blurred = cut_preview(previews[wish.media], wish.cut), True
        made.append(_Made(wish, image, blurred))
    return made
