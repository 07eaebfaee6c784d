"""The days in figures: the chart's other face, for whoever does not see it or wants the numbers themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView

from app.services.numbers import Sum
from app.texts import _
from app.texts.formats import format_bytes, format_number
from app.ui.look.theme import Theme
from app.ui.models.dashboard import bar_words, day_words

AnyIndex = QModelIndex | QPersistentModelIndex

_HEIGHT, _ROW = 208, 28


class DayModel(QAbstractTableModel):
    """One row a day, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[tuple[int, Sum]] = []

    def show_bars(self, bars: Sequence[tuple[int, Sum]]) -> None:
        """Show these days."""
        self.beginResetModel()
        self._bars = list(reversed(bars))
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return the number of days."""
        return 0 if parent.isValid() else len(self._bars)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name and default
        """Return day, received, sent, not received, size."""
        return 0 if parent.isValid() else 5

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows; the first cell of a row is read as the whole row."""
        if not index.isValid():
            return None
        day, bar = self._bars[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            numbers = (bar.received, bar.sent, bar.lost)
            return (day_words(day), *map(format_number, numbers), format_bytes(bar.size_bytes))[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return bar_words(day, bar)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the columns' names."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Day"), _("Received"), _("Sent"), _("Not received"), _("Size"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class DayTable(QTableView):
    """As high as the chart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.days = DayModel()
        self.setModel(self.days)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)
        self._measure()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the chart's size."""
        return QSize(self._theme.px(320), self._theme.px(_HEIGHT))

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(_ROW))
        self.updateGeometry()
