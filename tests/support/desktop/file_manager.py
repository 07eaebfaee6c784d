"""A file manager beside the window: PCManFM on one folder, as a list; files are dragged from it and to it.

It tells AT-SPI nothing without further packages, so places in it are counted from the top of its window: menu, path and
column heads, then a row for each file by name. It writes what it thinks of its own theme to stderr; that is not judged.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

from tests.support.desktop.hands import Point
from tests.support.desktop.screen import SIZE, Desktop

PROGRAM = "pcmanfm"
_HEAD, _ROW = 86, 28
"""Heights at the usual size of letters; a row is hit in its middle, so some pixels more or less do not matter."""
_SETTINGS = """[ui]
always_show_tabs=0
win_width=470
win_height=500
side_pane_mode=hidden;places
view_mode=list
show_hidden=0
sort=name;ascending;
toolbar=
show_statusbar=0
pathbar_mode_buttons=0
"""
_SIZE = (460, 560)
_PATIENCE_S = 20.0


def missing() -> list[str]:
    """Return the program where it is not installed."""
    return [] if shutil.which(PROGRAM) else [PROGRAM]


class FileManager:
    """A window of the file manager at the right edge: `with FileManager(desktop, folder) as manager: …`.

    Attributes:
        folder: what it shows.
    """

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        settings = Path(desktop.env["XDG_CONFIG_HOME"], PROGRAM, "default", f"{PROGRAM}.conf")
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        # Its first start asks for these, and says so in a window of its own where they are not there.
        for name in ("Templates", "Desktop"):
            (desktop.home / name).mkdir(exist_ok=True)
        self._desktop = desktop
        self.folder = folder
        self._process = subprocess.Popen(
            [PROGRAM, "--no-desktop", str(folder)],
            env=desktop.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._window = ""
        self._left, self._top, self._width, self._height = 0, 0, *_SIZE

    def __enter__(self) -> FileManager:
        self._window = self._desktop.window_of(self._process.pid)
        left = SIZE[0] - self._width - 2
        self._left, self._top = self._desktop.put(self._window, left, 0, self._width, self._height)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def free_place(self) -> Point:
        """Return a point of the list where no file is."""
        return self._left + self._width // 3, self._top + self._height - 80

    def row(self, number: int) -> Point:
        """Return where a file is, counted from 0 by name."""
        return self._left + 60, self._top + _HEAD + _ROW * number + _ROW // 2

    def select_all(self) -> None:
        """Select every file in it, by keyboard."""
        self._desktop.bring_to_front(self._window)
        self._desktop.hands.click(self.free_place)
        self._desktop.hands.key("ctrl+a")
        time.sleep(0.1)
