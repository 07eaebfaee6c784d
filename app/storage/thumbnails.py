"""The thumbnail database of one instance: small pictures and waveforms by the digest of their file."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection

from app.services.ports import Thumb
from app.storage import engine
from app.storage.faults import DamagedDatabaseError, database_faults, file_faults
from app.storage.schema import THUMBNAILS, prepare
from app.storage.sql import Sql, listed

_log = logging.getLogger("app.storage")

FILE = "thumbnails.db"
_BESIDE = ("-wal", "-shm")
_PUT = "INSERT OR REPLACE INTO thumb (sha256, long_edge_px, width, height, mime, data) VALUES (?, ?, ?, ?, ?, ?)"
_GET = "SELECT long_edge_px, width, height, mime, data FROM thumb WHERE sha256 = ? AND long_edge_px = ?"
_GET_MANY = """SELECT sha256, long_edge_px, width, height, mime, data FROM thumb
  WHERE sha256 IN (SELECT value FROM json_each(?)) AND long_edge_px = ?"""
_WAVEFORMS = "SELECT sha256, data FROM waveform WHERE sha256 IN (SELECT value FROM json_each(?))"


class Thumbnails:
    """Pictures that can be made again; a power cut may cost the last of them, so they are written without fsync."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._readers = engine.readers(self._path)

    def prepare(self) -> bool:
        """Bring the database to the newest schema; False where there is none, or only a damaged file."""
        try:
            if self._path.exists() and self._path.stat().st_size:
                prepare(self._path, THUMBNAILS)
                return True
        except DamagedDatabaseError:
            _log.warning("thumbnails_damaged")
        return False

    def begin_anew(self) -> None:
        """Make an empty database where there is none; a damaged file gives way.

        Raises:
            UnavailableError: the disk is full, or the file cannot be replaced.
        """
        try:
            prepare(self._path, THUMBNAILS)
        except DamagedDatabaseError:
            with file_faults():
                for path in (self._path, *(self._path.with_name(FILE + ending) for ending in _BESIDE)):
                    path.unlink(missing_ok=True)
            prepare(self._path, THUMBNAILS)

    def put(self, sha256: str, thumbs: Sequence[Thumb], waveform: bytes) -> None:
        """Store the pictures of a file, and its waveform if it has one; the latest stay."""
        with self._lock, database_faults(FILE):
            connection = self._writing()
            with connection.begin():
                sql = Sql(connection)
                sql.many(_PUT, [(sha256, t.long_edge_px, t.width, t.height, t.mime, t.data) for t in thumbs])
                if waveform:
                    sql.run("INSERT OR REPLACE INTO waveform (sha256, data) VALUES (?, ?)", sha256, waveform)

    def get(self, sha256: str, long_edge_px: int) -> Thumb | None:
        """Return the picture of this size."""
        with database_faults(FILE), self._readers.connect() as connection:
            row = Sql(connection).one(_GET, sha256, long_edge_px)
        return None if row is None else Thumb(*row)

    def waveform(self, sha256: str) -> bytes:
        """Return the waveform of an audio file, b"" where there is none."""
        with database_faults(FILE), self._readers.connect() as connection:
            return bytes(Sql(connection).value("SELECT data FROM waveform WHERE sha256 = ?", sha256) or b"")

    def get_many(self, digests: Iterable[str], long_edge_px: int) -> dict[str, Thumb]:
        """Return the pictures of this size by the digest of their file."""
        with database_faults(FILE), self._readers.connect() as connection:
            rows = Sql(connection).all(_GET_MANY, listed(digests), long_edge_px)
        return {sha256: Thumb(*facts) for sha256, *facts in rows}

    def waveforms(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Return the waveforms that there are by the digest of their file."""
        with database_faults(FILE), self._readers.connect() as connection:
            return {sha256: bytes(data) for sha256, data in Sql(connection).all(_WAVEFORMS, listed(digests))}

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None
        self._readers.dispose()

    def _writing(self) -> Connection:
        if self._connection is None:
            self._connection = engine.writer(self._path, synchronous="NORMAL").connect()
        return self._connection
