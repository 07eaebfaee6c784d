"""Asks how a folder is to be sent: its files one by one, or the folder as one ZIP file."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.ui.dialogs.sheet import Sheet
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_SIZE = (440, 0)


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What was dropped.

    Attributes:
        names: of the folders.
        files: how many files are in them and beside them.
        left_out: how many more there are than a sheet takes.
        takes_zip: whether the account can send a ZIP file.
    """

    names: tuple[str, ...]
    files: int
    size_bytes: int
    left_out: int = 0
    takes_zip: bool = True


class FolderQuestion(Sheet):
    """Says `chosen` with `files` or `zip`; rejected: nothing is sent."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, window: QWidget, facts: FolderFacts) -> None:
        super().__init__(theme, window, _SIZE)
        self._facts = facts
        self._title, self._text = ElidedLabel("title"), Paragraph(theme)
        self._cancel, self._zip, self._files = QPushButton(), QPushButton(), QPushButton()
        self._cancel.setProperty("kind", "quiet")
        first = self._files if facts.files else self._cancel
        first.setProperty("kind", "primary")
        first.setDefault(True)
        self._zip.setVisible(bool(facts.files) and facts.takes_zip)
        self._files.setVisible(bool(facts.files))
        self._cancel.clicked.connect(self.reject)
        self._zip.clicked.connect(lambda: self._choose("zip"))
        self._files.clicked.connect(lambda: self._choose("files"))
        px = theme.px
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        buttons.addWidget(self._zip)
        buttons.addWidget(self._files)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(8))
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(px(8))
        column.addLayout(buttons)
        self.retranslate()

    def first_field(self) -> QWidget:
        """Return the answer that is usually wanted."""
        return self._files if self._facts.files else self._cancel

    def retranslate(self) -> None:
        """Speak the language in force."""
        facts = self._facts
        folders = ngettext("{count} folder", "{count} folders", len(facts.names))
        folders = folders.format(count=format_number(len(facts.names)))
        self._title.set_text(_("Folder {name}").format(name=facts.names[0]) if len(facts.names) == 1 else folders)
        self._text.setText(_sentence(facts))
        self.setAccessibleName(self._title.whole_text())
        self.setAccessibleDescription(self._text.text())
        self._cancel.setText(_("Cancel") if facts.files else _("Close"))
        one = _("As a ZIP file")
        self._zip.setText(one if len(facts.names) == 1 else _("As ZIP files"))
        files = ngettext("{count} file", "{count} files", facts.files)
        self._files.setText(files.format(count=format_number(facts.files)))

    def _choose(self, how: str) -> None:
        self.chosen.emit(how)
        self.accept()


def _sentence(facts: FolderFacts) -> str:
    if not facts.files:
        return _("There is nothing in it that could be sent.")
    inside = ngettext("{count} file, {size}.", "{count} files, {size}.", facts.files)
    words = [inside.format(count=format_number(facts.files), size=format_bytes(facts.size_bytes))]
    if facts.left_out:
        more = _("{count} more find no room on one sheet.")
        words.append(more.format(count=format_number(facts.left_out)))
    if facts.takes_zip:
        words.append(_("Send them one by one, or the folder as one ZIP file?"))
    return " ".join(words)
