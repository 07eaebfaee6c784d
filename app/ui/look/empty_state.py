"""What a list or page shows when there is nothing: a glyph, what would be here, and the one action."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.look.icons import Icons
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_TEXT_WIDTH = 320


class Glyph(QWidget):
    """One icon, painted in a token's colour at the user's scale."""

    def __init__(self, theme: Theme, icons: Icons, name: str, size: int, path: str = "text.secondary") -> None:
        super().__init__()
        self._theme, self._icons, self._name, self._size, self._path = theme, icons, name, size, path
        theme.changed.connect(self.updateGeometry)
        self.setSizePolicy(self.sizePolicy().Policy.Fixed, self.sizePolicy().Policy.Fixed)

    def show_icon(self, name: str, path: str) -> None:
        """Show another icon or colour."""
        self._name, self._path = name, path
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the icon's square."""
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the icon in the middle."""
        side = self._theme.px(self._size)
        rect = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
        painter = QPainter(self)
        self._icons.paint(painter, self._name, rect, self._path)
        painter.end()


class EmptyState(QWidget):
    """Says in the middle of an empty place what would be here."""

    action_wanted = Signal()

    def __init__(self, theme: Theme, icons: Icons, icon: str) -> None:
        super().__init__()
        self._theme = theme
        self._title, self._text, self._button = QLabel(), Paragraph(theme), QPushButton()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._button.clicked.connect(self.action_wanted)
        self._button.hide()
        column = QVBoxLayout(self)
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        self._icon = icon
        self._glyph = Glyph(theme, icons, icon, 24)
        for part in (self._glyph, self._title, self._text, self._button):
            column.addWidget(part, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        for label in (self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        theme.changed.connect(self._measure)

    def say(self, title: str, text: str, action: str = "", *, failed: bool = False) -> None:
        """Show these words; without an action there is no button. Something that failed has the sign of that."""
        self._glyph.show_icon("circle-alert" if failed else self._icon, "danger.text" if failed else "text.secondary")
        self._title.setText(title)
        self._text.setText(text)
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self._measure()
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Give the words their width anew: they may have changed while nobody saw them."""
        super().showEvent(event)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the words the width that fits."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        width = min(self._theme.px(_TEXT_WIDTH), max(self.width() - self._theme.px(32), 1))
        for label in (self._title, self._text):
            label.ensurePolished()
            label.setFixedWidth(width)
            label.setFixedHeight(max(label.heightForWidth(width), 0))
