"""One film from its file: made for it, never given another, and let go without anybody waiting.

Replacing a player's source, seeking and stopping wait for threads of Qt's that decode. Where Python calls them, it
holds the interpreter meanwhile, and the window stands still if such a thread needs it. So each film has a player of its
own, it is told everything by queued signals, which Qt carries out outside of Python, and the event loop deletes it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryFile, QUrl, Signal
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer, QVideoFrame, QVideoSink

from app.ui.desktop.quiet_ffmpeg import hush

_QUEUED = Qt.ConnectionType.QueuedConnection


class Film(QObject):
    """One film that is shown."""

    framed = Signal(QVideoFrame)
    moved = Signal(float)
    """The position in seconds."""
    measured = Signal(float)
    """The length in seconds."""
    switched = Signal(bool)
    """Whether it runs now."""
    failed = Signal()

    _play_wanted = Signal()
    _pause_wanted = Signal()
    _stop_wanted = Signal()
    # The very type of the slot, so that Qt carries it out without Python.
    _place_wanted = Signal("qlonglong")  # type: ignore[arg-type]
    _speed_wanted = Signal(float)
    _volume_wanted = Signal(float)

    def __init__(self, source: Path | bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._copy = _copied(source, self) if isinstance(source, bytes) else None
        self._player, self._sink = QMediaPlayer(self), QVideoSink(self)
        self._player.setVideoSink(self._sink)
        self._player.setPitchCompensation(True)
        hush()
        self._listen()
        self._play_wanted.connect(self._player.play, _QUEUED)
        self._pause_wanted.connect(self._player.pause, _QUEUED)
        self._stop_wanted.connect(self._player.stop, _QUEUED)
        self._place_wanted.connect(self._player.setPosition, _QUEUED)
        self._speed_wanted.connect(self._player.setPlaybackRate, _QUEUED)
        self._give_sound()
        self._player.setSource(QUrl.fromLocalFile(self._copy.fileName() if self._copy is not None else str(source)))

    def play(self) -> None:
        """Run on."""
        self._play_wanted.emit()

    def pause(self) -> None:
        """Stand still."""
        self._pause_wanted.emit()

    def go_to(self, position_s: float) -> None:
        """Go to a place."""
        self._place_wanted.emit(round(position_s * 1000))

    def set_speed(self, speed: float) -> None:
        """Run so many times as fast."""
        self._speed_wanted.emit(speed)

    def set_volume(self, share: float) -> None:
        """Be as loud as 0 to 1 says."""
        self._volume_wanted.emit(share)

    def let_go(self) -> None:
        """Stop and vanish soon; nothing is told any more."""
        self._stop_wanted.emit()
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.deleteLater()

    def _give_sound(self) -> None:
        """Let it be heard where there is an output; Qt would complain of every film where there is none."""
        if QMediaDevices.audioOutputs():
            sound = QAudioOutput(self)
            self._player.setAudioOutput(sound)
            self._volume_wanted.connect(sound.setVolume, _QUEUED)

    def _listen(self) -> None:
        self._sink.videoFrameChanged.connect(self.framed)
        self._player.durationChanged.connect(self._tell_length)
        self._player.positionChanged.connect(self._tell_place)
        self._player.playbackStateChanged.connect(self._tell_state)
        self._player.errorOccurred.connect(self._tell_failure)

    def _tell_length(self, length_ms: int) -> None:
        self.measured.emit(length_ms / 1000)

    def _tell_place(self, place_ms: int) -> None:
        self.moved.emit(place_ms / 1000)

    def _tell_state(self, state: QMediaPlayer.PlaybackState) -> None:
        self.switched.emit(state is QMediaPlayer.PlaybackState.PlayingState)

    def _tell_failure(self, *_error: object) -> None:
        self.failed.emit()


def _copied(data: bytes, parent: QObject) -> QTemporaryFile:
    """Return bytes as a file that only this user can read and that goes with the film.

    A QBuffer made in Python would need the interpreter for each read of Qt's threads.
    """
    copy = QTemporaryFile(QDir.temp().filePath("acervo-XXXXXX"), parent)
    copy.open()
    copy.write(data)
    copy.flush()
    return copy
