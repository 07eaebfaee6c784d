"""The values of the design (`resources/look/tokens.json`): colours by path for each theme, sizes, type, motion."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any


class Mode(StrEnum):
    """The two themes."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class TypeRole:
    """A size of text: `size` and `line` in logical pixels."""

    size: int
    line: int


class Tokens:
    """All values, read once."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @classmethod
    def load(cls, resources: Path) -> Tokens:
        """Read the values below a resources folder."""
        return cls(json.loads((resources / "look" / "tokens.json").read_text("utf-8")))

    def colour(self, mode: Mode, path: str) -> str:
        """Return `#RRGGBB` for a path such as `surface.panel` or `account.anil.fill`.

        Raises:
            KeyError: no such colour. Always our bug.
        """
        return _colour(self, mode, path)

    def size(self, name: str) -> int:
        """Return a measure of `size`, in logical pixels."""
        return int(self._values["size"][name])

    def pair(self, name: str) -> tuple[int, int]:
        """Return a width and a height of `size`, in logical pixels."""
        width, height = self._values["size"][name]
        return int(width), int(height)

    def space(self, step: int) -> int:
        """Return a step (1 to 6) of the spacing scale: 4 8 12 16 24 32."""
        return int(self._values["space"][str(step)])

    def radius(self, name: str) -> int:
        """Return `control`, `tile` or `inner`."""
        return int(self._values["radius"][name])

    def type_role(self, role: str) -> TypeRole:
        """Return `caption`, `body`, `title` or `page`."""
        found = self._values["type"][role]
        return TypeRole(found["size"], found["line"])

    def motion_ms(self, name: str) -> int:
        """Return a duration: `fast_ms`, `normal_ms`, `slow_ms`, `drag_open_ms`, `skeleton_pulse_ms`."""
        return int(self._values["motion"][name])

    def account_names(self) -> list[str]:
        """Return the names of the account colours, in the order they are given out."""
        return list(self._values["themes"]["light"]["account"])

    def avatars(self, mode: Mode) -> list[tuple[str, str]]:
        """Return the (background, initials) pairs that people without a picture get, chosen by their id."""
        return [(pair["bg"], pair["fg"]) for pair in self._values["themes"][mode.value]["avatar"]]

    def number(self, mode: Mode, path: str) -> float:
        """Return an opacity such as `on_media.alpha`."""
        return float(_walk(self._values["themes"][mode.value], path))


@cache
def _colour(tokens: Tokens, mode: Mode, path: str) -> str:
    found = _walk(tokens._values["themes"][mode.value], path)
    if isinstance(found, dict):
        found = found["color"]
    return str(found)


def _walk(values: Any, path: str) -> Any:
    for part in path.split("."):
        values = values[part]
    return values
