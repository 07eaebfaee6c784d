"""The player in the bottom bar: mirrors the bubble that plays and goes on when the chat changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from app.texts import _
from app.texts.formats import format_duration
from app.ui.look.icons import Icons
from app.ui.look.lettering import LEFT, RIGHT, Lettering
from app.ui.look.theme import Theme
from app.ui.models.numbers import speed_words
from app.ui.models.playing import SPEEDS, PlayerState, next_clicked_speed, stepped_speed
from app.ui.panes.player.parts import PlayButton, SeekWave
from app.ui.panes.player.places import places
from app.ui.panes.player.volume import VolumePopup

_WIDE = 664
_HOUR_S = 3600


class PlayerBar(QWidget):
    """Play, who speaks, the wave, both times, speed and volume. Empty until something was played."""

    toggle_wanted = Signal()
    seek_wanted = Signal(float)
    """A place between 0 and 1."""
    speed_wanted = Signal(float)
    volume_wanted = Signal(float)
    """0 to 1."""
    output_wanted = Signal(object)
    """The id of a sound output, b"" for the system's own."""
    outputs_wanted = Signal()
    """The list of outputs is about to be shown; answer by `set_outputs`."""
    jump_wanted = Signal(int)
    """The media whose message is to be shown."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self._state = PlayerState()
        self._volume = 1.0
        self._places = places(0, theme.px)
        self._play = PlayButton(theme)
        self._wave = SeekWave(theme, "wave.rest", "surface.frame")
        self._speed, self._loud = QPushButton(), QToolButton()
        self._popup = VolumePopup(theme, self)
        self.setProperty("surface", "frame")
        for part in (self._play, self._wave, self._speed, self._loud):
            part.setParent(self)
        self._connect()
        theme.changed.connect(self._measure)
        self._measure()
        self.retranslate()

    def set_state(self, state: PlayerState) -> None:
        """Show a moment of the player."""
        before, self._state = self._state, state
        self._play.show_playing(playing=state.playing)
        self._wave.show_sound(state.waveform, state.fraction, state.duration_s)
        hours = [moment.duration_s >= _HOUR_S for moment in (before, state)]
        if (before.media_id, before.problem, hours[0]) != (state.media_id, state.problem, hours[1]):
            self._place()
        self._say()
        self.update()

    def set_volume(self, volume: float) -> None:
        """Show how loud it is, 0 to 1."""
        self._volume = volume
        self._popup.show_volume(volume)
        name = "volume-x" if volume <= 0 else "volume-1" if volume < 0.5 else "volume-2"
        self._loud.setIcon(self._icons.icon(name))

    def set_outputs(self, outputs: Sequence[tuple[bytes, str]], chosen: bytes) -> None:
        """Show the sound outputs as (id, name) and which is used, b"" for the system's own."""
        self._popup.show_outputs(outputs, chosen)

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Player"))
        self._wave.setAccessibleName(_("Position"))
        self._loud.setAccessibleName(_("Volume and output"))
        self._loud.setToolTip(_("Volume and output"))
        self._speed.setToolTip(_("Speed"))
        self._popup.retranslate()
        self._say()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the drawn width."""
        return QSize(self._theme.px(_WIDE), self._theme.size("bottom_bar"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the play button and a short wave."""
        return QSize(self._theme.px(144), self._theme.size("bottom_bar"))

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the parts their places."""
        super().resizeEvent(event)
        self._place()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Change the speed by `[` and `]`, play and pause by Space, wherever the keyboard is in the bar."""
        if event.text() in ("[", "]"):
            self._step_speed(1 if event.text() == "]" else -1)
        elif event.key() == Qt.Key.Key_Space:
            self.toggle_wanted.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer all speeds, and the way to the message."""
        if self._state.media_id is not None:
            self._menu().popup(event.globalPos())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint who speaks and both times; in place of the wave why it cannot be played."""
        state = self._state
        if state.media_id is None:
            return
        painter = QPainter(self)
        theme, at, line, small = self._theme, self._places, self._theme.line("body"), self._theme.line("caption")
        top = (self.height() - line - small) / 2
        title = QRectF(at.title.left, top, at.title.width, line)
        below = QRectF(at.title.left, top + line, at.title.width, small)
        draw = self._letters.draw
        if at.title.width:
            draw(painter, title, state.title, theme.colour("text.primary"), semibold=True)
            draw(painter, below, state.subtitle, theme.colour("text.secondary"), "caption")
        if state.problem:
            left = at.title.left + at.title.width + theme.px(12 if at.title.width else 0)
            room = QRectF(left, 0, self.width() - left - theme.px(8), self.height())
            draw(painter, room, state.problem, theme.colour("danger.text"))
        else:
            self._times(painter)
        painter.end()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggle_wanted)
        self._wave.sought.connect(self.seek_wanted)
        self._wave.speed_stepped.connect(self._step_speed)
        self._speed.clicked.connect(lambda: self.speed_wanted.emit(next_clicked_speed(self._state.speed)))
        self._loud.clicked.connect(self._open_volume)
        self._popup.volume_chosen.connect(self._choose_volume)
        self._popup.output_chosen.connect(self.output_wanted)

    def _times(self, painter: QPainter) -> None:
        at, state, high = self._places, self._state, self.height()
        colour = self._theme.colour("text.secondary")
        if at.position.width:
            rect = QRectF(at.position.left, 0, at.position.width, high)
            self._letters.draw(painter, rect, format_duration(state.position_s), colour, "caption", align=RIGHT)
        if at.length.width:
            rect = QRectF(at.length.left, 0, at.length.width, high)
            self._letters.draw(painter, rect, format_duration(state.duration_s), colour, "caption", align=LEFT)

    def _place(self) -> None:
        self._places = at = places(self.width(), self._theme.px, hours=self._state.duration_s >= _HOUR_S)
        px, shown = self._theme.px, self._state.media_id is not None
        fine = shown and not self._state.problem
        self._put(self._play, at.play.left, at.play.width, px(32), shown=shown)
        self._put(self._wave, at.wave.left, at.wave.width, px(32), shown=fine)
        self._put(self._speed, at.speed.left, at.speed.width, px(24), shown=fine and at.speed.width > 0)
        self._put(self._loud, at.volume.left, at.volume.width, px(32), shown=fine and at.volume.width > 0)
        self.setToolTip(self._state.problem)
        self.update()

    def _put(self, part: QWidget, left: int, width: int, height: int, *, shown: bool) -> None:
        part.setGeometry(left, (self.height() - height) // 2, width, height)
        part.setVisible(shown)

    def _measure(self) -> None:
        px, colour = self._theme.px, self._theme.colour
        side = px(16)
        self._loud.setIconSize(QSize(side, side))
        self.set_volume(self._volume)
        self._speed.setStyleSheet(
            f"QPushButton {{ min-height: {px(24)}px; max-height: {px(24)}px; padding: 0; font-size: {px(11)}px;"
            f" background: {colour('surface.control_hover').name()}; color: {colour('accent.text').name()}; }}"
            f"QPushButton:hover {{ background: {colour('surface.control_pressed').name()}; }}"
        )
        self.updateGeometry()
        self._place()

    def _say(self) -> None:
        state = self._state
        self._speed.setText(speed_words(state.speed))
        self._speed.setAccessibleName(_("Speed {speed}").format(speed=speed_words(state.speed)))
        doing = _("Pause") if state.playing else _("Play")
        self._play.setToolTip(doing)
        what = " · ".join(part for part in (doing, state.title, state.subtitle, state.problem) if part)
        self._play.setAccessibleName(what)
        position, length = format_duration(state.position_s), format_duration(state.duration_s)
        self._wave.setAccessibleDescription(_("{position} of {length}").format(position=position, length=length))

    def _step_speed(self, by: int) -> None:
        self.speed_wanted.emit(stepped_speed(self._state.speed, by))

    def _choose_volume(self, volume: float) -> None:
        self.set_volume(volume)
        self.volume_wanted.emit(volume)

    def _open_volume(self) -> None:
        self.outputs_wanted.emit()
        self._popup.open_above(self._loud)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        jump = menu.addAction(self._icons.icon("message-square"), _("Go to the message"))
        jump.triggered.connect(lambda: self.jump_wanted.emit(self._state.media_id))
        menu.addSeparator()
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(speed_words(speed))
            action.setCheckable(True)
            action.setChecked(abs(speed - self._state.speed) < 0.01)
            action.triggered.connect(lambda _on=False, speed=speed: self.speed_wanted.emit(speed))
            group.addAction(action)
        return menu
