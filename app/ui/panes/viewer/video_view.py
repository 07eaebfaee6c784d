"""A video with its controls: play, seek, volume, speed. Where the system cannot play, the picture and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QHideEvent, QImage, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.viewer.content import Content
from app.ui.panes.viewer.video_controls import VideoControls
from app.ui.panes.viewer.view import ContentView

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame

    from app.ui.panes.viewer.film import Film
else:
    try:
        from PySide6.QtMultimedia import QVideoFrame

        from app.ui.panes.viewer.film import Film
    except ImportError:  # a system without the sound libraries that QtMultimedia links with
        Film = None

PLAYS = Film is not None


class VideoView(ContentView):
    """Plays one video at a time, paused when it is not seen."""

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._film: Film | None = None
        self._speed, self._volume = 1.0, 1.0
        self._screen = _Screen(theme)
        self.controls = VideoControls(theme, icons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._screen, 1)
        column.addWidget(self.controls)
        self._screen.clicked = self.controls.toggle
        self.controls.play_wanted.connect(self._play)
        self.controls.seek_wanted.connect(self._seek)
        self.controls.speed_wanted.connect(self._set_speed)
        self.controls.volume_wanted.connect(self._set_volume)

    def show_content(self, content: Content) -> None:
        """Show a video's first picture, ready to be played."""
        self.let_go()
        self._screen.show_poster(next(iter(content.levels), None))
        self.controls.set_possible(possible=PLAYS)
        if not PLAYS or content.source is None:
            return
        film = self._film = Film(content.source, self)
        film.framed.connect(self._screen.show_frame)
        film.measured.connect(self.controls.set_duration)
        film.moved.connect(self.controls.set_position)
        film.switched.connect(self._switched)
        film.failed.connect(self._failed)
        film.set_speed(self._speed)
        film.set_volume(self._volume)

    def let_go(self) -> None:
        """Stop and close the file."""
        film, self._film = self._film, None
        if film is not None:
            film.let_go()
            self.controls.set_playing(playing=False)
            self.controls.set_position(0.0)
        self._screen.show_poster(None)

    def toggle(self) -> None:
        """Play or pause."""
        self.controls.toggle()

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.controls.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Pause: nobody sees it."""
        super().hideEvent(event)
        if self._film is not None:
            self._film.pause()

    def _switched(self, playing: bool) -> None:  # noqa: FBT001 - the argument of a signal
        self.controls.set_playing(playing=playing)

    def _failed(self) -> None:
        self.controls.set_possible(possible=False)

    def _play(self, wanted: bool) -> None:  # noqa: FBT001 - the argument of a signal
        if self._film is not None:
            (self._film.play if wanted else self._film.pause)()

    def _seek(self, position_s: float) -> None:
        if self._film is not None:
            self._film.go_to(position_s)

    def _set_speed(self, speed: float) -> None:
        self._speed = speed
        if self._film is not None:
            self._film.set_speed(speed)

    def _set_volume(self, share: float) -> None:
        self._volume = share
        if self._film is not None:
            self._film.set_volume(share)


class _Screen(QWidget):
    """Paints the newest frame, the poster until there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._poster: QImage | None = None
        self._frame: Any = None
        self.clicked: Any = lambda: None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_poster(self, poster: QImage | None) -> None:
        """Show a still picture."""
        self._poster, self._frame = poster, None
        self.update()

    def show_frame(self, frame: QVideoFrame) -> None:
        """Show a frame."""
        if frame.isValid():
            self._frame = frame
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint it as large as it fits."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colour("surface.viewer"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._frame is not None:
            self._frame.paint(painter, QRectF(self.rect()), QVideoFrame.PaintOptions())
        elif self._poster is not None:
            size = QSizeF(self._poster.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.drawImage(QRectF(left, top, size.width(), size.height()), self._poster)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Play or pause."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.clicked()
