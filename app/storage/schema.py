"""Brings a database file to the schema that this version works with: checks, creates, or backs up and migrates.

An up-to-date file is recognised by two numbers in its header. A new file is created whole. An older one is copied
into `backups/` and migrated in one transaction, so that a crash leaves it as it was; who opens it meanwhile waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, MetaData
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.checkpoints import reached
from app.storage import engine
from app.storage.backup import back_up
from app.storage.faults import database_faults, is_busy
from app.storage.tables import (
    accounts,
    counters,
    lines,
    listening,
    media,
    messages,
    metadata,
    payloads,
    people,
    pictures,
    search,
    uploads,
)

APPLICATION_ID = 0x41435256
"""In the header of every database of ours (`ACRV`), so that nobody else's file is taken for one."""

_OLDER_PROGRAM = ("midias", "whatsapp_midias")
_WAIT_S = 600
"""How long to wait for another process that is migrating."""


@dataclass(frozen=True, slots=True)
class Schema:
    """What one kind of database file holds.

    Attributes:
        name: the folder of its migrations.
        head: number of its newest migration.
        triggers: statements that follow the tables: full-text indexes, then triggers.
        seeds: statements that write the first rows of a new file.
        precious: copied before a migration; what can be made again is not.
    """

    name: str
    head: int
    metadata: MetaData
    triggers: tuple[str, ...] = ()
    seeds: tuple[str, ...] = ()
    precious: bool = True


_DEFINED = (accounts, counters, lines, listening, media, messages, payloads, people, pictures, search, uploads)
"""Importing these fills the collections of tables."""

INSTANCE = Schema(
    "instance",
    8,
    metadata.instance,
    (*search.TABLES, *counters.TRIGGERS, *lines.TRIGGERS, *people.TRIGGERS, *search.TRIGGERS),
    (*counters.SEEDS, *lines.SEEDS),
)
REGISTRY = Schema("registry", 1, metadata.registry)
THUMBNAILS = Schema("thumbnails", 1, metadata.thumbnails, precious=False)
CLIENT = Schema("client", 1, MetaData())
"""`client.db`: nothing in it yet but its version; collections, shelf and policies come later."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the header of a file says."""

    version: int
    tables: frozenset[str] = field(default_factory=frozenset)


def prepare(path: Path, schema: Schema) -> None:
    """Make the database at `path` exist in the newest schema.

    Raises:
        CommandError: code `database`; field `schema` where a newer program made it, the file's name where it is damaged
            or another program's.
        UnavailableError: the disk is full, may not be written, or another process does not let go.
    """
    with database_faults(path.name):
        if not path.exists() or _version(path, schema) != schema.head:
            _bring_up(path, schema)


def _version(path: Path, schema: Schema) -> int:
    connection = engine.connect(path)
    try:
        # One snapshot: another process may be making the file between two of these questions.
        connection.execute("BEGIN")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        names = [] if ours else connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    finally:
        connection.close()
    return _judged(path, schema, _Standing(version if ours else 0, frozenset(name for (name,) in names)))


def _judged(path: Path, schema: Schema, standing: _Standing) -> int:
    """Return the version, 0 for an empty file; refuse what is not ours or too new."""
    if standing.tables.intersection(_OLDER_PROGRAM):
        raise CommandError(ErrorCode.DATABASE, path.name, "an older program's database: it must be imported first")
    if standing.tables:
        raise CommandError(ErrorCode.DATABASE, path.name, "the database of another program")
    if standing.version > schema.head:
        detail = f"version {standing.version} was made by a newer Acervo; this one knows {schema.head}"
        raise CommandError(ErrorCode.DATABASE, "schema", detail)
    return standing.version


def _bring_up(path: Path, schema: Schema) -> None:
    with _changing(path) as connection:
        # Asked again now that nobody else can write: another process may have done it all in the meantime.
        version = _version(path, schema)
        if version == schema.head:
            return
        if version == 0:
            _create(connection, schema)
        else:
            _migrate(connection, path, schema, version)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {schema.head}")
        if version:
            reached("migration.step")


@contextmanager
def _changing(path: Path) -> Iterator[Connection]:
    """Give a connection in a write transaction that other processes wait for."""
    changing = engine.migrator(path, busy_ms=_WAIT_S * 1000)
    # Turning a new file to WAL does not honour the busy timeout, so that two first starts may collide here.
    again = Retrying(
        retry=retry_if_exception(is_busy), stop=stop_after_delay(_WAIT_S), wait=wait_fixed(0.05), reraise=True
    )
    try:
        with again(changing.connect) as connection, connection.begin():
            yield connection
    finally:
        changing.dispose()


def _create(connection: Connection, schema: Schema) -> None:
    schema.metadata.create_all(connection, checkfirst=False)
    for statement in (*schema.triggers, *schema.seeds, *_STAMP):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("INSERT INTO alembic_version (version_num) VALUES (?)", (f"{schema.head:04}",))


_STAMP = (
    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
    " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))",
)
"""As Alembic itself would make it; creating a new file must not cost Alembic's import."""


def _migrate(connection: Connection, path: Path, schema: Schema, version: int) -> None:
    if schema.precious:
        back_up(path, version=version)
    from app.storage.migrations import upgrade  # Alembic is imported only when there is something to migrate

    upgrade(connection, schema.name, f"{schema.head:04}")
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise CommandError(ErrorCode.DATABASE, path.name, f"{len(broken)} rows point nowhere; nothing was migrated")
