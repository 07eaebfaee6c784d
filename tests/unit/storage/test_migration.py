"""Bringing a database to the newest schema: nothing is lost, whatever happens in between."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.domain.errors import CommandError
from app.domain.events import Party
from app.domain.reasons import ErrorCode
from app.services import checkpoints
from app.services.store import GalleryQuery
from app.storage import engine
from app.storage.backup import KEPT, back_up, backups
from app.storage.migrations import scripts, upgrade
from app.storage.schema import APPLICATION_ID, CLIENT, INSTANCE, REGISTRY, THUMBNAILS, Schema, prepare
from app.storage.store import FILE
from tests.unit.storage.making import PHONE, message, opened, remote

ROOT = Path(__file__).parents[3]
OLD = ROOT / "tests" / "fixtures" / "databases" / "instance_0001.db"
NEW_TABLES = {"contact_line", "counter_hour", "holding", "chat_line", "listening", "search_due", "unread_from"}
EVERY = [INSTANCE, REGISTRY, THUMBNAILS]


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Return a copy of a database in the first schema."""
    return Path(shutil.copy(OLD, tmp_path / FILE))


@pytest.fixture(autouse=True)
def no_checkpoint() -> Iterator[None]:
    yield
    checkpoints.install(None)


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = engine.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table but Alembic's, SQLite's own statistics and those that are new."""
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_search*'"
    names = {name for (name,) in ask(path, tables) if not name.startswith("sqlite_")}
    return {name: ask(path, f"SELECT * FROM {name} ORDER BY 1, 2") for name in names - NEW_TABLES - {"alembic_version"}}


def shape(path: Path) -> dict[str, Any]:
    """Return all that a schema is: columns, keys, indexes with their conditions, triggers, first rows."""
    objects = ask(path, "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    shaped: dict[str, Any] = {}
    for kind, name, table, sql in objects:
        if kind == "table":
            pragmas = ("table_xinfo", "foreign_key_list")
            strict = ask(path, f"SELECT wr, strict FROM pragma_table_list WHERE name = '{name}'")
            autoincrement = "AUTOINCREMENT" in (sql or "")
            facts = [ask(path, f"PRAGMA {pragma}({name})") for pragma in pragmas]
            shaped[name] = (strict, autoincrement, *facts)
        elif kind == "index":
            condition = (sql or "").partition(" WHERE ")[2]
            expressions = "coalesce" in (sql or "")
            shaped[name] = (table, ask(path, f"PRAGMA index_xinfo({name})"), condition, expressions)
        else:
            shaped[name] = " ".join(sql.split())
    shaped["version"] = (ask(path, "PRAGMA user_version"), ask(path, "SELECT * FROM alembic_version"))
    if "tally" in shaped:
        shaped["first rows"] = ask(path, "SELECT * FROM tally")
    return shaped


@pytest.mark.parametrize("schema", EVERY, ids=lambda schema: schema.name)
def test_a_new_database_and_a_migrated_one_have_the_same_schema(tmp_path: Path, schema: Schema) -> None:
    prepare(tmp_path / "new.db", schema)
    migrated = engine.migrator(tmp_path / "migrated.db", busy_ms=1000)
    with migrated.connect() as connection, connection.begin():
        upgrade(connection, schema.name, f"{schema.head:04}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.head}")
    migrated.dispose()
    assert shape(tmp_path / "new.db") == shape(tmp_path / "migrated.db")


@pytest.mark.parametrize("schema", EVERY, ids=lambda schema: schema.name)
def test_the_newest_step_is_the_head_that_the_program_expects(schema: Schema) -> None:
    assert scripts(schema.name).get_heads() == [f"{schema.head:04}"]


def test_an_old_library_keeps_every_row(old: Path) -> None:
    before = rows(old)
    assert len(before["media"]) == 50
    with opened(old.parent) as store, store.read() as rd:
        assert rd.gallery(GalleryQuery(limit=100)).total == 50
        assert sorted(rd.counts(), key=repr) == sorted(rd.recount(), key=repr)
        months = rd.counts_by_month()
    assert rows(old) == before
    assert sum(count.files for _month, count in months) == 50
    assert len({month for month, _count in months}) == 7


def test_a_migrated_library_goes_on_counting(old: Path) -> None:
    with opened(old.parent) as store:
        with store.write() as tx:
            assert tx.library.record(message("new", media=remote())).new
            assert not tx.library.record(message("3EB00000000000000002", media=remote())).new
        with store.read() as rd:
            assert sum(count.files for _month, count in rd.counts_by_month()) == 51


def test_an_ordinary_sqlite_reads_the_file_and_finds_nothing_wrong(tmp_path: Path) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.library.record(message("1", chat=Party((PHONE,), name="Ébano"), media=remote()))
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT name_key FROM contact_line").fetchall() == [("ebano",)]


def test_a_copy_is_made_before_a_migration_and_it_is_whole(old: Path) -> None:
    before = rows(old)
    prepare(old, INSTANCE)
    (copy,) = backups(old)
    assert copy.parent == old.parent / "backups"
    assert rows(copy) == before
    assert ask(copy, "PRAGMA user_version") == [(1,)]


def test_only_the_newest_copies_are_kept(old: Path) -> None:
    made = [back_up(old, version=version) for version in (1, 9, 2, 3, 10)]
    assert backups(old) == made[-KEPT:]


def test_an_up_to_date_database_is_left_alone(tmp_path: Path) -> None:
    prepare(tmp_path / FILE, INSTANCE)
    before = (tmp_path / FILE).read_bytes()
    prepare(tmp_path / FILE, INSTANCE)
    assert (tmp_path / FILE).read_bytes() == before
    assert backups(tmp_path / FILE) == []


def test_alembic_is_not_imported_where_nothing_is_to_be_migrated(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tests.unit.storage.making import opened\n"
        "with opened(Path(sys.argv[1])): pass\n"
        "sys.exit('alembic' in sys.modules)"
    )
    for _start in ("new", "known"):
        subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True, timeout=60)


def test_an_exception_inside_a_migration_leaves_the_old_database(old: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(name: str) -> None:
        assert name == "migration.step"
        raise StoppedError

    before = rows(old)
    checkpoints.install(stop)
    with pytest.raises(StoppedError):
        prepare(old, INSTANCE)
    assert rows(old) == before
    assert ask(old, "PRAGMA user_version") == [(1,)]


_DIE = """
import os, sys
from pathlib import Path
from app.services import checkpoints
from tests.unit.storage.making import opened
checkpoints.install(lambda name: os._exit(9))
with opened(Path(sys.argv[1])): pass
"""


def test_a_file_that_another_is_just_making_is_not_taken_for_another_programs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, connect = tmp_path / FILE, engine.connect
    other = threading.Thread(target=prepare, args=(path, INSTANCE))

    def meanwhile(statement: str) -> None:
        if "sqlite_master" in statement and not other.ident:
            other.start()
            other.join(2)

    def watched(path: Path) -> Any:
        connection = connect(path)
        connection.set_trace_callback(meanwhile)
        return connection

    path.touch()
    monkeypatch.setattr(engine, "connect", watched)
    prepare(path, INSTANCE)
    other.join()
    assert ask(path, "PRAGMA user_version") == [(INSTANCE.head,)]


def test_a_process_that_dies_inside_a_migration_leaves_it_to_the_next_start(old: Path) -> None:
    before = rows(old)
    died = subprocess.run([sys.executable, "-c", _DIE, str(old.parent)], cwd=ROOT, check=False, timeout=60)
    assert died.returncode == 9
    assert ask(old, "PRAGMA user_version") == [(1,)]
    assert rows(old) == before
    with opened(old.parent) as store, store.read() as rd:
        assert rd.totals() == (50, 2, 2)


_OPEN = """
import sys
from pathlib import Path
from app.services import checkpoints
from tests.unit.storage.making import opened
checkpoints.install(lambda name: print(name))
with opened(Path(sys.argv[1])) as store, store.read() as rd: rd.totals()
"""


@pytest.mark.parametrize("start", ["old", "new"])
def test_of_processes_that_open_at_once_only_one_migrates(tmp_path: Path, start: str) -> None:
    if start == "old":
        shutil.copy(OLD, tmp_path / FILE)
    processes = [
        subprocess.Popen([sys.executable, "-c", _OPEN, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=90)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert "".join(told).split() == (["migration.step"] if start == "old" else [])
    assert len(backups(tmp_path / FILE)) == (1 if start == "old" else 0)


def test_a_newer_schema_is_not_touched(tmp_path: Path) -> None:
    prepare(tmp_path / FILE, INSTANCE)
    connection = engine.connect(tmp_path / FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(CommandError) as caught, opened(tmp_path):
        pass
    assert (caught.value.code, caught.value.field) == (ErrorCode.DATABASE, "schema")
    assert ask(tmp_path / FILE, "PRAGMA user_version") == [(99,)]


@pytest.mark.parametrize("version", [0, 1, 2])
@pytest.mark.parametrize("table", ["midias", "whatsapp_midias"])
def test_an_older_programs_database_is_never_migrated_in_place(tmp_path: Path, table: str, version: int) -> None:
    path = tmp_path / FILE
    connection = engine.connect(path)
    connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, message_id TEXT)")
    connection.execute(f"INSERT INTO {table} (message_id) VALUES ('x')")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CommandError) as caught, opened(tmp_path):
        pass
    assert (caught.value.code, caught.value.field) == (ErrorCode.DATABASE, "media_database.db")
    assert "import" in caught.value.detail
    assert path.read_bytes() == before


def test_a_strangers_database_is_refused(tmp_path: Path) -> None:
    connection = engine.connect(tmp_path / FILE)
    connection.execute("CREATE TABLE anything (id)")
    connection.close()
    with pytest.raises(CommandError) as caught, opened(tmp_path):
        pass
    assert (caught.value.code, caught.value.field) == (ErrorCode.DATABASE, FILE)


def test_an_empty_file_left_by_a_crash_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with opened(tmp_path) as store, store.read() as rd:
        assert rd.totals() == (0, 0, 0)


def test_a_database_knows_whose_it_is(tmp_path: Path) -> None:
    prepare(tmp_path / "client.db", CLIENT)
    assert ask(tmp_path / "client.db", "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert ask(tmp_path / "client.db", "PRAGMA user_version") == [(1,)]
