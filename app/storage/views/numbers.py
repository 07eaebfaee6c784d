"""The dashboard's numbers, from running counters and small indexes: what they cost does not grow with the library."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from app.services.numbers import DayCount, Numbers, Side, Trouble
from app.storage import statistics
from app.storage.rows import reason_of
from app.storage.sql import Sql
from app.storage.tables.uploads import STANDING
from app.storage.views import media

_HOUR_S, _DAY_HOURS = 3600, 24
_DAY_ONE = 719_163
"""`date.toordinal()` of 1970-01-01."""

_DAYS = f"""SELECT {_DAY_ONE} + (hour + ?1) / {_DAY_HOURS} AS day, kind, direction, state, sum(files), sum(size_bytes)
  FROM counter_hour WHERE hour >= ?2 AND files > 0 GROUP BY day, kind, direction, state"""
_MEDIA = """SELECT state, reason, count(*) FROM media INDEXED BY media_reason
  WHERE reason IS NOT NULL GROUP BY state, reason"""
_UPLOADS = f"""SELECT state, reason, count(*) FROM upload INDEXED BY upload_standing
  WHERE {STANDING} GROUP BY state, reason"""


def numbers(sql: Sql, since_day: int, utc_offset_s: int, expiring_before: int) -> Numbers:
    """Return everything that the dashboard shows of an instance.

    Args:
        since_day: the ordinal of the first local day of `days`, 1970-01-02 at the earliest.
        utc_offset_s: of local time; what is no whole hour of it is left away.
        expiring_before: Unix seconds.
    """
    messages, chats, contacts = statistics.totals(sql)
    holding = statistics.holding(sql)
    return Numbers(
        counts=tuple(statistics.counts(sql)),
        days=tuple(_days(sql, since_day, utc_offset_s // _HOUR_S)),
        troubles=(*_troubles(sql, Side.MEDIA, _MEDIA), *_troubles(sql, Side.UPLOAD, _UPLOADS)),
        messages=messages,
        chats=chats,
        contacts=contacts,
        kept_files=holding["kept"][0],
        kept_bytes=holding["kept"][1],
        set_aside_bytes=holding["set_aside"][1],
        expiring=media.expiring(sql, expiring_before),
    )


def _days(sql: Sql, since_day: int, ahead_h: int) -> list[DayCount]:
    first = (since_day - _DAY_ONE) * _DAY_HOURS - ahead_h
    return [DayCount(day, statistics.count(*cell)) for day, *cell in sql.tuples(_DAYS, ahead_h, first)]


def _troubles(sql: Sql, side: Side, statement: str) -> list[Trouble]:
    return [Trouble(side, state, reason_of(reason), count) for state, reason, count in sql.tuples(statement)]
