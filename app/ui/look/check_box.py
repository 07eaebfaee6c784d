"""The check box of the design: a square of 16 with a tick in it, and its words beside."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_BOX, _GAP, _HEIGHT = 16, 8, 28


class CheckBox(QCheckBox):
    """Painted by hand: a stylesheet can give a tick no colour of the theme."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of box and words."""
        px = self._theme.px
        return QSize(px(_BOX + _GAP) + self.fontMetrics().horizontalAdvance(self.text()) + px(2), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the same: the words are what it is about."""
        return self.sizeHint()

    def hitButton(self, _position: object) -> bool:  # noqa: N802 - Qt's name
        """Take clicks on the words, too."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint box, tick and words."""
        theme, px = self._theme, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, (self.height() - px(_BOX)) // 2, px(_BOX), px(_BOX))
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent.hover" if self.underMouse() else "accent.base"))
            painter.drawRoundedRect(box, px(4), px(4))
            inset = px(2)
            self._icons.paint(painter, "check", box.adjusted(inset, inset, -inset, -inset), "accent.on")
        else:
            painter.setPen(QPen(theme.colour("text.secondary" if self.underMouse() else "line.control"), 1))
            painter.setBrush(theme.colour("surface.field"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setPen(theme.colour("text.secondary" if self.isEnabled() else "text.disabled"))
        painter.setFont(self.font())
        words = QRectF(box.right() + px(_GAP), 0, self.width() - box.right() - px(_GAP), self.height())
        painter.drawText(words, int((Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft).value), self.text())
        painter.end()
