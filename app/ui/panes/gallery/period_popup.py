"""Asks for two dates: from when to when the gallery shows."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Signal
from PySide6.QtWidgets import QDateEdit, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.texts import _, language
from app.ui.look.theme import Theme
from app.ui.panes.gallery.periods import Period, between
from app.ui.panes.gallery.popup import Popup


class PeriodPopup(Popup):
    """A small sheet under its chip."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._first, self._last = QDateEdit(), QDateEdit()
        form = QFormLayout()
        form.addRow(_("From"), self._first)
        form.addRow(_("To"), self._last)
        for field in (self._first, self._last):
            field.setDisplayFormat(QLocale(language()).dateFormat(QLocale.FormatType.ShortFormat))
            field.setCalendarPopup(True)
            field.setStyleSheet(f"QDateEdit::drop-down {{ border: none; width: {theme.px(24)}px; }}")
            field.setDate(QDate.currentDate())
            field.setMaximumDate(QDate.currentDate())
        self._first.setDate(QDate.currentDate().addMonths(-1))
        self._apply = QPushButton(_("Show"))
        self._apply.setProperty("kind", "primary")
        self._apply.clicked.connect(self._choose)
        column, buttons = QVBoxLayout(self), QHBoxLayout()
        pad = theme.px(16)
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(theme.px(12))
        buttons.addStretch(1)
        buttons.addWidget(self._apply)
        column.addLayout(form)
        column.addLayout(buttons)

    def open_at(self, corner: QPoint) -> None:
        """Show it with its top left there."""
        super().open_at(corner)
        self._first.setFocus()

    def period(self) -> Period:
        """Return what is asked for now; the earlier date is the first one, however they were typed."""
        first, last = (_plain(field.date()) for field in (self._first, self._last))
        return between(min(first, last), max(first, last))

    def _choose(self) -> None:
        self.chosen.emit(self.period())
        self.close()


def _plain(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
