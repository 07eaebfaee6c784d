"""A label that shortens what does not fit, and says the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QLabel

from app.ui.look.elide import elided_end, elided_name


class ElidedLabel(QLabel):
    """One line; people and sentences lose their end, file names their middle."""

    def __init__(self, role: str = "", *, file_name: bool = False) -> None:
        super().__init__()
        self._whole = ""
        self._shorten = elided_name if file_name else elided_end
        if role:
            self.setProperty("role", role)

    def set_text(self, text: str) -> None:
        """Show a text, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def whole_text(self) -> str:
        """Return the text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the whole text."""
        self.ensurePolished()
        margins = self.contentsMargins()
        width = self.fontMetrics().horizontalAdvance(self._whole) + 2 + margins.left() + margins.right()
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of some letters."""
        return QSize(min(self.sizeHint().width(), self.fontMetrics().height() * 3), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Fit the text anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        shown = self._shorten(QFontMetricsF(self.font()), self._whole, self.contentsRect().width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")
