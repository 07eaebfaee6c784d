"""How fast the storage is: recording, look-ups, gallery pages, claims. Prints one JSON object; asserts nothing.

Run `python tests/benchmarks/storage.py --media 200000`.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.domain.addresses import Address
from app.domain.encryption import Declared, Encryption, KeyInfo
from app.domain.events import IncomingMessage, Party, RemoteMedia, StatusChanged
from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId
from app.domain.kinds import Direction, MediaKind, MediaState, MessageKind
from app.domain.statuses import Status
from app.services.store import GalleryQuery, Landed, Store
from app.storage.premises import DiskPremises

CHATS = 500
BATCH = 500
START = 1_700_000_000
_KINDS = (
    [MediaKind.IMAGE] * 12
    + [MediaKind.AUDIO] * 5
    + [MediaKind.VIDEO] * 2
    + [MediaKind.DOCUMENT] * 2
    + [MediaKind.STICKER]
)


def media_message(number: int, rng: random.Random) -> IncomingMessage:
    """Return an image-like message as a provider's event would give it."""
    contact = rng.randrange(CHATS)
    kind = rng.choice(_KINDS)
    party = Party((Address(f"+55119{contact:08}"), Address(f"{contact:015}@lid")), name=f"Contato {contact}")
    digest = rng.randbytes(32)
    media = RemoteMedia(
        kind=kind,
        mime="image/jpeg",
        name=f"arquivo {number}.jpg" if kind is MediaKind.DOCUMENT else "",
        encryption=Encryption(rng.randbytes(32), KeyInfo.of(kind)),
        declared=Declared(digest, rng.randbytes(32), rng.randrange(1000, 5_000_000)),
        direct_path=f"/v/t62.7118-24/{digest.hex()}?ccb=11-4&oh=01_{digest.hex()[:40]}&oe=665F0A3D&_nc_sid=5e03e0",
        expires_at=START + number * 30 + 1_200_000,
        width=1080,
        height=1920,
    )
    direction = Direction.OUT if rng.random() < 0.3 else Direction.IN
    return IncomingMessage(
        provider_id=f"3EB0{rng.randbytes(9).hex().upper()}",
        chat=party,
        sender=party if direction is Direction.IN else None,
        direction=direction,
        sent_at=START + number * 30,
        kind=MessageKind(kind.value),
        text=f"legenda {number}",
        media=media,
    )


def per_second(run: Callable[[], int]) -> float:
    """Return how many things a second `run` does; it returns how many it did."""
    started = time.perf_counter()
    done = run()
    return round(done / (time.perf_counter() - started))


def milliseconds(run: Callable[[], object], *, times: int = 20) -> float:
    """Return the median time of one run."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        run()
        taken.append(time.perf_counter() - started)
    return round(sorted(taken)[times // 2] * 1000, 3)


def record(store: Store, messages: list[IncomingMessage]) -> int:
    """Record messages in batches."""
    for begin in range(0, len(messages), BATCH):
        with store.write() as tx:
            for message in messages[begin : begin + BATCH]:
                tx.library.record(message)
    return len(messages)


def measured(store: Store, count: int) -> dict[str, object]:
    """Fill a library and measure it."""
    rng = random.Random(1)
    figures: dict[str, object] = {"media": count}
    rates, ids, made = [], [], 0
    while made < count:
        share = [media_message(made + n, rng) for n in range(min(20_000, count - made))]
        made += len(share)
        ids += [message.provider_id for message in share]
        rates.append(per_second(lambda share=share: record(store, share)))  # type: ignore[misc]
    figures["records_per_s"] = {"first": rates[0], "last": rates[-1], "least": min(rates)}
    texts = [replace(media_message(count + n, rng), media=None, kind=MessageKind.TEXT) for n in range(10_000)]
    figures["text_records_per_s"] = per_second(lambda: record(store, texts))
    figures["repeated_records_per_s"] = per_second(lambda: record(store, share[:5000]))

    def mark() -> int:
        with store.write() as tx:
            for message in share[:5000]:
                tx.library.mark(StatusChanged(message.provider_id, message.chat.addresses, Status.DELIVERED, 1))
        return 5000

    figures["marks_per_s"] = per_second(mark)

    def look_up() -> int:
        with store.read() as rd:
            for _ in range(20_000):
                rd.find_message(rng.choice(ids))
        return 20_000

    figures["lookups_per_s"] = per_second(look_up)
    figures["lookups_own_snapshot_per_s"] = per_second(lambda: sum(one(store, ids, rng) for _ in range(3000)))

    def counts() -> int:
        with store.read() as rd:
            for _ in range(2000):
                rd.counts(), rd.totals()
        return 2000

    figures["statistics_per_s"] = per_second(counts)
    figures["gallery_ms"] = gallery(store, count)
    figures["claims"] = claims(store)
    return figures


def one(store: Store, ids: list[str], rng: random.Random) -> int:
    """Look one message up in a snapshot of its own."""
    with store.read() as rd:
        return 1 if rd.find_message(rng.choice(ids)) else 0


def gallery(store: Store, count: int) -> dict[str, float]:
    """Time pages of several queries."""
    queries = {
        "first": GalleryQuery(),
        "kind": GalleryQuery(kinds=frozenset({MediaKind.STICKER})),
        "two_kinds": GalleryQuery(kinds=frozenset({MediaKind.STICKER, MediaKind.VIDEO})),
        "chat": GalleryQuery(chat=Address("+5511900000007")),
        "failed": GalleryQuery(states=frozenset({MediaState.FAILED, MediaState.EXPIRED})),
        "rare": GalleryQuery(states=frozenset({MediaState.FAILED}), kinds=frozenset({MediaKind.STICKER})),
        "dates": GalleryQuery(since=START + 30 * (count // 2), until=START + 30 * (count // 2) + 86_400),
        "size": GalleryQuery(sort="size"),
        "size_of_kind": GalleryQuery(sort="size", kinds=frozenset({MediaKind.STICKER})),
        "name": GalleryQuery(sort="name"),
        "direction": GalleryQuery(direction=Direction.OUT),
    }
    with store.read() as rd:
        figures = {name: milliseconds(lambda q=query: rd.gallery(q)) for name, query in queries.items()}  # type: ignore[misc]
        cursor = ""
        for _ in range(40):
            cursor = rd.gallery(GalleryQuery(after=cursor, limit=200)).next
        figures["deep_200"] = milliseconds(lambda: rd.gallery(GalleryQuery(after=cursor, limit=200)))
        figures["limit_1000"] = milliseconds(lambda: rd.gallery(GalleryQuery(limit=1000)))
    return figures


def claims(store: Store) -> dict[str, float]:
    """Time claiming and landing, each in a transaction of its own as the downloader does it."""
    now = float(START)

    def claim(limit: int, rounds: int) -> int:
        done = 0
        for _ in range(rounds):
            with store.write() as tx:
                done += len(tx.downloads.claim("bench", now=now, lease_s=60, limit=limit))
        return done

    def land() -> int:
        with store.write() as tx:
            jobs = tx.downloads.claim("bench", now=now, lease_s=60, limit=500)
        for job in jobs:
            sha256 = f"{job.source.id:064x}"
            landed = Landed(sha256, 1000, "image/jpeg", "jpg", (), "direct", lambda: f"imagens/{sha256}.jpg")  # noqa: B023
            with store.write() as tx:
                tx.downloads.land(job, landed, now=now)
        return len(jobs)

    with store.write() as tx:
        tx.downloads.prefer([MediaId(n) for n in range(1, 200)], priority=5)
    return {
        "four_at_a_time_per_s": per_second(lambda: claim(4, 250)),
        "hundred_at_a_time_per_s": per_second(lambda: claim(100, 20)),
        "landings_per_s": per_second(land),
        "empty_claims_per_s": per_second(lambda: sum(1 - claim(0, 1) for _ in range(500))),
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--media", type=int, default=200_000)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true", help="the only form there is")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        premises = DiskPremises(options.out or Path(folder), "bench")
        with premises.open_store(InstanceRef(ClientId(1), InstanceId("bench"))) as store:
            print(json.dumps(measured(store, options.media)))


if __name__ == "__main__":
    main()
