"""The on/off switch of the design, 32×20, reached and thrown by keyboard like any check box."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from app.ui.look.theme import Theme

_WIDTH, _HEIGHT, _GAP = 32, 20, 3


class Toggle(QCheckBox):
    """A check box that looks like a switch; assistive technology reads it as the check box it is."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the switch's size at the user's scale."""
        return QSize(self._theme.px(_WIDTH), self._theme.px(_HEIGHT))

    def hitButton(self, _position: object) -> bool:  # noqa: N802 - Qt's name
        """Take clicks anywhere on the switch."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint track and knob."""
        px = self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(self._track()))
        track = QRectF(0, 0, px(_WIDTH), px(_HEIGHT))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        side = track.height() - 2 * px(_GAP)
        left = track.width() - side - px(_GAP) if self.isChecked() else px(_GAP)
        painter.setBrush(self._theme.colour("accent.on" if self.isChecked() else "surface.raised"))
        painter.drawEllipse(QRectF(left, px(_GAP), side, side))
        painter.end()

    def _track(self) -> str:
        if not self.isEnabled():
            return "text.disabled"
        if self.isChecked():
            return "accent.hover" if self.underMouse() else "accent.base"
        return "text.secondary" if self.underMouse() else "line.control"
