"""The pages of the wizard on which something is typed: the address, and the credentials."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from app.services.setup import FIELDS, InstanceDraft
from app.texts import _
from app.ui.dialogs.form import FormField
from app.ui.dialogs.wizard.page import Page
from app.ui.dialogs.wizard.words import complaint, field_words
from app.ui.look.theme import Theme


class FieldsPage(Page):
    """Asks for the fields of a provider: the secret ones, or all others.

    Args:
        usual: addresses that providers have unless something else is typed.
    """

    def __init__(self, theme: Theme, usual: Mapping[str, str], *, secret: bool) -> None:
        super().__init__(theme)
        self._usual = usual
        self._secret = secret
        self._provider = ""
        self._fields: dict[str, FormField] = {}
        self.column.setSpacing(theme.px(12))
        self.column.addStretch(1)

    def show_provider(self, provider: str) -> None:
        """Ask for what this provider needs; what was typed for another is forgotten."""
        if provider == self._provider:
            return
        self._provider = provider
        for field in self._fields.values():
            self.column.removeWidget(field)
            field.hide()
            field.deleteLater()
        self._fields = {}
        for wanted in FIELDS[provider]:
            if wanted.secret == self._secret:
                field = FormField(self._theme, secret=wanted.secret)
                field.changed.connect(self.changed)
                self.column.insertWidget(self.column.count() - 1, field)
                self._fields[wanted.name] = field
        self.retranslate()

    def filled(self, draft: InstanceDraft) -> InstanceDraft:
        """Return the draft with what was typed here."""
        for name, field in self._fields.items():
            draft = draft.with_value(name, field.text)
        return draft

    def has(self, name: str) -> bool:
        """Tell whether a field is asked for here."""
        return name in self._fields

    def complain(self, name: str, error: Exception) -> None:
        """Say at a field what is wrong with it."""
        self._fields[name].complain(complaint(error, self._fields[name].text))

    @property
    def names(self) -> frozenset[str]:
        """Return the fields that are asked for here."""
        return frozenset(self._fields)

    def fill(self, name: str, text: str) -> None:
        """Put a text into a field."""
        self._fields[name].fill(text)
        self.changed.emit()

    @property
    def ready(self) -> bool:
        """Tell whether all that is needed was typed."""
        return not self.hint

    @property
    def hint(self) -> str:
        """Name what is still needed."""
        for wanted in FIELDS.get(self._provider, ()):
            field = self._fields.get(wanted.name)
            if wanted.required and field is not None and not field.text:
                return _("Still needed: {field}").format(field=field_words(wanted.name)[0])
        return ""

    def first_field(self) -> QWidget | None:
        """Return the first field."""
        return next((field.line for field in self._fields.values()), None)

    def retranslate(self) -> None:
        """Speak the language in force."""
        if self._secret:
            self.say(_("Credentials"), _("They are not shown while you type."))
        else:
            self.say(_("Address"), _("Where the provider is, and which number it serves."))
        for name, field in self._fields.items():
            label, hint, example = field_words(name)
            usual = self._usual.get(self._provider, "") if name == "base_url" else ""
            field.describe(label, hint, placeholder=usual or example)
