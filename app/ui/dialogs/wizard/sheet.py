"""The sheet of the instance wizard: the steps at the left, a page, and the way on. Nothing is kept before its end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.accounts import Client
from app.domain.errors import CommandError
from app.domain.ids import ClientId
from app.services.setup import Added, InstanceDraft, Setup, SetupReport
from app.texts import _
from app.ui.bridge import Errands, Ticket
from app.ui.dialogs.sheet import Sheet
from app.ui.dialogs.wizard.checks import ChecksPage
from app.ui.dialogs.wizard.fields import FieldsPage
from app.ui.dialogs.wizard.naming import NamingPage
from app.ui.dialogs.wizard.page import Page
from app.ui.dialogs.wizard.provider import ProviderPage
from app.ui.dialogs.wizard.steps import Step, StepList
from app.ui.dialogs.wizard.words import complaint, provider_name
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

R = TypeVar("R")

_SIZE = (1000, 632)
_STEPS, _STEPS_MOST = 240, 0.33
_ROOMY = 900
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
        self._asked, self._adding = Ticket(), False
        self._title, self._client, self._note = QLabel(), ElidedLabel("secondary"), QLabel()
        self._side, self._steps = QFrame(), StepList(theme, icons)
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

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the steps their drawn width, or less where the page would have no room."""
        super().resizeEvent(event)
        self._side.setFixedWidth(min(self._theme.px(_STEPS), round(self.panel.width() * _STEPS_MOST)))
        self._place_hint()

    def reject(self) -> None:
        """Leave; but not while the account is being added, of which nobody would hear then."""
        if not self._adding:
            super().reject()

    def done(self, result: int) -> None:
        """Close; what was asked is answered no more."""
        self._asked.cancel()
        super().done(result)

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
        self._give_keyboard()
        if number == _TEST:
            self._test()

    def _give_keyboard(self) -> None:
        """Give the keyboard to what is wanted next; never to a button that a stray Enter should not press."""
        field = self._page.first_field() or (self._on if self._on.isEnabled() else self.panel)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forward(self) -> None:
        number = self._stack.currentIndex()
        if not self._page.ready:
            return
        page = self._page
        if number == len(self._pages) - 1:
            self._add()
        elif isinstance(page, FieldsPage):
            draft, fields = self.draft, page.names if page is self.address else None
            self._ask(lambda: self._setup.check(draft, fields), lambda _nothing: self._go(number + 1))
        else:
            self._go(number + 1)

    def _test(self) -> None:
        self.checks.show_report(None)
        draft = self.draft
        self._ask(lambda: self._setup.test(draft), self._tested)

    def _ask(self, work: Callable[[], R], then: Callable[[R], None]) -> None:
        """Ask on the lane; only the newest question is answered, and none once the wizard is gone."""
        self._asked.cancel()
        self._asked = self._errands.run(work, then, failed=self._refused)

    def _tested(self, report: SetupReport) -> None:
        self.checks.show_report(report)
        self.naming.suggest(report.name)
        if self._page is self.checks:
            self._give_keyboard()

    def _add(self) -> None:
        if self._adding:
            return
        self._adding = True
        draft, name = self.draft, self.naming.name
        self._look()
        self._ask(lambda: self._setup.add(draft, name=name), self._done)

    def _done(self, added: Added) -> None:
        self.added.emit(added, self.naming.colour)
        self.accept()

    def _refused(self, error: Exception) -> None:
        """Go back to the page whose field is at fault and say there what is wrong."""
        self._adding = False
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
        self._client.set_text(_("Client {name}").format(name=self.provider.client_name))
        self._steps.show_steps(self._step_words(), number)
        self._back.setVisible(number > 0)
        last = number == len(self._pages) - 1
        self._on.setText(_("Add account") if last else _("Continue"))
        self._on.setEnabled(page.ready and not self._adding)
        self._back.setEnabled(not self._adding)
        self._hint.setText(_("The account is being added") if self._adding else page.hint)
        self._hint.setVisible(bool(self._hint.text()))

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
        self._cancel.setProperty("kind", "quiet")
        self._title.setProperty("role", "page")
        self._title.setWordWrap(True)
        for caption in (self._note, self._hint):
            caption.setProperty("role", "caption")
            caption.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for page in self._pages:
            self._stack.addWidget(page if page is self.checks else _scrolled(page))
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
        self._side.setProperty("wizard", "steps")
        column = QVBoxLayout(self._side)
        column.setContentsMargins(px(16), px(24), px(16), px(16))
        column.setSpacing(px(4))
        column.addWidget(self._title)
        column.addWidget(self._client)
        column.addSpacing(px(16))
        column.addWidget(self._steps)
        column.addStretch(1)
        column.addWidget(self._note)
        return self._side

    def _footer(self) -> QGridLayout:
        px = self._theme.px
        self._foot = QGridLayout()
        self._foot.setContentsMargins(px(24), px(16), px(24), px(16))
        self._foot.setHorizontalSpacing(px(8))
        self._foot.setVerticalSpacing(px(8))
        self._foot.setColumnStretch(1, 1)
        for place, button in ((0, self._cancel), (2, self._back), (3, self._on)):
            self._foot.addWidget(button, 1, place)
        return self._foot

    def _place_hint(self) -> None:
        """Say what holds back beside the button, or above it where that has no room."""
        roomy = self.panel.width() >= self._theme.px(_ROOMY)
        self._foot.removeWidget(self._hint)
        self._foot.addWidget(self._hint, *((1, 1) if roomy else (0, 0, 1, 4)))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line


def _scrolled(page: QWidget) -> QScrollArea:
    """Return a page that scrolls where large text leaves it no room."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setWidget(page)
    # It would be painted over the sheet's round corner.
    page.setAutoFillBackground(False)
    return scroll
