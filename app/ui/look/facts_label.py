"""Facts in a row, the most important first; those that do not fit are left out whole, so that no number is cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

_SEPARATOR = " · "


class FactsLabel(QLabel):
    """A caption of facts; all of them are read from the tooltip where some are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: list[str] = []
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_facts(self, facts: list[str]) -> None:
        """Show as many of these as there is room for."""
        self._facts = facts
        self.setText(_SEPARATOR.join(facts))
        self.setAccessibleName(self.text())

    def shown_facts(self) -> list[str]:
        """Return the facts that there is room for."""
        metrics, shown = QFontMetricsF(self.font()), list(self._facts)
        while shown and metrics.horizontalAdvance(_SEPARATOR.join(shown)) > self.width() + 1:
            shown.pop()
        return shown

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height alone; any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what fits."""
        shown = self.shown_facts()
        self.setToolTip("" if len(shown) == len(self._facts) else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, _SEPARATOR.join(shown))
        painter.end()
