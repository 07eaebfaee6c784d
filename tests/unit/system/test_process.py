"""The age of a process counts from its start, and its memory is what the system says."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from app.system.process import age_s, resident_mb


def test_the_age_grows_with_the_clock() -> None:
    before, at = age_s(), time.monotonic()
    time.sleep(0.15)
    grown, passed = age_s() - before, time.monotonic() - at
    assert abs(grown - passed) < 0.05


def test_the_age_counts_what_came_before_the_first_line_of_the_program() -> None:
    code = "import time; time.sleep(0.3)\nfrom app.system.process import age_s\nprint(age_s())"
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    took = time.monotonic() - started
    assert 0.3 < float(done.stdout) < took + 0.05


def test_memory_is_plausible() -> None:
    assert 5 < resident_mb() < 5000


_CHURN = """
from app.system.process import give_memory_back, resident_mb
give_memory_back()
before = resident_mb()
pictures, between = [], []
for _number in range(1_000):
    pictures.append(bytearray(100_000))
    between.append(bytearray(600))
full = resident_mb()
del pictures
print(full - before, resident_mb() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system decides")
def test_what_pictures_took_goes_back_to_the_system_though_small_things_lie_between() -> None:
    done = subprocess.run([sys.executable, "-c", _CHURN], capture_output=True, text=True, check=True)
    held_mb, kept_mb = map(float, done.stdout.split())
    assert held_mb > 90
    assert kept_mb < held_mb / 4
