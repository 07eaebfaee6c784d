"""The bar's own controls: the disc that plays, the waveform that is a slider, and what opens above the loudspeaker."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QMenu, QSizePolicy, QSlider, QWidget, QWidgetAction

from app.texts import _
from app.ui.look.shapes import fill_round, play_glyph, square_in
from app.ui.look.theme import Theme
from app.ui.look.wave import paint_wave
from app.ui.panes.player.engine import Player

_STEP_MS, _FINE_MS = 5000, 1000


class PlayButton(QAbstractButton):
    """A disc of 32."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._playing = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self.updateGeometry)

    def show_playing(self, *, playing: bool) -> None:
        """Show what a click does now."""
        self._playing = playing
        words = _("Pause") if playing else _("Play")
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the disc's square."""
        return QSize(self._theme.px(32), self._theme.px(32))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint disc and glyph."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = "accent.pressed" if self.isDown() else "accent.hover" if self.underMouse() else "accent.base"
        fill_round(painter, QRectF(self.rect()), self._theme.colour(path))
        glyph = square_in(QRectF(self.rect()), self._theme.px(16))
        play_glyph(painter, glyph, self._theme.colour("accent.on"), pause=self._playing)
        painter.end()


class WaveSlider(QSlider):
    """The waveform; a slider to the keyboard and to assistive technology. Its values are milliseconds."""

    sought = Signal(float)
    """Seconds."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._levels = b""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.updateGeometry)

    def show_sound(self, levels: bytes, position_s: float, duration_s: float) -> None:
        """Show a sound's levels and how far it is."""
        self._levels = levels
        self.setRange(0, max(1, round(duration_s * 1000)))
        if not self.isSliderDown():
            self.setValue(round(position_s * 1000))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the drawn measure."""
        return QSize(self._theme.px(232), self._theme.px(24))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return what is still of use."""
        return QSize(self._theme.px(64), self._theme.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the waveform."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        played = self.value() / max(1, self.maximum())
        room = QRectF(self.rect())
        paint_wave(
            painter,
            self._theme,
            room,
            self._levels,
            played=played,
            rest="wave.rest",
            halo="surface.frame",
            knob=self.underMouse() or self.isSliderDown() or self.hasFocus() or not self._levels,
        )
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Go to where the pointer is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)  # noqa: FBT003 - Qt's signature
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the pointer."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self.setSliderDown(False)  # noqa: FBT003 - Qt's signature

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go five seconds, with Shift one; Home and End to the ends."""
        step = _FINE_MS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_MS
        targets = {
            Qt.Key.Key_Left: self.value() - step,
            Qt.Key.Key_Right: self.value() + step,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.maximum(),
        }
        if event.key() in targets:
            self.setValue(targets[Qt.Key(event.key())])
            self.sought.emit(self.value() / 1000)
        else:
            event.ignore()

    def _follow(self, event: QMouseEvent) -> None:
        part = min(1.0, max(0.0, event.position().x() / max(1, self.width())))
        self.setValue(round(part * self.maximum()))
        self.sought.emit(self.value() / 1000)


def volume_menu(theme: Theme, player: Player, parent: QWidget) -> QMenu:
    """Return the menu above the loudspeaker: how loud, silence, and on which device."""
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setValue(round(player.volume * 100))
    slider.setAccessibleName(_("Volume"))
    slider.setMinimumSize(theme.px(200), theme.px(32))
    slider.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
    slider.valueChanged.connect(lambda value: player.set_volume(value / 100))
    loud = QWidgetAction(menu)
    loud.setDefaultWidget(slider)
    menu.addAction(loud)
    mute = menu.addAction(_("Mute"))
    mute.setCheckable(True)
    mute.setChecked(player.muted)
    mute.toggled.connect(lambda muted: player.set_muted(muted=muted))
    menu.addSeparator()
    _add_devices(menu, player)
    return menu


def _add_devices(menu: QMenu, player: Player) -> None:
    devices = player.devices()
    if not devices:
        menu.addAction(_("No sound device found")).setEnabled(False)  # noqa: FBT003 - Qt's signature
    for device_id, name in [("", _("The system's choice")), *devices] if devices else []:
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(device_id == player.device)
        action.triggered.connect(lambda _checked, wanted=device_id: player.set_device(wanted))
