"""Look-ups by message id, statistics and the first page of the gallery, on libraries of several sizes.

The instance is open, as it is in the window and in `listen`; what opening it for each question costs stands beside.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.ids import MediaId
from app.services.gallery import Gallery
from app.services.statistics import StatisticsDesk
from app.services.store import GalleryQuery, Reading, Store
from app.storage import engine
from app.storage.premises import DiskPremises
from app.system.paths import DataDir
from tests.benchmarks import libraries, measure
from tests.benchmarks.make_library import LARGE
from tests.benchmarks.measure import Figure, Options

_SAMPLE = 50_000
_BY_ID = "SELECT min(id) FROM message WHERE provider_id = ?"
_NUMBERS = ("SELECT kind, direction, state, files, size_bytes FROM counter WHERE files > 0", "SELECT number FROM tally")
_LOOKUPS, _STATISTICS = 20_000.0, 5_000.0


def run(options: Options) -> list[Figure]:
    """Measure on each size."""
    for_s = 0.1 if options.quick else 1.0
    return [figure for media in libraries.sizes(options) for figure in _at(media, for_s)]


def _at(media: int, for_s: float) -> list[Figure]:
    where, folder = f"at {media:,} media", libraries.library(media)
    premises = DiskPremises(folder, "bench")
    statistics, gallery = StatisticsDesk(premises), Gallery(premises)
    with premises.open_store(LARGE) as store:
        ids = _some_ids(store)
        with store.read() as reader:
            looked_up = measure.per_second(_lookup(reader, ids), for_s=for_s)
        alone = measure.per_second(_lookup_alone(store, ids), for_s=for_s)
        raw = _raw(folder, ids, for_s)
        counted = measure.per_second(lambda: statistics.of([LARGE]), for_s=for_s)
        page_s = measure.best_of(20, lambda: gallery.page([LARGE], GalleryQuery(limit=50)))
    opening = measure.per_second(lambda: statistics.of([LARGE]), for_s=for_s)
    return [
        Figure(
            f"look-ups by message id, {where}", looked_up, "/s", _LOOKUPS, "more",
            f"sqlcipher3: {raw[0]:,.0f}/s; each in a snapshot of its own: {alone:,.0f}/s",
        ),
        Figure(
            f"statistics, {where}", counted, "/s", _STATISTICS, "more",
            f"sqlcipher3: {raw[1]:,.0f}/s; opening the databases each time: {opening:,.0f}/s",
        ),
        Figure(f"first 50 of the gallery, {where}", page_s * 1000, "ms"),
    ]  # fmt: skip


def _some_ids(store: Store) -> Iterator[str]:
    """Return message ids from all over the library in no order, again and again."""
    chance = random.Random(7)
    with store.read() as reader:
        messages = reader.totals()[0]
        rows = tuple(MediaId(row) for row in chance.sample(range(1, messages + 1), min(_SAMPLE, messages)))
        page = reader.gallery(GalleryQuery(ids=rows, limit=_SAMPLE))
    ids = [item.message_id for item in page.items if item.message_id]
    chance.shuffle(ids)
    return itertools.cycle(ids)


def _lookup(reader: Reading, ids: Iterator[str]) -> Callable[[], object]:
    return lambda: reader.find_message(next(ids))


def _lookup_alone(store: Store, ids: Iterator[str]) -> Callable[[], object]:
    def look() -> object:
        with store.read() as reader:
            return reader.find_message(next(ids))

    return look


def _raw(folder: Path, ids: Iterator[str], for_s: float) -> list[float]:
    """Return what the driver alone does a second: look-ups, and reading the counters without adding them up."""
    with closing(engine.connect(DataDir(folder).media_db(LARGE))) as driver:
        return [
            measure.per_second(lambda: driver.execute(_BY_ID, (next(ids),)).fetchone(), for_s=for_s),
            measure.per_second(lambda: [driver.execute(each).fetchall() for each in _NUMBERS], for_s=for_s),
        ]


if __name__ == "__main__":
    measure.main("bench_lookup", run)
