"""Times as a chat shows them: the hour of a bubble, the title of a day, how long something still lasts."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_day_names
from babel.dates import format_time as _babel_time

from app.texts import _, language

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WEEK_DAYS = 7


def format_clock(at_s: float, *, zone: tzinfo | None = None) -> str:
    """Return the hour and minute of a moment in Unix seconds: `14:36`, `2:36 PM`."""
    return _clock(int(at_s) // _MINUTE, zone, language())


def day_of(at_s: float, *, zone: tzinfo | None = None) -> int:
    """Return the ordinal of the local day that a moment lies in."""
    return _day(int(at_s) // _MINUTE, zone)


def day_title(day: int, today: int) -> str:
    """Return the heading of a day, both given as ordinals: `Today, 20 November`, its year where it is old."""
    return _title(day, today, language())


@lru_cache(maxsize=1024)
def _title(day: int, today: int, code: str) -> str:
    at = date.fromordinal(day)
    short = format_skeleton("MMMMd", _noon(at), locale=code)
    if day == today:
        return _("Today, {date}").format(date=short)
    if day == today - 1:
        return _("Yesterday, {date}").format(date=short)
    if at.year == date.fromordinal(today).year:
        return _("{weekday}, {date}").format(weekday=_weekday(at, code), date=short)
    return format_date(at, format="long", locale=code)


def list_time(at_s: float, now_s: float, *, zone: tzinfo | None = None) -> str:
    """Return when something happened as narrow lists show it: the hour today, else a word, a weekday or a date."""
    day, today, code = day_of(at_s, zone=zone), day_of(now_s, zone=zone), language()
    if day >= today:
        return format_clock(at_s, zone=zone)
    if day == today - 1:
        return _("yesterday")
    at = date.fromordinal(day)
    if today - day < _WEEK_DAYS:
        return str(get_day_names("abbreviated", context="stand-alone", locale=code)[at.weekday()])
    return format_date(at, format="short", locale=code)


def format_left(left_s: float) -> str:
    """Return a stretch of time in few characters, to two units at most: `16 h 40`, `12 min`, `8 s`, `2 d`."""
    seconds = max(0, round(left_s))
    if seconds >= 2 * _DAY:
        return _("{days} d").format(days=seconds // _DAY)
    hours, minutes = divmod(seconds // _MINUTE, 60)
    if hours and minutes:
        return _("{hours} h {minutes}").format(hours=hours, minutes=f"{minutes:02}")
    if hours:
        return _("{hours} h").format(hours=hours)
    if minutes:
        return _("{minutes} min").format(minutes=minutes)
    return _("{seconds} s").format(seconds=seconds)


@lru_cache(maxsize=4096)
def _clock(minute: int, zone: tzinfo | None, code: str) -> str:
    return _babel_time(datetime.fromtimestamp(minute * _MINUTE, zone), "short", locale=code).replace("\u202f", "\u00a0")


@lru_cache(maxsize=4096)
def _day(minute: int, zone: tzinfo | None) -> int:
    return datetime.fromtimestamp(minute * _MINUTE, zone).toordinal()


@lru_cache(maxsize=64)
def _weekday(at: date, code: str) -> str:
    name = str(get_day_names("wide", context="stand-alone", locale=code)[at.weekday()])
    return name[:1].upper() + name[1:]


def _noon(at: date) -> datetime:
    return datetime(at.year, at.month, at.day, 12)
