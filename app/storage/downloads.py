"""Download jobs: claimed under a lease, fenced by its token, given back or ended."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence

from app.domain.ids import MediaId
from app.domain.kinds import MediaState
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.services.store import DownloadJob, Landed
from app.storage.blobs import Blobs
from app.storage.rows import SOURCE_COLUMNS, media_source
from app.storage.sql import Sql, listed
from app.storage.tables.media import DEFERRED, DUE, LEASED, NO_JOB

_SOON_S = 2 * 86_400

_PROMOTE = f"UPDATE media SET job = {DUE} WHERE job = {DEFERRED} AND next_try_at <= ?"
_HURRY = f"""UPDATE media SET next_try_at = ? WHERE job = {DEFERRED} AND next_try_at > ?
  AND reason IN (SELECT value FROM json_each(?))"""
_PREFERRED = f"""SELECT id FROM media INDEXED BY media_due_preferred WHERE job = {DUE} AND priority > 0
  ORDER BY priority DESC, CASE WHEN expires_at BETWEEN ? AND ? THEN expires_at END NULLS LAST, sent_at DESC, id DESC
  LIMIT ?"""
_EXPIRING = f"""SELECT id FROM media INDEXED BY media_due_expiring
  WHERE job = {DUE} AND expires_at IS NOT NULL AND expires_at BETWEEN ? AND ? ORDER BY expires_at, id LIMIT ?"""
_NEWEST = f"SELECT id FROM media INDEXED BY media_due WHERE job = {DUE} ORDER BY sent_at DESC, id DESC LIMIT ?"
_ONLY = f"""SELECT id FROM media WHERE id IN (SELECT value FROM json_each(?)) AND job = {DUE}
  ORDER BY priority DESC, CASE WHEN expires_at BETWEEN ? AND ? THEN expires_at END NULLS LAST, sent_at DESC, id DESC
  LIMIT ?"""
_CLAIM = f"""UPDATE media SET job = {LEASED}, state = 'downloading', next_try_at = NULL, lease_owner = ?,
  lease_token = ?, lease_until = ? WHERE id IN (SELECT value FROM json_each(?)) AND job = {DUE}"""
_CLAIMED = f"""SELECT {SOURCE_COLUMNS}, media.attempts FROM media JOIN message ON message.id = media.id
  JOIN chat ON chat.id = media.chat_id JOIN contact ON contact.id = chat.contact_id
  LEFT JOIN source ON source.media_id = media.id WHERE media.id IN (SELECT value FROM json_each(?))"""
_END = f"""UPDATE media SET state = ?, reason = ?, job = ?, next_try_at = ?, attempts = attempts + ?,
  lease_owner = NULL, lease_token = NULL, lease_until = NULL WHERE id = ? AND job = {LEASED} AND lease_token = ?"""
_FREE = f"""UPDATE media SET state = 'remote', job = {DUE}, lease_owner = NULL, lease_token = NULL, lease_until = NULL
  WHERE job = {LEASED} AND lease_owner = ? AND (? OR lease_until < ?)"""
_RETRY = f"""UPDATE media SET state = 'remote', reason = NULL, job = {DUE}, attempts = 0, next_try_at = NULL,
  sha256 = NULL, checks = '', way = '', size_bytes = (SELECT length FROM source WHERE media_id = media.id)
  WHERE problem IS NULL AND job <> {LEASED} AND state <> 'local' AND state IN (SELECT value FROM json_each(?))"""


class LeasedDownloads:
    """`Downloads` on SQLite."""

    def __init__(self, sql: Sql, blobs: Blobs) -> None:
        self._sql = sql
        self._blobs = blobs

    def claim(
        self, owner: str, *, now: float, lease_s: float, limit: int, only: Collection[MediaId] | None = None
    ) -> list[DownloadJob]:
        """Lease due jobs and set their media *downloading*; the order is the port's."""
        self._sql.run(_PROMOTE, now)
        ids = self._first(now, limit) if only is None else self._first_of(only, now, limit)
        if not ids:
            return []
        token = secrets.token_hex(8)
        self._sql.run(_CLAIM, owner, token, now + lease_s, listed(ids))
        jobs = {row.id: row for row in self._sql.all(_CLAIMED, listed(ids))}
        return [DownloadJob(media_source(jobs[id]), jobs[id].attempts, token) for id in ids]

    def prefer(self, media: Collection[MediaId], *, priority: int) -> None:
        """Move media up; 0 is ordinary."""
        self._sql.run(
            "UPDATE media SET priority = ? WHERE id IN (SELECT value FROM json_each(?)) AND priority <> ?",
            priority, listed(media), priority,
        )  # fmt: skip

    def extend(self, owner: str, *, now: float, lease_s: float) -> None:
        """Lengthen all leases of `owner`."""
        self._sql.run(
            f"UPDATE media SET lease_until = ? WHERE job = {LEASED} AND lease_owner = ?",
            now + lease_s, owner,
        )  # fmt: skip

    def land(self, job: DownloadJob, landed: Landed, *, now: float) -> Blob | None:
        """Make the media *local*; None where the lease was lost (then the file is not placed)."""
        if not self._held(job):
            return None
        return self._blobs.land(job.source.id, job.source.kind, landed)

    def defer(
        self, job: DownloadJob, reason: Reason, *, next_try_at: float, state: MediaState = MediaState.REMOTE
    ) -> None:
        """Give the job back until `next_try_at`; counts an attempt."""
        self._end(job, state, reason, job_after=DEFERRED, next_try_at=next_try_at)

    def release(self, job: DownloadJob) -> None:
        """Give a job back untouched."""
        self._sql.run(
            f"""UPDATE media SET state = 'remote', job = {DUE}, lease_owner = NULL, lease_token = NULL,
              lease_until = NULL WHERE id = ? AND job = {LEASED} AND lease_token = ?""",
            job.source.id, job.token,
        )  # fmt: skip

    def fail(self, job: DownloadJob, state: MediaState, reason: Reason) -> None:
        """End the job: *failed* or *expired*."""
        self._end(job, state, reason, job_after=NO_JOB)

    def quarantine(self, job: DownloadJob, landed: Landed, reason: Reason) -> None:
        """End the job: *quarantined*; the bytes stay apart."""
        if self._held(job):
            self._blobs.quarantine(job.source.id, landed)
            self._end(job, MediaState.QUARANTINED, reason, job_after=NO_JOB)

    def retry(self, states: Collection[MediaState], media: Collection[MediaId] | None = None) -> int:
        """Put ended media back to *remote* with fresh attempts; return how many."""
        if media is None:
            return self._sql.run(_RETRY, listed(states))
        return self._sql.run(_RETRY + " AND id IN (SELECT value FROM json_each(?))", listed(states), listed(media))

    def hurry(self, reasons: Collection[Reason], *, now: float) -> int:
        """Make due now what waits for one of these reasons; return how many."""
        return self._sql.run(_HURRY, now, now, listed(reasons))

    def recover(self, alive: Callable[[str], bool], *, now: float) -> int:
        """Free jobs whose owner is dead, or whose lease ran out; return how many."""
        owners = self._sql.all(f"SELECT DISTINCT lease_owner FROM media WHERE job = {LEASED}")
        return sum(self._sql.run(_FREE, owner, int(not alive(owner)), now) for (owner,) in owners)

    def next_due(self, now: float) -> float | None:
        """Return when the next job may run, None where there is none."""
        if self._sql.one(_NEWEST, 1) is not None:
            return now
        at = self._sql.value(f"SELECT min(next_try_at) FROM media WHERE job = {DEFERRED}")
        return None if at is None else max(float(at), now)

    def _first(self, now: float, limit: int) -> list[int]:
        """Return the ids to claim: preferred, then expiring soon, then newest, none twice."""
        soon = now + _SOON_S
        chosen: dict[int, None] = {}
        for statement, parameters in ((_PREFERRED, (now, soon)), (_EXPIRING, (now, soon)), (_NEWEST, ())):
            if len(chosen) < limit:
                rows = self._sql.all(statement, *parameters, limit + len(chosen))
                chosen |= dict.fromkeys(id for (id,) in rows)
        return list(chosen)[:limit]

    def _first_of(self, only: Collection[MediaId], now: float, limit: int) -> Sequence[int]:
        return [id for (id,) in self._sql.all(_ONLY, listed(only), now, now + _SOON_S, limit)]

    def _held(self, job: DownloadJob) -> bool:
        row = self._sql.one("SELECT job, lease_token FROM media WHERE id = ?", job.source.id)
        return row is not None and (row.job, row.lease_token) == (LEASED, job.token)

    def _end(
        self, job: DownloadJob, state: MediaState, reason: Reason, *, job_after: int, next_try_at: float | None = None
    ) -> None:
        counted = 1
        self._sql.run(_END, state.value, reason.value, job_after, next_try_at, counted, job.source.id, job.token)
