"""An hour of scrolling, opening, looking and playing in the real window: does anything grow?

    python tests/benchmarks/soak_window.py [--minutes 60] [--media 100000] [--json]

Once a minute the window tells what it holds. The first third warms it up: caches fill to their caps, pages are made.
After it the middle of the last third must not lie above the middle of the one before by more than is said in `MOST`.
Ends with exit code 1 where something grows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.measure import REPOSITORY, say
from tests.benchmarks.window.folder import window_folder
from tests.benchmarks.window.loudspeaker import loudspeaker
from tests.benchmarks.window.screen import screen

MOST = {
    "memory_mb": 12.0,
    "threads": 2.0,
    "handles": 4.0,
    "widgets": 8.0,
    "qobjects": 40.0,
    "python_objects": 4_000.0,
}
"""By how much the middle of a third may lie above that of the third before; what is open at the moment differs."""
MEMORY_MB = 350.0
_LEAST_SAMPLES = 6


@dataclass(frozen=True, slots=True)
class Growth:
    """One thing that was counted each minute: its middles in the second and last third, and its slope after warm-up."""

    what: str
    begin: float
    end: float
    an_hour: float
    most: float

    @property
    def grows(self) -> bool:
        """Tell whether it went up by more than it may."""
        return self.end - self.begin > self.most


def growths(samples: Sequence[Mapping[str, float]]) -> list[Growth]:
    """Compare the last third of the samples with the one before, and fit a line to both."""
    third = len(samples) // 3
    before, last = samples[third : 2 * third], samples[2 * third :]
    return [
        Growth(
            what,
            statistics.median(one[what] for one in before),
            statistics.median(one[what] for one in last),
            _slope(samples[third:], what) * 60,
            most,
        )
        for what, most in MOST.items()
    ]


def _slope(samples: Sequence[Mapping[str, float]], what: str) -> float:
    minutes = [one["minute"] for one in samples]
    return statistics.linear_regression(minutes, [one[what] for one in samples]).slope


def soak(minutes: float, media: int) -> list[dict[str, Any]]:
    """Let a window live and return what it told each minute.

    Raises:
        SystemExit: there is no screen, or the window ended badly.
    """
    with screen() as env, loudspeaker() as sound, window_folder(media) as folder:
        if env is None:
            raise SystemExit("there is no screen")
        samples = []
        for sample in _lines(["-m", "tests.benchmarks.window.hour", str(folder), str(minutes)], {**env, **sound}):
            samples.append(sample)
            say(json.dumps(sample))
    return samples


def _lines(arguments: list[str], env: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            yield json.loads(line)
    if process.wait():
        raise SystemExit(f"the window ended with exit code {process.returncode}")


def main() -> int:
    """Read the arguments, soak, and say what grew."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0, help="60 unless given; fewer than 12 cannot tell growth")
    parser.add_argument("--media", type=int, default=100_000, metavar="N", help="100000 unless given")
    parser.add_argument("--json", action="store_true", help="print one JSON object; each minute goes to standard error")
    asked = parser.parse_args()
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    samples = soak(asked.minutes, asked.media)
    found = growths(samples) if len(samples) >= _LEAST_SAMPLES else []
    highest = max(float(sample["memory_mb"]) for sample in samples)
    if asked.json:
        rows = [asdict(one) | {"grows": one.grows} for one in found]
        print(json.dumps({"samples": samples, "growth": rows, "highest_memory_mb": highest, "load_at_start": load}))
    else:
        print("\n".join(_said(samples[-1], found, highest)))
    return 1 if any(one.grows for one in found) or highest > MEMORY_MB else 0


def _said(last: Mapping[str, Any], found: Sequence[Growth], highest: float) -> Iterator[str]:
    yield ", ".join(f"{what} {value}" for what, value in last.items())
    yield f"highest memory {highest:.0f} MB of {MEMORY_MB:.0f} (PSS of all processes)"
    for one in found:
        verdict = "GROWS" if one.grows else "steady"
        yield f"{one.what:<15} {one.begin:>12,.1f} → {one.end:>12,.1f}  {one.an_hour:>+10,.1f} an hour  {verdict}"
    if not found:
        yield f"too few samples ({_LEAST_SAMPLES} are needed) to tell growth"


if __name__ == "__main__":
    sys.exit(main())
