"""A sound system of its own with an output that nobody hears, and a record of all that was played into it.

`with NullSink() as sink:` starts PulseAudio (Debian: pulseaudio, pulseaudio-utils) in a folder that is removed in the
end; programs with `sink.places` in their environment play into it. `sink.heard()` is what sounded.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
CHANNELS = 2
NAME = "acervo_tests"
SILENCE = 0.004
"""Under this share of full scale nothing sounds: -48 dB."""

_BLOCK = RATE // 1000
_PROGRAMS = ("pulseaudio", "parec", "pactl")
_START_S = 20.0
_POLL_S = 0.05


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [program for program in _PROGRAMS if shutil.which(program) is None]


class NullSink:
    """The sound system, its null output and the recorder on that output's monitor.

    Attributes:
        env: variables that lead programs to it.
    """

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="acervo-sound-")
        root = Path(self._folder.name)
        self.env = {
            "HOME": str(root),
            "XDG_RUNTIME_DIR": str(root),
            "XDG_CONFIG_HOME": str(root / "config"),
            "PULSE_RUNTIME_PATH": str(root / "pulse"),
            "PULSE_STATE_PATH": str(root / "state"),
            "PULSE_SERVER": f"unix:{root / 'pulse' / 'native'}",
            "PATH": "/usr/bin:/bin",
        }
        self._socket = str(root / "pulse" / "native")
        self._record = root / "record.raw"
        self._server: subprocess.Popen[bytes] | None = None
        self._recorder: subprocess.Popen[bytes] | None = None

    @property
    def places(self) -> dict[str, str]:
        """Return the variables that a program needs beside its own to find the output."""
        return {"PULSE_SERVER": self.env["PULSE_SERVER"]}

    def __enter__(self) -> NullSink:
        try:
            self.start()
        except BaseException:  # whatever it was, no process stays
            self.stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End all of it."""
        self.kill()
        self._folder.cleanup()

    def kill(self) -> None:
        """End the sound system as a crash does; `start` starts it again."""
        for process in (self._recorder, self._server):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()

    def heard(self) -> NDArray[np.float32]:
        """Return all that was played so far, one channel, 1.0 at full scale, with the pauses between."""
        data = self._record.read_bytes()
        frame = 4 * CHANNELS
        return np.frombuffer(data[: len(data) // frame * frame], np.float32).reshape(-1, CHANNELS)[:, 0]

    def forget(self) -> None:
        """Begin a new record."""
        self._end_record()
        self._begin_record()

    def outputs(self) -> list[str]:
        """Return the names of the outputs."""
        return [line.split("\t")[1] for line in self._pactl("list", "short", "sinks").splitlines()]

    def add(self, name: str) -> None:
        """Add one more output, which is not recorded."""
        self._pactl("load-module", "module-null-sink", f"sink_name={name}", f"rate={RATE}")

    def start(self) -> None:
        """Start it, the first time or after `kill`."""
        Path(self.env["PULSE_RUNTIME_PATH"]).mkdir(mode=0o700, exist_ok=True)
        Path(self._socket).unlink(missing_ok=True)
        null = f"module-null-sink sink_name={NAME} rate={RATE} channels={CHANNELS} format=float32le"
        native = f"module-native-protocol-unix auth-anonymous=1 socket={self._socket}"
        self._server = subprocess.Popen(
            ["pulseaudio", "-n", "--system=false", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit",
             "--use-pid-file=no", "--high-priority=no", "--realtime=no", "--log-target=stderr", "--log-level=error",
             "-L", null, "-L", native],
            env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()
        self._begin_record()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_S
        while subprocess.run(["pactl", "info"], env=self.env, capture_output=True, check=False).returncode:
            if time.monotonic() > deadline or (self._server is not None and self._server.poll() is not None):
                raise RuntimeError("pulseaudio does not start")
            time.sleep(_POLL_S)

    def _begin_record(self) -> None:
        with self._record.open("wb") as out:
            self._recorder = subprocess.Popen(
                ["parec", f"--device={NAME}.monitor", f"--rate={RATE}", f"--channels={CHANNELS}",
                 "--format=float32le", "--latency-msec=50"],
                env=self.env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        deadline = time.monotonic() + _START_S
        while not self._record.stat().st_size:
            if time.monotonic() > deadline:
                raise RuntimeError("nothing is recorded")
            time.sleep(_POLL_S)

    def _end_record(self) -> None:
        if self._recorder is not None:
            self._recorder.terminate()
            self._recorder.wait()

    def _pactl(self, *arguments: str) -> str:
        done = subprocess.run(["pactl", *arguments], env=self.env, capture_output=True, text=True, check=True)
        return done.stdout


def heard_s(samples: NDArray[np.float32]) -> float:
    """Return how long it sounded, without the pauses: the thousandths of a second in which a sample is loud."""
    return float(_loud(samples).sum()) / 1000


def sounding(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the longest stretch that sounds without a pause; a busy computer may make some."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], _loud(samples), [False]]).astype(np.int8)))
    if not len(edges):
        return samples[:0]
    starts, ends = edges[::2], edges[1::2]
    longest = int(np.argmax(ends - starts))
    return samples[int(starts[longest]) * _BLOCK : int(ends[longest]) * _BLOCK]


def pitch_hz(samples: NDArray[np.float32]) -> float:
    """Return the strongest frequency."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), n=4 * RATE))
    return float(np.argmax(spectrum)) / 4


def _loud(samples: NDArray[np.float32]) -> NDArray[np.bool_]:
    whole = len(samples) // _BLOCK * _BLOCK
    return np.any(np.abs(samples[:whole].reshape(-1, _BLOCK)) > SILENCE, axis=1)
