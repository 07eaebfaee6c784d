"""The dialog that adds a client: a name is all it takes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.accounts import Client
from app.domain.errors import CommandError
from app.services.setup import Setup
from app.texts import _
from app.texts.refusals import error_title
from app.ui.bridge import Errands
from app.ui.dialogs.form import FormField
from app.ui.dialogs.sheet import Sheet
from app.ui.look.theme import Theme

_SIZE = (440, 0)


class ClientDialog(Sheet):
    """Asks for the name of a client and adds it."""

    added = Signal(object)
    """A `Client`."""

    def __init__(self, theme: Theme, window: QWidget, setup: Setup, errands: Errands) -> None:
        super().__init__(theme, window, _SIZE)
        self._setup, self._errands = setup, errands
        self._title, self._text = QLabel(), QLabel()
        self._title.setProperty("role", "page")
        self._text.setProperty("role", "secondary")
        self._text.setWordWrap(True)
        self._name = FormField(theme)
        self._cancel, self._add = QPushButton(), QPushButton()
        self._cancel.setProperty("kind", "text")
        self._add.setProperty("kind", "primary")
        self._arrange(theme)
        self._cancel.clicked.connect(self.reject)
        self._add.clicked.connect(self._try)
        self._name.entered.connect(self._try)
        self._name.changed.connect(self._look)
        self.retranslate()
        self._look()

    def first_field(self) -> QWidget:
        """Return the name."""
        return self._name.line

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_("Add a client"))
        self.setAccessibleName(_("Add a client"))
        self._text.setText(
            _("A client is a company whose WhatsApp numbers you serve. Clients never see each other's data.")
        )
        self._name.describe(_("Name of the company"))
        self._cancel.setText(_("Cancel"))
        self._add.setText(_("Add"))

    def _arrange(self, theme: Theme) -> None:
        px = theme.px
        buttons = QHBoxLayout()
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        buttons.addWidget(self._add)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        for part in (self._title, self._text, self._name):
            column.addWidget(part)
        column.addStretch(1)
        column.addLayout(buttons)
        self._add.setDefault(True)

    def _look(self) -> None:
        self._add.setEnabled(bool(self._name.text))

    def _try(self) -> None:
        name = self._name.text
        if name and self._add.isEnabled():
            self._add.setEnabled(False)
            self._errands.run(lambda: self._setup.add_client(name), self._done, failed=self._refused)

    def _done(self, client: Client) -> None:
        self.added.emit(client)
        self.accept()

    def _refused(self, error: Exception) -> None:
        code = error.code.value if isinstance(error, CommandError) else "internal"
        self._name.complain(error_title(code))
        self._add.setEnabled(True)
        self._name.line.setFocus(Qt.FocusReason.OtherFocusReason)
