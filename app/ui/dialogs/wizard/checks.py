"""The wizard's connection test: really calls the provider and shows check by check what it found."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.addresses import formatted
from app.services.setup import Check, SetupReport, Verdict
from app.texts import N_, _
from app.texts.connection import check_meaning, check_title
from app.texts.formats import format_bytes, format_number
from app.texts.reasons import reason_remedy, reason_title
from app.texts.titles import kind_title
from app.ui.dialogs.wizard.page import Page
from app.ui.look.empty_state import Glyph
from app.ui.look.icon_words import say_beside_icon
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_LOOKS = {
    Verdict.PASSED: ("circle-check", "success.text", ""),
    Verdict.FAILED: ("circle-x", "danger.text", "danger"),
    Verdict.WARNED: ("triangle-alert", "warning.text", "warning"),
    Verdict.WAITING: ("circle-dashed", "text.secondary", ""),
}

_REMEDIES = {"address": N_("Change the address"), "key": N_("Change the key")}


class ChecksPage(Page):
    """Shows the report; without one it is under way."""

    again_wanted = Signal()
    remedy_wanted = Signal(str)
    """The check that failed, `address` or `key`: what was typed for it is to be changed."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._icons = icons
        self._report: SetupReport | None = None
        self._again = QPushButton()
        self._again.setProperty("kind", "quiet")
        self._again.setIcon(icons.icon("refresh-cw"))
        self._again.setIconSize(QSize(theme.px(16), theme.px(16)))
        self._again.clicked.connect(self.again_wanted)
        self.head.addWidget(self._again)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        content = QWidget()
        content.setLayout(self._list)
        self._list.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(content)
        self.column.addWidget(scroll, 1)
        self.retranslate()

    @property
    def report(self) -> SetupReport | None:
        """Return what was found, None while the test runs."""
        return self._report

    def show_report(self, report: SetupReport | None) -> None:
        """Show a report, or that the test runs."""
        self._report = report
        self._again.setEnabled(report is not None)
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for check in report.checks if report is not None else (Check("address", Verdict.WAITING),):
            row = _Row(self._theme, self._icons, check)
            row.remedy_wanted.connect(self.remedy_wanted)
            self._list.addWidget(row)
        self._list.addStretch(1)
        self.retranslate()
        self.changed.emit()

    def first_field(self) -> QWidget | None:
        """Return the first remedy, None where none is needed or the test still runs."""
        items = [self._list.itemAt(place) for place in range(self._list.count())]
        rows = [item.widget() for item in items if item is not None]
        return next((row.remedy for row in rows if isinstance(row, _Row) and row.remedy is not None), None)

    @property
    def ready(self) -> bool:
        """Tell whether nothing failed; warnings do not hold back."""
        return self._report is not None and self._report.ok

    @property
    def hint(self) -> str:
        """Say what holds back."""
        if self._report is None:
            return _("The test is running")
        return "" if self._report.ok else _("Solve the problem in red to go on")

    @property
    def summary(self) -> str:
        """Return the outcome in a few words."""
        if self._report is None:
            return ""
        passed = sum(check.verdict is Verdict.PASSED for check in self._report.checks)
        total = len(self._report.checks)
        return _("{passed} of {total} passed").format(passed=format_number(passed), total=format_number(total))

    def retranslate(self) -> None:
        """Speak the language in force; rows are made anew with the next report."""
        self.say(_("Connection test"), self.summary or _("Calling the provider."))
        say_beside_icon(self._again, _("Test again"))


class _Row(QFrame):
    """One check: glyph, what it is, and what was found or what helps; where it failed, the way to the remedy."""

    remedy_wanted = Signal(str)

    def __init__(self, theme: Theme, icons: Icons, check: Check) -> None:
        super().__init__()
        icon, colour, tone = _LOOKS[check.verdict]
        title, facts = QLabel(), QLabel()
        failed = check.verdict is Verdict.FAILED
        title.setText(check_title(check.name, failed=failed))
        facts.setText(_facts(check))
        facts.setProperty("role", "caption")
        for label in (title, facts):
            label.setWordWrap(True)
        facts.setVisible(bool(facts.text()))
        if tone:
            self.setProperty("banner", tone)
            title.setProperty("tone", tone)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        words.addWidget(facts)
        row = QHBoxLayout(self)
        px = theme.px
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(12))
        row.addWidget(Glyph(theme, icons, icon, 16, colour), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.remedy: QPushButton | None = None
        if failed and check.name in _REMEDIES:
            self.remedy = QPushButton(_(_REMEDIES[check.name]))
            self.remedy.setProperty("compact", "true")
            self.remedy.setProperty("kind", "raised")
            self.remedy.clicked.connect(lambda: self.remedy_wanted.emit(check.name))
            row.addWidget(self.remedy, alignment=Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{title.text()}. {facts.text()}".strip(". "))


def _facts(check: Check) -> str:
    if check.reason is not None:
        return f"{reason_title(check.reason.value)} {reason_remedy(check.reason.value)}"
    if check.name == "limits":
        return " · ".join(f"{kind_title(kind)} {format_bytes(int(most))}" for kind, most in check.facts)
    if check.verdict is Verdict.WAITING:
        return _("After the problem above is solved") if check.name != "address" else ""
    if check.name == "number":
        found = dict(check.facts)
        return " · ".join(part for part in (formatted(found.get("number", "")), found.get("name", "")) if part)
    return check_meaning(check.name)
