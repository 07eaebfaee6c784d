"""The player's part of the bottom bar: who speaks, where it is, the waveform, speed and volume."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.texts import _
from app.texts.formats import format_duration
from app.ui.look.elided_label import ElidedLabel
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.numbers import speed_words
from app.ui.models.playing import SPEEDS, PlayerState, next_clicked_speed, stepped_speed
from app.ui.panes.player.controls import PlayButton, WaveSlider, volume_menu
from app.ui.panes.player.engine import Player

_WIDEST = 664
_WITH_VOLUME, _WITH_TIMES, _WITH_WAVE, _WITH_SPEED = 460, 400, 280, 200


class PlayerBar(QWidget):
    """Mirrors the engine; empty until something was played. Parts give way where the bar is narrow."""

    shown_media_wanted = Signal(int)
    """The title was clicked: go to the message."""

    def __init__(self, theme: Theme, icons: Icons, player: Player, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._player = theme, player
        self._shown = PlayerState()
        self._play, self._wave = PlayButton(theme), WaveSlider(theme)
        self._title, self._subtitle = ElidedLabel("strong"), ElidedLabel("caption")
        self._at, self._length = QLabel(), QLabel()
        self._speed, self._volume = QPushButton(), QToolButton()
        self._volume.setIcon(icons.icon("volume-2"))
        self._dress()
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()
        self.show_state(player.state)

    def show_state(self, state: PlayerState) -> None:
        """Show a moment of the player."""
        before, self._shown = self._shown, state
        self._wave.show_sound(state.waveform, state.position_s, state.duration_s)
        self._at.setText(format_duration(state.position_s))
        if before.duration_s != state.duration_s:
            self._length.setText(format_duration(state.duration_s))
        if before.playing != state.playing:
            self._play.show_playing(playing=state.playing)
        said = (state.title, state.problem or state.subtitle)
        if (before.title, before.problem or before.subtitle) != said:
            self._title.set_text(state.title)
            self._subtitle.set_text(state.problem or state.subtitle)
        if before.speed != state.speed:
            self._speed.setText(speed_words(state.speed))
        if before.media_id != state.media_id:
            self._make_room()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Player"))
        self._play.show_playing(playing=self._shown.playing)
        self._wave.setAccessibleName(_("Position"))
        for button, words in ((self._speed, _("Speed")), (self._volume, _("Volume and device"))):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self._speed.setText(speed_words(self._shown.speed))

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the drawn width."""
        return QSize(self._theme.px(_WIDEST), self._theme.size("bottom_bar"))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the room of the disc."""
        return QSize(self._theme.px(60), self._theme.px(32))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give parts up while there is no room."""
        super().resizeEvent(event)
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space plays and pauses, brackets change the speed."""
        if event.key() == Qt.Key.Key_Space:
            self._player.toggle()
        elif event.key() in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            by = 1 if event.key() == Qt.Key.Key_BracketRight else -1
            self._player.set_speed(stepped_speed(self._shown.speed, by))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer all speeds, and stopping."""
        if self._shown.media_id is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for speed in SPEEDS:
            action = menu.addAction(speed_words(speed), partial(self._player.set_speed, speed))
            action.setCheckable(True)
            action.setChecked(speed == self._shown.speed)
        menu.addSeparator()
        menu.addAction(_("Go to the message"), lambda: self.shown_media_wanted.emit(self._shown.media_id or 0))
        menu.addAction(_("Close the player"), self._player.stop)
        menu.popup(event.globalPos())

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _dress(self) -> None:
        for label in (self._at, self._length):
            label.setProperty("role", "caption")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._speed.setProperty("chip", "true")
        self._speed.setCheckable(False)
        self._speed.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _arrange(self) -> None:
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._play)
        self._row.addWidget(self._words, 1)
        for part in (self._at, self._wave, self._length, self._speed, self._volume):
            self._row.addWidget(part)
        self._row.addStretch(0)

    def _connect(self) -> None:
        self._player.state_changed.connect(self.show_state)
        self._play.clicked.connect(self._player.toggle)
        self._wave.sought.connect(self._player.seek_to)
        self._speed.clicked.connect(lambda: self._player.set_speed(next_clicked_speed(self._shown.speed)))
        self._volume.clicked.connect(self._open_volume)
        self._theme.changed.connect(self._measure)

    def _measure(self) -> None:
        px = self._theme.px
        self._row.setContentsMargins(px(20), 0, px(16), 0)
        self._row.setSpacing(px(12))
        self._volume.setIconSize(QSize(px(16), px(16)))
        self._wave.setMaximumWidth(px(232))
        self._words.setMaximumWidth(px(148))
        for label in (self._at, self._length):
            label.setMinimumWidth(px(28))
        colour, size = self._theme.colour("accent.text").name(), self._theme.line("caption") - px(5)
        self._speed.setStyleSheet(
            f"color: {colour}; font-weight: 600; font-size: {size}px; padding: 0 {px(8)}px;"
            f" min-height: {px(24)}px; max-height: {px(24)}px;"
        )
        self._make_room()

    def _make_room(self) -> None:
        there, wide, px = self._shown.media_id is not None, self.width(), self._theme.px
        self._play.setVisible(there)
        self._words.setVisible(there)
        self._speed.setVisible(there and wide >= px(_WITH_SPEED))
        self._wave.setVisible(there and wide >= px(_WITH_WAVE))
        for label in (self._at, self._length):
            label.setVisible(there and wide >= px(_WITH_TIMES))
        self._volume.setVisible(there and wide >= px(_WITH_VOLUME))

    def _open_volume(self) -> None:
        menu = volume_menu(self._theme, self._player, self)
        corner = self._volume.mapToGlobal(QPoint(0, 0))
        menu.popup(corner - QPoint(0, menu.sizeHint().height() + self._theme.px(4)))
