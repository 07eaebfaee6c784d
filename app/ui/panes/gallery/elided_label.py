"""A label that gives its room up: what does not fit ends in an ellipsis and is read in full from the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app.ui.look.elide import elided_end, elided_name

_SEPARATOR = " · "


class ElidedLabel(QLabel):
    """One line; `name` keeps a file's extension."""

    def __init__(self, role: str, *, name: bool = False) -> None:
        super().__init__()
        self._name = name
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the height alone; any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what fits."""
        metrics = QFontMetricsF(self.font())
        cut = elided_name if self._name else elided_end
        fits = metrics.horizontalAdvance(self.text()) <= self.width()
        shown = self.text() if fits else cut(metrics, self.text(), self.width())
        self.setToolTip("" if fits else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(QRect(0, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


class FactsLabel(ElidedLabel):
    """Facts in a row, the most important first; those that do not fit are left out whole, so that no number is cut."""

    def __init__(self) -> None:
        super().__init__("caption")
        self._facts: list[str] = []

    def show_facts(self, facts: list[str]) -> None:
        """Show as many of these as there is room for."""
        self._facts = facts
        self.setText(_SEPARATOR.join(facts))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint what fits."""
        metrics, shown = QFontMetricsF(self.font()), list(self._facts)
        while shown and metrics.horizontalAdvance(_SEPARATOR.join(shown)) > self.width() + 1:
            shown.pop()
        self.setToolTip("" if len(shown) == len(self._facts) else self.text())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, _SEPARATOR.join(shown))
        painter.end()
