"""Numbers, sizes, dates and durations as the language in use writes them (Babel's CLDR data)."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from babel.dates import format_date as _babel_date
from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_decimal

from app.texts import language

_UNITS = ("kB", "MB", "GB", "TB", "PB")
_NO_BREAK_SPACE = "\u00a0"


def format_number(number: int) -> str:
    """Return a whole number with the language's thousands separator."""
    return format_decimal(number, locale=language())


def format_bytes(size_bytes: int) -> str:
    """Return a size in decimal units (a MB is 10^6 bytes), at most one digit after the comma."""
    size, unit = float(size_bytes), "B"
    for larger in _UNITS:
        if round(size, 1) < 1000:
            break
        size, unit = size / 1000, larger
    return format_decimal(size, format="#,##0.#", locale=language()) + _NO_BREAK_SPACE + unit


def format_date(at_s: float, *, zone: tzinfo | None = None) -> str:
    """Return the day of a moment in Unix seconds, in the computer's time zone unless another is given."""
    return _babel_date(_moment(at_s, zone), format="medium", locale=language())


def format_moment(at_s: float, *, zone: tzinfo | None = None) -> str:
    """Return the day and time of a moment in Unix seconds, to the second."""
    moment = _moment(at_s, zone)
    return format_datetime(moment, format="medium", tzinfo=moment.tzinfo, locale=language())


def format_duration(duration_s: float) -> str:
    """Return the length of a recording as players show it: `0:07`, `12:30`, `1:02:03`."""
    seconds = max(0, round(duration_s))
    hours, minutes = divmod(seconds // 60, 60)
    if hours:
        return f"{hours}:{minutes:02}:{seconds % 60:02}"
    return f"{minutes}:{seconds % 60:02}"


def format_span(span_s: float) -> str:
    """Return a stretch of time in words, to its largest unit: `2 hours`, `30 segundos`."""
    return format_timedelta(timedelta(seconds=span_s), locale=language())


def _moment(at_s: float, zone: tzinfo | None) -> datetime:
    return datetime.fromtimestamp(at_s, zone) if zone else datetime.fromtimestamp(at_s).astimezone()
