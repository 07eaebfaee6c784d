"""The sheet of the instance wizard: the steps at the left, a page, and the way on. Nothing is kept before its end."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.accounts import Client
from app.domain.errors import CommandError
from app.domain.ids import ClientId
from app.services.setup import Added, InstanceDraft, Setup, SetupReport
from app.texts import _
from app.ui.bridge import Errands
from app.ui.dialogs.sheet import Sheet
from app.ui.dialogs.wizard.checks import ChecksPage
from app.ui.dialogs.wizard.fields import FieldsPage
from app.ui.dialogs.wizard.naming import NamingPage
from app.ui.dialogs.wizard.page import Page
from app.ui.dialogs.wizard.provider import ProviderPage
from app.ui.dialogs.wizard.steps import Step, StepList
from app.ui.dialogs.wizard.words import complaint, provider_name
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_SIZE = (1000, 632)
_ADDRESS, _CREDENTIALS, _TEST = 1, 2, 3
"""Places of pages."""


class InstanceWizard(Sheet):
    """Adds an instance.

    Args:
        clients: those it can be added to; never empty.
        chosen: the one that is proposed.
        usual: addresses that providers have unless something else is typed.
        colours_taken: by other accounts.
    """

    added = Signal(object, str)
    """An `Added`, and the name of the chosen colour."""

    def __init__(
        self,
        theme: Theme,
        icons: Icons,
        window: QWidget,
        setup: Setup,
        errands: Errands,
        *,
        clients: Sequence[Client],
        chosen: ClientId | None = None,
        usual: Mapping[str, str] | None = None,
        colours_taken: Collection[str] = (),
    ) -> None:
        super().__init__(theme, window, _SIZE)
        self._setup, self._errands = setup, errands
        self._title, self._client, self._note = QLabel(), QLabel(), QLabel()
        self._steps = StepList(theme, icons)
        self.provider = ProviderPage(theme, clients, chosen)
        self.address = FieldsPage(theme, usual or {}, secret=False)
        self.credentials = FieldsPage(theme, usual or {}, secret=True)
        self.checks = ChecksPage(theme, icons)
        self.naming = NamingPage(theme, colours_taken)
        self._pages: list[Page] = [self.provider, self.address, self.credentials, self.checks, self.naming]
        self._stack = QStackedWidget()
        self._cancel, self._back, self._on, self._hint = QPushButton(), QPushButton(), QPushButton(), QLabel()
        self._arrange()
        self._connect()
        self.retranslate()
        self._go(0)

    @property
    def draft(self) -> InstanceDraft:
        """Return what was typed so far."""
        draft = InstanceDraft(self.provider.client, self.provider.provider)
        return self.credentials.filled(self.address.filled(draft))

    def first_field(self) -> QWidget | None:
        """Return the first field of the page."""
        return self._page.first_field()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._title.setText(_("Add an account"))
        self.setAccessibleName(_("Add an account"))
        self._note.setText(_("The token stays in the keychain of this computer and nowhere else."))
        self._cancel.setText(_("Cancel"))
        self._back.setText(_("Back"))
        for page in (self.provider, self.address, self.credentials, self.checks, self.naming):
            page.retranslate()
        self._look()

    @property
    def _page(self) -> Page:
        return self._pages[self._stack.currentIndex()]

    def _go(self, number: int) -> None:
        for page in (self.address, self.credentials):
            page.show_provider(self.provider.provider)
        self._stack.setCurrentIndex(number)
        self._look()
        field = self._page.first_field() or self._on
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if number == _TEST:
            self._test()

    def _forward(self) -> None:
        number = self._stack.currentIndex()
        if not self._page.ready:
            return
        if number == len(self._pages) - 1:
            self._add()
        elif number == _TEST - 1:
            draft = self.draft
            self._errands.run(lambda: self._setup.check(draft), self._checked, failed=self._refused)
        else:
            self._go(number + 1)

    def _checked(self, _nothing: None) -> None:
        self._go(_TEST)

    def _test(self) -> None:
        self.checks.show_report(None)
        draft = self.draft
        self._errands.run(lambda: self._setup.test(draft), self._tested, failed=self._refused, group="wizard-test")

    def _tested(self, report: SetupReport) -> None:
        self.checks.show_report(report)
        self.naming.suggest(report.name)

    def _add(self) -> None:
        self._on.setEnabled(False)
        draft, name = self.draft, self.naming.name
        self._errands.run(lambda: self._setup.add(draft, name=name), self._done, failed=self._refused)

    def _done(self, added: Added) -> None:
        self.added.emit(added, self.naming.colour)
        self.accept()

    def _refused(self, error: Exception) -> None:
        """Go back to the page whose field is at fault and say there what is wrong."""
        name = error.field if isinstance(error, CommandError) else ""
        for page in (self.address, self.credentials):
            if page.has(name):
                self._go(self._pages.index(page))
                page.complain(name, error)
                return
        self._go(len(self._pages) - 1)
        self.naming.complain(complaint(error))

    def _look(self) -> None:
        number, page = self._stack.currentIndex(), self._page
        self._client.setText(_("Client {name}").format(name=self.provider.client_name))
        self._steps.show_steps(self._step_words(), number)
        self._back.setVisible(number > 0)
        last = number == len(self._pages) - 1
        self._on.setText(_("Add account") if last else _("Continue"))
        self._on.setEnabled(page.ready)
        self._hint.setText(page.hint)

    def _step_words(self) -> list[Step]:
        draft = self.draft
        facts = [provider_name(draft.provider), draft.base_url, "", self.checks.summary, self.naming.name]
        if draft.credentials:
            facts[2] = _("For the system's keychain")
        names = [_("Provider"), _("Address"), _("Credentials"), _("Test"), _("Colour and name")]
        reached = self._stack.currentIndex()
        return [
            Step(name, fact if number <= reached else "")
            for number, (name, fact) in enumerate(zip(names, facts, strict=True))
        ]

    def _connect(self) -> None:
        self._cancel.clicked.connect(self.reject)
        self._back.clicked.connect(lambda: self._go(self._stack.currentIndex() - 1))
        self._on.clicked.connect(self._forward)
        self.checks.again_wanted.connect(self._test)
        self.checks.remedy_wanted.connect(lambda name: self._go(_ADDRESS if name == "address" else _CREDENTIALS))
        for page in self._pages:
            page.changed.connect(self._look)

    def _arrange(self) -> None:
        self._on.setProperty("kind", "primary")
        self._on.setDefault(True)
        self._cancel.setProperty("kind", "text")
        self._title.setProperty("role", "page")
        self._client.setProperty("role", "secondary")
        for caption in (self._note, self._hint):
            caption.setProperty("role", "caption")
            caption.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for page in self._pages:
            self._stack.addWidget(page)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addWidget(_line())
        right.addLayout(self._footer())
        whole = QHBoxLayout(self.panel)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._left())
        whole.addLayout(right, 1)

    def _left(self) -> QWidget:
        px = self._theme.px
        side = QFrame()
        side.setProperty("wizard", "steps")
        side.setFixedWidth(px(240))
        column = QVBoxLayout(side)
        column.setContentsMargins(px(16), px(24), px(16), px(16))
        column.setSpacing(px(4))
        column.addWidget(self._title)
        column.addWidget(self._client)
        column.addSpacing(px(16))
        column.addWidget(self._steps)
        column.addStretch(1)
        column.addWidget(self._note)
        return side

    def _footer(self) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(24), px(16), px(24), px(16))
        row.setSpacing(px(8))
        row.addWidget(self._cancel)
        row.addWidget(self._hint, 1)
        row.addSpacing(px(8))
        row.addWidget(self._back)
        row.addWidget(self._on)
        return row


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
