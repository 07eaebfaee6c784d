"""The row of filters: chips for direction, date, contact and state, how many are left, and a way back to all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.kinds import Direction, MediaState
from app.services.views import ChatRow
from app.texts import _
from app.texts.formats import format_number
from app.texts.titles import media_state_title
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.listing import Filters
from app.ui.panes.gallery.chip import Chip
from app.ui.panes.gallery.contact_popup import ContactPopup
from app.ui.panes.gallery.period_popup import PeriodPopup
from app.ui.panes.gallery.periods import Period, offered, period_name

HEIGHT = 44
STATES = (
    MediaState.LOCAL,
    MediaState.REMOTE,
    MediaState.DOWNLOADING,
    MediaState.EXPIRED,
    MediaState.FAILED,
    MediaState.QUARANTINED,
)
_OTHER_DATES = object()


class FilterBar(QFrame):
    """Shows a `Filters` and changes it."""

    changed = Signal(object)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._filters = Filters()
        self._reader: Reader | None = None
        self._contact_name = ""
        self._count = 0
        self._total: int | None = None
        self.setProperty("surface", "panel")
        self._direction, self._period, self._contact, self._state = (Chip(theme, icons, self) for _number in range(4))
        self._chips = (self._direction, self._period, self._contact, self._state)
        self._clear = QPushButton()
        self._clear.setProperty("kind", "quiet")
        self._clear.setProperty("compact", "true")
        self._numbers = QLabel()
        self._numbers.setProperty("role", "secondary")
        self._arrange()
        self._connect()
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def read_from(self, reader: Reader, *, contacts: bool) -> None:
        """Offer the contacts of an account; a gallery of one chat has none to choose from."""
        self._reader = reader
        self._contact.setVisible(contacts)

    def show_filters(self, filters: Filters) -> None:
        """Show what holds, without saying so by `changed`."""
        self._filters = filters
        self._say()

    def show_numbers(self, count: int, total: int | None) -> None:
        """Show how many are left of how many."""
        self._count, self._total = count, total
        self._say_numbers()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._direction.offer([(_("Received"), Direction.IN), (_("Sent"), Direction.OUT)])
        periods: list[tuple[str, object] | None] = [*offered(date.today())]
        self._period.offer([*periods, None, (_("Other dates…"), _OTHER_DATES)])
        self._state.offer([(media_state_title(state), state) for state in STATES])
        self._clear.setText(_("Clear filters"))
        self._say()
        self._say_numbers()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the numbers up where chips need the room."""
        super().resizeEvent(event)
        self._fit()

    def _say(self) -> None:
        filters = self._filters
        sides = {Direction.IN: _("Received"), Direction.OUT: _("Sent")}
        self._direction.show_value(_("Direction"), sides[filters.direction] if filters.direction else "")
        period = Period(filters.since, filters.until)
        self._period.show_value(_("Date"), period_name(period, date.today()) if period != Period(None) else "")
        self._contact.show_value(_("Contact"), (self._contact_name or filters.contact) if filters.contact else "")
        self._state.show_value(_("State"), ", ".join(media_state_title(state) for state in sorted(filters.states)))
        self._clear.setVisible(filters.narrowing)
        self._fit()

    def _say_numbers(self) -> None:
        count = format_number(self._count)
        if self._total is None or self._total == self._count:
            self._numbers.setText("")
        else:
            self._numbers.setText(_("{count} of {total}").format(count=count, total=format_number(self._total)))
        self._fit()

    def _arrange(self) -> None:
        self._row = QHBoxLayout(self)
        for chip in self._chips:
            self._row.addWidget(chip)
        self._row.addWidget(self._clear)
        self._row.addStretch(1)
        self._row.addWidget(self._numbers)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _connect(self) -> None:
        self._direction.chosen.connect(lambda side: self._set(direction=side))
        self._direction.cleared.connect(lambda: self._set(direction=None))
        self._period.chosen.connect(self._choose_period)
        self._period.cleared.connect(lambda: self._set(since=None, until=None))
        self._contact.opened.connect(self._ask_contact)
        self._contact.cleared.connect(lambda: self._set(contact=None))
        self._state.chosen.connect(lambda state: self._set(states=frozenset({state})))
        self._state.cleared.connect(lambda: self._set(states=frozenset()))
        self._clear.clicked.connect(
            lambda: self.changed.emit(Filters(kind=self._filters.kind, sort=self._filters.sort))
        )

    def clear(self) -> None:
        """Take all filters away; kind and order stay."""
        self.changed.emit(Filters(kind=self._filters.kind, sort=self._filters.sort))

    def _set(self, **facts: object) -> None:
        self.changed.emit(replace(self._filters, **facts))  # type: ignore[arg-type]  # names and types are Filters' own

    def _choose_period(self, chosen: object) -> None:
        if isinstance(chosen, Period):
            self._set(since=chosen.since, until=chosen.until)
            return
        popup = PeriodPopup(self._theme, self)
        popup.chosen.connect(self._choose_period)
        popup.open_at(self._period.mapToGlobal(QPoint(0, self._period.height() + self._theme.px(4))))

    def _ask_contact(self, corner: QPoint) -> None:
        if self._reader is None:
            return
        popup = ContactPopup(self._theme, self._reader, self)
        popup.chosen.connect(self._choose_contact)
        popup.open_at(corner)

    def _choose_contact(self, row: ChatRow) -> None:
        self._contact_name = row.name
        self._set(contact=row.address)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(HEIGHT))
        self._row.setContentsMargins(px(16), 0, px(16), 0)
        self._row.setSpacing(px(4))

    def _fit(self) -> None:
        px = self._theme.px
        shown = [part for part in (*self._chips, self._clear) if not part.isHidden()]
        needed = sum(part.sizeHint().width() + px(4) for part in shown) + px(32)
        self._numbers.setVisible(needed + self._numbers.sizeHint().width() <= self.width())
        self._row.activate()
