"""The parts of the player's bar: the round play button and the waveform that is its seek bar."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QSlider

from app.ui.look.shapes import fill_round
from app.ui.look.theme import Theme
from app.ui.look.wave import paint_wave

_STEPS = 1000
_KNOB_ROOM = 6
"""Half a knob with its halo: the wave may not end at the widget's edge."""
_STEP_S, _SMALL_STEP_S = 5.0, 1.0


def _bars() -> list[QPainterPath]:
    shapes = []
    for left in (-5.0, 1.5):
        path = QPainterPath()
        path.addRoundedRect(QRectF(left, -6, 3.5, 12), 1, 1)
        shapes.append(path)
    return shapes


def _triangle() -> list[QPainterPath]:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(-3.5, -6), QPointF(6, 0), QPointF(-3.5, 6), QPointF(-3.5, -6)]))
    return [path]


_PAUSE, _PLAY = _bars(), _triangle()
"""Solid shapes around the disc's centre, as drawn: an outline would be too light on it."""


class PlayButton(QAbstractButton):
    """The 32 px disc that plays and pauses."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._playing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_playing(self, *, playing: bool) -> None:
        """Show what a click does now."""
        self._playing = playing
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the disc's square."""
        return QSize(self._theme.px(32), self._theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        path = "accent.pressed" if self.isDown() else "accent.hover" if self.underMouse() else "accent.base"
        rect = QRectF(self.rect())
        fill_round(painter, rect, self._theme.colour(path if enabled else "surface.control"))
        painter.setBrush(self._theme.colour("accent.on" if enabled else "text.disabled"))
        painter.translate(rect.center())
        painter.scale(self._theme.scale, self._theme.scale)
        for shape in _PAUSE if self._playing else _PLAY:
            painter.drawPath(shape)
        painter.end()


class SeekWave(QSlider):
    """A waveform that can be sought in: click, drag, arrows 5 s, with Shift 1 s. A slider to assistive technology."""

    sought = Signal(float)
    """A place between 0 and 1."""
    speed_stepped = Signal(int)
    """`[` or `]`: slower (-1), faster (1)."""

    def __init__(self, theme: Theme, rest: str, halo: str) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme, self._rest, self._halo = theme, rest, halo
        self._levels, self._duration_s = b"", 0.0
        self.setRange(0, _STEPS)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sound(self, levels: bytes, fraction: float, duration_s: float) -> None:
        """Show a waveform and how far it was played; a drag that goes on keeps its place."""
        self._levels, self._duration_s = levels, duration_s
        if not self.isSliderDown():
            self.setValue(round(fraction * _STEPS))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._drag(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the pointer."""
        if self.isSliderDown():
            self._drag(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go there."""
        if self.isSliderDown() and event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.sought.emit(self.value() / _STEPS)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Go by seconds, to the ends, or change the speed."""
        ways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        if event.key() in ways:
            step_s = _SMALL_STEP_S if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_S
            self._step(ways[Qt.Key(event.key())] * step_s)
        elif event.key() == Qt.Key.Key_Home:
            self._go(0.0)
        elif event.text() in ("[", "]"):
            self.speed_stepped.emit(1 if event.text() == "]" else -1)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the wave and its knob; the window rings it where the keyboard is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._theme.px(_KNOB_ROOM)
        rect = QRectF(self.rect()).adjusted(room, 0, -room, 0)
        high = self._theme.px(24)
        rect = QRectF(rect.x(), rect.center().y() - high / 2, rect.width(), high)
        played = self.value() / _STEPS
        paint_wave(
            painter,
            self._theme,
            rect,
            self._levels,
            played=played,
            rest=self._rest,
            halo=self._halo,
            knob=self.hasFocus() or self.underMouse() or self.isSliderDown(),
        )
        painter.end()

    def _drag(self, event: QMouseEvent) -> None:
        room = self._theme.px(_KNOB_ROOM)
        share = (event.position().x() - room) / max(1, self.width() - 2 * room)
        self.setValue(round(min(1.0, max(0.0, share)) * _STEPS))
        self.update()

    def _step(self, by_s: float) -> None:
        if self._duration_s > 0:
            self._go(self.value() / _STEPS + by_s / self._duration_s)

    def _go(self, share: float) -> None:
        share = min(1.0, max(0.0, share))
        self.setValue(round(share * _STEPS))
        self.sought.emit(share)
