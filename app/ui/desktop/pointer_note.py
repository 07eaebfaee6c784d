"""A few words beside the pointer while something is got ready for a drag, and what is drawn under it meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

_FLAGS = (
    Qt.WindowType.ToolTip
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowTransparentForInput
    | Qt.WindowType.WindowDoesNotAcceptFocus
)
_FOLLOW_MS = 25
_LATE_MS = 150
"""What is ready sooner needs no words."""
_READING_MS = 4000
_AWAY = QPoint(14, 18)


class PointerNote(QWidget):
    """Follows the pointer for as long as the left button is held."""

    let_go = Signal()
    """The button was let go while the note followed."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent, _FLAGS)
        self._theme, self._icons = theme, icons
        self._words, self._icon = "", "download"
        self._following, self._late, self._reading = QTimer(self), QTimer(self), QTimer(self)
        self._following.setInterval(_FOLLOW_MS)
        self._following.timeout.connect(self._follow)
        for timer, call in ((self._late, self._appear), (self._reading, self.hide)):
            timer.setSingleShot(True)
            timer.timeout.connect(call)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)

    def follow(self, words: str) -> None:
        """Show words beside the pointer soon, until `end`, or until the button is let go."""
        self.end()
        self._say(words, "download")
        self._following.start()
        self._late.start(_LATE_MS)

    def stay(self, words: str) -> None:
        """Show words where the pointer is, for as long as it takes to read them."""
        self.end()
        self._say(words, "info")
        self._appear()
        self._reading.start(_READING_MS)

    def end(self) -> None:
        """Show nothing any more."""
        for timer in (self._following, self._late, self._reading):
            timer.stop()
        self.hide()

    def badge(self, words: str) -> QPixmap:
        """Return the same look as a picture, to be drawn under the pointer during a drag."""
        self._say(words, "file")
        return self.grab()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint a raised box with icon and words; square, because not every screen can show what is behind corners."""
        theme, px, painter = self._theme, self._theme.px, QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface.raised"))
        painter.setPen(QPen(theme.colour("accent.base"), px(1)))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        side = px(16)
        self._icons.paint(painter, self._icon, QRectF(px(8), (self.height() - side) / 2, side, side), "accent.text")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.primary"))
        words = QRectF(px(32), 0, self.width() - px(32), self.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self._words)
        painter.end()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of icon and words."""
        self.setFont(self._theme.font("body"))
        px = self._theme.px
        return QSize(px(32) + self.fontMetrics().horizontalAdvance(self._words) + px(10), px(32))

    def _say(self, words: str, icon: str) -> None:
        self._words, self._icon = words, icon
        self.setAccessibleName(words)
        self.resize(self.sizeHint())
        self.update()

    def _appear(self) -> None:
        # Wayland tells no program where the pointer is: a note somewhere else would say nothing.
        if QGuiApplication.platformName() != "wayland":
            self._move()
            self.show()

    def _follow(self) -> None:
        if not QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            self.end()
            self.let_go.emit()
        elif self.isVisible():
            self._move()

    def _move(self) -> None:
        """Stand beside the pointer, and inside the screen that it is on."""
        pointer = QCursor.pos()
        screen = QGuiApplication.screenAt(pointer) or QGuiApplication.primaryScreen()
        room, at = screen.availableGeometry(), pointer + _AWAY
        left = min(at.x(), room.right() - self.width())
        top = at.y() if at.y() + self.height() <= room.bottom() else pointer.y() - _AWAY.y() - self.height()
        self.move(max(left, room.left()), max(top, room.top()))
