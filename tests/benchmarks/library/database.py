"""Writes rows in bulk into databases that the storage layer made: its own tables, its own triggers and indexes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app.storage import engine
from app.storage.tables import media, messages, metadata, payloads, people, pictures, search, uploads

Row = tuple[Any, ...]

_DEFINED = (media, messages, payloads, people, pictures, uploads)
"""Importing these fills the collections of tables."""

_HASTY = ("PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", "PRAGMA cache_size = -524288",
          "PRAGMA temp_store = MEMORY", "PRAGMA locking_mode = EXCLUSIVE")  # fmt: skip
_CALM = ("PRAGMA analysis_limit = 0", "ANALYZE", "PRAGMA optimize", "PRAGMA journal_mode = WAL")


class BulkWriter:
    """One database file, written without a journal: an interrupted run leaves a file to throw away."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def insert(self, table: str, columns: str, rows: Sequence[Row]) -> None:
        """Insert rows.

        Args:
            columns: names with spaces between; a name that the table does not have is an error.
        """
        if rows:
            self._connection.executemany(insert_statement(table, columns), rows)

    def index_texts(self) -> None:
        """Put the messages written since the last time into the full-text index."""
        for statement in search.INDEX_DUE:
            self._connection.execute(statement)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what the block writes one transaction."""
        self._connection.execute("BEGIN IMMEDIATE")
        yield
        self._connection.execute("COMMIT")


@contextmanager
def bulk_writer(path: Path) -> Iterator[BulkWriter]:
    """Open a database file for bulk writing; at the end its statistics are made and it is as the program wants it."""
    with closing(engine.connect(path)) as connection:
        for pragma in _HASTY:
            connection.execute(pragma).fetchall()
        yield BulkWriter(connection)
        for pragma in _CALM:
            connection.execute(pragma).fetchall()


def insert_statement(table: str, columns: str) -> str:
    """Return the INSERT for some columns of one of the storage layer's tables."""
    collection = metadata.thumbnails if table in metadata.thumbnails.tables else metadata.instance
    known = collection.tables[table].c
    names = [known[name].name for name in columns.split()]
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
