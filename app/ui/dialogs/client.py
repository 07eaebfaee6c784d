"""The dialog that adds a client: a name is all it takes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.domain.accounts import Client
from app.services.setup import Setup
from app.texts import _
from app.ui.bridge import Errands
from app.ui.dialogs.form import LONGEST_NAME, FormField
from app.ui.dialogs.sheet import Sheet
from app.ui.dialogs.wizard.words import complaint
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_SIZE = (440, 0)


class ClientDialog(Sheet):
    """Asks for the name of a client and adds it."""

    added = Signal(object)
    """A `Client`."""

    def __init__(self, theme: Theme, window: QWidget, setup: Setup, errands: Errands) -> None:
        super().__init__(theme, window, _SIZE)
        self._setup, self._errands = setup, errands
        self._adding = False
        self._title, self._text = QLabel(), Paragraph(theme)
        self._title.setProperty("role", "page")
        self._name = FormField(theme, longest=LONGEST_NAME)
        self._cancel, self._add = QPushButton(), QPushButton()
        self._cancel.setProperty("kind", "quiet")
        self._add.setProperty("kind", "primary")
        self._arrange(theme)
        self._cancel.clicked.connect(self.reject)
        self._add.clicked.connect(self._try)
        self._name.entered.connect(self._try)
        self.retranslate()

    def first_field(self) -> QWidget:
        """Return the name."""
        return self._name.line

    def reject(self) -> None:
        """Leave; but not while the client is being added, of which nobody would hear then."""
        if not self._adding:
            super().reject()

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

    def _try(self) -> None:
        name = self._name.text
        if self._adding:
            return
        if not name:
            self._name.complain(_("Write the name of the company."))
            return
        self._set_adding(adding=True)
        self._errands.run(lambda: self._setup.add_client(name), self._done, failed=self._refused)

    def _set_adding(self, *, adding: bool) -> None:
        self._adding = adding
        self._add.setEnabled(not adding)

    def _done(self, client: Client) -> None:
        self.added.emit(client)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self._set_adding(adding=False)
        self._name.complain(complaint(error))
