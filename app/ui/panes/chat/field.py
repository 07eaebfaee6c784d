"""The field that a message is written in: grows from one line to six, Enter sends, takes pasted files and images."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QToolButton

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

MOST_LINES = 6
_LONGEST_NAME = 28


class MessageField(QPlainTextEdit):
    """A plain text field of 36, higher where it must be."""

    sent = Signal()
    files_pasted = Signal(list)
    image_pasted = Signal(QImage)
    emoji_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self.enter_sends = True
        """Whether Enter sends; else it begins a line, and Ctrl+Enter sends."""
        self._emoji = QToolButton(self)
        self._emoji.setIcon(icons.icon("smile"))
        self._emoji.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._emoji.setCursor(Qt.CursorShape.ArrowCursor)
        self._emoji.clicked.connect(self.emoji_wanted)
        self.setTabChangesFocus(True)
        self.setAcceptDrops(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._grow)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        theme.changed.connect(self._measure)
        self._measure()

    def retranslate(self, name: str) -> None:
        """Speak the language in force; `name` is whom the message is for."""
        first = name.split()[0] if name.split() else ""
        known = first and len(first) <= _LONGEST_NAME
        words = _("Message to {name}").format(name=first) if known else _("Message")
        self.setPlaceholderText(words)
        # Qt paints a placeholder anew where it comes or goes, not where it changes.
        self.viewport().update()
        self.setAccessibleName(words)
        self._emoji.setToolTip(_("Emoji"))
        self._emoji.setAccessibleName(_("Emoji"))

    def emoji_button(self) -> QToolButton:
        """Return the button that the emoji hang on."""
        return self._emoji

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Send with Enter or Ctrl+Enter, as the user chose; Shift+Enter begins a line, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event.modifiers())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self, modifiers: Qt.KeyboardModifier) -> None:
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        lines = bool(modifiers & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.AltModifier))
        if control or (self.enter_sends and not lines):
            self.sent.emit()
        else:
            self.insertPlainText("\n")
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:  # noqa: N802 - Qt's name
        """Take text, files and images."""
        return source.hasUrls() or source.hasImage() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802 - Qt's name
        """Paste: files first, then an image, then text; where there is text and image, ask (spreadsheet cells)."""
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_pasted.emit(paths)
        elif source.hasImage() and not source.hasText():
            self.image_pasted.emit(QImage(source.imageData()))
        elif source.hasImage():
            self._ask_how(source.text(), QImage(source.imageData()))
        else:
            super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the emoji at the lower right."""
        super().resizeEvent(event)
        side, edge = self._theme.px(32), self._theme.px(2)
        self._emoji.setGeometry(self.width() - side - edge, self.height() - side - edge, side, side)

    def _ask_how(self, text: str, image: QImage) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Paste as text"), lambda: self.insertPlainText(text))
        menu.addAction(_("Paste as image"), lambda: self.image_pasted.emit(image))
        menu.popup(QCursor.pos())

    def _measure(self) -> None:
        side = self._theme.px(20)
        self._emoji.setIconSize(QSize(side, side))
        self.setViewportMargins(self._theme.px(4), self._pad(), self._theme.px(30), self._pad())
        QTimer.singleShot(0, self, self._grow)

    def _pad(self) -> int:
        """Return what is missing above and below one line to the height of the field."""
        self.ensurePolished()
        framed = 2 * self._theme.px(6) + 2
        return max(0, (self._theme.size("composer_input") - framed - self.fontMetrics().lineSpacing()) // 2)

    def _grow(self) -> None:
        """Be as high as the text, from one line to six; beyond that it scrolls."""
        self.ensurePolished()
        lines = max(1, int(self.document().documentLayout().documentSize().height()))
        pitch = self.fontMetrics().lineSpacing()
        one = self._theme.size("composer_input")
        height = one + (min(lines, MOST_LINES) - 1) * pitch
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if self.verticalScrollBarPolicy() != bar:
            self.setVerticalScrollBarPolicy(bar)
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)
