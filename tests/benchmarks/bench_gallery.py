"""The gallery's real widgets, offscreen: first paint, frames while scrolling, a jump and a resize, at several sizes.

    python tests/benchmarks/bench_gallery.py [--library DIR] [--quick] [--full] [--json]

Media are made by formula (see `tests.support.gallery_store`), so that a million need no database; with --library they
are those of a data folder made by make_library.py. Each size runs in a process of its own, by turns.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.services.views import ViewStore
from tests.benchmarks import measure
from tests.benchmarks.measure import REPOSITORY, Figure, Options

BUDGETS = {"first paint": 100.0, "frame p95": 8.0, "jump": 150.0, "resize": 20.0}
GROWTH = 1.5
SMALL = 1_000
_CHILD, _LIBRARY = "--child", "--library"
_SIZE = (1208, 752)
_FRAME_S = 1 / 60
SWITCH_INTERVAL_S = 0.0005
"""As in the program's window: a busy lane gives the interpreter back to the UI thread after half a millisecond."""

_A_DAY = 274
"""Ten years of days at a million media; as many a day at the other sizes, so that as many tiles are in sight."""


def run(options: Options, library: str) -> list[Figure]:
    """Measure each size, and how the largest compares with the smallest; or one library."""
    if library:
        return _figures(_in_child("library", library, quick=options.quick), f"in {Path(library).name}")
    sizes = [SMALL] if options.quick else [SMALL, 100_000, 1_000_000]
    measured = _best(sizes, rounds=1 if options.quick else 3, quick=options.quick)
    figures = [one for size, found in measured.items() for one in _figures(found, f"at {size:,} media")]
    return figures + _growth(measured)


def _best(sizes: list[int], *, rounds: int, quick: bool) -> dict[int, dict[str, float]]:
    """Measure the sizes by turns and keep the best of each figure, so that a busy minute hits none of them alone."""
    found: dict[int, list[dict[str, float]]] = {size: [] for size in sizes}
    for _round in range(rounds):
        for size in sizes:
            found[size].append(_in_child("formula", str(size), quick=quick))
    return {size: {what: min(one[what] for one in runs) for what in runs[0]} for size, runs in found.items()}


def _figures(found: dict[str, float], where: str) -> list[Figure]:
    return [Figure(f"gallery: {what}, {where}", value, "ms", BUDGETS.get(what)) for what, value in found.items()]


def _growth(measured: dict[int, dict[str, float]]) -> list[Figure]:
    if len(measured) < 2:
        return []
    least, most = measured[min(measured)], measured[max(measured)]
    said = f"{max(measured):,} against {min(measured):,} media"
    return [Figure(f"gallery: {what}, {said}", most[what] / least[what], "times", GROWTH) for what in BUDGETS]


def _argument(name: str) -> str:
    """Take an option of this benchmark alone out of the command line."""
    if name not in sys.argv:
        return ""
    at = sys.argv.index(name)
    value = sys.argv[at + 1]
    del sys.argv[at : at + 2]
    return value


def _in_child(kind: str, what: str, *, quick: bool) -> dict[str, float]:
    command = [sys.executable, __file__, _CHILD, kind, what, "quick" if quick else "whole"]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, check=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def child(kind: str, what: str, times: int) -> dict[str, float]:
    """Measure one gallery in this process; milliseconds by what was measured."""
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    with _store(kind, what) as store, ThreadPoolExecutor(2) as lane:
        return Run(app, store, lane, times).all()


@contextmanager
def _store(kind: str, what: str) -> Iterator[ViewStore]:
    if kind == "formula":
        from tests.support.gallery_store import FormulaMedia, GalleryStore

        count = int(what)
        yield GalleryStore(FormulaMedia(count, max(4, count // _A_DAY)))
        return
    from app.storage.premises import DiskPremises
    from tests.benchmarks.make_library import LARGE

    with DiskPremises(Path(what), "bench").open_store(LARGE) as store:
        yield store  # type: ignore[misc]  # an opened store is read by the window, too


class Run:
    """One gallery, measured from its making to its end."""

    def __init__(self, app: Any, store: ViewStore, lane: ThreadPoolExecutor, times: int) -> None:
        from app.ui.bridge import Reader
        from app.ui.look.icons import Icons
        from app.ui.look.theme import Theme
        from app.ui.panes.gallery import GalleryPane

        self._app, self._times, self._chance = app, times, Random(7)
        theme = Theme(REPOSITORY / "resources")
        theme.apply()
        self._reader = Reader(store, lane)
        self._make: Callable[[], GalleryPane] = lambda: GalleryPane(theme, Icons(theme))

    def all(self) -> dict[str, float]:
        """Return all figures."""
        from app.ui.panes.gallery import Reach, Scope

        scopes = [Scope(Reach.ACCOUNT, "Loja")]
        painted, usable = [], []
        for _time in range(5):
            started = time.perf_counter()
            pane = self._make()
            pane.resize(*_SIZE)
            pane.open(self._reader, "Loja", scopes)
            pane.show()
            pane.repaint()
            painted.append(time.perf_counter() - started)
            self._until(lambda pane=pane: len(pane.ids) > 0)  # type: ignore[misc]
            usable.append(time.perf_counter() - started)
            self._settle(0.3)
            last = pane
            if _time < 4:
                pane.hide()
                pane.deleteLater()
                self._settle(0.05)
        found = {"first paint": min(painted), "usable": min(usable), **self._moves(last)}
        self._reader.close()
        return {what: value * 1000 for what, value in found.items()}

    def _moves(self, pane: Any) -> dict[str, float]:
        """Scroll, jump and resize in three stretches; of each figure the best: noise of a shared machine only adds."""
        stretches = [self._stretch(pane) for _stretch in range(3)]
        return {what: min(stretch[what] for stretch in stretches) for what in stretches[0]}

    def _stretch(self, pane: Any) -> dict[str, float]:
        grid, bar = pane._area.grid, pane._area.grid.verticalScrollBar()
        bar.setValue(0)
        frames = [self._slice(lambda: bar.setValue(bar.value() + 53)) for _step in range(self._times)]
        jumps, pictures = [], []
        for _jump in range(max(3, self._times // 12)):
            self._forget(pane)
            started = time.perf_counter()
            bar.setValue(self._chance.randrange(max(1, bar.maximum())))
            self._until(lambda: all(pane._model.tile_at(p).item is not None for p in grid.visible_positions()))
            jumps.append(time.perf_counter() - started)
            self._until(lambda: self._pictured(pane) >= 0.95)
            pictures.append(time.perf_counter() - started)
        widths = [_SIZE[0] - 60 * (1 + step % 6) for step in range(max(6, self._times // 12))]
        resizes = [self._slice(partial(pane.resize, wide, _SIZE[1])) for wide in widths]
        self._slice(partial(pane.resize, *_SIZE))
        return {
            "frame p95": sorted(frames)[int(len(frames) * 0.95)],
            "frame median": statistics.median(frames),
            "jump": statistics.median(jumps),
            "95 % of the pictures after a jump": statistics.median(pictures),
            "resize": statistics.median(resizes),
        }

    def _forget(self, pane: Any) -> None:
        """Let a jump find nothing read yet, so that a thousand media do the same work as a million."""
        pane._model.rows.read_from(self._reader)
        pane._model.rows.show(pane.ids)
        pane._area._sight.cache.clear()
        self._app.processEvents()

    def _pictured(self, pane: Any) -> float:
        from app.domain.kinds import MediaKind, MediaState

        cache, seen, shown = pane._area._sight.cache, 0, 0
        for position in pane._area.grid.visible_positions():
            item = pane._model.tile_at(position).item
            if item is not None and item.state is MediaState.LOCAL and item.kind is not MediaKind.AUDIO:
                seen += 1
                shown += cache.picture(int(item.id)) is not None
        return shown / seen if seen else 1.0

    def _slice(self, work: Callable[[], object]) -> float:
        """Return how long the UI thread is busy with one step and the paint after it; then let the lanes breathe."""
        started = time.perf_counter()
        work()
        self._app.processEvents()
        taken = time.perf_counter() - started
        self._settle(max(0.0, _FRAME_S - taken))
        return taken

    def _settle(self, for_s: float) -> None:
        until = time.perf_counter() + for_s
        while (left := until - time.perf_counter()) > 0:
            time.sleep(min(left, 0.002))
            self._app.processEvents()

    def _until(self, true: Callable[[], bool]) -> None:
        until = time.perf_counter() + 30
        while not true():
            if time.perf_counter() > until:
                raise SystemExit("the gallery did not answer in half a minute")
            self._app.processEvents()
            time.sleep(0.001)
        self._app.processEvents()


if __name__ == "__main__":
    if _CHILD in sys.argv:
        _kind, _what, _length = sys.argv[sys.argv.index(_CHILD) + 1 :]
        print(json.dumps(child(_kind, _what, 12 if _length == "quick" else 120)), flush=True)
    else:
        _library = _argument(_LIBRARY)
        measure.main("bench_gallery", lambda options: run(options, _library))
