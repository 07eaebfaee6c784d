"""What came and went by day: the chart, its legend, the same in figures, and what narrows both."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QWidget

from app.domain.kinds import MediaKind
from app.services.numbers import Numbers, Sum, by_day
from app.texts import _, ngettext
from app.texts.formats import format_number
from app.ui.look.combo import Combo
from app.ui.look.icons import Icons
from app.ui.look.segments import Segments
from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme
from app.ui.models.dashboard import KIND_NAMES, PERIODS, bar_words
from app.ui.panes.dashboard.card import Card, wrapped
from app.ui.panes.dashboard.chart import SERIES, BarChart
from app.ui.panes.dashboard.day_table import DayTable

_CHART, _TABLE = "chart", "table"


class Key(QWidget):
    """A tone and what it means, with its sum."""

    def __init__(self, theme: Theme, tone: str) -> None:
        super().__init__()
        self._theme, self._tone = theme, tone
        self._words = QLabel(self)
        self._words.setProperty("role", "secondary")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(18), 0, 0, 0)
        row.addWidget(self._words)

    def say(self, words: str) -> None:
        """Show these words."""
        self._words.setText(words)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the tone."""
        painter, side = QPainter(self), self._theme.px(10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_rounded(painter, QRectF(0, (self.height() - side) / 2, side, side), self._theme.colour(self._tone), 2)
        painter.end()


class DaysCard(Card):
    """Shows the days of a `Numbers`."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__(theme)
        self._numbers: Numbers | None = None
        self._today = date.today().toordinal()
        self._kind, self._period, self._form = Combo(theme, icons), Segments(theme), Segments(theme)
        self.chart, self.table = BarChart(theme), DayTable(theme)
        self._keys = [Key(theme, tone) for _name, tone in SERIES]
        self._day = wrapped(QLabel())
        self._day.setProperty("role", "secondary")
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for kind in (None, *MediaKind):
            self._kind.addItem("", kind)
        self._arrange()
        self._kind.currentIndexChanged.connect(lambda _index: self._show())
        self._period.chosen.connect(lambda _value: self._show())
        self._form.chosen.connect(self._show_form)
        self.chart.pointed.connect(self._say_day)
        self.retranslate()
        self._period.choose(str(PERIODS[0]))
        self._form.choose(_CHART)

    @property
    def period(self) -> int:
        """Return how many days are shown."""
        return int(self._period.value or PERIODS[0])

    def show_numbers(self, numbers: Numbers) -> None:
        """Show these."""
        self._numbers, self._today = numbers, date.today().toordinal()
        self._show()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.name(_("By day"))
        for place in range(self._kind.count()):
            kind = self._kind.itemData(place)
            self._kind.setItemText(place, _("All kinds") if kind is None else _(KIND_NAMES[kind]))
        self._kind.setAccessibleName(_("Kind of file"))
        days = [(str(days), ngettext("{count} day", "{count} days", days).format(count=days)) for days in PERIODS]
        self._period.offer(days)
        self._period.setAccessibleName(_("Period"))
        self._form.offer([(_CHART, _("Chart")), (_TABLE, _("Table"))])
        self.chart.setAccessibleName(_("Files received and sent by day"))
        self.table.setAccessibleName(_("Files received and sent by day"))
        self._show()

    def _arrange(self) -> None:
        self.head.addWidget(self._form)
        controls = QHBoxLayout()
        controls.setSpacing(self._theme.px(12))
        controls.addWidget(self._kind)
        controls.addWidget(self._period)
        controls.addStretch(1)
        self.column.addLayout(controls)
        self._stack.addWidget(self.chart)
        self._stack.addWidget(self.table)
        self.column.addWidget(self._stack)
        legend = QHBoxLayout()
        legend.setSpacing(self._theme.px(16))
        for key in self._keys:
            legend.addWidget(key)
        legend.addStretch(1)
        self.column.addLayout(legend)
        self.column.addWidget(self._day)

    def _show(self) -> None:
        if self._numbers is None:
            return
        kind: MediaKind | None = self._kind.currentData()
        bars = by_day(self._numbers, self._today - self.period + 1, self._today, kind)
        self.chart.show_bars(bars)
        self.table.days.show_bars(bars)
        whole = Sum(*(sum(getattr(bar, name) for _day, bar in bars) for name, _tone in SERIES))
        for key, words in zip(self._keys, _legend(whole), strict=True):
            key.say(words)
        self._say_day(len(bars) - 1)

    def _say_day(self, place: int) -> None:
        bars = self.chart.bars
        self._day.setText(bar_words(*bars[place]) if 0 <= place < len(bars) else "")

    def _show_form(self, form: str) -> None:
        self._stack.setCurrentWidget(self.table if form == _TABLE else self.chart)
        self._day.setVisible(form == _CHART)


def _legend(whole: Sum) -> tuple[str, str, str]:
    return (
        _("Received {count}").format(count=format_number(whole.received)),
        _("Sent {count}").format(count=format_number(whole.sent)),
        _("Not received {count}").format(count=format_number(whole.lost)),
    )
