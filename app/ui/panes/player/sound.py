"""What makes the sound: Qt's media player behind a face of seconds and shares. Imported only when something plays.

Qt's FFmpeg backend runs on all three systems and keeps the pitch when the speed changes. Without a sound output it runs
silently, so whoever uses this asks `outputs()` first.

Qt's decoding threads log, and stopping waits for them: a Qt message handler written in Python would freeze the window
here, so the program has none.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QObject, QTemporaryFile, QTimer, QUrl, Signal
from PySide6.QtMultimedia import QAudio, QAudioOutput, QMediaDevices, QMediaPlayer

_LINEAR = QAudio.VolumeScale.LinearVolumeScale
_LOGARITHMIC = QAudio.VolumeScale.LogarithmicVolumeScale
_LOADED = (
    QMediaPlayer.MediaStatus.LoadedMedia,
    QMediaPlayer.MediaStatus.BufferingMedia,
    QMediaPlayer.MediaStatus.BufferedMedia,
)


class Sound(QObject):
    """One sound at a time."""

    moved = Signal(float)
    """The position in seconds."""
    measured = Signal(float)
    """The length in seconds, once it is known."""
    switched = Signal(bool)
    """Whether it runs now."""
    finished = Signal()
    """It came to its own end."""
    failed = Signal()
    """It cannot be played."""
    outputs_changed = Signal()
    """Headphones came or went."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._media_devices = QMediaDevices(self)
        self._output = QAudioOutput(self)
        self._chosen = b""
        self._start_s = 0.0
        self._copy: QTemporaryFile | None = None
        self._player = QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        self._player.setPitchCompensation(True)
        self._player.positionChanged.connect(self._tell_position)
        self._player.durationChanged.connect(self._tell_duration)
        self._player.playbackStateChanged.connect(self._tell_running)
        self._player.mediaStatusChanged.connect(self._status)
        self._media_devices.audioOutputsChanged.connect(self._outputs_moved)

    def load(self, source: Path | bytes, *, start_s: float = 0.0) -> None:
        """Take a file or its bytes, to begin at `start_s`; nothing plays yet."""
        self._start_s = 0.0
        self._player.stop()
        copy = self._copied(source) if isinstance(source, bytes) else None
        self._player.setSource(QUrl.fromLocalFile(copy.fileName() if copy is not None else str(source)))
        self._forget_copy()
        self._copy = copy
        # Only now: stopping tells once more that the sound before is loaded.
        self._start_s = start_s

    def play(self) -> None:
        """Run on from where it stands."""
        self._player.play()

    def pause(self) -> None:
        """Stand still."""
        self._player.pause()

    def stop(self) -> None:
        """Let go of the source."""
        self._player.stop()
        self._player.setSource(QUrl())
        self._forget_copy()

    def go_to(self, position_s: float) -> None:
        """Go to a place."""
        self._start_s = 0.0
        self._player.setPosition(round(position_s * 1000))

    def set_speed(self, speed: float) -> None:
        """Run so many times as fast, at the same pitch."""
        self._player.setPlaybackRate(speed)

    def set_volume(self, volume: float) -> None:
        """Be as loud as a slider at 0 to 1 says: the ear hears by powers, so it is converted."""
        self._output.setVolume(QAudio.convertVolume(volume, _LOGARITHMIC, _LINEAR))

    def outputs(self) -> list[tuple[bytes, str]]:
        """Return the sound outputs there are, as (id, name), the system's own choice first."""
        usual = QMediaDevices.defaultAudioOutput()
        devices = sorted(QMediaDevices.audioOutputs(), key=lambda device: device != usual)
        return [(bytes(device.id().data()), device.description()) for device in devices]

    def choose_output(self, output: bytes) -> None:
        """Play through an output by its id; through the system's own where it is gone or b""."""
        self._chosen = output
        found = next((d for d in QMediaDevices.audioOutputs() if bytes(d.id().data()) == output), None)
        self._output.setDevice(found or QMediaDevices.defaultAudioOutput())

    def _copied(self, data: bytes) -> QTemporaryFile:
        """Return bytes as a file that only this user can read and that goes when the next sound comes.

        A QBuffer made in Python can freeze the window: Qt's opening thread needs the interpreter for each of its reads,
        and the interpreter waits for that thread while one source replaces another.
        """
        copy = QTemporaryFile(QDir.temp().filePath("acervo-XXXXXX"), self)
        copy.open()
        copy.write(data)
        copy.flush()
        return copy

    def _forget_copy(self) -> None:
        if self._copy is not None:
            self._copy.remove()
            self._copy.deleteLater()
            self._copy = None

    def _outputs_moved(self) -> None:
        self.choose_output(self._chosen)
        self.outputs_changed.emit()

    def _tell_position(self, position_ms: int) -> None:
        self.moved.emit(position_ms / 1000)

    def _tell_duration(self, duration_ms: int) -> None:
        if duration_ms > 0:
            self.measured.emit(duration_ms / 1000)

    def _tell_running(self, state: QMediaPlayer.PlaybackState) -> None:
        self.switched.emit(state == QMediaPlayer.PlaybackState.PlayingState)

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        # Told later: whoever answers by taking another source would do so inside Qt's own end, and the window freezes.
        if status == QMediaPlayer.MediaStatus.EndOfMedia:
            QTimer.singleShot(0, self, self.finished.emit)
        elif status == QMediaPlayer.MediaStatus.InvalidMedia:
            QTimer.singleShot(0, self, self.failed.emit)
        elif status in _LOADED and self._start_s > 0:
            # A position is taken only once the source is open.
            self.go_to(self._start_s)
