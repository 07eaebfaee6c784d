"""Uploads: every message leaves once, and its state says what is known of it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from app.domain.addresses import Address
from app.domain.backoff import wait_s
from app.domain.errors import RefusedError, UnavailableError
from app.domain.ids import InstanceRef, UploadId
from app.domain.names import safe_name
from app.domain.reasons import Reason
from app.domain.uploads import RUNNING, Upload, UploadState
from app.services.bus import Bus
from app.services.drafts import Draft
from app.services.gateway import (
    Accepted,
    CancelledError,
    Gateway,
    Outgoing,
    RateLimited,
    Recipient,
    Refused,
    RetryAfter,
    SendOutcome,
    Unknown,
)
from app.services.ports import Clock, Lane, Vault
from app.services.store import Landed, NewUpload, Store, UploadAction, UploadJob

_log = logging.getLogger("app.uploads")

LEASE_S = 60.0
WIDTH = 4
"""Chats served at once an instance; within a chat one message follows the other."""

_PROGRESS_EVERY_S = 0.1
_LOOK_EVERY_S = 0.5
"""How often a running upload asks whether it was cancelled."""

_RATE_PAUSE_S = 30.0


@dataclass(frozen=True, slots=True)
class UploadMoved:
    """An upload came into another state."""

    ref: InstanceRef
    upload: UploadId
    state: UploadState
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class UploadProgress:
    """Bytes that have left; published at most ten times a second and never stored."""

    ref: InstanceRef
    upload: UploadId
    done_bytes: int
    total_bytes: int | None


class LeaseLostError(Exception):
    """Another process has the job; nothing more may leave from here."""


class CutOffError(Exception):
    """A file is still leaving when nobody waits any longer: it is given back, because its last block never left."""


class Outbox:
    """Queues and sends the messages of one instance."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        gateway: Gateway,
        lane: Lane,
        bus: Bus,
        clock: Clock,
        owner: str,
    ) -> None:
        self._store = store
        self._vault = vault
        self._gateway = gateway
        self._lane = lane
        self._bus = bus
        self._clock = clock
        self._owner = owner
        self._running: set[Future[None]] = set()
        self._stopping = False
        self._closing = False
        self._out_of_time = False

    # ── the queue ──────────────────────────────────────────────────────────────────────────────────────────────

    def enqueue_file(self, to: Address, draft: Draft, *, caption: str = "") -> Upload:
        """Queue a prepared file: its bytes are in the vault, message and upload are written in one transaction."""
        temp = draft.temp
        if temp is None or draft.problem is not None:
            raise RefusedError(draft.problem or Reason.UNREADABLE)
        stem = safe_name(draft.name, fallback=draft.kind.value)
        blob = Landed(
            sha256=draft.sha256,
            size_bytes=draft.size_bytes,
            mime=draft.mime,
            extension=draft.extension,
            checks=(),
            way="local",
            place=lambda: self._vault.place(
                temp, sha256=draft.sha256, kind=draft.kind, name=stem, extension=draft.extension
            ),
        )
        new = NewUpload(
            to=to,
            kind=draft.kind,
            text=caption,
            name=draft.name,
            mime=draft.mime,
            voice=draft.voice,
            blob=blob,
            created_at=self._clock(),
            client_ref=uuid.uuid4().hex,
        )
        try:
            return self._enqueue(new)
        finally:
            self._vault.discard(temp)

    def enqueue_text(self, to: Address, text: str) -> Upload:
        """Queue a text message."""
        return self._enqueue(
            NewUpload(
                to=to,
                kind=None,
                text=text,
                name="",
                mime="",
                voice=False,
                blob=None,
                created_at=self._clock(),
                client_ref=uuid.uuid4().hex,
            )
        )

    def _enqueue(self, new: NewUpload) -> Upload:
        with self._store.write() as tx:
            upload = tx.uploads.enqueue(new)
        self._bus.publish(UploadMoved(self._store.ref, upload.id, upload.state, None))
        return upload

    def command(self, upload: UploadId, action: UploadAction) -> Upload:
        """Do what the user asked (`cancel`, `retry`, `resend`, `arrived`). Raises CommandError."""
        with self._store.write() as tx:
            after = tx.uploads.command(upload, action, now=self._clock())
        self._bus.publish(UploadMoved(self._store.ref, after.id, after.state, after.reason))
        return after

    def check(self) -> list[Upload]:
        """Look for evidence about unconfirmed uploads again; return what could be resolved."""
        with self._store.write() as tx:
            resolved = tx.uploads.settle_by_echo(now=self._clock())
        for upload in resolved:
            self._bus.publish(UploadMoved(self._store.ref, upload.id, upload.state, upload.reason))
        return resolved

    # ── running ────────────────────────────────────────────────────────────────────────────────────────────────

    def step(self) -> bool:
        """Start what may leave now, without waiting; tell whether anything is under way."""
        for future in [future for future in self._running if future.done()]:
            self._running.discard(future)
            future.result()
        free = WIDTH - len(self._running)
        if free > 0 and not self._stopping:
            with self._store.write() as tx:
                jobs = tx.uploads.claim(self._owner, now=self._clock(), lease_s=LEASE_S, limit=free)
            self._running |= {self._lane.submit(self._run, job) for job in jobs}
        return bool(self._running)

    def run_until(
        self, done: Callable[[list[Upload]], bool], *, ids: Collection[UploadId], timeout_s: float | None = None
    ) -> list[Upload]:
        """Send until `done` says so of the uploads `ids` (another process may be the one that sends them).

        Ends early when the time is up: what is still leaving is given back to the queue, and only a message whose
        last block is out is waited for, because its answer would be lost.
        """
        deadline = None if timeout_s is None else self._clock() + timeout_s
        while True:
            self.step()
            with self._store.read() as rd:
                uploads = rd.uploads(ids)
            if done(uploads):
                break
            if deadline is not None and self._clock() >= deadline:
                self._out_of_time = True
                break
            if self._running:
                wait(self._running, timeout=0.2, return_when=FIRST_COMPLETED)
            else:
                time.sleep(0.1)
        self._finish()
        self._out_of_time = False
        with self._store.read() as rd:
            return rd.uploads(ids)

    def stop(self) -> None:
        """Start nothing new, give back what is still leaving, and wait for the rest.

        A send in its last block must learn its answer.
        """
        self._stopping = self._closing = True
        self._finish()

    def _finish(self) -> None:
        self._stopping, before = True, self._stopping
        wait(self._running)
        self.step()
        self._stopping = before

    def _run(self, job: UploadJob) -> None:
        """Carry one upload as far as it gets. Everything it can meet is caught here and nowhere below."""
        try:
            self._send(job)
        except UnavailableError as error:
            self._wait(job, error.reason, retry_after_s=error.retry_after_s)
        except RefusedError as error:
            self._move(job, UploadState.FAILED, reason=error.reason)
        except CancelledError:
            self._move(job, UploadState.CANCELLED, reason=Reason.CANCELLED)
        except CutOffError:
            self._move(job, UploadState.QUEUED)
        except LeaseLostError:
            _log.warning("lease_lost", extra={"upload": job.upload.id, "instance": str(self._store.ref)})
        except Exception:  # our bug: what is known of the message decides where it goes, never a blind repeat
            _log.exception("upload_failed", extra={"upload": job.upload.id, "instance": str(self._store.ref)})
            self._after_bug(job)

    def _send(self, job: UploadJob) -> None:
        recipient = self._gateway.recipient(job.upload.to)
        if recipient.exists is False:
            self._move(job, UploadState.FAILED, reason=Reason.NOT_ON_WHATSAPP)
            return
        self._must(job, UploadState.UPLOADING, recipient=(job.upload.to, recipient.address, *recipient.also))
        outgoing = self._outgoing(job, recipient)
        committed = False

        def before_last() -> None:
            nonlocal committed
            self._stop_if_cut_off()
            with self._store.write() as tx:
                if tx.uploads.cancel_wanted(job):
                    raise CancelledError
                if not tx.uploads.move(job, UploadState.SENDING, now=self._clock()):
                    raise LeaseLostError
            committed = True
            self._bus.publish(UploadMoved(self._store.ref, job.upload.id, UploadState.SENDING, None))

        outcome = self._gateway.send(outgoing, before_last=before_last, progress=self._progress(job))
        self._settle(job, outcome, sending_committed=committed)

    def _settle(self, job: UploadJob, outcome: SendOutcome, *, sending_committed: bool) -> None:
        match outcome:
            case Accepted(message_id):
                self._move(job, UploadState.ACCEPTED, message_id=message_id)
            case RateLimited(retry_after_s):
                pause = self._clock() + max(retry_after_s or _RATE_PAUSE_S, 1.0)
                with self._store.write() as tx:
                    tx.uploads.hold_until(pause)
                self._wait(job, Reason.RATE_LIMITED, retry_after_s=retry_after_s)
            case RetryAfter(reason, retry_after_s):
                self._wait(job, reason, retry_after_s=retry_after_s)
            case Refused(reason):
                self._move(job, UploadState.FAILED, reason=reason)
            case Unknown() if sending_committed:
                self._move(job, UploadState.UNCONFIRMED, reason=Reason.UNKNOWN_OUTCOME)
                self.check()
            case Unknown():
                self._wait(job, Reason.OFFLINE)

    def _outgoing(self, job: UploadJob, recipient: Recipient) -> Outgoing:
        upload, blob = job.upload, job.blob
        opener = None if blob is None else (lambda: self._vault.open(blob))
        return Outgoing(
            to=recipient.address,
            kind=upload.kind,
            text=upload.caption,
            name=upload.name,
            mime=upload.mime,
            extension=blob.extension if blob else "",
            size_bytes=upload.size_bytes,
            sha256=upload.sha256,
            voice=upload.voice,
            client_ref=upload.client_ref,
            open=opener,
        )

    def _progress(self, job: UploadJob) -> Callable[[int, int | None], None]:
        last, looked = 0.0, time.monotonic()

        def report(done_bytes: int, total_bytes: int | None) -> None:
            nonlocal last, looked
            now = time.monotonic()
            self._stop_if_cut_off()
            if now - looked >= _LOOK_EVERY_S:
                looked = now
                self._stop_if_cancelled(job)
            if now - last >= _PROGRESS_EVERY_S or done_bytes == total_bytes:
                last = now
                self._bus.publish(UploadProgress(self._store.ref, job.upload.id, done_bytes, total_bytes))

        return report

    def _stop_if_cut_off(self) -> None:
        if self._closing or self._out_of_time:
            raise CutOffError

    def _stop_if_cancelled(self, job: UploadJob) -> None:
        with self._store.write() as tx:
            if tx.uploads.cancel_wanted(job):
                raise CancelledError

    def _wait(self, job: UploadJob, reason: Reason, *, retry_after_s: float | None = None) -> None:
        next_try_at = self._clock() + wait_s(job.upload.attempts + 1, retry_after_s=retry_after_s)
        self._move(job, UploadState.WAITING, reason=reason, next_try_at=next_try_at)

    def _after_bug(self, job: UploadJob) -> None:
        with self._store.read() as rd:
            state = next((upload.state for upload in rd.uploads([job.upload.id])), UploadState.FAILED)
        if state is UploadState.SENDING:
            self._move(job, UploadState.UNCONFIRMED, reason=Reason.UNKNOWN_OUTCOME)
        elif state in RUNNING:
            self._move(job, UploadState.FAILED, reason=Reason.UNREADABLE)

    def _must(self, job: UploadJob, state: UploadState, *, recipient: Sequence[Address] = ()) -> None:
        if not self._move(job, state, recipient=recipient):
            raise LeaseLostError

    def _move(
        self,
        job: UploadJob,
        state: UploadState,
        *,
        reason: Reason | None = None,
        next_try_at: float | None = None,
        message_id: str = "",
        recipient: Sequence[Address] = (),
    ) -> bool:
        with self._store.write() as tx:
            moved = tx.uploads.move(
                job,
                state,
                now=self._clock(),
                reason=reason,
                next_try_at=next_try_at,
                message_id=message_id,
                recipient=recipient,
            )
        if moved:
            self._bus.publish(UploadMoved(self._store.ref, job.upload.id, state, reason))
        return moved


def settled(uploads: list[Upload]) -> bool:
    """Tell whether nothing more will happen to any of these by itself: the provider has it, or it ended."""
    open_states = RUNNING | {UploadState.QUEUED, UploadState.WAITING}
    return not any(upload.state in open_states for upload in uploads)
