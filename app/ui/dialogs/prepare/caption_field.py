"""The line in which a caption is written: counts its letters inside, and hands the keys on that walk the files."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.texts import _
from app.texts.formats import format_number
from app.ui.desktop.taking import paths_in
from app.ui.look.theme import Theme

LONGEST = 1024
_HEIGHT = 40
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class CaptionField(QLineEdit):
    """40 high, 1,024 characters at most."""

    stepped = Signal(int)
    """Up and down: the file before or after is wanted."""
    moved = Signal(int)
    """Alt and up or down: the file shall leave earlier or later."""
    pasted = Signal()
    """Paste, while the clipboard holds no text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._count = QLabel(self)
        self._count.setProperty("role", "caption")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMaxLength(LONGEST)
        # A file that is dropped here is one more file, not its address as a caption.
        self.setAcceptDrops(False)
        self.textChanged.connect(self._count_up)
        theme.changed.connect(self._measure)
        self._measure()
        self._count_up()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._count_up()

    def say(self, words: str) -> None:
        """Show what is to be written here, or why nothing can be."""
        self.setPlaceholderText(words)
        self.setAccessibleName(words)

    def event(self, event: QEvent) -> bool:
        """Take Alt and the arrows before anybody else makes something of them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _STEPS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and move files; paste files and pictures."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            (self.moved if event.modifiers() & Qt.KeyboardModifier.AltModifier else self.stepped).emit(step)
        elif event.matches(QKeySequence.StandardKey.Paste) and _is_no_text(QApplication.clipboard().mimeData()):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the count at the right."""
        super().resizeEvent(event)
        self._place()

    def _count_up(self) -> None:
        self._count.setText(f"{format_number(len(self.text()))} / {format_number(LONGEST)}")
        self._count.setAccessibleName(_("Letters of the caption"))
        self._place()

    def _place(self) -> None:
        px = self._theme.px
        size = self._count.sizeHint()
        left = self.width() - size.width() - px(12)
        self._count.setGeometry(left, (self.height() - size.height()) // 2, size.width(), size.height())
        self.setTextMargins(0, 0, size.width() + px(8), 0)

    def _measure(self) -> None:
        # The stylesheet adds its frame of one pixel to the height that it is told.
        height = self._theme.px(_HEIGHT) - 2
        self.setStyleSheet(f"min-height: {height}px; max-height: {height}px;")
        self._place()


def _is_no_text(data: QMimeData) -> bool:
    """Tell whether files or a picture are on the clipboard; files often bring their addresses along as text."""
    return bool(paths_in(data)) or (data.hasImage() and not data.hasFormat("text/plain"))
