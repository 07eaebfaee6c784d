"""The pill over a document: which page of how many, and a way to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.texts import _
from app.texts.formats import format_number
from app.ui.look.icons import Icons
from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme

HEIGHT = 32


class PagePill(QWidget):
    """32 high, in the tooltip's tones."""

    stepped = Signal(int)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page, self._count = 0, 0
        self._words, self._before, self._next = QLabel(), QToolButton(), QToolButton()
        self._before.setIcon(icons.icon("chevron-left", "text.inverse"))
        self._next.setIcon(icons.icon("chevron-right", "text.inverse"))
        self._before.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), 0, theme.px(4), 0)
        row.setSpacing(theme.px(8))
        for part in (self._before, self._words, self._next):
            row.addWidget(part)
        theme.changed.connect(self._dress)
        self._dress()
        self.retranslate()

    def show_page(self, page: int, count: int) -> None:
        """Show a page, counted from nought."""
        self._page, self._count = page, count
        self.setVisible(count > 1)
        words = _("Page {number} of {count}")
        self._words.setText(words.format(number=format_number(page + 1), count=format_number(count)))
        self._before.setEnabled(page > 0)
        self._next.setEnabled(page < count - 1)
        self.adjustSize()

    @property
    def words(self) -> str:
        """Return which page of how many is shown."""
        return self._words.text()

    def retranslate(self) -> None:
        """Speak the language in force."""
        for button, words in ((self._before, _("Previous page")), (self._next, _("Next page"))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.show_page(self._page, self._count)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width that the words need."""
        return QSize(super().sizeHint().width(), self._theme.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the pill."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_rounded(painter, QRectF(self.rect()), self._theme.colour("surface.tooltip"), self._theme.px(6))
        painter.end()

    def _dress(self) -> None:
        px, inverse = self._theme.px, self._theme.colour("text.inverse").name()
        self.setStyleSheet(
            f"QLabel {{ color: {inverse}; font-weight: 600; }}"
            f"QToolButton, QToolButton:hover {{ background: transparent; min-width: {px(24)}px; max-width: {px(24)}px;"
            f" min-height: {px(24)}px; max-height: {px(24)}px; }}"
        )
        for button in (self._before, self._next):
            button.setIconSize(QSize(px(16), px(16)))
        self.setFixedHeight(px(HEIGHT))
