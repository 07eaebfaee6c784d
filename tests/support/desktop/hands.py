"""Mouse and keyboard of a desktop, as a user has them: by xdotool, never by a call into the program."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.support.xvfb import VirtualDisplay

_STEP_S = 0.015
_TYPING_MS = "8"

Point = tuple[int, int]


class Placed(Protocol):
    """Something on the screen that has a middle."""

    @property
    def middle(self) -> Point:
        """Return its middle, in pixels of the screen."""
        ...


class Hands:
    """Every place is a point of the screen or a node of the tree, whose middle is meant."""

    def __init__(self, display: VirtualDisplay) -> None:
        self._do = display.xdotool

    def move(self, to: Placed | Point) -> None:
        """Move the mouse."""
        x, y = _point(to)
        # Without --sync: it waits for the mouse to move, for 15 s where it is there already.
        self._do("mousemove", str(x), str(y))

    def click(self, at: Placed | Point, *, button: int = 1, times: int = 1, holding: str = "") -> None:
        """Click; 1 is the left button, 3 the right; `holding` is a key such as `ctrl`."""
        self.move(at)
        held = ["keydown", holding] if holding else []
        freed = ["keyup", holding] if holding else []
        self._do(*held, "click", "--repeat", str(times), "--delay", "60", str(button), *freed)

    def double_click(self, at: Placed | Point) -> None:
        """Click twice."""
        self.click(at, times=2)

    def press(self, at: Placed | Point, *, button: int = 1) -> None:
        """Press a button and hold it."""
        self.move(at)
        self._do("mousedown", str(button))

    def release(self, *, button: int = 1) -> None:
        """Let a button go."""
        self._do("mouseup", str(button))

    def drag(self, start: Placed | Point, end: Placed | Point, *, steps: int = 12, hold_s: float = 0.3) -> None:
        """Drag from one place to another in steps, and rest `hold_s` seconds over the target before letting go."""
        self.press(start)
        self.glide(start, end, steps=steps)
        time.sleep(hold_s)
        self.release()

    def glide(self, start: Placed | Point, end: Placed | Point, *, steps: int = 12) -> None:
        """Move the mouse in steps, as a hand does."""
        (left, top), (right, bottom) = _point(start), _point(end)
        for step in range(1, steps + 1):
            self.move((left + (right - left) * step // steps, top + (bottom - top) * step // steps))
            time.sleep(_STEP_S)

    def scroll(self, at: Placed | Point, notches: int) -> None:
        """Turn the wheel; upwards where `notches` is negative."""
        self.move(at)
        self._do("click", "--repeat", str(abs(notches)), "--delay", "20", "4" if notches < 0 else "5")

    def type_text(self, text: str) -> None:
        """Type a text; letters that the keyboard lacks are slow, so let it be ASCII."""
        self._do("type", "--delay", _TYPING_MS, "--clearmodifiers", text)

    def key(self, *keys: str) -> None:
        """Press keys one after the other, as xdotool writes them: `ctrl+k`, `Return`, `Tab`."""
        self._do("key", "--clearmodifiers", "--delay", "30", *keys)


def _point(place: Placed | Point) -> Point:
    return place if isinstance(place, tuple) else place.middle
