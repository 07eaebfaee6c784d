"""The strip of pages beside a PDF: small pages with their numbers, the one that is shown framed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from app.texts import _
from app.texts.formats import format_number
from app.ui.look.theme import Theme
from app.ui.panes.viewer.pdf_images import PageImages

PAGE_WIDTH, PAGE_HEIGHT = 64, 90
_ROW = 120
_AnyIndex = QModelIndex | QPersistentModelIndex


class PageNumbers(QAbstractListModel):
    """The pages of a document by number."""

    def __init__(self, document: QPdfDocument) -> None:
        super().__init__()
        self._document = document
        self._count = 0

    def opened(self) -> None:
        """Take the pages of what was opened."""
        self.beginResetModel()
        self._count = self._document.pageCount()
        self.endResetModel()

    def rowCount(self, parent: _AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return how many pages there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a page's number, spoken with the word."""
        if not index.isValid():
            return None
        number = format_number(index.row() + 1)
        if role == Qt.ItemDataRole.DisplayRole:
            return number
        return _("Page {number}").format(number=number) if role == Qt.ItemDataRole.AccessibleTextRole else None


class _PageDelegate(QStyledItemDelegate):
    """Paints a small page."""

    def __init__(self, theme: Theme, images: PageImages) -> None:
        super().__init__()
        self._theme, self._images = theme, images

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _AnyIndex) -> QSize:  # noqa: N802 - Qt's name
        """Return a row's height."""
        return QSize(self._theme.px(PAGE_WIDTH), self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Paint page, frame and number."""
        px, theme = self._theme.px, self._theme
        rect: QRect = option.rect
        wide, tall = px(PAGE_WIDTH), px(PAGE_HEIGHT)
        page = QRect(rect.x() + (rect.width() - wide) // 2, rect.y() + px(3), wide, tall)
        view = option.widget
        current = isinstance(view, QListView) and view.currentIndex().row() == index.row()
        painter.fillRect(page, Qt.GlobalColor.white)
        image = self._images.image(index.row(), page.size() * painter.device().devicePixelRatioF())
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(page, image)
        if current:
            half = px(3) / 2
            painter.setPen(QPen(theme.colour("accent.base"), px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(page).adjusted(-half, -half, half, half))
        painter.setFont(theme.font("caption", semibold=current))
        painter.setPen(theme.colour("text.primary" if current else "text.secondary"))
        below = QRect(rect.x(), page.bottom() + px(4), rect.width(), theme.line("caption"))
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, str(index.data()))


class PdfStrip(QListView):
    """104 wide; a click or the arrows go to a page."""

    page_chosen = Signal(int)

    def __init__(self, theme: Theme, document: QPdfDocument) -> None:
        super().__init__()
        self._theme = theme
        self._images = PageImages(document, self)
        self._numbers = PageNumbers(document)
        self._delegate = _PageDelegate(theme, self._images)
        self.setModel(self._numbers)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setProperty("surface", "canvas")
        self._images.ready.connect(lambda _page: self.viewport().update())
        self.clicked.connect(lambda index: self.page_chosen.emit(index.row()))
        self.activated.connect(lambda index: self.page_chosen.emit(index.row()))
        theme.changed.connect(self._measure)
        self._measure()

    def opened(self) -> None:
        """Show the pages of what was opened."""
        self._images.clear()
        self._numbers.opened()
        self.show_page(0)

    def show_page(self, page: int) -> None:
        """Frame the page that is shown."""
        index = self._numbers.index(page)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go to the next or previous page; all other keys are the viewer's."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        page = min(max(0, self.currentIndex().row() + step), self._numbers.rowCount() - 1)
        self.page_chosen.emit(page)

    def _measure(self) -> None:
        self.setFixedWidth(self._theme.size("viewer_strip"))
        self.setViewportMargins(0, self._theme.px(9), 0, 0)
        self.scheduleDelayedItemsLayout()
