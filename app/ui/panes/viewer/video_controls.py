"""The controls under a video: play, where it is, how long it is, speed and volume."""

from __future__ import annotations

from babel.numbers import format_decimal
from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSlider, QToolButton, QWidget

from app.texts import _, language
from app.texts.formats import format_duration
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme

SPEEDS = (0.5, 1.0, 1.5, 2.0)
_TICKS = 1_000
_HEIGHT = 48


class VideoControls(QFrame):
    """48 high; says what is wanted and shows what is so."""

    play_wanted = Signal(bool)
    seek_wanted = Signal(float)
    speed_wanted = Signal(float)
    volume_wanted = Signal(float)

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icons = icons
        self._playing, self._possible = False, True
        self._duration_s = self._position_s = 0.0
        self._speed, self._volume = 1.0, 1.0
        self.setProperty("surface", "panel")
        self._play, self._speaker = QToolButton(), QToolButton()
        self._time, self._sentence = QLabel(), QLabel()
        self._bar, self._loudness = QSlider(Qt.Orientation.Horizontal), QSlider(Qt.Orientation.Horizontal)
        self._rate = QPushButton()
        self._arrange()
        self._connect()
        theme.changed.connect(self._measure)
        self._measure()
        self.set_playing(playing=False)
        self.retranslate()

    def set_possible(self, *, possible: bool) -> None:
        """Show the controls, or why there are none."""
        self._possible = possible
        for part in (self._play, self._bar, self._time, self._rate, self._speaker, self._loudness):
            part.setVisible(possible)
        self._sentence.setVisible(not possible)

    def set_playing(self, *, playing: bool) -> None:
        """Show whether it plays."""
        self._playing = playing
        self._play.setIcon(self._icons.icon("pause" if playing else "play", "text.primary"))
        self.retranslate()

    def set_duration(self, duration_s: float) -> None:
        """Show how long it is."""
        self._duration_s = duration_s
        self._show_time()

    def set_position(self, position_s: float) -> None:
        """Show where it is."""
        self._position_s = position_s
        if not self._bar.isSliderDown():
            share = position_s / self._duration_s if self._duration_s else 0.0
            with QSignalBlocker(self._bar):
                self._bar.setValue(round(share * _TICKS))
        self._show_time()

    def toggle(self) -> None:
        """Ask to play, or to pause."""
        if self._possible:
            self.play_wanted.emit(not self._playing)

    def retranslate(self) -> None:
        """Speak the language in force."""
        words = _("Pause") if self._playing else _("Play")
        self._play.setToolTip(words)
        self._play.setAccessibleName(words)
        self._bar.setAccessibleName(_("Position"))
        self._loudness.setAccessibleName(_("Volume"))
        self._speaker.setToolTip(_("Mute") if self._volume else _("Unmute"))
        self._speaker.setAccessibleName(self._speaker.toolTip())
        self._rate.setText(f"{format_decimal(self._speed, locale=language())}×")
        self._rate.setAccessibleName(_("Speed: {speed}").format(speed=self._rate.text()))
        self._sentence.setText(_("This computer cannot play this video. Save it to open it with another program."))
        self._show_time()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(self._theme.px(12), 0, self._theme.px(12), 0)
        row.setSpacing(self._theme.px(8))
        for part in (self._play, self._bar, self._time, self._rate, self._speaker, self._loudness, self._sentence):
            row.addWidget(part, 1 if part in (self._bar, self._sentence) else 0)
        self._rate.setProperty("chip", "true")
        self._bar.setRange(0, _TICKS)
        self._loudness.setRange(0, 100)
        self._loudness.setValue(100)
        self._sentence.setProperty("role", "secondary")
        self._sentence.hide()

    def _connect(self) -> None:
        self._play.clicked.connect(self.toggle)
        self._bar.valueChanged.connect(lambda tick: self.seek_wanted.emit(tick / _TICKS * self._duration_s))
        self._rate.clicked.connect(self._next_speed)
        self._speaker.clicked.connect(lambda: self._loudness.setValue(0 if self._volume else 100))
        self._loudness.valueChanged.connect(self._set_volume)

    def _measure(self) -> None:
        px = self._theme.px
        self.setFixedHeight(px(_HEIGHT))
        self._loudness.setFixedWidth(px(80))
        for slider in (self._bar, self._loudness):
            slider.setFixedHeight(px(20))
        for button in (self._play, self._speaker):
            button.setIconSize(QSize(px(20), px(20)))
        self._speaker.setIcon(self._icons.icon("volume-2" if self._volume else "volume-x"))

    def _show_time(self) -> None:
        self._time.setText(f"{format_duration(self._position_s)} / {format_duration(self._duration_s)}")

    def _next_speed(self) -> None:
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        self.retranslate()
        self.speed_wanted.emit(self._speed)

    def _set_volume(self, percent: int) -> None:
        self._volume = percent / 100
        self._measure()
        self.retranslate()
        self.volume_wanted.emit(self._volume)
