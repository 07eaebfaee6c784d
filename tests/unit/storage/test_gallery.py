"""Pages of the gallery: the right items in the right order, complete and without repetition, by cursor."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.addresses import Address
from app.domain.encryption import Declared
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import ErrorCode, Reason
from app.services.store import GalleryQuery, Reading
from app.storage import engine
from app.storage.store import FILE, InstanceStore
from tests.unit.storage.making import GROUP, LID, NOW, OTHER, PHONE, claim_download, landed, message, opened, remote

CHATS: list[list[Address]] = [[PHONE], [OTHER], [GROUP], [LID]]
NAMES = ["", "a.pdf", "B.pdf", "é.pdf", "É.pdf", "zebra.pdf"]
COUNT = 120


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery")


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[InstanceStore]:
    rng = random.Random(5)
    with opened(folder) as filled:
        with filled.write() as tx:
            for number in range(COUNT):
                media = remote(
                    rng.choice(list(MediaKind)),
                    name=rng.choice(NAMES),
                    declared=Declared(None, None, rng.choice([None, 0, 5, 7, 1000])),
                    problem=rng.choice([None, None, None, Reason.NO_KEY]),
                )
                tx.library.record(
                    message(
                        f"M{number}",
                        chat=rng.choice(CHATS),
                        direction=rng.choice(list(Direction)),
                        sent_at=int(NOW) + rng.randrange(40),
                        media=media,
                    )
                )
        for job in claim_download(filled, limit=COUNT // 2):
            with filled.write() as tx:
                if rng.random() < 0.2:
                    tx.downloads.fail(job, MediaState.EXPIRED, Reason.GONE)
                else:
                    tx.downloads.land(job, landed(bytes([rng.randrange(9)])), now=NOW)
        yield filled


def pages(reader: Reading, query: GalleryQuery) -> list[MediaItem]:
    """Return everything page by page."""
    found: list[MediaItem] = []
    while True:
        page = reader.gallery(query)
        found += page.items
        assert len(page.items) <= query.limit
        if not page.next:
            return found
        query = replace(query, after=page.next)


def expected(everything: list[MediaItem], query: GalleryQuery) -> list[MediaItem]:
    """Say in plain Python what a query should give."""
    keys = {
        "date": lambda item: (-item.sent_at, -item.id),
        "size": lambda item: (-(item.size_bytes if item.size_bytes is not None else -1), -item.id),
        "name": lambda item: (item.name.casefold(), item.id),
    }
    kept = [
        item
        for item in everything
        if (not query.kinds or item.kind in query.kinds)
        and (not query.states or item.state in query.states)
        and query.direction in (None, item.direction)
        and query.chat in (None, item.chat)
        and (query.since is None or item.sent_at >= query.since)
        and (query.until is None or item.sent_at < query.until)
        and (not query.ids or item.id in query.ids)
    ]
    return sorted(kept, key=keys[query.sort])


def some(values: type[MediaKind] | type[MediaState]) -> st.SearchStrategy[frozenset[object]]:
    return st.frozensets(st.sampled_from(list(values)), max_size=3)


queries = st.builds(
    GalleryQuery,
    kinds=some(MediaKind),
    states=some(MediaState),
    direction=st.none() | st.sampled_from(Direction),
    chat=st.none() | st.sampled_from([chat[0] for chat in CHATS]),
    since=st.none() | st.integers(int(NOW), int(NOW) + 40),
    until=st.none() | st.integers(int(NOW), int(NOW) + 40),
    ids=st.just(()) | st.lists(st.integers(1, COUNT + 3), max_size=9).map(lambda ids: tuple(MediaId(id) for id in ids)),
    sort=st.sampled_from(["date", "size", "name"]),
    limit=st.sampled_from([1, 4, 50, 1000]),
)


@settings(max_examples=120, derandomize=True, deadline=None)
@given(query=queries)
def test_pages_give_what_a_look_at_everything_gives(store: InstanceStore, query: GalleryQuery) -> None:
    with store.read() as rd:
        everything = pages(rd, GalleryQuery(limit=1000))
        wanted = expected(everything, query)
        assert pages(rd, query) == wanted
        assert rd.gallery(query).total == len(wanted)
    assert len(everything) == COUNT


def test_paging_goes_on_while_new_media_arrive(store: InstanceStore, tmp_path: Path) -> None:
    with opened(tmp_path) as fresh:
        with fresh.write() as tx:
            for number in range(10):
                tx.library.record(message(f"{number}", media=remote(), sent_at=number))
        with fresh.read() as rd:
            first = rd.gallery(GalleryQuery(limit=4))
        with fresh.write() as tx:
            tx.library.record(message("newer", media=remote(), sent_at=99))
        with fresh.read() as rd:
            rest = pages(rd, GalleryQuery(limit=4, after=first.next))
        assert [item.message_id for item in first.items + rest] == [str(n) for n in reversed(range(10))]


@pytest.mark.parametrize(
    "other",
    [
        GalleryQuery(kinds=frozenset({MediaKind.IMAGE})),
        GalleryQuery(sort="size"),
        GalleryQuery(direction=Direction.IN),
        GalleryQuery(since=1),
        GalleryQuery(chat=PHONE),
        GalleryQuery(ids=(MediaId(1),)),
    ],
)
def test_a_cursor_of_another_query_is_refused(store: InstanceStore, other: GalleryQuery) -> None:
    with store.read() as rd:
        cursor = rd.gallery(GalleryQuery(limit=2)).next
        with pytest.raises(CommandError) as caught:
            rd.gallery(replace(other, after=cursor))
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, "after")


def test_a_cursor_serves_pages_of_any_size(store: InstanceStore) -> None:
    with store.read() as rd:
        cursor = rd.gallery(GalleryQuery(limit=2)).next
        assert len(rd.gallery(GalleryQuery(limit=7, after=cursor)).items) == 7


@pytest.mark.parametrize("text", ["x", "!!", "é", "eyJ9", "W10", "WyJ4IiwxXQ", "bnVsbA", "A" * 100_000])
def test_what_is_no_cursor_is_refused(store: InstanceStore, text: str) -> None:
    with store.read() as rd, pytest.raises(CommandError) as caught:
        rd.gallery(GalleryQuery(after=text))
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, "after")


def test_a_cursor_of_another_instance_is_refused(store: InstanceStore, tmp_path: Path) -> None:
    with store.read() as rd:
        cursor = rd.gallery(GalleryQuery(limit=2)).next
    other = InstanceStore(InstanceRef(ClientId(2), InstanceId("loja")), tmp_path, owner="b" * 32)
    with other.read() as rd, pytest.raises(CommandError):
        rd.gallery(GalleryQuery(after=cursor))
    other.close()


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        (GalleryQuery(chat=Address("+5511900000000")), ErrorCode.NOT_FOUND, "chat"),
        (GalleryQuery(sort="colour"), ErrorCode.BAD_INPUT, "sort"),
        (GalleryQuery(limit=0), ErrorCode.BAD_INPUT, "limit"),
    ],
)
def test_a_question_that_makes_no_sense_names_its_field(
    store: InstanceStore, query: GalleryQuery, code: ErrorCode, field: str
) -> None:
    with store.read() as rd, pytest.raises(CommandError) as caught:
        rd.gallery(query)
    assert (caught.value.code, caught.value.field) == (code, field)


@pytest.mark.parametrize(
    ("sort", "narrowed"),
    [
        *itertools.product(["date", "size", "name"], [{}, {"kinds": frozenset({MediaKind.IMAGE})}]),
        ("date", {"states": frozenset({MediaState.FAILED})}),
        ("date", {"states": frozenset({MediaState.FAILED, MediaState.EXPIRED}), "kinds": frozenset({MediaKind.VIDEO})}),
        ("date", {"kinds": frozenset({MediaKind.IMAGE}), "states": frozenset({MediaState.LOCAL})}),
        ("date", {"chat": PHONE}),
        ("date", {"chat": PHONE, "kinds": frozenset({MediaKind.IMAGE}), "states": frozenset({MediaState.LOCAL})}),
        ("date", {"since": int(NOW), "until": int(NOW) + 9}),
    ],
)
@pytest.mark.parametrize("analyzed", [False, True])
def test_a_page_is_read_from_an_index_alone(
    store: InstanceStore, folder: Path, sort: str, narrowed: dict[str, object], analyzed: bool
) -> None:
    from sqlalchemy.dialects import sqlite

    from app.storage.gallery import ids_statement

    query = GalleryQuery(sort=sort, **narrowed)  # type: ignore[arg-type]
    statement = ids_statement(query, 1 if query.chat else None, ("x" if sort == "name" else 5, 5))
    compiled = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    connection = engine.connect(folder / FILE)
    connection.execute("BEGIN")
    if analyzed:
        connection.execute("ANALYZE")
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {compiled}")]
    connection.close()
    looked_up = [step for step in plan if "media" in step and "COVERING INDEX" not in step]
    assert looked_up == []
