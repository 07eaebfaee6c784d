"""What lies over the message list: the day that sticks, and the pill that leads to what is new."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from app.texts import _, ngettext
from app.texts.formats import format_number
from app.texts.times import day_of, day_title
from app.ui.look.icons import Icons
from app.ui.look.lettering import LEFT
from app.ui.look.shapes import fill_round
from app.ui.look.theme import Theme
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.delegate import paint_day


class StickyDay(QWidget):
    """The heading of the day at the top of what is in sight."""

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self._scene = scene
        self._day = 0
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_day(self, day: int, width: int, top: float) -> None:
        """Show a day's heading in the middle of a width; 0 hides it."""
        self._day = day
        if not day:
            self.hide()
            return
        scene = self._scene
        words = scene.letters.width(day_title(day, day_of(scene.now())), "caption", semibold=True)
        wide, high = round(words) + 2 * scene.px(10), scene.theme.line("caption") + scene.px(4)
        self.setGeometry((width - wide) // 2, round(top) - scene.px(2), wide, high)
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the heading on the canvas's tone, so that bubbles do not shine through."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill_round(painter, QRectF(self.rect()), self._scene.theme.colour("surface.canvas"))
        paint_day(painter, self._scene, QRectF(self.rect()), self._day)
        painter.end()


class JumpPill(QPushButton):
    """Leads to the newest messages and says how many came that were not seen."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many; 0 leads down without a number."""
        self._count = count
        words = ngettext("{count} new", "{count} new", count).format(count=format_number(count)) if count else ""
        self.setText(words)
        self.setAccessibleName(words or _("Go to the newest message"))
        self.setToolTip(_("Go to the newest message"))
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the width of arrow and words."""
        px, font = self._theme.px, self._theme.font("body", semibold=True)
        self.setFont(font)
        words = self.fontMetrics().horizontalAdvance(self.text()) + px(4) if self.text() else 0
        return QSize(px(16) + words + px(20 if words else 16), px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint a pill in the accent where something is new, else in the raised tone."""
        px, painter = self._theme.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.underMouse() or self.isDown()
        new = self._count > 0
        tones = ("accent.base", "accent.hover") if new else ("surface.raised", "surface.hover")
        front = "accent.on" if new else "text.secondary"
        ground = QRectF(self.rect())
        if not new:
            # A bubble has the same tone: without an edge the pill would look like a hole in it.
            fill_round(painter, ground, self._theme.colour("line.control"))
            ground = ground.adjusted(1, 1, -1, -1)
        fill_round(painter, ground, self._theme.colour(tones[hovered]))
        side = px(16)
        left = px(8) if not self.text() else px(10)
        self._icons.paint(painter, "arrow-down", QRectF(left, (self.height() - side) / 2, side, side), front)
        painter.setFont(self.font())
        painter.setPen(self._theme.colour(front))
        painter.drawText(QRectF(left + side + px(4), 0, self.width(), self.height()), LEFT, self.text())
        painter.end()
