"""The periods that a gallery can be narrowed to, as Unix seconds of the computer's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.dates import format_date

from app.texts import _, language
from app.ui.models.days import month_wide


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days; `until` is exclusive, None for no end."""

    since: int | None
    until: int | None = None


def offered(today: date) -> list[tuple[str, Period]]:
    """Return the periods of the menu with their names, shortest first."""
    return [
        (_("Today"), Period(day_start(today))),
        (_("Last 7 days"), Period(day_start(today - timedelta(days=6)))),
        (_("Last 30 days"), Period(day_start(today - timedelta(days=29)))),
        (since_month(today.replace(month=1, day=1)), Period(day_start(today.replace(month=1, day=1)))),
        (str(today.year - 1), of_year(today.year - 1)),
    ]


def between(first: date | None, last: date | None) -> Period:
    """Return the period from one day to another, both included; either may be open."""
    since = None if first is None else day_start(first)
    return Period(since, None if last is None else day_start(last + timedelta(days=1)))


def of_year(year: int) -> Period:
    """Return a whole year."""
    return Period(day_start(date(year, 1, 1)), day_start(date(year + 1, 1, 1)))


def since_month(month: date) -> str:
    """Return `Since January`."""
    return _("Since {month}").format(month=month_wide(month))


def period_name(period: Period, today: date) -> str:
    """Return what a period is called: as in the menu, else by its dates."""
    for name, known in offered(today):
        if known == period:
            return name
    first = None if period.since is None else _written(period.since)
    last = None if period.until is None else _written(period.until - 1)
    if first and last:
        return f"{first} – {last}"
    return _("Since {date}").format(date=first) if first else _("Until {date}").format(date=last)


def day_start(day: date) -> int:
    """Return midnight of a day in the computer's time zone."""
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())


def _written(at_s: int) -> str:
    return format_date(datetime.fromtimestamp(at_s), "short", locale=language())
