"""The dashboard's numbers against a slow count of the rows, and what they cost."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.domain.uploads import UploadState
from app.services.numbers import Numbers, Side, Trouble, by_day
from app.services.views import ViewStore
from app.storage.store import FILE
from app.storage.views import numbers
from tests.unit.storage.chatter import START, Chatter
from tests.unit.storage.making import (
    NOW,
    apply_all,
    claim_download,
    claim_upload,
    landed,
    message,
    new_upload,
    opened,
    remote,
)
from tests.unit.storage.oracle import Oracle
from tests.unit.storage.stepping import steps

LATER = 1 << 40
EPOCH_DAY = date(1970, 1, 2).toordinal()


def of(store: ViewStore, since_day: int = EPOCH_DAY, offset_s: int = 0) -> Numbers:
    with store.view() as view:
        return view.numbers(since_day, offset_s, LATER)


@pytest.mark.parametrize("offset_s", [0, -10_800, 7_200, 43_200])
@pytest.mark.parametrize("seed", range(2))
def test_days_are_local_and_count_what_the_rows_say(tmp_path: Path, seed: int, offset_s: int) -> None:
    with opened(tmp_path) as store:
        apply_all(store, Chatter(seed).events(200))
        counted: Counter[tuple[int, str, str, str]] = Counter()
        sizes: Counter[tuple[int, str, str, str]] = Counter()
        for row in Oracle(tmp_path / FILE).media:
            day = datetime.fromtimestamp(row.sent_at + offset_s, UTC).date().toordinal()
            counted[day, row.kind, row.direction, row.state] += 1
            sizes[day, row.kind, row.direction, row.state] += row.size_bytes or 0
        found = of(store, offset_s=offset_s)
        cells = {(one.day, one.count.kind, one.count.direction, one.count.state): one.count for one in found.days}
        assert {key: cell.files for key, cell in cells.items()} == counted
        assert {key: cell.size_bytes for key, cell in cells.items()} == dict(sizes)
        first = min(day for day, *_rest in counted) + 1
        assert all(one.day >= first for one in of(store, first, offset_s).days)
        assert sum(one.count.files for one in of(store, first, offset_s).days) == sum(
            files for (day, *_rest), files in counted.items() if day >= first
        )


def test_every_day_of_a_period_has_a_bar(tmp_path: Path) -> None:
    day = datetime.fromtimestamp(START, UTC).date().toordinal()
    with opened(tmp_path) as store:
        apply_all(store, [
            message("1", sent_at=START, media=remote()),
            message("2", sent_at=START, media=remote(MediaKind.AUDIO), direction=Direction.OUT),
            message("3", sent_at=START + 2 * 86_400, media=remote(problem=Reason.NO_KEY)),
        ])  # fmt: skip
        found = of(store)
    bars = by_day(found, day - 1, day + 2)
    assert [(one - day, bar.received, bar.sent, bar.lost) for one, bar in bars] == [
        (-1, 0, 0, 0), (0, 1, 1, 0), (1, 0, 0, 0), (2, 0, 0, 1),
    ]  # fmt: skip
    assert [bar.files for _day, bar in by_day(found, day, day, MediaKind.AUDIO)] == [1]


def test_what_does_not_go_on_is_told_by_state_and_reason(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message(str(n), sent_at=n, media=remote()) for n in range(5)])
        for media, state, reason in (
            (1, MediaState.FAILED, Reason.MAC),
            (2, MediaState.FAILED, Reason.MAC),
            (3, MediaState.EXPIRED, Reason.GONE),
        ):
            (job,) = claim_download(store, only=[MediaId(media)])
            with store.write() as tx:
                tx.downloads.fail(job, state, reason)
        (job,) = claim_download(store, only=[MediaId(4)])
        with store.write() as tx:
            tx.downloads.defer(job, Reason.OFFLINE, next_try_at=NOW + 9)
            tx.uploads.enqueue(new_upload(created_at=NOW))
        (sent,) = claim_upload(store)
        with store.write() as tx:
            tx.uploads.move(sent, UploadState.WAITING, now=NOW, reason=Reason.WINDOW_CLOSED)
        assert set(of(store).troubles) == {
            Trouble(Side.MEDIA, "failed", Reason.MAC, 2),
            Trouble(Side.MEDIA, "expired", Reason.GONE, 1),
            Trouble(Side.MEDIA, "remote", Reason.OFFLINE, 1),
            Trouble(Side.UPLOAD, "waiting", Reason.WINDOW_CLOSED, 1),
        }


def test_equal_bytes_are_kept_once_and_counted_once(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message(str(n), sent_at=n, media=remote()) for n in range(3)])
        for job in claim_download(store, limit=2):
            with store.write() as tx:
                tx.downloads.land(job, landed(b"the same", path="imagens/a.jpg"), now=NOW)
        (third,) = claim_download(store)
        with store.write() as tx:
            tx.downloads.quarantine(third, landed(b"bad", path="quarantine/b"), Reason.TYPE_MISMATCH)
        found = of(store)
        with store.read() as rd:
            assert rd.kept() == (1, 8)
            assert sum(count.size_bytes for count in rd.counts() if count.state is MediaState.LOCAL) == 16
    assert (found.kept_files, found.kept_bytes, found.set_aside_bytes) == (1, 8, 3)


def test_numbers_of_a_library_ten_times_as_large_cost_about_the_same(tmp_path: Path) -> None:
    rng = random.Random(1)
    day = datetime.fromtimestamp(START, UTC).date().toordinal()
    costs = []
    with opened(tmp_path) as store:
        for begin, end in ((0, 300), (300, 3_000)):
            apply_all(store, [
                message(f"id{n}", sent_at=START + rng.randrange(14 * 86_400), media=remote(rng.choice(list(MediaKind))))
                for n in range(begin, end)
            ])  # fmt: skip
            costs.append(steps(tmp_path / FILE, lambda sql: numbers.numbers(sql, day, -10_800, 0)))
    few, many = costs
    assert many < 5 * few, "the hours of two weeks fill up, and then it grows no more"
    assert many < 14 * 24 * len(MediaKind) * 30
