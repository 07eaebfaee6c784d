"""Reads an instance's database as any SQLite program can: its content without generated numbers, and what is amiss."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

Rows = dict[str, list[Any]]

_GENERATED = {"received_at", "read_at", "moment"}
"""Columns that say when the program worked, not what it was told."""

_UNDECLARED = {("mark", "contact_id"): "contact", ("chat_line", "last_id"): "message"}
"""References that the schema does not declare, because 0 stands for nobody."""


def instance_folder(data_dir: Path, ref: str) -> Path:
    """Return an instance's own folder (product 1.2)."""
    client, _slash, instance = ref.partition("/")
    return data_dir / "media_storage" / f"cliente_{client}" / f"instance_{instance}"


def ask(database: Path, query: str, *parameters: object) -> list[Any]:
    """Return the rows of a query; the database may be in use."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
        return connection.execute(query, parameters).fetchall()


def is_made(database: Path) -> bool:
    """Tell whether a library is there; a program that is starting may be about to make it."""
    return database.exists() and ask(database, "PRAGMA user_version") > [(0,)]


def content(database: Path) -> Rows:
    """Return the rows of every table, sorted, with generated ids replaced by the content of what they point to."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True, timeout=30)) as connection:
        connection.row_factory = sqlite3.Row
        found = _Content(connection)
        return {table: found.rows(table) for table in found.tables}


def difference(left: Rows, right: Rows) -> dict[str, tuple[list[Any], list[Any]]]:
    """Return by table the rows that only one side has."""
    apart = {}
    for table in sorted(left.keys() | right.keys()):
        ours, theirs = Counter(left.get(table, [])), Counter(right.get(table, []))
        if ours != theirs:
            apart[table] = (sorted((ours - theirs).elements()), sorted((theirs - ours).elements()))
    return apart


class _Content:
    """The rows of one database, each as a text that says the same in any database with this content."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        listed = connection.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main'").fetchall()
        self.tables = sorted(name for name, kind in listed if kind == "table" and not name.startswith("sqlite_"))
        self._references = {table: self._foreign(table) for table in self.tables}
        self._known: dict[tuple[str, int], str] = {}

    def rows(self, table: str) -> list[str]:
        """Return a table's rows; a counter's cell that came down to nothing does not count."""
        found = map(dict, self._connection.execute(f'SELECT * FROM "{table}"'))
        return sorted(self._told(table, row) for row in found if row.get("files", 1))

    def _told(self, table: str, row: dict[str, Any]) -> str:
        parts = []
        for name, value in row.items():
            target = self._references[table].get(name)
            if name in _GENERATED or (name == "id" and target is None):
                continue
            parts.append(f"{name}={_shown(value) if target is None else self._named(target, value)!r}")
        return " ".join(parts)

    def _named(self, table: str, number: int | None) -> str:
        """Return a short name for a row that another points to, made of its content."""
        if not number:
            return "nobody"
        if (table, number) not in self._known:
            row = self._connection.execute(f'SELECT * FROM "{table}" WHERE id = ?', (number,)).fetchone()
            told = self._told(table, dict(row)) if row is not None else "gone"
            self._known[table, number] = f"{table} {hashlib.sha256(told.encode()).hexdigest()[:12]}"
        return self._known[table, number]

    def _foreign(self, table: str) -> dict[str, str]:
        declared = self._connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        return {row["from"]: row["table"] for row in declared} | {
            column: target for (owner, column), target in _UNDECLARED.items() if owner == table
        }


def _shown(value: object) -> object:
    """Return a value as it is compared: bytes by their hash, because there may be many."""
    return hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value


def left_over(folder: Path) -> list[str]:
    """Return what an instance that has nothing to do must not have, in words; empty where all is well."""
    database = folder / "media_database.db"
    found = [f"temporary file {path.relative_to(folder)}" for path in sorted(folder.rglob("*.part"))]
    found += [f"temporary file {path.relative_to(folder)}" for path in sorted((folder / "tmp").glob("*"))]
    for table in ("media", "upload"):
        owned = ask(database, f"SELECT id, state FROM {table} WHERE lease_owner IS NOT NULL")
        found += [f"{table} {number} is {state} and leased" for number, state in owned]
    owned = ask(database, "SELECT sha256 FROM blob WHERE lease_owner IS NOT NULL")
    found += [f"blob {sha256} is leased" for (sha256,) in owned]
    found += [f"hold of a process: {path.name}" for path in sorted((folder.parents[2] / "run").glob("*.lock"))]
    found += [f"a row of {table} points nowhere" for table, *_rest in ask(database, "PRAGMA foreign_key_check")]
    return found + list(_wrong_blobs(folder))


def _wrong_blobs(folder: Path) -> Iterator[str]:
    rows = ask(folder / "media_database.db", "SELECT sha256, path FROM blob")
    for sha256, path in rows:
        file = folder / path
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
            yield f"blob {sha256} is not what lies at {path}"
    known = {path for _sha256, path in rows}
    kept = ("imagens", "videos", "audios", "documentos", "stickers")
    for file in sorted(path for name in kept for path in (folder / name).glob("*")):
        if file.relative_to(folder).as_posix() not in known:
            yield f"{file.relative_to(folder)} belongs to no row"


def tree(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
