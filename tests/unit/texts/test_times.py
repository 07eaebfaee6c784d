"""Times as a chat shows them: hours, days and what is left, in three languages."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.texts import set_language
from app.texts.times import day_of, day_title, format_clock, format_left, list_time

NOON = int(datetime(2026, 11, 20, 12, 5, tzinfo=UTC).timestamp())
TODAY = date(2026, 11, 20).toordinal()
_DAY = 86_400


@pytest.mark.parametrize(("language", "clock"), [("pt_BR", "12:05"), ("es", "12:05"), ("en", "12:05\u00a0PM")])
def test_the_hour_is_written_as_the_language_does(language: str, clock: str) -> None:
    set_language(language)
    assert format_clock(NOON, zone=UTC) == clock


def test_seconds_do_not_round_the_minute_up() -> None:
    set_language("pt_BR")
    assert format_clock(NOON + 59.9, zone=UTC) == "12:05"


def test_a_day_is_that_of_the_zone() -> None:
    assert day_of(NOON, zone=UTC) == TODAY
    assert day_of(NOON + 12 * 3600, zone=UTC) == TODAY + 1


@pytest.mark.parametrize(
    ("language", "back", "title"),
    [
        ("pt_BR", 0, "Hoje, 20 de novembro"),
        ("pt_BR", 1, "Ontem, 19 de novembro"),
        ("pt_BR", 3, "Terça-feira, 17 de novembro"),
        ("pt_BR", 400, "16 de outubro de 2025"),
        ("es", 0, "Hoy, 20 de noviembre"),
        ("en", 0, "Today, November 20"),
        ("en", 3, "Tuesday, November 17"),
    ],
)
def test_a_day_has_a_heading(language: str, back: int, title: str) -> None:
    set_language(language)
    assert day_title(TODAY - back, TODAY) == title


@pytest.mark.parametrize(
    ("back_s", "shown"),
    [(0, "12:05"), (-60, "12:06"), (_DAY, "ontem"), (3 * _DAY, "ter."), (40 * _DAY, "11/10/2026")],
)
def test_a_list_says_when_in_few_characters(back_s: int, shown: str) -> None:
    set_language("pt_BR")
    assert list_time(NOON - back_s, NOON, zone=UTC) == shown


@pytest.mark.parametrize(
    ("left_s", "shown"),
    [
        (-1, "0 s"),
        (8, "8 s"),
        (59.6, "1 min"),
        (720, "12 min"),
        (3600, "1 h"),
        (60_000, "16 h 40"),
        (_DAY, "24 h"),
        (2 * _DAY + 5, "2 d"),
    ],
)
def test_what_is_left_takes_two_units_at_most(left_s: float, shown: str) -> None:
    set_language("en")
    assert format_left(left_s) == shown
