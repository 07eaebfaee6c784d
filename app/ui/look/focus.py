"""The focus ring: 2 px with a gap of 2, around what the keyboard has come to. A click shows none."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QApplication, QSlider, QWidget
from shiboken6 import isValid

from app.ui.look.theme import Theme

_BY_KEYBOARD = "by_keyboard"
_MOVED = frozenset({QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show})


class FocusRing(QWidget):
    """Lies over a window, lets everything through and rings the button that has the keyboard's focus.

    Fields draw their own border, lists their own current row; this ring is for buttons, switches and sliders.
    """

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        theme.changed.connect(self._place)

    @property
    def target(self) -> QWidget | None:
        """Return the widget that is ringed, None where none is."""
        return self._target

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Follow the widget that is ringed; only that one is watched."""
        if event.type() in _MOVED and watched is self._target:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the ring."""
        width = self._theme.px(2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("focus.ring"), width))
        inner = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        radius = self._theme.px(8)
        painter.drawRoundedRect(inner, radius, radius)
        painter.end()

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if by_mouse:
            note_keyboard(self.window(), moved=False)
        ours = isinstance(new, QAbstractButton | QSlider) and new.window() is self.window()
        self._ring(new if ours and self.window().property(_BY_KEYBOARD) else None)

    def _ring(self, target: QWidget | None) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        self._target = target
        if target is not None:
            target.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        out = self._theme.px(4)
        corner = target.mapTo(self.window(), QPoint(0, 0))
        self.setGeometry(corner.x() - out, corner.y() - out, target.width() + 2 * out, target.height() + 2 * out)
        self.show()
        self.raise_()


def note_keyboard(window: QWidget, *, moved: bool) -> None:
    """Remember that the keyboard was the last to move a window's focus, or that it was not."""
    window.setProperty(_BY_KEYBOARD, moved)
