"""The pages of a PDF under each other: scrolled, zoomed, their text selected with the mouse, search hits marked."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument, QPdfLink, QPdfSearchModel
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from app.ui.look.roles import give_role
from app.ui.look.theme import Theme
from app.ui.look.tokens import Mode
from app.ui.panes.viewer.pdf_images import PageImages

MOST, LEAST = 8.0, 0.1
_PER_POINT = 96 / 72
_GAP, _MARGIN = 16, 16
_NOTCH, _STEP = 120, 1.25


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a page, in points of 1/72 inch."""

    page: int
    point: QPointF


class PdfPages(QAbstractScrollArea):
    """Shows a document. Positions on the viewport and on pages are taken to each other here alone."""

    zoomed = Signal(float)
    page_changed = Signal(int)

    def __init__(self, theme: Theme, document: QPdfDocument, hits: QPdfSearchModel) -> None:
        super().__init__()
        self._theme, self._document, self._hits = theme, document, hits
        self._images = PageImages(document, self)
        self._zoom, self._fitted, self._page = 1.0, True, 0
        self._tops: list[float] = [0.0]
        self._hit: QPdfLink | None = None
        self._from: Spot | None = None
        self._to: Spot | None = None
        give_role(self, QAccessible.Role.Document)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self._images.ready.connect(lambda _page: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    @property
    def page(self) -> int:
        """Return the page that is in the middle."""
        return self._page

    def opened(self) -> None:
        """Show the document from its start, fitted to the width."""
        self._images.clear()
        self._from = self._to = self._hit = None
        self._page = 0
        self.fit()
        self.verticalScrollBar().setValue(0)
        self.page_changed.emit(0)

    def fit(self) -> None:
        """Fit the first page to the width."""
        self._fitted = True
        wide = self._points(0).width() * _PER_POINT
        room = self.viewport().width() - 2 * self._theme.px(_MARGIN)
        self._set_zoom(min(MOST, max(LEAST, room / wide)) if wide and room > 0 else 1.0)

    def zoom_to(self, zoom: float) -> None:
        """Show pages at a share of their printed size; the middle stays."""
        self._fitted = False
        self._set_zoom(min(MOST, max(LEAST, zoom)))

    @property
    def zoom(self) -> float:
        """Return the share of the printed size."""
        return self._zoom

    def go_to_page(self, page: int) -> None:
        """Scroll to the top of a page."""
        if 0 <= page < self._document.pageCount():
            self.verticalScrollBar().setValue(round(self._tops[page]))

    def show_hit(self, hit: QPdfLink | None) -> None:
        """Mark a search hit as the current one and bring it into sight."""
        self._hit = hit
        if hit is not None and hit.isValid():
            y = self._tops[hit.page()] + self._margin() + hit.location().y() * self._scale()
            self.verticalScrollBar().setValue(round(y - self.viewport().height() / 3))
        self.viewport().update()

    def selected_text(self) -> str:
        """Return the text between where the mouse was pressed and where it is."""
        return "\n".join(self._document.getSelection(page, a, b).text() for page, a, b in self._selected())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Stay fitted."""
        super().resizeEvent(event)
        if self._fitted:
            self.fit()
        else:
            self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_to(self._zoom * _STEP ** (event.angleDelta().y() / _NOTCH))
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll up and down; left and right walk to other media."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin to select text."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._from, self._to = self._spot(event.position()), None
            self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Select up to here."""
        if self._from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._to = self._spot(event.position())
            self.viewport().update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pages in sight with what is marked on them."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.colour("surface.viewer"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._in_sight():
            rect = self._page_rect(page)
            painter.fillRect(rect, Qt.GlobalColor.white)
            image = self._images.image(page, (rect.size() * self.devicePixelRatioF()).toSize())
            if image is not None:
                painter.drawImage(rect, image)
            self._paint_marks(painter, page, rect)
        painter.end()

    def _paint_marks(self, painter: QPainter, page: int, rect: QRectF) -> None:
        """Tint hits and selection the way a highlighter would: what is black stays black."""
        painter.save()
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.translate(rect.topLeft())
        painter.scale(self._scale(), self._scale())
        painter.setBrush(self._ink("warning.tint"))
        for hit in self._hits.resultsOnPage(page):
            painter.drawRects(hit.rectangles())
        if self._hit is not None and self._hit.page() == page:
            painter.setBrush(self._ink("on_media.warning"))
            painter.drawRects(self._hit.rectangles())
        painter.setBrush(self._ink("selection.text_bg"))
        for one, start, end in self._selected():
            if one == page:
                for polygon in self._document.getSelection(page, start, end).bounds():
                    painter.drawPolygon(QPolygonF(polygon))
        painter.restore()

    def _ink(self, path: str) -> QColor:
        """Return a colour of the light theme: paper is white in both."""
        return QColor(self._theme.tokens.colour(Mode.LIGHT, path))

    def _selected(self) -> list[tuple[int, QPointF, QPointF]]:
        if self._from is None or self._to is None:
            return []
        first, last = sorted((self._from, self._to), key=lambda spot: (spot.page, spot.point.y(), spot.point.x()))
        spans = []
        for page in range(first.page, last.page + 1):
            size = self._points(page)
            start = first.point if page == first.page else QPointF(0, 0)
            end = last.point if page == last.page else QPointF(size.width(), size.height())
            spans.append((page, start, end))
        return spans

    def _scale(self) -> float:
        return self._zoom * _PER_POINT

    def _margin(self) -> int:
        return self._theme.px(_MARGIN)

    def _points(self, page: int) -> QRectF:
        size = self._document.pagePointSize(page)
        return QRectF(0, 0, size.width(), size.height())

    def _page_rect(self, page: int) -> QRectF:
        size = self._points(page)
        wide, tall = size.width() * self._scale(), size.height() * self._scale()
        left = max(float(self._margin()), (self.viewport().width() - wide) / 2) - self.horizontalScrollBar().value()
        return QRectF(left, self._margin() + self._tops[page] - self.verticalScrollBar().value(), wide, tall)

    def _in_sight(self) -> range:
        count = self._document.pageCount()
        if not count:
            return range(0)
        top = self.verticalScrollBar().value() - self._margin()
        first = max(0, bisect_right(self._tops, top, hi=count) - 1)
        return range(first, min(count, bisect_right(self._tops, top + self.viewport().height(), hi=count)))

    def _spot(self, point: QPointF) -> Spot | None:
        pages = self._in_sight()
        if not pages:
            return None
        page = min(pages, key=lambda one: abs(self._page_rect(one).center().y() - point.y()))
        inside = next((one for one in pages if self._page_rect(one).contains(point)), page)
        return Spot(inside, (point - self._page_rect(inside).topLeft()) / self._scale())

    def _set_zoom(self, zoom: float) -> None:
        before, self._zoom = self._zoom, zoom
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / before
        self._lay_out()
        bar.setValue(round(middle * zoom - self.viewport().height() / 2))
        self.zoomed.emit(zoom)

    def _lay_out(self) -> None:
        count, gap = self._document.pageCount(), self._theme.px(_GAP)
        tall = (self._points(page).height() * self._scale() + gap for page in range(count))
        self._tops = list(accumulate(tall, initial=0.0))
        view = self.viewport().size()
        widest = max((self._points(page).width() for page in range(count)), default=0.0) * self._scale()
        whole = QSize(round(widest) + 2 * self._margin(), round(self._tops[-1]) - gap + 2 * self._margin())
        for bar, length, room in (
            (self.verticalScrollBar(), whole.height(), view.height()),
            (self.horizontalScrollBar(), whole.width(), view.width()),
        ):
            bar.setRange(0, max(0, length - room))
            bar.setPageStep(room)
            bar.setSingleStep(self._theme.px(48))
        self.viewport().update()

    def _scrolled(self, _value: int) -> None:
        count = self._document.pageCount()
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2 - self._margin()
        page = min(max(0, bisect_right(self._tops, middle) - 1), max(0, count - 1))
        self.viewport().update()
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
