"""The desktop itself: `with Desktop() as desktop: …` gives a screen, a window manager, a bus and a home of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from types import TracebackType

from tests.support.desktop import bus
from tests.support.desktop.bus import PrivateBus
from tests.support.desktop.hands import Hands
from tests.support.xvfb import VirtualDisplay
from tests.support.xvfb import missing as missing_programs

_PLACES = {
    "HOME": "",
    "XDG_CONFIG_HOME": ".config",
    "XDG_CACHE_HOME": ".cache",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "TMPDIR": "tmp",
}
_NOT_TAKEN = ("WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "SESSION_MANAGER", "QT_SCALE_FACTOR")
SIZE = (1440, 900)


def missing() -> list[str]:
    """Return the programs that a desktop needs and that are not installed."""
    return missing_programs() + bus.missing()


class Desktop:
    """A desktop that nobody sees.

    Attributes:
        env: the whole environment for programs that are to appear there.
        bus: the address of its D-Bus.
        hands: mouse and keyboard.
        home: what its programs take for the user's home; removed in the end.
    """

    def __init__(self, width: int = SIZE[0], height: int = SIZE[1]) -> None:
        self._display = VirtualDisplay(width, height)
        self._folder = tempfile.TemporaryDirectory(prefix="acervo-desktop-")
        self._bus = PrivateBus(Path(self._folder.name))
        self.home = Path(self._folder.name) / "home"
        self.bus = self._bus.address
        self.hands = Hands(self._display)
        self.env: dict[str, str] = {}

    def __enter__(self) -> Desktop:
        self._display.__enter__()
        self.env = {**_without_the_users_own(self._display.env), **self._places(), **self._bus.variables}
        self._bus.start(self.env)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._bus.stop()
        finally:
            self._display.__exit__(kind, error, trace)
            self._folder.cleanup()

    def screenshot(self, path: Path) -> Path:
        """Take a picture of the whole screen."""
        return self._display.screenshot(path)

    def window_of(self, pid: int, timeout_s: float = 20.0) -> str:
        """Return the id of a process's window once it is on the screen."""
        return self._display.window(pid, timeout_s)

    def bring_to_front(self, window: str) -> None:
        """Give a window the keyboard."""
        self._display.xdotool("windowactivate", "--sync", window)

    def minimise(self, window: str) -> None:
        """Put a window away into the task bar that there is not."""
        self._display.xdotool("windowminimize", "--sync", window)

    def place(self, window: str, width: int, height: int) -> None:
        """Put a window into the upper left corner at a size in device pixels."""
        self._display.place(window, width, height)

    def put(self, window: str, left: int, top: int, width: int, height: int) -> tuple[int, int]:
        """Put a window with its frame somewhere, in device pixels; return where its content begins."""
        self._display.xdotool("windowsize", "--sync", window, str(width), str(height))
        self._display.xdotool("windowmove", "--sync", window, str(left), str(top))
        told = self._display.xdotool("getwindowgeometry", "--shell", window)
        facts = dict(line.split("=", 1) for line in told.splitlines() if "=" in line)
        # xdotool counts the frame twice: half of what it says lies between the frame's corner and the content.
        return (left + int(facts["X"])) // 2, (top + int(facts["Y"])) // 2

    def _places(self) -> dict[str, str]:
        found = {name: self.home / below for name, below in _PLACES.items()}
        for folder in found.values():
            folder.mkdir(parents=True, exist_ok=True)
        return {name: str(folder) for name, folder in found.items()}


def _without_the_users_own(environment: dict[str, str]) -> dict[str, str]:
    """Leave out what belongs to the session of whoever runs the tests: proxies, the program's own, the desktop's."""
    return {
        name: value
        for name, value in environment.items()
        if not name.lower().endswith("_proxy") and not name.startswith("ACERVO_") and name not in _NOT_TAKEN
    }
