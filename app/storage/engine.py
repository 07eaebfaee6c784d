"""The one place where a connection to a database file is made and tuned.

Everything is SQLite through `sqlcipher3`. Today the files are plain; the sealed form comes in here, as a raw key given
right after `connect`. Memory-mapped reads stay off: the sealed form cannot use them, and a network drive that goes
away would kill the process instead of failing one statement.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool, QueuePool
from sqlcipher3 import dbapi2

BUSY_MS = 30_000
"""How long a writer waits for the writer of another process."""

_WRITER = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -65536",
    "PRAGMA wal_autocheckpoint = 4000",
    "PRAGMA journal_size_limit = 67108864",
)
_READER = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA query_only = ON",
    "PRAGMA temp_store = MEMORY",
    # Each of the readers of each instance keeps this for good. A long list is no quicker from a larger one, and single
    # rows come from the system's own cache: 2, 4 and 16 MB measure the same.
    "PRAGMA cache_size = -2048",
)
_STATEMENTS = 256


def writer(path: Path, *, synchronous: str = "FULL") -> Engine:
    """Return an engine whose transactions are IMMEDIATE; what it committed survives a power cut.

    Hold one connection of it and let one thread at a time use it.
    """
    pragmas = (*_WRITER, f"PRAGMA synchronous = {synchronous}")
    return _engine(path, pragmas, "BEGIN IMMEDIATE", poolclass=NullPool)


def readers(path: Path) -> Engine:
    """Return an engine with a small pool of connections that cannot write; each serves one thread at a time."""
    return _engine(path, _READER, "BEGIN", poolclass=QueuePool, pool_size=3, max_overflow=13)


def migrator(path: Path, *, busy_ms: int) -> Engine:
    """Return an engine for changing the schema: foreign keys are not enforced while tables are rebuilt."""
    pragmas = (f"PRAGMA busy_timeout = {busy_ms}", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
    return _engine(path, pragmas, "BEGIN IMMEDIATE", poolclass=NullPool)


def connect(path: Path) -> Any:
    """Open a database file and return the driver's connection, without implicit transactions."""
    return dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS)


def connect_to_memory() -> Any:
    """Open an empty database in memory; it goes with its connection."""
    return dbapi2.connect(":memory:", isolation_level=None)


def _engine(path: Path, pragmas: tuple[str, ...], begin: str, **pool: Any) -> Engine:
    def tuned() -> Any:
        connection = connect(path)
        try:
            for pragma in pragmas:
                connection.execute(pragma).fetchall()
        except BaseException:  # a connection that could not be set up must not stay open
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", module=dbapi2, creator=tuned, hide_parameters=True, **pool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver never begins by itself, so that a transaction takes its lock at its start and not half way.
        connection.exec_driver_sql(begin)

    return engine
