"""A real clamd of a test's own: its configuration, socket and signatures lie in a temporary folder."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from app.media.clamd import Clamd, ClamdAddress, ClamdError

EICAR = b"X5O!P%@AP[4" + b"\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS" + b"-TEST-FILE!$H+H*"
"""The file that every scanner takes for a virus; in two parts, so that this source is none."""

SIGNATURE = "Acervo.Test.Eicar"
STREAM_MAX_BYTES = 2_000_000
_PATIENCE_S = 60.0


class ClamdProcess:
    """Started by entering; ended by its process id."""

    def __init__(self, folder: Path, *, port: int = 0) -> None:
        self._folder = folder
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None
        self.socket = folder / "clamd.sock"
        self.address = ClamdAddress(path=str(self.socket))

    def __enter__(self) -> ClamdProcess:
        self._write()
        self.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it and wait until it answers."""
        program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
        assert program, "clamd is missing: packaging/dev.py installs it"
        command = [program, f"--config-file={self._folder / 'clamd.conf'}", "--foreground"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            try:
                Clamd(self.address, timeout_s=5).version()
            except ClamdError:
                assert self._process.poll() is None and time.monotonic() < deadline, "clamd did not come up"
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """End it at once, as a crash does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _write(self) -> None:
        signatures = self._folder / "signatures"
        signatures.mkdir()
        (signatures / "acervo.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.hex()}\n", encoding="ascii")
        lines = [
            f"LocalSocket {self.socket}",
            f"DatabaseDirectory {signatures}",
            f"TemporaryDirectory {self._folder}",
            f"StreamMaxLength {STREAM_MAX_BYTES}",
            "MaxThreads 4",
            "SelfCheck 0",
        ]
        if self._port:
            lines += [f"TCPSocket {self._port}", "TCPAddr 127.0.0.1"]
        (self._folder / "clamd.conf").write_text("\n".join(lines) + "\n", encoding="ascii")
