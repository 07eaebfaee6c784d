"""The beginning of a text, to be read, searched and copied from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QTextEdit, QVBoxLayout

from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.viewer.content import Content
from app.ui.panes.viewer.find_box import FindBox
from app.ui.panes.viewer.view import ContentView

_MARGIN, _BESIDE = 16, 60
"""At the sides there is room for the arrows to the neighbours."""
_MOST_HITS = 2_000
_LEAST_PX, _MOST_PX = 9, 40


class _Reading(QPlainTextEdit):
    """Read only; the keys that walk from media to media are let through."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Scroll by the vertical keys alone."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            super().keyPressEvent(event)
        else:
            event.ignore()


class TextView(ContentView):
    """Shows plain text; nothing in it is interpreted."""

    zooms = searches = copies = True

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme = theme
        self._size = 0
        self._hits: list[QTextCursor] = []
        self._hit = 0
        self._text, self._more = _Reading(), QLabel()
        self._text.setReadOnly(True)
        self._text.setCursorWidth(0)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._more.setProperty("role", "secondary")
        self._find = FindBox(theme, icons, self)
        column = QVBoxLayout(self)
        pad, beside = theme.px(_MARGIN), theme.px(_BESIDE)
        column.setContentsMargins(beside, pad, beside, pad)
        column.addWidget(self._text, 1)
        column.addWidget(self._more)
        self._find.asked.connect(self._ask)
        self._find.stepped.connect(self._step)
        self._find.closed.connect(self._close_find)
        self.retranslate()

    def show_content(self, content: Content) -> None:
        """Show a text from its start."""
        self._close_find()
        self._text.setPlainText(content.text)
        self._more.setVisible(content.cut)
        self.fit()

    def let_go(self) -> None:
        """Forget the text."""
        self._text.clear()

    def fit(self) -> None:
        """Show the text at the size of all text."""
        self._resize(self._theme.px(13))

    def actual_size(self) -> None:
        """Do the same."""
        self.fit()

    def zoom_by(self, factor: float) -> None:
        """Write larger or smaller."""
        self._resize(round(self._size * factor) if abs(factor - 1) > 0.1 else self._size)

    def open_find(self) -> None:
        """Open the find box."""
        self._find.begin()

    def copy(self) -> None:
        """Copy what is selected, without a selection all of it."""
        chosen = self._text.textCursor().selectedText().replace("\u2029", "\n")
        QGuiApplication.clipboard().setText(chosen or self._text.toPlainText())

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._text.setAccessibleName(_("Text"))
        self._more.setText(_("This is the beginning. Save the file to read all of it."))
        self._find.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the find box at the top right."""
        super().resizeEvent(event)
        pad = self._theme.px(_MARGIN)
        self._find.move(self.width() - self._find.width() - pad, pad)

    def _resize(self, size: int) -> None:
        self._size = min(self._theme.px(_MOST_PX), max(self._theme.px(_LEAST_PX), size))
        font = self._theme.font("body")
        font.setPixelSize(self._size)
        self._text.document().setDefaultFont(font)
        self.zoomed.emit(self._size / max(1, self._theme.px(13)))

    def _ask(self, text: str) -> None:
        document: QTextDocument = self._text.document()
        self._hits, cursor = [], QTextCursor(document)
        while text and len(self._hits) < _MOST_HITS:
            cursor = document.find(text, cursor)
            if cursor.isNull():
                break
            self._hits.append(QTextCursor(cursor))
        self._hit = 0
        self._mark()

    def _step(self, step: int) -> None:
        if self._hits:
            self._hit = (self._hit + step) % len(self._hits)
            self._mark()

    def _mark(self) -> None:
        marks = []
        for number, hit in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setBackground(self._theme.colour("selection.text_bg" if number == self._hit else "warning.tint"))
            mark.cursor, mark.format = hit, form
            marks.append(mark)
        self._text.setExtraSelections(marks)
        if self._hits:
            plain = QTextCursor(self._hits[self._hit])
            plain.clearSelection()
            self._text.setTextCursor(plain)
        self._find.show_numbers(self._hit + 1, len(self._hits))

    def _close_find(self) -> None:
        self._find.hide()
        self._text.setExtraSelections([])
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)
