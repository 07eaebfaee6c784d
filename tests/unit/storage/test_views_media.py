"""Whole galleries against the rows: ids, days, counts; pictures by media; what is about to expire."""

from __future__ import annotations

import datetime
import random
import tempfile
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.addresses import Address
from app.domain.errors import CommandError
from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import Reason
from app.services.ports import Derived, Thumb
from app.services.store import GalleryQuery
from app.services.views import Day
from app.storage import engine
from app.storage.store import FILE, InstanceStore
from tests.unit.storage.chatter import PHONES, START, Chatter
from tests.unit.storage.making import (
    GROUP,
    NOW,
    PHONE,
    apply_all,
    claim_download,
    landed,
    message,
    new_upload,
    opened,
    remote,
)
from tests.unit.storage.oracle import Oracle, Row

SPAN_S = 400_000


@pytest.fixture(scope="module")
def library() -> Iterator[tuple[InstanceStore, Oracle]]:
    """Give a library with media in every state, and all its rows."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
        apply_all(store, Chatter(5, ids=200, span_s=SPAN_S).events(400))
        apply_all(store, [message(f"old {at}", sent_at=at, media=remote()) for at in (-90_000, -1, 0, 5)])
        with store.write() as tx:
            tx.uploads.enqueue(new_upload(created_at=START + 50))
        for number, job in enumerate(claim_download(store, limit=60)):
            with store.write() as tx:
                match number % 5:
                    case 0 | 1:
                        tx.downloads.land(job, landed(b"%d" % number, f"imagens/{number}.jpg"), now=NOW)
                    case 2:
                        tx.downloads.fail(job, MediaState.EXPIRED, Reason.EXPIRED)
                    case 3:
                        tx.downloads.fail(job, MediaState.FAILED, Reason.MAC)
        yield store, Oracle(Path(folder) / FILE)


def matching(oracle: Oracle, query: GalleryQuery, *, kinds: bool = True) -> list[Row]:
    """Return the media of a query in its order."""
    owner = {row.address: row.contact_id for row in oracle.alias}.get(query.chat)
    chats = [row.id for row in oracle.chat if row.contact_id == owner]
    found = [
        row
        for row in oracle.media
        if (not kinds or not query.kinds or row.kind in query.kinds)
        and (not query.states or row.state in query.states)
        and query.direction in (None, row.direction)
        and (query.chat is None or row.chat_id in chats)
        and (query.since is None or row.sent_at >= query.since)
        and (query.until is None or row.sent_at < query.until)
        and (not query.ids or row.id in query.ids)
    ]
    if query.sort == "name":
        return sorted(found, key=lambda row: (row.name_key, row.id))
    if query.sort == "size":
        return sorted(found, key=lambda row: (row.size_bytes if row.size_bytes is not None else -1, row.id))[::-1]
    return sorted(found, key=lambda row: (row.sent_at, row.id))[::-1]


moments = st.none() | st.integers(START, START + SPAN_S)
queries = st.builds(
    GalleryQuery,
    kinds=st.frozensets(st.sampled_from(MediaKind), max_size=3),
    states=st.frozensets(st.sampled_from(MediaState), max_size=3),
    direction=st.sampled_from([None, None, Direction.IN, Direction.OUT]),
    chat=st.sampled_from([None, None, GROUP, PHONES[0], Address("+5500000000000")]),
    since=moments,
    until=moments,
    ids=st.just(()) | st.lists(st.integers(1, 300), min_size=1, max_size=40).map(tuple),
    sort=st.sampled_from(["date", "date", "size", "name"]),
    limit=st.just(1),
)


@settings(
    max_examples=150, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(queries, st.sampled_from([0, -10_800, 20_700, 50_400]))
def test_ids_days_and_counts_are_those_of_the_rows(
    library: tuple[InstanceStore, Oracle], query: GalleryQuery, offset_s: int
) -> None:
    store, oracle = library
    rows = matching(oracle, query)
    with store.view() as view:
        assert view.media_ids(query).tolist() == [row.id for row in rows]
        assert view.media_days(query, offset_s) == days(rows, query.sort, offset_s)
        counted = view.kind_counts(query)
    every = dict.fromkeys((kind.value for kind in MediaKind), 0)
    assert counted == every | oracle.kinds(matching(oracle, query, kinds=False))


def days(rows: list[Row], sort: str, offset_s: int) -> list[Day]:
    if sort != "date":
        return [Day(0, len(rows), sum(row.size_bytes or 0 for row in rows))] if rows else []
    found = []
    for key, same in groupby(rows, key=lambda row: date_of(row.sent_at + offset_s).toordinal()):
        of_day = list(same)
        found.append(Day(key, len(of_day), sum(row.size_bytes or 0 for row in of_day)))
    return found


def date_of(local_s: int) -> datetime.date:
    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=local_s)).date()


def test_a_sum_over_days_finds_the_day_of_a_row(library: tuple[InstanceStore, Oracle]) -> None:
    store, _oracle = library
    with store.view() as view:
        ids, found = view.media_ids(GalleryQuery()), view.media_days(GalleryQuery(), -10_800)
        begin = sum(day.count for day in found[:2])
        day = view.media_rows(ids[begin : begin + found[2].count])
        assert sum(day.count for day in found) == len(ids)
    assert {date_of(item.sent_at - 10_800).toordinal() for item in day} == {found[2].key}


def test_a_gallery_page_begins_like_the_whole_gallery(library: tuple[InstanceStore, Oracle]) -> None:
    store, _oracle = library
    query = GalleryQuery(kinds=frozenset({MediaKind.IMAGE, MediaKind.VIDEO}), limit=20)
    with store.view() as view, store.read() as rd:
        assert view.media_rows(view.media_ids(query)[:20]) == rd.gallery(query).items


def test_many_ids_come_in_pieces_and_none_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        apply_all(store, [message("1", media=remote(), sent_at=0)])
        fill(tmp_path / FILE, range(2, 30_001))
        with store.view() as view:
            assert view.media_ids(GalleryQuery()).tolist() == list(range(30_000, 0, -1))


def fill(path: Path, ids: range) -> None:
    """Write bare media into the first chat, quicker than by events."""
    with closing(engine.connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany(
            "INSERT INTO message (id, chat_id, direction, kind, sent_at) VALUES (?1, 1, 'in', 'image', ?1)",
            [(id,) for id in ids],
        )
        connection.execute(
            "INSERT INTO media (id, chat_id, direction, kind, state, sent_at)"
            " SELECT id, chat_id, direction, kind, 'remote', sent_at FROM message WHERE id > 1"
        )
        connection.execute("COMMIT")


def test_an_unknown_order_is_refused(library: tuple[InstanceStore, Oracle]) -> None:
    with library[0].view() as view, pytest.raises(CommandError) as caught:
        view.media_ids(GalleryQuery(sort="colour"))
    assert caught.value.field == "sort"


def test_what_is_not_secured_and_expires_is_counted(library: tuple[InstanceStore, Oracle]) -> None:
    store, oracle = library
    open_states = {"remote", "downloading", "failed"}
    at_risk = [
        row.expires_at
        for row in oracle.media
        if row.state in open_states and row.expires_at is not None and row.problem is None
    ]
    assert at_risk
    with store.view() as view:
        for before in random.Random(1).sample(at_risk, 5):
            assert view.expiring(before) == sum(at < before for at in at_risk)


def thumb(edge: int, data: bytes) -> Thumb:
    return Thumb(edge, edge, edge // 2, "image/webp", data)


def derive(store: InstanceStore, content: bytes, **facts: Any) -> None:
    with store.write() as tx:
        tx.derivations.store(landed(content).sha256, Derived(**facts))


def test_pictures_come_by_media_and_only_where_there_are_any(tmp_path: Path) -> None:
    files = [b"one", b"one", b"two", b"three"]
    with opened(tmp_path) as store:
        apply_all(store, [message(str(n), sent_at=n, media=remote(preview=b"jpeg" if n else b"")) for n in range(4)])
        for job in claim_download(store):
            content = files[int(job.source.message_id)]
            if content != b"three":
                with store.write() as tx:
                    tx.downloads.land(job, landed(content, f"imagens/{content!r}"), now=NOW)
        derive(store, b"one", thumbs=(thumb(256, b"small"), thumb(512, b"large")))
        derive(store, b"three", thumbs=(thumb(256, b"never shown"),))
        with store.view() as view:
            assert view.thumbs([4, 3, 2, 1, 9], 256) == {1: thumb(256, b"small"), 2: thumb(256, b"small")}
            assert view.thumbs([1], 512) == {1: thumb(512, b"large")}
            assert view.thumbs([1], 200) == {}
            assert view.previews([1, 2, 3, 4]) == {2: b"jpeg", 3: b"jpeg", 4: b"jpeg"}
            assert [item.id for item in view.media_rows([3, 8, 1])] == [3, 1]


def test_a_waveform_is_ours_where_the_sound_is_here_and_the_declared_one_before(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        declared = bytes([0, 50, 255])
        sounds = [remote(MediaKind.AUDIO, waveform=declared), remote(MediaKind.AUDIO, waveform=declared), remote()]
        apply_all(store, [message(str(n), sent_at=n, media=each) for n, each in enumerate(sounds)])
        (job,) = claim_download(store, only=[MediaId(1)])
        with store.write() as tx:
            tx.downloads.land(job, landed(b"sound"), now=NOW)
        with store.view() as view:
            assert view.waveforms([1, 2, 3]) == {1: bytes([0, 50, 100]), 2: bytes([0, 50, 100])}
        derive(store, b"sound", waveform=bytes(range(64)))
        with store.view() as view:
            assert view.waveforms([1, 2, 3]) == {1: bytes(range(64)), 2: bytes([0, 50, 100])}


def test_the_media_of_a_chat_that_is_not_there_are_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.view() as view:
        query = GalleryQuery(chat=PHONE)
        assert (len(view.media_ids(query)), view.media_days(query, 0), sum(view.kind_counts(query).values())) == (
            0,
            [],
            0,
        )
