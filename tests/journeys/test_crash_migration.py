"""Killed in the middle of a migration, a library is as it was before, and the next start brings it up to date."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.databases import ask, content
from tests.journeys.dying import Killer
from tests.journeys.shop import REF, Shop
from tests.support.cli import ROOT

_OLD = ROOT / "tests" / "fixtures" / "databases" / "instance_0001.db"
_LARGE_BYTES = 80_000_000
_GALLERY = ("--json", "gallery", REF)


@pytest.fixture
def old(quiet_loja: Shop) -> Shop:
    """Return an instance whose library is of the first schema."""
    quiet_loja.folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(_OLD, quiet_loja.database)
    return quiet_loja


def _version(database: Path) -> int:
    return int(ask(database, "PRAGMA user_version")[0][0])


@pytest.mark.timeout(300)
def test_a_migration_that_dies_leaves_the_library_as_it_was(old: Shop, tmp_path: Path, soak: bool) -> None:
    killer = Killer(old, tmp_path / "deaths")
    before = content(old.database)
    for _ in range(6 if soak else 1):
        assert killer.at("migration.step", 1, *_GALLERY)
        assert (_version(old.database), content(old.database)) == (1, before)
    assert killer.hits["migration.step"] >= (5 if soak else 1)
    _is_brought_up(old, before)


@pytest.mark.timeout(300)
def test_a_backup_before_a_migration_that_dies_leaves_no_half_copy(old: Shop, tmp_path: Path) -> None:
    with closing(sqlite3.connect(old.database)) as connection, connection:
        connection.execute(
            "INSERT INTO raw_event (digest, source, body, received_at, pending, problem)"
            " VALUES (x'4C41524745', 'ingest', randomblob(?), 1.0, 0, 'unknown')", (_LARGE_BYTES,),
        )  # fmt: skip
    before = content(old.database)
    folder = old.folder / "backups"
    Killer(old, tmp_path / "deaths").when(lambda: bool(list(folder.glob("*.part"))), *_GALLERY)
    assert list(folder.glob("*.part")), "the run did not die while it copied"
    assert (_version(old.database), content(old.database)) == (1, before)
    _is_brought_up(old, before)


def _is_brought_up(shop: Shop, before: dict[str, list[str]]) -> None:
    """The next start migrates; nothing of the old rows is lost and the copy before it can be opened."""
    tiles = shop.gallery()
    assert len(tiles) == len(before["media"])
    assert _version(shop.database) > 1
    assert ask(shop.database, "PRAGMA integrity_check") == [("ok",)]
    after = content(shop.database)
    for table in ("message", "media", "source", "blob", "alias"):
        assert len(after[table]) == len(before[table]), table
    assert after["contact"] == before["contact"]
    copies = sorted((shop.folder / "backups").iterdir())
    assert [copy.suffix for copy in copies if copy.suffix != ".db"] == []
    assert 1 <= len(copies) <= 3
    assert content(copies[-1]) == before
