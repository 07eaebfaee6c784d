"""Libraries of older versions get their chat list and their search, and keep them from then on."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.ids import ChatId
from app.domain.kinds import MediaKind
from app.services.store import GalleryQuery
from app.services.views import ChatFilter
from app.storage import engine
from app.storage.migrations import upgrade
from app.storage.schema import APPLICATION_ID
from app.storage.store import FILE
from tests.unit.storage.chatter import START, Chatter
from tests.unit.storage.making import apply_all, message, opened, remote
from tests.unit.storage.oracle import Oracle
from tests.unit.storage.test_views_search import QUESTIONS, check_indexes, expected, summary

OLD = Path(__file__).parents[2] / "fixtures" / "databases" / "instance_0001.db"
COPIED = ("contact", "alias", "chat", "message", "media", "source")


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Return the folder of a library in the second schema: the rows of a newer one, without what came later."""
    newest, old = tmp_path / "newest", tmp_path / "old"
    newest.mkdir()
    old.mkdir()
    with opened(newest) as store:
        apply_all(store, Chatter(3).events(200))
    migrator = engine.migrator(old / FILE, busy_ms=1000)
    with migrator.connect() as connection, connection.begin():
        upgrade(connection, "instance", "0002")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version = 2")
    migrator.dispose()
    with closing(engine.connect(old / FILE)) as connection:
        connection.execute("ATTACH ? AS newest", (str(newest / FILE),))
        for table in COPIED:
            connection.execute(f"INSERT INTO {table} SELECT * FROM newest.{table}")
    return old


def test_lines_and_search_are_made_from_the_rows_that_are_there(filled: Path) -> None:
    with opened(filled) as store, store.view() as view:
        oracle = Oracle(filled / FILE)
        assert sum(row.unread for row in oracle.chat_line) > 10
        assert oracle.kept_lines() == oracle.lines()
        for asked in QUESTIONS:
            assert sorted(summary(view.search(asked, 1000))) == sorted(expected(oracle, asked))
    check_indexes(filled / FILE)


def test_they_are_kept_from_then_on(filled: Path) -> None:
    with opened(filled) as store:
        apply_all(store, Chatter(4).events(150))
        store.mark_read(ChatId(Oracle(filled / FILE).chat[0].id))
        oracle = Oracle(filled / FILE)
        assert oracle.kept_lines() == oracle.lines()
        with store.view() as view:
            for asked in QUESTIONS:
                assert sorted(summary(view.search(asked, 1000))) == sorted(expected(oracle, asked))
    check_indexes(filled / FILE)


def test_the_history_of_an_older_library_is_not_unread(tmp_path: Path) -> None:
    shutil.copy(OLD, tmp_path / FILE)
    with opened(tmp_path) as store:
        with store.view() as view:
            rows = view.chats(view.chat_ids(ChatFilter.ALL))
            assert len(rows) == 2
            assert view.unread() == 0
            assert all(row.last_at for row in rows)
            assert len(view.media_ids(GalleryQuery())) == 50
            assert sum(day.count for day in view.media_days(GalleryQuery(), 0)) == 50
        apply_all(store, [message("new", chat=(rows[0].address,), sent_at=START, media=remote(MediaKind.VIDEO))])
        with store.view() as view:
            assert view.unread() == 1
            assert view.chats(view.chat_ids(ChatFilter.ALL))[0].id == rows[0].id
        assert Oracle(tmp_path / FILE).kept_lines() == Oracle(tmp_path / FILE).lines()
