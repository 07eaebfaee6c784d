"""One private D-Bus for a desktop: session bus and accessibility bus in one, with the registry of AT-SPI on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

REGISTRY = "/usr/libexec/at-spi2-registryd"
PROGRAMS = ("dbus-daemon", REGISTRY)
_PATIENCE_S = 20.0
_POLL_S = 0.02
# No folder of services: nothing of the computer's own desktop may be started by asking for its name.
_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
 <type>session</type>
 <listen>unix:path={socket}</listen>
 <auth>EXTERNAL</auth>
 <policy context="default">
  <allow send_destination="*" eavesdrop="true"/>
  <allow eavesdrop="true"/>
  <allow own="*"/>
 </policy>
</busconfig>
"""


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class PrivateBus:
    """A bus in a folder: `start`, give `variables` to the programs that are to find it, `stop`.

    Attributes:
        address: of the bus, as D-Bus writes addresses.
        variables: what makes programs use it, and Qt tell what its widgets are.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.address = f"unix:path={folder / 'bus'}"
        self.variables = {
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "AT_SPI_BUS_ADDRESS": self.address,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        }

    def start(self, environment: Mapping[str, str]) -> None:
        """Start the bus and the registry, and wait until the bus takes calls."""
        socket, config = self._folder / "bus", self._folder / "bus.conf"
        config.write_text(_CONFIG.format(socket=socket), encoding="utf-8")
        self._run(environment, "dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--nosyslog")
        deadline = time.monotonic() + _PATIENCE_S
        while not socket.exists():
            assert time.monotonic() < deadline, "the bus did not start"
            time.sleep(_POLL_S)
        self._run(environment, REGISTRY)

    def stop(self) -> None:
        """End both, by their ids."""
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()

    def _run(self, environment: Mapping[str, str], *command: str) -> None:
        nowhere = subprocess.DEVNULL
        env = {**os.environ, **environment, **self.variables}
        self._processes.append(subprocess.Popen(command, env=env, stdin=nowhere, stdout=nowhere, stderr=nowhere))
