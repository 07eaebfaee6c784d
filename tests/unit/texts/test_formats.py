"""Numbers, sizes, dates and durations as each language writes them."""

from __future__ import annotations

from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import texts
from app.texts.formats import (
    format_bytes,
    format_date,
    format_duration,
    format_moment,
    format_number,
    format_span,
)

MAY_2024_S = 1_714_737_600


@pytest.mark.parametrize(
    ("size_bytes", "written"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (1_450_000, "1.4 MB"), (999_960, "1 MB"), (12_400_000_000, "12.4 GB")],
)
def test_a_size_is_written_in_decimal_units(size_bytes: int, written: str) -> None:
    texts.set_language("en")
    assert format_bytes(size_bytes).replace("\u00a0", " ") == written


def test_the_comma_is_the_languages_own() -> None:
    texts.set_language("pt_BR")
    assert format_bytes(12_400_000_000) == "12,4\u00a0GB"
    assert format_number(1_000_000) == "1.000.000"


@settings(derandomize=True)
@given(st.integers(0, 10**18))
def test_a_size_is_always_short_enough_for_a_badge(size_bytes: int) -> None:
    texts.set_language("es")
    assert len(format_bytes(size_bytes)) <= 9


@pytest.mark.parametrize(
    ("duration_s", "written"),
    [(0, "0:00"), (6.6, "0:07"), (59.7, "1:00"), (750, "12:30"), (3723, "1:02:03"), (-1, "0:00")],
)
def test_a_recording_is_as_long_as_a_player_shows_it(duration_s: float, written: str) -> None:
    assert format_duration(duration_s) == written


@pytest.mark.parametrize(
    ("language", "day", "span"),
    [("en", "May 3, 2024", "2 hours"), ("pt_BR", "3 de mai. de 2024", "2 horas"), ("es", "3 may 2024", "2 horas")],
)
def test_days_and_spans_are_in_the_language_in_use(language: str, day: str, span: str) -> None:
    texts.set_language(language)
    assert format_date(MAY_2024_S, zone=UTC) == day
    assert format_span(7300) == span
    assert "12:00" in format_moment(MAY_2024_S, zone=UTC)


def test_without_a_zone_the_computers_own_is_used() -> None:
    texts.set_language("es")
    assert format_date(MAY_2024_S).endswith("2024")
