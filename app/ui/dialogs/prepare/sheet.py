"""The preparation sheet: files in order with what will happen to each, captions, and one button that sends them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.ui.dialogs.prepare.delegate import DraftDelegate
from app.ui.dialogs.prepare.listing import DraftList
from app.ui.dialogs.prepare.preview import Preview
from app.ui.dialogs.prepare.whither import Whither, WhitherLine
from app.ui.dialogs.sheet import Sheet
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.drafts import DraftsModel

_SIZE = (1000, 664)
_LIST, _LIST_MOST = 400, 0.46
_HINT_FROM = 800
"""In a narrower sheet the hint beside the buttons gives its room to who sends and to whom."""


class PrepareSheet(Sheet):
    """Shows what is about to be sent. Whoever opens it looks at the files and tells the model what was found."""

    added = Signal(list)
    """Paths of further files."""
    removed = Signal(object)
    """A `DraftLine` that was taken out."""
    send_wanted = Signal(list)
    """The `DraftLine`s that are to be sent, in their order."""
    leave_wanted = Signal()
    """Escape or Cancel where captions were written: ask first."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget, whither: Whither) -> None:
        super().__init__(theme, window, _SIZE)
        self._icons = icons
        self.model = DraftsModel(self)
        self._list = DraftList(self.model, DraftDelegate(theme, icons, self))
        self._preview = Preview(theme, icons)
        self._whither = WhitherLine(theme, icons, whither)
        self._title, self._size_words, self._hint = QLabel(), QLabel(), QLabel()
        self._add, self._cancel, self._send, self._close = QPushButton(), QPushButton(), QPushButton(), QToolButton()
        self._edge = QFrame()
        self._edge.setFixedWidth(theme.px(3))
        self._edge.setStyleSheet(f"background: {theme.colour(f'account.{whither.account.colour}.fill').name()};")
        self._arrange()
        self._connect()
        self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the list its drawn width, or less where the picture would have no room."""
        super().resizeEvent(event)
        width = self.panel.width()
        self._list.setFixedWidth(min(self._theme.px(_LIST), round(width * _LIST_MOST)))
        self._hint.setVisible(width >= self._theme.px(_HINT_FROM))

    def show_files(self, names: Sequence[str]) -> list[int]:
        """Append files that are being looked at; return their keys."""
        keys = self.model.add(names)
        if not self._list.currentIndex().isValid() and keys:
            self._list.setCurrentIndex(self.model.index(0))
        return keys

    def first_field(self) -> QWidget:
        """Return the caption of the first file."""
        return self._preview.caption

    def reject(self) -> None:
        """Leave, unless something was written that would be lost."""
        if any(line.caption for line in self.model.lines):
            self.leave_wanted.emit()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave without sending."""
        super().reject()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._add.setText(_("Add"))
        self._cancel.setText(_("Cancel"))
        self._hint.setText(_("Enter sends"))
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close"))
        self._list.setAccessibleName(_("Files"))
        self._preview.retranslate()
        self._whither.retranslate()
        self.model.retranslate()
        self._count()

    def _count(self) -> None:
        lines = self.model.lines
        going = [line for line in lines if line.sendable]
        size_bytes = sum(line.draft.size_bytes for line in going if line.draft is not None)
        if len(going) == len(lines):
            title = ngettext("Send {count} file", "Send {count} files", len(lines)).format(
                count=format_number(len(lines))
            )
        else:
            title = _("Send {count} of {total} files")
            title = title.format(count=format_number(len(going)), total=format_number(len(lines)))
        self._title.setText(title)
        self.setAccessibleName(title)
        self._size_words.setText(format_bytes(size_bytes) if size_bytes else "")
        words = _("Send {count}").format(count=format_number(len(going)))
        self._send.setText(f" {words}")
        self._send.setAccessibleName(words)
        waiting = any(line.draft is None for line in lines)
        self._send.setEnabled(bool(going) and not waiting)
        self._hint.setText(_("Files are being looked at") if waiting else _("Enter sends"))
        if not lines:
            self.leave()

    def _go(self) -> None:
        if self._send.isEnabled():
            self._send.setEnabled(False)
            self.send_wanted.emit([line for line in self.model.lines if line.sendable])
            self.accept()

    def _take_out(self, key: int) -> None:
        line = self.model.remove(key)
        if line is not None:
            self.removed.emit(line)

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), _("Add files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.added.emit([Path(name) for name in names]))
        dialog.open()

    def _connect(self) -> None:
        self.model.changed.connect(self._count)
        self._list.chosen.connect(self._preview.show_line)
        self._list.removed.connect(self._take_out)
        self._preview.captioned.connect(lambda key, text: self.model.update(key, caption=text))
        self._send.clicked.connect(self._go)
        self._add.clicked.connect(self._choose)
        for button in (self._cancel, self._close):
            button.clicked.connect(self.reject)

    def _arrange(self) -> None:
        self._send.setProperty("kind", "primary")
        self._send.setDefault(True)
        self._send.setIcon(self._icons.icon("send", "accent.on"))
        self._add.setProperty("kind", "text")
        self._add.setIcon(self._icons.icon("plus", "accent.text"))
        self._close.setIcon(self._icons.icon("x"))
        self._title.setProperty("role", "title")
        self._size_words.setProperty("role", "secondary")
        self._hint.setProperty("role", "caption")
        px = self._theme.px
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._list)
        middle.addWidget(_upright())
        middle.addWidget(self._preview, 1)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._header())
        column.addWidget(_line())
        column.addSpacing(px(8))
        column.addLayout(middle, 1)
        column.addWidget(_line())
        column.addLayout(self._footer())

    def _header(self) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(24), px(12), px(12), px(12))
        row.setSpacing(px(8))
        row.addWidget(self._title)
        row.addWidget(self._size_words)
        row.addStretch(1)
        row.addWidget(self._add)
        row.addWidget(self._close)
        return row

    def _footer(self) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, px(16), 0)
        row.setSpacing(px(8))
        row.addWidget(self._edge)
        row.addSpacing(px(12))
        row.addWidget(self._whither, 1)
        row.addWidget(self._hint)
        for button in (self._cancel, self._send):
            row.addWidget(button)
        self._edge.setFixedHeight(px(64))
        return row


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line


def _upright() -> QFrame:
    line = QFrame()
    line.setProperty("upright", "true")
    line.setFixedWidth(1)
    return line
