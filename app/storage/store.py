"""One instance's databases, open: a single writer behind a lock, readers that wait for nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.domain.ids import ChatId, InstanceRef, MediaId
from app.services.ports import Clock
from app.services.store import Reading
from app.services.views import Viewing
from app.storage import engine
from app.storage.faults import database_faults
from app.storage.reading import Reader
from app.storage.schema import INSTANCE, prepare
from app.storage.sql import Sql
from app.storage.thumbnails import Thumbnails
from app.storage.unit import Unit
from app.storage.views.snapshot import Snapshot

FILE = "media_database.db"
_OPTIMIZE_EVERY = 100
"""Write transactions after which SQLite may look whether its statistics are stale."""


class InstanceStore:
    """`Store` and `ViewStore` on SQLite.

    Args:
        folder: the instance's own; nothing outside it is ever opened.
        owner: names this process in leases.
    """

    def __init__(self, ref: InstanceRef, folder: Path, *, owner: str, clock: Clock = time.time) -> None:
        self._ref = ref
        self._owner = owner
        self._clock = clock
        self._path = folder / FILE
        prepare(self._path, INSTANCE)
        self._thumbnails = Thumbnails(folder)
        self._readers = engine.readers(self._path)
        self._lock = threading.Lock()
        self._writing_thread: int | None = None
        self._writer: Connection | None = None
        self._unit: Unit | None = None
        self._writes = 0
        self._watch_lock = threading.Lock()
        self._watch: Any = None
        if not self._thumbnails.prepare():
            self._make_thumbnails_anew()

    @property
    def ref(self) -> InstanceRef:
        """Which instance this is."""
        return self._ref

    @contextmanager
    def write(self) -> Iterator[Unit]:
        """Open one IMMEDIATE transaction; commit at the end, roll back on an exception.

        Raises:
            UnavailableError: another process holds the writer's lock too long, or the disk is full or not writable.
        """
        if self._writing_thread == threading.get_ident():
            raise RuntimeError("a write inside a write")
        with self._lock, database_faults(FILE):
            self._writing_thread = threading.get_ident()
            try:
                yield from self._transaction()
            finally:
                self._writing_thread = None

    @contextmanager
    def read(self) -> Iterator[Reading]:
        """Open a snapshot; it is taken at the first question."""
        with database_faults(FILE), self._readers.connect() as connection, connection.begin():
            yield Reader(connection, self._ref, self._thumbnails)

    @contextmanager
    def view(self) -> Iterator[Viewing]:
        """Open a snapshot for the window; it is taken at the first question."""
        with database_faults(FILE), self._readers.connect() as connection, connection.begin():
            yield Snapshot(Sql(connection), self._thumbnails)

    def mark_read(self, chat: ChatId) -> None:
        """Count everything that a chat holds now as read."""
        with self.write() as unit:
            unit.chats.mark_read(chat)

    def pin(self, chat: ChatId, *, pinned: bool) -> None:
        """Keep a chat on top of the list, or let it go."""
        with self.write() as unit:
            unit.chats.pin(chat, pinned=pinned)

    def mark_heard(self, media: MediaId) -> None:
        """Note that a sound was heard."""
        with self.write() as unit:
            unit.listening.mark_heard(media)

    def keep_place(self, media: MediaId, position_s: float) -> None:
        """Note where a sound was left; 0 is its start."""
        with self.write() as unit:
            unit.listening.keep_place(media, position_s)

    def changed(self) -> int:
        """Return a number that differs after a commit of any process."""
        with self._watch_lock, database_faults(FILE):
            if self._watch is None:
                self._watch = engine.connect(self._path)
            return int(self._watch.execute("PRAGMA data_version").fetchone()[0])

    def close(self) -> None:
        """Let go of the files, after whatever is being written."""
        with self._lock:
            if self._writer is not None:
                self._optimize(self._writer)
                self._writer.close()
                self._writer = self._unit = None
        with self._watch_lock:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        self._readers.dispose()
        self._thumbnails.close()

    def _make_thumbnails_anew(self) -> None:
        """Let every file be looked at again, then begin with an empty database: in this order none is forgotten."""
        with self.write() as unit:
            unit.derivations.forget()
        self._thumbnails.begin_anew()

    def _transaction(self) -> Iterator[Unit]:
        connection, unit = self._opened()
        transaction = connection.begin()
        try:
            unit.begin()
            yield unit
            unit.flush()
            transaction.commit()
        except BaseException:  # whatever it was, nothing of the transaction may stay
            unit.abandon()
            transaction.rollback()
            raise
        unit.committed()
        self._writes += 1
        if self._writes % _OPTIMIZE_EVERY == 0:
            self._optimize(connection)

    def _opened(self) -> tuple[Connection, Unit]:
        if self._writer is None or self._unit is None:
            self._writer = engine.writer(self._path).connect()
            self._unit = Unit(self._writer, self._thumbnails, owner=self._owner, clock=self._clock)
        return self._writer, self._unit

    def _optimize(self, connection: Connection) -> None:
        """Let SQLite refresh its statistics where tables have grown; without them it may choose a wrong index.

        A full disk or a busy writer is no reason to fail: it is done another time.
        """
        with suppress(DBAPIError), connection.begin():
            connection.exec_driver_sql("PRAGMA optimize = 0x10012")
