"""Qt's multimedia, as far as this computer has it: imported when the first sound is played, and not before.

On Linux the module needs libraries that are not everywhere; a computer may also have no sound device at all. Neither
is an error: Qt plays on without a device, and without the module the player says so in a sentence.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLoggingCategory, QObject, QUrl, Signal

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioDevice, QMediaPlayer

_log = logging.getLogger("app.player")
_NOISE = "qt.multimedia.symbolsresolver=false\nqt.multimedia.ffmpeg=false"
"""Qt names every optional system library that it did not find."""


class Sound(QObject):
    """One sound at a time. Positions and lengths are seconds."""

    moved = Signal()
    """Position or length changed."""
    started = Signal()
    paused = Signal()
    ended = Signal()
    failed = Signal()
    devices_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Load Qt's multimedia.

        Raises:
            ImportError: this computer lacks what it needs.
        """
        super().__init__(parent)
        QLoggingCategory.setFilterRules(_NOISE)
        from PySide6 import QtMultimedia

        self._qt = QtMultimedia
        self._output = QtMultimedia.QAudioOutput(self)
        self._player = QtMultimedia.QMediaPlayer(self)
        self._player.setAudioOutput(self._output)
        if hasattr(self._player, "setPitchCompensation"):
            self._player.setPitchCompensation(True)  # noqa: FBT003 - Qt's signature
        self._devices = QtMultimedia.QMediaDevices(self)
        self._bytes: QBuffer | None = None
        self._start_s = 0.0
        self._player.positionChanged.connect(lambda _ms: self.moved.emit())
        self._player.durationChanged.connect(lambda _ms: self.moved.emit())
        self._player.playbackStateChanged.connect(self._state)
        self._player.mediaStatusChanged.connect(self._status)
        self._player.errorOccurred.connect(self._error)
        self._devices.audioOutputsChanged.connect(self._outputs)

    def load(self, source: Path | bytes, start_s: float) -> None:
        """Take a sound and begin to play it at a position."""
        self._player.stop()
        self._start_s = start_s
        if isinstance(source, bytes):
            self._bytes = QBuffer(self)
            self._bytes.setData(QByteArray(source))
            self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
            self._player.setSourceDevice(self._bytes)
        else:
            self._bytes = None
            self._player.setSource(QUrl.fromLocalFile(str(source)))
        self._player.play()

    def unload(self) -> None:
        """Let go of the sound and its file."""
        self._player.stop()
        self._player.setSource(QUrl())
        self._bytes = None

    def play(self) -> None:
        """Go on."""
        self._player.play()

    def pause(self) -> None:
        """Hold."""
        self._player.pause()

    def seek(self, position_s: float) -> None:
        """Go to a position."""
        self._player.setPosition(round(position_s * 1000))

    @property
    def position_s(self) -> float:
        """Return where it is."""
        return self._player.position() / 1000

    @property
    def duration_s(self) -> float:
        """Return how long it is, 0 while that is not known."""
        return self._player.duration() / 1000

    def set_speed(self, speed: float) -> None:
        """Play slower or faster; the pitch stays."""
        self._player.setPlaybackRate(speed)

    def set_volume(self, volume: float) -> None:
        """Set how loud it is, 0 to 1 as the ear hears it."""
        scale = self._qt.QtAudio.VolumeScale
        self._output.setVolume(
            self._qt.QtAudio.convertVolume(volume, scale.LogarithmicVolumeScale, scale.LinearVolumeScale)
        )

    def devices(self) -> list[tuple[str, str]]:
        """Return (id, name) of what can be listened on; none where there is no device."""
        return [(_id(device), device.description()) for device in self._devices.audioOutputs()]

    def set_device(self, device_id: str) -> None:
        """Listen on a device; an id that is gone means the system's own choice."""
        chosen = next((d for d in self._devices.audioOutputs() if _id(d) == device_id), None)
        self._output.setDevice(chosen or self._devices.defaultAudioOutput())

    def _state(self, state: QMediaPlayer.PlaybackState) -> None:
        if state == self._qt.QMediaPlayer.PlaybackState.PlayingState:
            self.started.emit()
        else:
            self.paused.emit()

    def _status(self, status: QMediaPlayer.MediaStatus) -> None:
        kinds = self._qt.QMediaPlayer.MediaStatus
        if status in (kinds.LoadedMedia, kinds.BufferedMedia) and self._start_s:
            start, self._start_s = self._start_s, 0.0
            self.seek(start)
        elif status == kinds.EndOfMedia:
            self.ended.emit()
        elif status == kinds.InvalidMedia:
            self.failed.emit()

    def _error(self, error: QMediaPlayer.Error, _words: str) -> None:
        _log.warning("sound_failed", extra={"error": error.name})
        self.failed.emit()

    def _outputs(self) -> None:
        self._output.setDevice(self._devices.defaultAudioOutput())
        self.devices_changed.emit()


def open_sound(parent: QObject, make: Callable[[QObject], Sound] = Sound) -> Sound | None:
    """Return the computer's sound, None where Qt's multimedia cannot be loaded."""
    try:
        return make(parent)
    except ImportError as error:
        _log.warning("no_multimedia", extra={"error": type(error).__name__})
        return None


def _id(device: QAudioDevice) -> str:
    return bytes(device.id().data()).decode(errors="replace")
