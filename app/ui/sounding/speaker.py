"""Where samples go: a sound output of this computer, or, where it has none, nowhere at the pace of a clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QIODevice, QObject
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from app.services.sounds import SampleShape

BUFFER_S = 0.25
"""Enough to outlive a busy moment of the computer, little enough for a pause to be heard at once."""

_FORMATS = {
    QAudioFormat.SampleFormat.UInt8: "u8",
    QAudioFormat.SampleFormat.Int16: "s16",
    QAudioFormat.SampleFormat.Int32: "s32",
    QAudioFormat.SampleFormat.Float: "flt",
}
_MOST_CHANNELS = 2
_LINEAR = QtAudio.VolumeScale.LinearVolumeScale
_LOGARITHMIC = QtAudio.VolumeScale.LogarithmicVolumeScale


class Speaker(Protocol):
    """Takes samples and says how much of them sounded."""

    shape: SampleShape

    def start(self) -> bool:
        """Begin; False where the output does not open."""

    def free_bytes(self) -> int:
        """Return how much can be given now."""

    def give(self, data: bytes) -> int:
        """Take samples; return how many bytes were taken."""

    def sounded_bytes(self) -> int:
        """Return how much of what was given left the buffer."""

    @property
    def runs(self) -> bool:
        """Return whether it did not stop by itself."""

    def set_volume(self, volume: float) -> None:
        """Be as loud as a slider at 0 to 1 says."""

    def stop(self) -> None:
        """Fall silent at once and forget what was given."""


class Loudspeaker(QObject):
    """An output of the computer, through a stream opened for one stretch of playing."""

    def __init__(self, device: QAudioDevice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        form, self.shape = _form(device)
        self._given_bytes = 0
        self._sink = QAudioSink(device, form, self)
        self._sink.setBufferSize(round(BUFFER_S * self.shape.rate) * self.shape.frame_bytes)
        self._way: QIODevice | None = None

    def start(self) -> bool:
        """Begin; False where the output does not open."""
        self._way = self._sink.start()
        return self._way is not None and self._sink.error() in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)

    def free_bytes(self) -> int:
        """Return how much can be given now."""
        frame = self.shape.frame_bytes
        return int(self._sink.bytesFree()) // frame * frame

    def give(self, data: bytes) -> int:
        """Take samples; return how many bytes were taken."""
        taken = int(self._way.write(data)) if self._way is not None else 0
        self._given_bytes += max(0, taken)
        return max(0, taken)

    def sounded_bytes(self) -> int:
        """Return how much of what was given left the buffer."""
        return max(0, self._given_bytes - max(0, int(self._sink.bufferSize()) - int(self._sink.bytesFree())))

    @property
    def runs(self) -> bool:
        """Return whether it did not stop by itself."""
        # Asked, not told: PySide (6.11) cannot hand the state that the sink's signal carries to Python.
        return self._sink.state() != QtAudio.State.StoppedState

    def set_volume(self, volume: float) -> None:
        """Be as loud as a slider at 0 to 1 says: the ear hears by powers, so it is converted."""
        self._sink.setVolume(QtAudio.convertVolume(volume, _LOGARITHMIC, _LINEAR))

    def stop(self) -> None:
        """Fall silent at once and forget what was given."""
        self._sink.reset()
        self._sink.stop()
        self._way = None
        self.deleteLater()


class Nowhere:
    """No output: takes samples at the pace at which they would sound."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.shape = SampleShape()
        self._clock = clock
        self._given_bytes = 0
        self._began_s = 0.0

    def start(self) -> bool:
        """Begin."""
        self._began_s = self._clock()
        return True

    def free_bytes(self) -> int:
        """Return how much can be given now."""
        whole = round(BUFFER_S * self.shape.rate) * self.shape.frame_bytes
        return max(0, whole - (self._given_bytes - self.sounded_bytes()))

    def give(self, data: bytes) -> int:
        """Take samples."""
        if self._given_bytes == self.sounded_bytes():
            self._began_s = self._clock() - self.shape.seconds(self._given_bytes)
        self._given_bytes += len(data)
        return len(data)

    def sounded_bytes(self) -> int:
        """Return how much would have sounded."""
        frames = int((self._clock() - self._began_s) * self.shape.rate)
        return min(self._given_bytes, frames * self.shape.frame_bytes)

    @property
    def runs(self) -> bool:
        """Return True: nothing can break."""
        return True

    def set_volume(self, volume: float) -> None:
        """Nobody hears it."""

    def stop(self) -> None:
        """Forget what was given."""
        self._given_bytes = 0


def outputs() -> list[tuple[bytes, str]]:
    """Return the sound outputs there are, as (id, name), the system's own choice first."""
    usual = QMediaDevices.defaultAudioOutput()
    devices = sorted(QMediaDevices.audioOutputs(), key=lambda device: device != usual)
    return [(bytes(device.id().data()), device.description()) for device in devices]


def output(wanted: bytes) -> QAudioDevice | None:
    """Return an output by its id, the system's own where it is gone or b"", None where there is none."""
    devices = QMediaDevices.audioOutputs()
    if not devices:
        return None
    return next((device for device in devices if bytes(device.id().data()) == wanted), None) or (
        QMediaDevices.defaultAudioOutput()
    )


def _form(device: QAudioDevice) -> tuple[QAudioFormat, SampleShape]:
    """Return the format that a device takes without converting, in one or two channels where it lets us."""
    form = device.preferredFormat()
    fewer = QAudioFormat(form)
    fewer.setChannelCount(min(_MOST_CHANNELS, form.channelCount()))
    if device.isFormatSupported(fewer):
        form = fewer
    shape = SampleShape(form.sampleRate(), form.channelCount(), _FORMATS.get(form.sampleFormat(), "s16"))
    return form, shape
