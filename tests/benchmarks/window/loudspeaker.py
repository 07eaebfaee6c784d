"""A loudspeaker that nobody hears: PulseAudio with a sink that leads nowhere, for a window that plays sounds."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measure import say

_PATIENCE_S = 10.0


@contextmanager
def loudspeaker() -> Iterator[dict[str, str]]:
    """Give what the environment of the window needs: nothing where PulseAudio is absent, or on other systems."""
    program = shutil.which("pulseaudio")
    if not sys.platform.startswith("linux") or program is None:
        say("    no PulseAudio: nothing is heard unless this computer has a sound output")
        yield {}
        return
    with tempfile.TemporaryDirectory(prefix="acervo-pulse-") as folder:
        socket = Path(folder) / "native"
        command = [
            program, "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--log-level=error",
            "--load=module-null-sink sink_name=nobody",
            f"--load=module-native-protocol-unix auth-anonymous=1 socket={socket}",
        ]  # fmt: skip
        env = {"XDG_RUNTIME_DIR": folder, "HOME": folder, "PATH": "/usr/bin:/bin"}
        process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(socket)
            yield {"PULSE_SERVER": f"unix:{socket}", "QT_LOGGING_RULES": "qt.multimedia*=false"}
        finally:
            process.terminate()
            process.wait(_PATIENCE_S)


def _wait_for(socket: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while not socket.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
