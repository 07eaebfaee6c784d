"""A day as a heading: today, yesterday, the weekday of this year, the full date of another year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel.dates import format_date, format_skeleton, get_day_names, get_month_names

from app.texts import _, language


def day_title(key: int) -> str:
    """Return the heading of a day by the ordinal of its date: `Today, November 20`."""
    return _title(key, date.today().toordinal(), language())


def month_title(month: date) -> str:
    """Return a month with its year: `November 2026`."""
    return _capital(format_skeleton("yMMMM", month, locale=language()))


def month_wide(month: date) -> str:
    """Return a month's name inside a sentence: `January`, `janeiro`."""
    return str(get_month_names("wide", context="stand-alone", locale=language())[month.month])


def month_short(month: date) -> str:
    """Return a month's short name as a label: `Nov`."""
    names = get_month_names("abbreviated", context="stand-alone", locale=language())
    return _capital(names[month.month].rstrip("."))


@lru_cache(maxsize=256)
def _title(key: int, today: int, code: str) -> str:
    day = date.fromordinal(key)
    this_year = day.year == date.fromordinal(today).year
    written = format_skeleton("MMMMd", day, locale=code) if this_year else format_date(day, "long", locale=code)
    if key == today:
        return _("Today, {date}").format(date=written)
    if key == today - 1:
        return _("Yesterday, {date}").format(date=written)
    if not this_year:
        return _capital(written)
    weekday = get_day_names("wide", context="stand-alone", locale=code)[day.weekday()]
    return f"{_capital(weekday)}, {written}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
