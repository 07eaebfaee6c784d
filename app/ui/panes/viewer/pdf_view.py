"""A PDF: the strip of its pages, the pages, search and copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtWidgets import QHBoxLayout

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.viewer.content import Content
from app.ui.panes.viewer.find_box import FindBox
from app.ui.panes.viewer.page_pill import PagePill
from app.ui.panes.viewer.pdf_pages import PdfPages
from app.ui.panes.viewer.pdf_strip import PdfStrip
from app.ui.panes.viewer.view import ContentView

_MARGIN = 16


class PdfView(ContentView):
    """Opens a document and shows it."""

    unreadable = Signal(bool)
    """It cannot be opened; True where it asks for a password."""

    zooms = searches = copies = True

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._bytes: QBuffer | None = None
        self._hit = 0
        self._document = QPdfDocument(self)
        self._hits = QPdfSearchModel(self)
        self._hits.setDocument(self._document)
        self._strip = PdfStrip(theme, self._document)
        self.pages = PdfPages(theme, self._document, self._hits)
        self._pill = PagePill(theme, icons, self)
        self._find = FindBox(theme, icons, self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._strip)
        row.addWidget(self.pages, 1)
        self._connect()
        self.retranslate()

    def show_content(self, content: Content) -> None:
        """Open a document."""
        self.let_go()
        if isinstance(content.source, Path):
            self._document.load(str(content.source))
        elif content.source is not None:
            self._bytes = QBuffer()
            self._bytes.setData(QByteArray(content.source))
            self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
            self._document.load(self._bytes)
        if self._document.status() is not QPdfDocument.Status.Ready:
            self.unreadable.emit(self._document.error() is QPdfDocument.Error.IncorrectPassword)
            return
        self._strip.opened()
        self._strip.setVisible(self._document.pageCount() > 1)
        self.pages.opened()
        self._show_page(0)

    def let_go(self) -> None:
        """Close the document."""
        self._close_find()
        self._document.close()
        self._bytes = None

    def zoom_by(self, factor: float) -> None:
        """Zoom around the middle."""
        self.pages.zoom_to(self.pages.zoom * factor)

    def fit(self) -> None:
        """Fit a page to the width."""
        self.pages.fit()

    def actual_size(self) -> None:
        """Show pages at their printed size."""
        self.pages.zoom_to(1.0)

    def open_find(self) -> None:
        """Open the find box."""
        self._find.begin()
        self._place()

    def copy(self) -> None:
        """Copy the selected text, without one that of the page."""
        text = self.pages.selected_text() or self._document.getAllText(self.pages.page).text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._pill.retranslate()
        self._strip.setAccessibleName(_("Pages"))
        self.pages.setAccessibleName(self._pill.words)
        self._find.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the box at the top right and the pill at the bottom."""
        super().resizeEvent(event)
        self._place()

    def _connect(self) -> None:
        self.pages.zoomed.connect(self.zoomed)
        self.pages.page_changed.connect(self._show_page)
        self._strip.page_chosen.connect(self.pages.go_to_page)
        self._pill.stepped.connect(lambda step: self.pages.go_to_page(self.pages.page + step))
        self._find.asked.connect(self._ask)
        self._find.stepped.connect(self._step)
        self._find.closed.connect(self._close_find)
        for signal in (self._hits.rowsInserted, self._hits.modelReset, self._hits.rowsRemoved):
            signal.connect(self._count)

    def _show_page(self, page: int) -> None:
        self._strip.show_page(page)
        self._pill.show_page(page, self._document.pageCount())
        self.pages.setAccessibleName(self._pill.words)
        self._place()

    def _ask(self, text: str) -> None:
        self._hit = 0
        self.pages.show_hit(None)
        self._hits.setSearchString(text)
        self._count()

    def _step(self, step: int) -> None:
        count = self._hits.rowCount(QModelIndex())
        if count:
            self._hit = (self._hit + step) % count
            self._show_hit()

    def _count(self) -> None:
        if self._hits.rowCount(QModelIndex()) and self._hit == 0:
            self._show_hit()
        else:
            self._find.show_numbers(self._hit + 1, self._hits.rowCount(QModelIndex()))

    def _show_hit(self) -> None:
        self.pages.show_hit(self._hits.resultAtIndex(self._hit))
        self._find.show_numbers(self._hit + 1, self._hits.rowCount(QModelIndex()))

    def _close_find(self) -> None:
        self._find.hide()
        self._hits.setSearchString("")
        self.pages.show_hit(None)
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        px = self._theme.px
        area = self.pages.geometry()
        self._find.move(area.right() - self._find.width() - px(_MARGIN), px(_MARGIN))
        left = area.x() + (area.width() - self._pill.width()) // 2
        self._pill.move(left, self.height() - self._pill.height() - px(_MARGIN))
        self._pill.raise_()
        self._find.raise_()
