"""The bytes kept of one instance: each once, whatever number of media share them; the refused ones apart."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.services.checkpoints import reached
from app.services.store import Landed
from app.storage.payloads import Payloads
from app.storage.sql import Sql

_BLOB = "SELECT sha256, size_bytes, mime, extension, path FROM blob WHERE sha256 = ?"
_LOCAL = """UPDATE media SET state = 'local', reason = NULL, job = 0, next_try_at = NULL, sha256 = ?,
  size_bytes = ?, checks = ?, way = ?, lease_owner = NULL, lease_token = NULL, lease_until = NULL WHERE id = ?"""


class Blobs:
    """Rows of `blob` and `quarantined`, and the media that have them.

    Args:
        after_commit: notes the name of a checkpoint to be reached once the transaction was committed.
    """

    def __init__(self, sql: Sql, payloads: Payloads, after_commit: Callable[[str], None]) -> None:
        self._sql = sql
        self._payloads = payloads
        self._after_commit = after_commit

    def find(self, sha256: str) -> Blob | None:
        """Return the bytes with this digest, if they are kept."""
        row = self._sql.one(_BLOB, sha256)
        return None if row is None else Blob(*row)

    def keep(self, landed: Landed, kind: MediaKind) -> Blob:
        """Return the kept bytes; place the file and write its row only where they are new."""
        known = self.find(landed.sha256)
        if known is not None:
            return known
        path = landed.place()
        reached("download.placed")
        self._sql.run(
            "INSERT INTO blob (sha256, size_bytes, mime, extension, path, kind) VALUES (?, ?, ?, ?, ?, ?)",
            landed.sha256, landed.size_bytes, landed.mime, landed.extension, path, kind.value,
        )  # fmt: skip
        return Blob(landed.sha256, landed.size_bytes, landed.mime, landed.extension, path)

    def land(self, media: int, kind: MediaKind, landed: Landed) -> Blob:
        """Make a media *local* with these bytes; payloads kept for its message may go."""
        blob = self.keep(landed, kind)
        checks = ",".join(check.value for check in landed.checks)
        self._sql.run(_LOCAL, blob.sha256, blob.size_bytes, checks, landed.way, media)
        self._payloads.release(media)
        self._after_commit("download.committed")
        return blob

    def quarantine(self, media: int, landed: Landed) -> None:
        """Put refused bytes aside; the caller sets the media's state."""
        if self._sql.one("SELECT 1 FROM quarantined WHERE sha256 = ?", landed.sha256) is None:
            path = landed.place()
            reached("download.placed")
            self._sql.run(
                "INSERT INTO quarantined (sha256, size_bytes, mime, extension, path) VALUES (?, ?, ?, ?, ?)",
                landed.sha256, landed.size_bytes, landed.mime, landed.extension, path,
            )  # fmt: skip
        self._sql.run(
            "UPDATE media SET sha256 = ?, size_bytes = ?, way = ? WHERE id = ?",
            landed.sha256, landed.size_bytes, landed.way, media,
        )  # fmt: skip
