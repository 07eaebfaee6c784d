"""A screen of its own for a real window: Xvfb, a window manager, xdotool for mouse and keyboard, and pictures of it.

Also used by `packaging/screenshots.py`. Only on Linux; `missing()` says which programs are not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType

PROGRAMS = ("Xvfb", "openbox", "xdotool")
_PATIENCE_S = 20.0
_POLL_S = 0.05
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication(sys.argv[:1])
screen = app.primaryScreen()
shot = screen.grabWindow(0)
ok = shot.save(sys.argv[1])
sys.exit(0 if ok else 1)
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
 <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
 <match target="pattern">
  <test qual="any" name="family"><string>sans-serif</string></test>
  <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
 </match>
 <match target="pattern">
  <test qual="any" name="family"><string>Sans Serif</string></test>
  <edit name="family" mode="prepend" binding="strong"><string>Inter</string></edit>
 </match>
</fontconfig>
"""


def missing() -> list[str]:
    """Return the programs that are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class VirtualDisplay:
    """`with VirtualDisplay(1280, 800) as display: subprocess.Popen(…, env=display.env)`.

    Attributes:
        env: the environment for programs that are to appear there.
    """

    def __init__(self, width: int = 1280, height: int = 800, *, managed: bool = True) -> None:
        """Take the size in device pixels; without a window manager (`managed`) a window stands where it wants."""
        self._size = (width, height)
        self._managed = managed
        self._processes: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="acervo-xvfb-")
        self.env: dict[str, str] = {}

    def __enter__(self) -> VirtualDisplay:
        number = self._start_server()
        fonts = Path(self._folder.name) / "fonts.conf"
        fonts.write_text(_FONTS, encoding="utf-8")
        self.env = {
            **os.environ,
            "DISPLAY": f":{number}",
            "QT_QPA_PLATFORM": "xcb",
            "FONTCONFIG_FILE": str(fonts),
            "XDG_RUNTIME_DIR": self._folder.name,
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }
        self.env.pop("WAYLAND_DISPLAY", None)
        if self._managed:
            self._start("openbox", "--sm-disable")
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._folder.cleanup()

    def screenshot(self, path: Path) -> Path:
        """Take a picture of the whole screen."""
        done = subprocess.run(
            [sys.executable, "-c", _GRAB, str(path)], env=self.env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return path

    def xdotool(self, *arguments: str) -> str:
        """Move the mouse, press keys, look windows up; return what it printed."""
        done = subprocess.run(["xdotool", *arguments], env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"xdotool {arguments}: {done.stderr}"
        return done.stdout.strip()

    def window(self, pid: int, timeout_s: float = _PATIENCE_S) -> str:
        """Return the id of a process's window once it is on the screen."""
        deadline = time.monotonic() + timeout_s
        while True:
            found = subprocess.run(
                ["xdotool", "search", "--onlyvisible", "--pid", str(pid)],
                env=self.env,
                capture_output=True,
                text=True,
                check=False,
            ).stdout.split()
            if found:
                return found[-1]
            assert time.monotonic() < deadline, "the window did not appear"
            time.sleep(_POLL_S)

    def place(self, window: str, width: int, height: int) -> None:
        """Put a window into the upper left corner at a size in device pixels, its frame taken off."""
        self.xdotool("windowsize", "--sync", window, str(width), str(height))
        self.xdotool("windowmove", window, "0", "0")

    def key(self, *keys: str) -> None:
        """Press keys, as xdotool writes them: `ctrl+k`."""
        self.xdotool("key", "--clearmodifiers", *keys)

    def click(self, x: int, y: int) -> None:
        """Click somewhere on the screen."""
        self.xdotool("mousemove", "--sync", str(x), str(y), "click", "1")

    def _start_server(self) -> int:
        read, write = os.pipe()
        width, height = self._size
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
        server = subprocess.Popen(
            command, pass_fds=[write], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(write)
        self._processes.append(server)
        with os.fdopen(read) as answer:
            line = answer.readline().strip()
        assert line, "Xvfb did not start"
        return int(line)

    def _start(self, *command: str) -> None:
        process = subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
