"""Where the parts of the player's bar stand: as drawn at 664 px, and what gives way below that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_LEFT, _PLAY, _GAP = 20, 32, 12
_TITLE, _TITLE_LEAST = 148, 72
_TIME, _TIME_OF_HOURS = 36, 52
_WAVE, _WAVE_LEAST, _WAVE_EDGE = 232, 64, 6
_CHIP, _VOLUME = 38, 32
_WIDE = 664
_TAIL = 8


@dataclass(frozen=True, slots=True)
class Place:
    """From where to where a part reaches, in pixels; a width of 0 hides it."""

    left: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class Places:
    """All parts of the bar. The wave has room for half a knob at both ends."""

    play: Place
    title: Place
    position: Place
    wave: Place
    length: Place
    speed: Place
    volume: Place


def places(width: int, px: Callable[[float], int], *, hours: bool = False) -> Places:
    """Return where the parts stand in a bar so wide: the play button always, then what matters most.

    Args:
        hours: the times need the room of hours.
    """
    time = _TIME_OF_HOURS if hours else _TIME
    logical = min(_WIDE, width * 100 / px(100))
    room = logical - _LEFT - _PLAY - _TAIL
    room, speed = _take(room - _WAVE_LEAST - _GAP, _CHIP + _GAP)
    room, title = _take(room, _TITLE_LEAST + _GAP)
    room, position = _take(room, time + _GAP)
    room, volume = _take(room, _VOLUME + 10)
    room, length = _take(room, time) if room >= time + _TITLE - _TITLE_LEAST else (room, 0)
    more_title = min(max(0, room), _TITLE - _TITLE_LEAST) if title else 0
    wave = min(_WAVE, _WAVE_LEAST + max(0, room - more_title))
    return _laid(px, title + more_title if title else 0, position, wave, length, speed, volume)


def _take(room: float, wanted: float) -> tuple[float, float]:
    """Return what is left, and what was taken: all that is wanted, or nothing."""
    return (room - wanted, wanted) if room >= wanted else (room, 0)


def _laid(
    px: Callable[[float], int],
    title: float,
    position: float,
    wave: float,
    length: float,
    speed: float,
    volume: float,
) -> Places:
    def place(at: float, width: float) -> Place:
        return Place(px(at), px(width) if width > 0 else 0)

    at = float(_LEFT + _PLAY + _GAP)
    title_place = place(at, title - _GAP if title else 0)
    at += title - _GAP if title else -_GAP
    position_place = place(at, position - _GAP if position else 0)
    at += position if position else _GAP
    wave_place = place(at - _WAVE_EDGE, wave + 2 * _WAVE_EDGE)
    at += wave + _GAP
    length_place = place(at, length)
    at += length
    speed_place = place(at, _CHIP if speed else 0)
    at += _CHIP + 10 if speed else 0
    volume_place = place(at, _VOLUME if volume else 0)
    return Places(place(_LEFT, _PLAY), title_place, position_place, wave_place, length_place, speed_place, volume_place)
