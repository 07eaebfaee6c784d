"""What judges the hour in the window tells growth from noise, and slices are counted as they were."""

from __future__ import annotations

from random import Random

import pytest

from tests.benchmarks.soak_window import MOST, growths
from tests.benchmarks.window.slices import Turns

_STILL = {"memory_mb": 220.0, "threads": 30.0, "handles": 60.0, "widgets": 400.0, "qobjects": 2_000.0}


def _hour(**an_hour: float) -> list[dict[str, float]]:
    """Return sixty samples that warm up for ten minutes, wobble, and grow by so much an hour."""
    chance, samples = Random(7), []
    for minute in range(1, 61):
        warm = min(minute, 10) / 10
        values = {"python_objects": 300_000.0, **_STILL}
        sample = {what: value * (0.7 + 0.3 * warm) + chance.uniform(-0.5, 0.5) for what, value in values.items()}
        sample |= {what: sample[what] + more * minute / 60 for what, more in an_hour.items()}
        samples.append({"minute": float(minute), **sample})
    return samples


def test_caches_that_fill_up_and_stay_are_no_growth() -> None:
    assert [one.what for one in growths(_hour()) if one.grows] == []


@pytest.mark.parametrize("what", sorted(MOST))
def test_what_is_never_given_back_is_found(what: str) -> None:
    leaked = {what: 6 * MOST[what]}
    found = {one.what: one for one in growths(_hour(**leaked))}
    assert [name for name, one in found.items() if one.grows] == [what]
    assert found[what].an_hour == pytest.approx(leaked[what], rel=0.1)


def test_slices_are_counted_in_bins_and_the_longest_are_named() -> None:
    turns = Turns()
    for _turn in range(99):
        turns.add(0.001, "scroll")
    turns.add(0.080, "search")
    assert turns.count == 100
    assert turns.p95_ms == pytest.approx(1.0, abs=0.06)
    assert turns.longest_ms == pytest.approx(80.0)
    assert turns.longest[0][1] == "search"


def test_a_slice_that_only_one_in_ten_has_is_seen_in_the_p95() -> None:
    turns = Turns()
    for number in range(1_000):
        turns.add(0.020 if number % 10 == 0 else 0.001, "")
    assert turns.p95_ms == pytest.approx(20.0, abs=0.1)
