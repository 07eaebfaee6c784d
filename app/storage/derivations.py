"""Which blobs were looked at already, and what was learnt; thumbnails go to their own database."""

from __future__ import annotations

import json
from collections.abc import Callable

from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.services.ports import Derived
from app.storage.sql import Sql, listed
from app.storage.thumbnails import Thumbnails

# The index holds nothing but the rows that are left, in the order in which they came.
_DUE = """SELECT sha256, size_bytes, mime, extension, path, kind FROM blob INDEXED BY blob_underived
  WHERE derived = 0 AND (lease_until IS NULL OR lease_until <= ?) ORDER BY rowid DESC LIMIT ?"""
_LEASE = """UPDATE blob SET lease_owner = ?, lease_until = ?
  WHERE sha256 IN (SELECT value FROM json_each(?))"""
_OWNERS = """SELECT DISTINCT lease_owner FROM blob INDEXED BY blob_underived
  WHERE derived = 0 AND lease_owner IS NOT NULL"""
_FREE = "UPDATE blob SET lease_owner = NULL, lease_until = NULL WHERE derived = 0 AND lease_owner = ?"
_DONE = """UPDATE blob SET derived = 1, lease_owner = NULL, lease_until = NULL, width = ?, height = ?, duration_s = ?,
  pages = ?, codec = ?, failures = ? WHERE sha256 = ?"""


class LeasedDerivations:
    """`Derivations` on SQLite."""

    def __init__(self, sql: Sql, thumbnails: Thumbnails) -> None:
        self._sql = sql
        self._thumbnails = thumbnails

    def claim(self, owner: str, *, now: float, lease_s: float, limit: int) -> list[tuple[Blob, MediaKind]]:
        """Lease blobs that nobody derived from yet, newest first."""
        rows = self._sql.all(_DUE, now, limit)
        if rows:
            self._sql.run(_LEASE, owner, now + lease_s, listed(row.sha256 for row in rows))
        return [(Blob(*row[:5]), MediaKind(row.kind)) for row in rows]

    def recover(self, alive: Callable[[str], bool]) -> int:
        """Free blobs whose owner is dead; return how many."""
        return sum(self._sql.run(_FREE, owner) for (owner,) in self._sql.all(_OWNERS) if not alive(owner))

    def forget(self) -> None:
        """Have everything derived again: the pictures are gone."""
        self._sql.run("UPDATE blob SET derived = 0 WHERE derived = 1")

    def store(self, sha256: str, derived: Derived) -> None:
        """Store what was learnt. The pictures are committed first: without them nothing says that they exist."""
        if derived.thumbs or derived.waveform:
            self._thumbnails.put(sha256, derived.thumbs, derived.waveform)
        failures = {step: reason.value for step, reason in derived.failures.items()}
        self._sql.run(
            _DONE, derived.width, derived.height, derived.duration_s, derived.pages, derived.codec,
            json.dumps(failures, sort_keys=True) if failures else "", sha256,
        )  # fmt: skip
