"""The wizard's first page: for which client, through which provider."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from app.domain.accounts import Client
from app.domain.ids import ClientId
from app.texts import _
from app.ui.dialogs.wizard.page import Page
from app.ui.dialogs.wizard.words import PROVIDERS, provider_name, provider_words
from app.ui.look.combo import Combo
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme

_LEAST_LETTERS = 8


class ProviderPage(Page):
    """Chooses client and provider."""

    def __init__(self, theme: Theme, clients: Sequence[Client], chosen: ClientId | None) -> None:
        super().__init__(theme)
        self._label, self._client = QLabel(), Combo(theme)
        self._label.setProperty("role", "strong")
        # A long name is shortened in the field, not the page made wider than its sheet.
        self._client.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._client.setMinimumContentsLength(_LEAST_LETTERS)
        for client in clients:
            self._client.addItem(client.name, int(client.id))
        if chosen is not None:
            self._client.setCurrentIndex(max(0, self._client.findData(int(chosen))))
        self._group = QButtonGroup(self)
        self._choices: dict[str, tuple[QRadioButton, QLabel]] = {}
        self.column.addWidget(self._label)
        self.column.addWidget(self._client)
        self.column.addSpacing(theme.px(16))
        for provider in PROVIDERS:
            self._offer(provider)
        self.column.addStretch(1)
        next(iter(self._choices.values()))[0].setChecked(True)
        self._group.idClicked.connect(lambda _id: self.changed.emit())
        self._client.currentIndexChanged.connect(lambda _row: self.changed.emit())
        self.retranslate()

    @property
    def client(self) -> ClientId:
        """Return the chosen client."""
        return ClientId(int(self._client.currentData()))

    @property
    def client_name(self) -> str:
        """Return the chosen client's name."""
        return self._client.currentText()

    @property
    def provider(self) -> str:
        """Return the chosen provider."""
        return next(name for name, (radio, _words) in self._choices.items() if radio.isChecked())

    def choose(self, provider: str) -> None:
        """Choose a provider."""
        self._choices[provider][0].setChecked(True)
        self.changed.emit()

    def first_field(self) -> QWidget:
        """Return the chosen provider."""
        return self._choices[self.provider][0]

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.say(_("Provider"), _("The service that connects the number. More can be added later."))
        self._label.setText(_("Client"))
        self._client.setAccessibleName(_("Client"))
        for provider, (radio, words) in self._choices.items():
            radio.setText(provider_name(provider))
            words.setText(provider_words(provider))
            radio.setAccessibleDescription(words.text())

    def _offer(self, provider: str) -> None:
        radio, words = QRadioButton(), Paragraph(self._theme, indent=24)
        self._group.addButton(radio)
        self.column.addWidget(radio)
        self.column.addWidget(words)
        self.column.addSpacing(self._theme.px(8))
        self._choices[provider] = (radio, words)
