"""Keeps the FFmpeg inside Qt from writing what it opens, with its path, to standard error."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from pathlib import Path

import PySide6

_QUIET = -8
"""`AV_LOG_QUIET` of libavutil/log.h."""
_PLACES = ("Qt/lib/libavutil*", "avutil-*.dll", "libavutil*")


def hush() -> None:
    """Say to the library that Qt plays with that it says nothing; where it is not found nothing happens."""
    folder = Path(PySide6.__path__[0])
    for file in (file for place in _PLACES for file in folder.glob(place)):
        with suppress(OSError, AttributeError):
            ctypes.CDLL(str(file)).av_log_set_level(_QUIET)
