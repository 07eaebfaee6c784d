"""Search inside one chat: a field, how many were found, and a step to each of them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from app.domain.ids import ChatId
from app.services.views import Hit
from app.texts import _
from app.texts.formats import format_number
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_PAUSE_MS = 150
_MOST_HITS = 200


class FindBar(QFrame):
    """Below the header while it is wanted; hits are walked from the newest to the oldest."""

    found = Signal(int)
    """The message to show."""
    wanted = Signal(str)
    """What is searched for, to be marked; "" for nothing."""
    closed = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader: Reader | None = None
        self._chat = 0
        self._hits: list[int] = []
        self._at = 0
        self._field, self._count = QLineEdit(), QLabel()
        self._count.setProperty("role", "caption")
        self._older, self._newer, self._close = QToolButton(), QToolButton(), QToolButton()
        self.setProperty("surface", "panel")
        for button, icon in ((self._older, "chevron-up"), (self._newer, "chevron-down"), (self._close, "x")):
            button.setIcon(icons.icon(icon))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._field, 1)
        for part in (self._count, self._older, self._newer, self._close):
            self._row.addWidget(part)
        self._connect()
        self._measure()
        self.hide()

    def open(self, reader: Reader, chat: int) -> None:
        """Search in a chat."""
        self._reader, self._chat = reader, chat
        self.show()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self._ask()

    def close_bar(self) -> None:
        """Search no more."""
        self._hits, self._at = [], 0
        self._field.clear()
        self._pause.stop()
        self.wanted.emit("")
        self.hide()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._field.setPlaceholderText(_("Search in this chat"))
        self._field.setAccessibleName(_("Search in this chat"))
        names = {self._older: _("Older hit"), self._newer: _("Newer hit"), self._close: _("Close the search")}
        for button, words in names.items():
            button.setToolTip(words)
            button.setAccessibleName(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on to the next hit, Shift+Enter back, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down):
            back = event.key() == Qt.Key.Key_Down or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._step(-1 if back else 1)
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._field.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self._older.clicked.connect(lambda: self._step(1))
        self._newer.clicked.connect(lambda: self._step(-1))
        self._close.clicked.connect(self._leave)
        self._theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(16), px(4), px(12), px(8))
        self._row.setSpacing(px(8))
        for button in (self._older, self._newer, self._close):
            button.setIconSize(QSize(px(16), px(16)))

    def _ask(self) -> None:
        text, chat = self._field.text().strip(), ChatId(self._chat)
        self.wanted.emit(text)
        if self._reader is None or not text:
            self._take([])
            return
        self._reader.ask(lambda view: view.search(text, _MOST_HITS, chat), self._take, group="find")

    def _take(self, hits: list[Hit]) -> None:
        self._hits = list(dict.fromkeys(int(hit.message) for hit in hits))
        self._at = 0
        self._show()

    def _step(self, by: int) -> None:
        if self._hits:
            self._at = min(len(self._hits) - 1, max(0, self._at + by))
            self._show()

    def _show(self) -> None:
        many = len(self._hits)
        for button in (self._older, self._newer):
            button.setEnabled(many > 1)
        if many:
            done, total = format_number(self._at + 1), format_number(many)
            self._count.setText(_("{done} of {total}").format(done=done, total=total))
            self.found.emit(self._hits[self._at])
        else:
            self._count.setText(_("Nothing found") if self._field.text().strip() else "")

    def _leave(self) -> None:
        self.close_bar()
        self.closed.emit()
