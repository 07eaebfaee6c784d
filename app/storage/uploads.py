"""The durable queue of messages on their way out: one at a time per chat, in order, each move checked and fenced."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence

from app.domain.addresses import Address, is_person
from app.domain.errors import CommandError
from app.domain.events import Party
from app.domain.ids import UploadId
from app.domain.reasons import ErrorCode, Reason
from app.domain.uploads import ARRIVED, CANCELLABLE, RUNNING, Upload, UploadState, after_restart, checked_move
from app.services.ports import Clock
from app.services.store import NewUpload, UploadAction, UploadJob
from app.storage.blobs import Blobs
from app.storage.echoes import Echoes
from app.storage.messages import Messages
from app.storage.people import People
from app.storage.rows import UPLOAD_COLUMNS, UPLOAD_TABLES, upload_of
from app.storage.settings import HOLD_UNTIL, PAUSED, Settings
from app.storage.sql import Found, Sql, listed
from app.storage.tables.uploads import OPEN

S = UploadState
_ADD = """INSERT INTO upload (message_id, chat_id, to_address, state, mime, converted, client_ref, created_at)
  VALUES (?, ?, ?, 'queued', ?, ?, ?, ?)"""
_HEADS = f"""SELECT upload.id, upload.state, upload.next_try_at FROM upload JOIN
    (SELECT min(id) AS id, max(state IN ('preparing', 'uploading', 'sending')) AS running
     FROM upload INDEXED BY upload_open WHERE {OPEN} GROUP BY chat_id) AS head ON head.id = upload.id
  WHERE NOT head.running"""
_DUE = (
    _HEADS
    + """ AND (upload.next_try_at <= ? OR (upload.state = 'queued' AND upload.next_try_at IS NULL))
  ORDER BY upload.id LIMIT ?"""
)
_LEASE = """UPDATE upload SET state = ?, reason = NULL, next_try_at = NULL, cancel_wanted = 0, lease_owner = ?,
  lease_token = ?, lease_until = ? WHERE id = ?"""
_MOVE = """UPDATE upload SET state = ?, reason = ?, next_try_at = ?, attempts = attempts + ?,
  sending_at = coalesce(?, sending_at), lease_owner = ?, lease_token = ?, lease_until = ? WHERE id = ?"""
_RESTART = """UPDATE upload SET state = ?, reason = ?, next_try_at = NULL, lease_owner = NULL, lease_token = NULL,
  lease_until = NULL WHERE id = ?"""
_AGAIN = """UPDATE upload SET state = 'queued', reason = NULL, next_try_at = NULL, attempts = 0, cancel_wanted = 0,
  sending_at = NULL WHERE id = ?"""
_HURRY = f"""UPDATE upload SET next_try_at = ? WHERE {OPEN} AND state = 'waiting' AND next_try_at > ?
  AND reason IN (SELECT value FROM json_each(?))"""
_RUNNING = f"SELECT * FROM upload INDEXED BY upload_open WHERE {OPEN} AND lease_owner IS NOT NULL"

_ANSWERS = {
    UploadAction.CANCEL: CANCELLABLE,
    UploadAction.RETRY: frozenset({S.FAILED, S.CANCELLED}),
    UploadAction.RESEND: frozenset({S.UNCONFIRMED}),
    UploadAction.ARRIVED: frozenset({S.UNCONFIRMED}),
}
"""In which states the user may ask for what."""


class LeasedUploads:
    """`Uploads` on SQLite.

    Args:
        owner: this process, to tell its own leases from others'.
        after_commit: notes the name of a checkpoint to be reached once the transaction was committed.
    """

    def __init__(
        self,
        sql: Sql,
        *,
        people: People,
        messages: Messages,
        blobs: Blobs,
        echoes: Echoes,
        owner: str,
        clock: Clock,
        after_commit: Callable[[str], None],
    ) -> None:
        self._sql = sql
        self._people = people
        self._messages = messages
        self._blobs = blobs
        self._echoes = echoes
        self._settings = Settings(sql)
        self._owner = owner
        self._clock = clock
        self._after_commit = after_commit

    def enqueue(self, new: NewUpload) -> Upload:
        """Write message, media and upload at once."""
        person, _new = self._people.meet(Party((new.to,)), int(new.created_at))
        chat = self._people.chat_of(person)
        blob = self._blobs.keep(new.blob, new.kind) if new.blob is not None and new.kind is not None else None
        message = self._messages.add_own(chat, new, blob)
        upload = self._sql.insert(_ADD, message, chat, new.to, new.mime, new.converted, new.client_ref, new.created_at)
        return self._one(upload)

    def claim(self, owner: str, *, now: float, lease_s: float, limit: int) -> list[UploadJob]:
        """Lease the first due upload of chats that nothing holds back, and move it to *preparing*."""
        if self.paused() or now < self._held_until():
            return []
        token = secrets.token_hex(8)
        jobs = []
        for row in self._sql.all(_DUE, now, limit):
            state = checked_move(UploadState(row.state), S.PREPARING)
            self._sql.run(_LEASE, state.value, owner, token, now + lease_s, row.id)
            upload = self._one(row.id)
            jobs.append(UploadJob(upload, self._blobs.find(upload.sha256) if upload.sha256 else None, token))
        return jobs

    def move(
        self,
        job: UploadJob,
        state: UploadState,
        *,
        now: float,
        reason: Reason | None = None,
        next_try_at: float | None = None,
        message_id: str = "",
        recipient: Sequence[Address] = (),
    ) -> bool:
        """Move a claimed upload; False where the claim was lost, or where the user's *cancel* came first."""
        row = self._held(job)
        if row is None:
            return False
        current = UploadState(row.state)
        target = checked_move(current, state)
        if row.cancel_wanted and current in CANCELLABLE and target in (S.SENDING, S.QUEUED, S.WAITING):
            target, reason, next_try_at = checked_move(current, S.CANCELLED), Reason.CANCELLED, None
        self._unite_recipient(row, recipient)
        self._write_move(row, target, now=now, reason=reason, next_try_at=next_try_at)
        if target in ARRIVED:
            self._echoes.accept(row.message_id, message_id)
        return not (target is S.CANCELLED and state is S.SENDING)

    def extend(self, owner: str, *, now: float, lease_s: float) -> None:
        """Lengthen all leases of `owner`."""
        self._sql.run(
            f"UPDATE upload SET lease_until = ? WHERE {OPEN} AND lease_owner = ?",
            now + lease_s, owner,
        )  # fmt: skip

    def cancel_wanted(self, job: UploadJob) -> bool:
        """Tell whether the user asked to cancel a running upload."""
        row = self._held(job)
        return row is not None and bool(row.cancel_wanted)

    def recover(self, alive: Callable[[str], bool], *, now: float) -> list[Upload]:
        """Move uploads of dead owners to where they go on; return those that are now *unconfirmed*."""
        unconfirmed = []
        running = self._sql.all(_RUNNING)
        living = {owner for owner in {row.lease_owner for row in running} if alive(owner)}
        for row in running:
            if row.lease_owner in living:
                continue
            target = after_restart(UploadState(row.state))
            if row.cancel_wanted and target is S.QUEUED:
                target = S.CANCELLED
            checked_move(UploadState(row.state), target)
            reason = {S.UNCONFIRMED: Reason.UNKNOWN_OUTCOME, S.CANCELLED: Reason.CANCELLED}.get(target)
            self._sql.run(_RESTART, target.value, reason, row.id)
            if target is S.UNCONFIRMED:
                unconfirmed.append(self._one(row.id))
        return unconfirmed

    def settle_by_echo(self, *, now: float) -> list[Upload]:
        """Resolve *unconfirmed* uploads by evidence; return what was resolved."""
        return self.listed(settled) if (settled := self._echoes.settle()) else []

    def listed(self, ids: Collection[UploadId] | None = None) -> list[Upload]:
        """Return uploads, oldest first."""
        return uploads_listed(self._sql, ids)

    def command(self, upload: UploadId, action: UploadAction, *, now: float) -> Upload:
        """Do what the user asked of one upload.

        Raises:
            CommandError: `not_found`, or `bad_input` where its state does not allow it (field `id`).
        """
        row = self._sql.one("SELECT * FROM upload WHERE id = ?", upload)
        if row is None:
            raise CommandError(ErrorCode.NOT_FOUND, "id", f"no upload {upload}")
        state = UploadState(row.state)
        if state not in _ANSWERS[action]:
            raise CommandError(ErrorCode.BAD_INPUT, "id", f"{action.value} is not possible while {state.value}")
        if action is UploadAction.CANCEL:
            self._cancel(row, state)
        elif action is UploadAction.ARRIVED:
            self._write_move(row, checked_move(state, S.ACCEPTED), now=now)
            self._echoes.accept(row.message_id, "")
        else:
            checked_move(state, S.QUEUED)
            self._sql.run(_AGAIN, row.id)
            self._sql.run("UPDATE message SET provider_id = NULL, status = NULL WHERE id = ?", row.message_id)
        return self._one(row.id)

    def hurry(self, reasons: Collection[Reason], *, now: float) -> int:
        """Make due now what waits for one of these reasons; return how many."""
        return self._sql.run(_HURRY, now, now, listed(reasons))

    def pause(self, *, paused: bool) -> None:
        """Hold the whole queue of the instance, or let it go on."""
        self._settings.set(PAUSED, "1" if paused else "")

    def paused(self) -> bool:
        """Tell whether the queue is held."""
        return bool(self._settings.get(PAUSED))

    def hold_until(self, at: float) -> None:
        """Let nothing leave before `at`; a hold is never shortened."""
        self._settings.set(HOLD_UNTIL, repr(max(at, self._held_until())))

    def next_due(self, now: float) -> float | None:
        """Return when the next upload may run, None where none waits for time, or the queue is paused."""
        if self.paused():
            return None
        times = [
            row.next_try_at if row.next_try_at is not None else now
            for row in self._sql.all(_HEADS)
            if row.next_try_at is not None or row.state == S.QUEUED
        ]
        return max(min(times), now, self._held_until()) if times else None

    def busy(self) -> bool:
        """Tell whether another live owner is working on uploads of this instance."""
        now = self._clock()
        return any(row.lease_owner != self._owner and row.lease_until > now for row in self._sql.all(_RUNNING))

    def _cancel(self, row: Found, state: UploadState) -> None:
        if state in RUNNING:
            self._sql.run("UPDATE upload SET cancel_wanted = 1 WHERE id = ?", row.id)
        else:
            self._sql.run(_RESTART, checked_move(state, S.CANCELLED).value, Reason.CANCELLED.value, row.id)

    def _held_until(self) -> float:
        return float(self._settings.get(HOLD_UNTIL) or 0.0)

    def _held(self, job: UploadJob) -> Found:
        """Return the row of a claim that still holds, None where it was lost."""
        row = self._sql.one("SELECT * FROM upload WHERE id = ?", job.upload.id)
        return row if row is not None and row.lease_token == job.token and UploadState(row.state) in RUNNING else None

    def _write_move(
        self,
        row: Found,
        target: UploadState,
        *,
        now: float,
        reason: Reason | None = None,
        next_try_at: float | None = None,
    ) -> None:
        running = target in RUNNING
        lease = (row.lease_owner, row.lease_token, row.lease_until) if running else (None, None, None)
        sending_at = now if target is S.SENDING else None
        counted = int(not running and row.lease_owner is not None)
        cause = reason.value if reason else None
        self._sql.run(_MOVE, target.value, cause, next_try_at, counted, sending_at, *lease, row.id)
        if target is S.SENDING:
            self._after_commit("upload.sending_committed")

    def _unite_recipient(self, row: Found, recipient: Sequence[Address]) -> None:
        owner = self._people.owner_of(row.chat_id)
        persons = [address for address in recipient if is_person(address)]
        if persons and is_person(owner.address):
            self._people.resolve((owner.address, *persons))

    def _one(self, upload: int) -> Upload:
        return uploads_listed(self._sql, [UploadId(upload)])[0]


def uploads_listed(sql: Sql, ids: Collection[UploadId] | None) -> list[Upload]:
    """Return uploads, all or these, oldest first."""
    query = f"SELECT {UPLOAD_COLUMNS} FROM {UPLOAD_TABLES}"
    if ids is None:
        return [upload_of(row) for row in sql.all(query + " ORDER BY upload.id")]
    chosen = " WHERE upload.id IN (SELECT value FROM json_each(?)) ORDER BY upload.id"
    return [upload_of(row) for row in sql.all(query + chosen, listed(ids))]
