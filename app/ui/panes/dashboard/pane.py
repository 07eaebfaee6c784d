"""The dashboard's page: figures, the chart by day, what needs attention, kinds, connections and the disk."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.services.numbers import LOST, PENDING, DiskUse, Numbers, added, summed
from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.ui.look.elide import elided_end
from app.ui.look.empty_state import EmptyState
from app.ui.look.facts_label import FactsLabel
from app.ui.look.icons import Icons
from app.ui.look.segments import Segments
from app.ui.look.skeleton import Skeleton
from app.ui.look.theme import Theme
from app.ui.models.dashboard import AccountStanding, Part, library_facts, share_lost
from app.ui.panes.dashboard.card import Figure
from app.ui.panes.dashboard.days_card import DaysCard
from app.ui.panes.dashboard.facts_cards import ConnectionsCard, DiskCard, KindsCard
from app.ui.panes.dashboard.needs_card import NeedsCard

_WIDE = 820
"""From this width on the cards stand in two columns."""
_FIGURES = 4
_LONGEST_SCOPE, _HEAD_ELSE = 160, 480
"""A scope's name may be so long in a narrow window; what else is in the head."""


class DashboardPane(QFrame):
    """Shows numbers and says where the user wants to go from there."""

    scope_chosen = Signal(str)
    media_wanted = Signal(object, object)
    """The key of an account, and a frozenset of media states: those files are to be seen."""
    queue_wanted = Signal(object)
    """The key of an account."""
    fetch_wanted = Signal()
    again_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: list[Part] = []
        self._use: DiskUse | None = None
        self._state = "none"
        self._offered: list[tuple[str, str]] = []
        self._header, self._title, self._facts, self._scopes = QFrame(), QLabel(), FactsLabel(), Segments(theme)
        self._figures = [Figure(theme) for _number in range(_FIGURES)]
        self.days, self.needs = DaysCard(theme, icons), NeedsCard(theme, icons)
        self.kinds, self.connections, self.disk = (
            KindsCard(theme, icons),
            ConnectionsCard(theme),
            DiskCard(theme, icons),
        )
        self._nothing = EmptyState(theme, icons, "chart-column")
        self._loading = Skeleton(theme, self._shapes)
        self._body, self._scroll, self._stack = QFrame(), QScrollArea(), QStackedWidget()
        self._columns = 0
        self.setProperty("surface", "canvas")
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()

    # ── what the window does ───────────────────────────────────────────────────────────────────────────────────

    def set_scopes(self, scopes: Sequence[tuple[str, str]], current: str) -> None:
        """Offer (key, name) pairs to choose from; one alone needs no choice."""
        self._offered = list(scopes)
        self._name_scopes()
        self._scopes.choose(current)
        self._scopes.setVisible(len(scopes) > 1)

    def show_loading(self) -> None:
        """Show that the numbers of another scope are being read."""
        self._show_state("loading")

    def show_numbers(self, parts: Sequence[Part]) -> None:
        """Show these: one part an account, at least one."""
        self._parts = list(parts)
        self._show()
        numbers = added([part.numbers for part in parts])
        self._show_state("empty" if not numbers.messages and not numbers.media else "numbers")

    def show_disk(self, use: DiskUse | None) -> None:
        """Show how full the disk is."""
        self._use = use
        self.disk.show_use(added([part.numbers for part in self._parts]), use)

    def show_accounts(self, accounts: Sequence[AccountStanding]) -> None:
        """Show how the accounts of the scope are connected."""
        self.connections.show_accounts(accounts)

    def show_failure(self) -> None:
        """Show that the numbers cannot be read."""
        self._show_state("broken")

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Dashboard"))
        self._title.setText(_("Dashboard"))
        self._scopes.setAccessibleName(_("Whose numbers"))
        for card in (self.days, self.needs, self.kinds, self.connections, self.disk):
            card.retranslate()
        self._show()
        self._show_state(self._state)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the cards into one column or two."""
        super().resizeEvent(event)
        self._name_scopes()
        self._place()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        self._title.setProperty("role", "page")
        self._header.setProperty("surface", "panel")
        self._head = QHBoxLayout(self._header)
        self._head.addWidget(self._title)
        self._head.addWidget(self._facts)
        self._head.addStretch(1)
        self._head.addWidget(self._scopes)
        self._body.setProperty("surface", "canvas")
        whole = QVBoxLayout(self._body)
        self._strip, self._grid, self._inner = QGridLayout(), QGridLayout(), whole
        whole.addLayout(self._strip)
        whole.addLayout(self._grid)
        whole.addStretch(1)
        self._scroll.setWidget(self._body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        for part in (self.days, self.needs):
            self._left.addWidget(part)
        for card in (self.kinds, self.connections, self.disk):
            self._right.addWidget(card)
        self._left.addStretch(1)
        self._right.addStretch(1)
        for page in (self._nothing, self._loading, self._scroll):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._scopes.chosen.connect(self.scope_chosen)
        self.needs.media_wanted.connect(self.media_wanted)
        self.needs.queue_wanted.connect(self.queue_wanted)
        self.needs.fetch_wanted.connect(self.fetch_wanted)
        self._nothing.action_wanted.connect(self.again_wanted)
        self._theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self._theme.px
        self._header.setFixedHeight(self._theme.size("header"))
        self._head.setContentsMargins(px(20), 0, px(16), 0)
        self._head.setSpacing(px(12))
        self._inner.setContentsMargins(px(16), px(16), px(16), px(16))
        for layout in (self._inner, self._strip, self._grid, self._left, self._right):
            layout.setSpacing(px(12))
        self._place()

    def _name_scopes(self) -> None:
        """Name the scopes as fully as there is room for."""
        px = self._theme.px
        metrics = QFontMetricsF(self._theme.font(semibold=True))
        most = max(px(_LONGEST_SCOPE), (self.width() - px(_HEAD_ELSE)) / 2)
        self._scopes.offer([(key, elided_end(metrics, name, most)) for key, name in self._offered])

    def _place(self) -> None:
        columns = 2 if self.width() >= self._theme.px(_WIDE) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, figure in enumerate(self._figures):
            across = 2 * columns
            self._strip.addWidget(figure, number // across, number % across)
        for layout in (self._left, self._right):
            self._grid.removeItem(layout)
        self._grid.addLayout(self._left, 0, 0)
        self._grid.addLayout(self._right, *((0, 1) if columns == 2 else (1, 0)))
        self._grid.setColumnStretch(0, 5)
        self._grid.setColumnStretch(1, 3 if columns == 2 else 0)

    def _show(self) -> None:
        if not self._parts:
            return
        numbers = added([part.numbers for part in self._parts])
        self._facts.show_facts(library_facts(numbers))
        self._show_figures(numbers)
        self.days.show_numbers(numbers)
        self.needs.show_parts(self._parts)
        self.kinds.show_numbers(numbers)
        self.disk.show_use(numbers, self._use)

    def _show_figures(self, numbers: Numbers) -> None:
        whole = summed(numbers.counts)
        lost, pending = numbers.in_state(LOST), numbers.in_state(PENDING)
        media, here, waiting, missing = self._figures
        came = _("{count} received").format(count=format_number(whole.received))
        went = _("{count} sent").format(count=format_number(whole.sent))
        media.show_figure(_("Files"), format_number(numbers.media), f"{came} · {went}")
        kept = ngettext("{count} file", "{count} files", numbers.kept_files)
        kept = kept.format(count=format_number(numbers.kept_files))
        here.show_figure(_("Kept here"), format_bytes(numbers.kept_bytes), kept)
        today = _("{count} expire today").format(count=format_number(numbers.expiring)) if numbers.expiring else ""
        waiting.show_figure(_("Still to come"), format_number(pending), today)
        share = _("{share} of all").format(share=share_lost(numbers)) if lost else ""
        missing.show_figure(_("Not received"), format_number(lost), share)

    def _show_state(self, state: str) -> None:
        self._state = state
        pages: dict[str, QWidget] = {"loading": self._loading, "numbers": self._scroll}
        if state == "broken":
            text = _("Nothing is lost. The log has the details.")
            self._nothing.say(_("The numbers cannot be read"), text, _("Try again"))
        elif state == "empty":
            self._nothing.say(_("No numbers yet"), _("They appear here with the first message."))
        else:
            self._nothing.say(_("No account chosen"), _("Choose an account at the left."))
        self._stack.setCurrentWidget(pages.get(state, self._nothing))

    def _shapes(self, room: QRectF) -> list[tuple[QRectF, float]]:
        """Return the skeleton of figures and cards in their final places."""
        px = self._theme.px
        gap, left, width = px(12), px(16), room.width() - 2 * px(16)
        columns = 2 if room.width() >= px(_WIDE) else 1
        across, high = 2 * columns, px(81)
        wide = (width - (across - 1) * gap) / across
        shapes = [
            (QRectF(left + n % across * (wide + gap), px(16) + n // across * (high + gap), wide, high), px(12))
            for n in range(_FIGURES)
        ]
        top = px(16) + _FIGURES // across * (high + gap)
        first = (width - gap) * 5 / 8 if columns == 2 else width
        shapes.append((QRectF(left, top, first, px(360)), px(12)))
        if columns == 2:
            shapes.append((QRectF(left + first + gap, top, width - first - gap, px(260)), px(12)))
        return [(rect, float(radius)) for rect, radius in shapes]
