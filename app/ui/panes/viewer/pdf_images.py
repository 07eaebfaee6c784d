"""Pages of a PDF as images: rendered off the UI thread, kept up to so many bytes, an older size shown meanwhile."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer

_CAPACITY_BYTES = 64 * 1024 * 1024
_MOST_EDGE_PX = 6_000


class PageImages(QObject):
    """Images by page."""

    ready = Signal(int)

    def __init__(self, document: QPdfDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(document)
        self._renderer.pageRendered.connect(self._keep)
        self._images: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, QSize] = {}
        self._size_bytes = 0

    def image(self, page: int, size: QSize) -> QImage | None:
        """Return a page, of another size while the right one is being rendered; None where there is none at all."""
        if max(size.width(), size.height()) > _MOST_EDGE_PX:
            size = size.scaled(QSize(_MOST_EDGE_PX, _MOST_EDGE_PX), Qt.AspectRatioMode.KeepAspectRatio)
        found = self._images.get(page)
        if found is not None:
            self._images.move_to_end(page)
        if (found is None or found.size() != size) and self._asked.get(page) != size:
            self._asked[page] = size
            self._renderer.requestPage(page, size)
        return found

    def clear(self) -> None:
        """Free all."""
        self._images.clear()
        self._asked.clear()
        self._size_bytes = 0

    def _keep(self, page: int, size: QSize, image: QImage, *_rest: object) -> None:
        if self._asked.get(page) != size:
            return
        del self._asked[page]
        before = self._images.pop(page, None)
        self._size_bytes += int(image.sizeInBytes()) - (int(before.sizeInBytes()) if before is not None else 0)
        self._images[page] = image
        while self._size_bytes > _CAPACITY_BYTES and len(self._images) > 1:
            _page, oldest = self._images.popitem(last=False)
            self._size_bytes -= int(oldest.sizeInBytes())
        self.ready.emit(page)
