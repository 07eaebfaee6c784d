"""Events in: receive, parse, recognise repeats, store, on an empty database and on libraries of several sizes.

Two ways: `ingest` reads payloads from a file; the webhook's way first commits the raw bodies (100 at a time, as its
group commit does under load), then reads them back and turns them into messages.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap.core import Core
from app.domain.accounts import VaultForm
from app.domain.ids import ClientId
from app.services.inbox import BATCH, Inbox
from app.storage import engine
from tests.benchmarks import libraries, measure
from tests.benchmarks.make_library import LARGE, NOWHERE
from tests.benchmarks.measure import Figure, Options
from tests.benchmarks.payloads import INSTANCE_ID, payloads

_BUDGET = 3_000.0
_FLAT = 90.0
"""The pace is asked to be flat; a tenth is what two runs of the same size differ by."""
_GROUP = 100
_ROUNDS = 3
_PLAIN_TABLE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "CREATE TABLE event (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID",
)


def run(options: Options) -> list[Figure]:
    """Measure on an empty database and on each size."""
    events = 1_000 if options.quick else 10_000
    empty, *filled = [_at(media, events) for media in (0, *libraries.sizes(options))]
    return [*empty, *(figure for figures in filled for figure in (*figures, *_against(empty, figures)))]


def _against(empty: list[Figure], filled: list[Figure]) -> list[Figure]:
    """Return what is left of the pace in an empty database."""
    return [
        Figure(f"{after.what}, against an empty one", 100 * after.value / before.value, "%", _FLAT, "more")
        for before, after in zip(empty, filled, strict=True)
    ]


def _at(media: int, events: int) -> list[Figure]:
    where, beside = f"at {2 * media:,} messages" if media else "into an empty database", ""
    with libraries.copied(media) as folder, Core(folder) as core:
        if not media:
            _register(core)
            beside = f"json and one INSERT by sqlcipher3: {events / _by_driver(folder, events):,.0f}/s"
        inbox, seeds = core.desk(LARGE).inbox, count(1)
        ingested = events / min(_ingest(inbox, events, next(seeds)) for _ in range(_ROUNDS))
        hooked = events / min(_hook(inbox, events, next(seeds)) for _ in range(_ROUNDS))
    return [
        Figure(f"events by ingest, {where}", ingested, "/s", _BUDGET, "more", beside),
        Figure(f"events by webhook, {where}", hooked, "/s", _BUDGET, "more"),
    ]


def _register(core: Core) -> None:
    core.accounts.add_client("Loja", id=ClientId(1), vault=VaultForm.PLAIN)
    core.accounts.add_instance(
        LARGE, provider="wapi", base_url=NOWHERE, settings={"instance_id": INSTANCE_ID, "media_host": NOWHERE}
    )


def _bodies(events: int, seed: int) -> list[bytes]:
    return [json.dumps(payload).encode() for payload in payloads(events, seed=seed)]


def _ingest(inbox: Inbox, events: int, seed: int) -> float:
    bodies = _bodies(events, seed)

    def work() -> None:
        taken = inbox.ingest((index, json.loads(body)) for index, body in enumerate(bodies))
        _check(taken.events, events)

    return measure.seconds(work)


def _hook(inbox: Inbox, events: int, seed: int) -> float:
    bodies = _bodies(events, seed)

    def work() -> None:
        for start in range(0, events, _GROUP):
            inbox.secure(bodies[start : start + _GROUP], source="webhook")
        taken = inbox.process()
        _check(taken.events, events - _repeats(bodies))

    return measure.seconds(work)


def _by_driver(folder: Path, events: int) -> float:
    """Return how long it takes to parse the bodies and to keep each once by its id, and nothing else."""
    bodies = _bodies(events, 1)
    with closing(engine.connect(folder / "beside.db")) as driver:
        for statement in _PLAIN_TABLE:
            driver.execute(statement).fetchall()

        def work() -> None:
            for start in range(0, events, BATCH):
                driver.execute("BEGIN IMMEDIATE")
                for body in bodies[start : start + BATCH]:
                    driver.execute("INSERT OR IGNORE INTO event VALUES (?, ?)", (json.loads(body)["messageId"], body))
                driver.execute("COMMIT")

        return measure.seconds(work)


def _repeats(bodies: list[bytes]) -> int:
    """Return how many bodies are told apart from none before: equal raw bodies are kept once."""
    return len(bodies) - len(set(bodies))


def _check(found: int, expected: int) -> None:
    if found != expected:
        raise SystemExit(f"{found} events were read instead of {expected}")


if __name__ == "__main__":
    measure.main("bench_intake", run)
