"""Downloads: fetch what WhatsApp still holds, check it, keep it. Bytes first; everything else after they are safe."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from app.domain.backoff import DOWNLOAD_ATTEMPTS, wait_s
from app.domain.encryption import Verified
from app.domain.errors import RefusedError, UnavailableError
from app.domain.ids import InstanceRef, MediaId
from app.domain.kinds import MediaState
from app.domain.messages import MediaSource
from app.domain.names import safe_name
from app.domain.reasons import Reason
from app.services.bus import Bus
from app.services.gateway import Gateway
from app.services.ports import ByteWork, Clock, HttpFetch, Judged, Lane, TempFile, Transfers, Vault
from app.services.store import DownloadJob, Landed, Store

_log = logging.getLogger("app.downloads")

LEASE_S = 60.0
WIDTH = 4
"""Transfers at once an instance: the media host is far away, and one slow file must not stop the others."""

_DAMAGED = frozenset(
    {Reason.MAC, Reason.CIPHER_HASH, Reason.PLAIN_HASH, Reason.PADDING, Reason.LENGTH, Reason.TRUNCATED, Reason.EMPTY}
)
"""Verdicts that a second fetch may change: the bytes may have been damaged on their way."""

_DEAD_LINK = frozenset({Reason.DENIED, Reason.NOT_FOUND, Reason.GONE, Reason.EXPIRED})
_WEAK = frozenset({Reason.NO_CREDENTIALS, Reason.UNSUPPORTED, Reason.TOKEN_REFUSED})
"""Why a way could not even be tried; what another way found out says more."""

UNANSWERED = frozenset({Reason.OFFLINE, Reason.TIMEOUT, Reason.TLS, Reason.RATE_LIMITED, Reason.PROVIDER_ERROR})
_OURS = frozenset({Reason.DISK_FULL, Reason.NO_PERMISSION})
_PATIENT = _OURS | {Reason.OFFLINE}
"""What may last for days and says nothing about the file: such a download is never given up."""


@dataclass(frozen=True, slots=True)
class DownloadReport:
    """What a run of downloads came to, as `download --json` prints it."""

    downloaded: int = 0
    failed: int = 0
    expired: int = 0
    quarantined: int = 0
    pending: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class DownloadEnded:
    """A download came to an end, well or not; `state` is the media's, `reason` None where all is well."""

    ref: InstanceRef
    media: MediaId
    state: MediaState
    reason: Reason | None
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class DownloadsPaused:
    """Nothing can be kept here now (disk full, no permission); downloads go on by themselves."""

    ref: InstanceRef
    reason: Reason


class Downloader:
    """Runs the download jobs of one instance."""

    def __init__(
        self,
        *,
        store: Store,
        vault: Vault,
        gateway: Gateway,
        transfers: Transfers,
        work: ByteWork,
        lane: Lane,
        bus: Bus,
        clock: Clock,
        owner: str,
    ) -> None:
        self._store = store
        self._vault = vault
        self._gateway = gateway
        self._transfers = transfers
        self._work = work
        self._lane = lane
        self._bus = bus
        self._clock = clock
        self._owner = owner
        self._running: set[Future[DownloadEnded | None]] = set()
        self._deadline: float | None = None
        self._stopping = False

    def step(self, *, only: Collection[MediaId] | None = None) -> list[DownloadEnded]:
        """Start what may run now and return what ended since the last step; never waits."""
        ended = {future for future in self._running if future.done()}
        self._running -= ended
        free = WIDTH - len(self._running)
        if free > 0 and not self._stopped():
            with self._store.write() as tx:
                jobs = tx.downloads.claim(self._owner, now=self._clock(), lease_s=LEASE_S, limit=free, only=only)
            self._running |= {self._lane.submit(self._run, job) for job in jobs}
        return [result for future in ended if (result := future.result()) is not None]

    @property
    def busy(self) -> bool:
        """Whether transfers are under way."""
        return bool(self._running)

    def run_until_idle(
        self,
        *,
        only: Collection[MediaId] | None = None,
        timeout_s: float | None = None,
        on_ended: Callable[[DownloadEnded], None] | None = None,
    ) -> DownloadReport:
        """Work until nothing can run now (what waits for its next try is `pending`), or the time is up."""
        self._deadline = None if timeout_s is None else self._clock() + timeout_s
        report = DownloadReport()
        while True:
            for ended in self.step(only=only):
                report = _counted(report, ended)
                if on_ended is not None:
                    on_ended(ended)
            if not self._running:
                break
            wait(self._running, timeout=0.5, return_when=FIRST_COMPLETED)
        with self._store.read() as rd:
            pending = rd.undone()
        return DownloadReport(
            report.downloaded, report.failed, report.expired, report.quarantined, pending, report.bytes
        )

    def stop(self) -> None:
        """Ask running transfers to end; their jobs go back to a state that can be started again."""
        self._stopping = True
        wait(self._running)

    def _stopped(self) -> bool:
        return self._stopping or (self._deadline is not None and self._clock() >= self._deadline)

    def _run(self, job: DownloadJob) -> DownloadEnded | None:
        """Carry one job to its end. Everything a job can meet is caught here and nowhere below."""
        try:
            return self._fetch_by_some_way(job)
        except UnavailableError as error:
            return self._defer(job, error.reason, retry_after_s=error.retry_after_s)
        except RefusedError as error:
            return self._end(job, error.reason)
        except Exception:  # our bug: logged with the job's id, the media stays and says that something went wrong
            _log.exception("download_failed", extra={"media": job.source.id, "instance": str(self._store.ref)})
            return self._defer(job, Reason.UNREADABLE)

    def _fetch_by_some_way(self, job: DownloadJob) -> DownloadEnded | None:
        troubles: list[RefusedError | UnavailableError] = []
        for way in self._gateway.ways(job.source):
            for _try in range(2):
                try:
                    return self._fetch_and_keep(job, way())
                except (RefusedError, UnavailableError) as error:
                    if self._stopped():
                        return self._interrupted(job)
                    if error.reason in _OURS:
                        raise
                    troubles.append(error)
                    if error.reason not in _DAMAGED:
                        break
        return self._give_up(job, troubles)

    def _fetch_and_keep(self, job: DownloadJob, fetch: HttpFetch) -> DownloadEnded | None:
        temp = self._vault.new_temp()
        try:
            verified = self._transfers.fetch(self._store.ref, fetch, temp, stopped=self._stopped)
            source = job.source
            judged = self._work.judge(
                temp, kind=source.kind, declared_mime=source.mime, name=source.name, size_bytes=verified.size_bytes
            )
            return self._keep(job, fetch, temp, verified, judged)
        finally:
            self._vault.discard(temp)

    def _keep(
        self, job: DownloadJob, fetch: HttpFetch, temp: TempFile, verified: Verified, judged: Judged
    ) -> DownloadEnded | None:
        digest = verified.sha256.hex()
        if judged.refused is not None:
            landed = _landed(verified, judged, fetch, lambda: self._vault.quarantine(temp, sha256=digest))
            with self._store.write() as tx:
                tx.downloads.quarantine(job, landed, judged.refused)
            return self._announce(job, MediaState.QUARANTINED, judged.refused)
        name = _stem(job.source)
        landed = _landed(
            verified,
            judged,
            fetch,
            lambda: self._vault.place(temp, sha256=digest, kind=job.source.kind, name=name, extension=judged.extension),
        )
        with self._store.write() as tx:
            kept = tx.downloads.land(job, landed, now=self._clock())
        if kept is None:
            return None
        return self._announce(job, MediaState.LOCAL, None, size_bytes=verified.size_bytes)

    def _give_up(self, job: DownloadJob, troubles: list[RefusedError | UnavailableError]) -> DownloadEnded | None:
        """Choose what the tile says, and whether a way that nobody answered is worth another try."""
        if not troubles:
            return self._end(job, Reason.UNSUPPORTED)
        strong = [error for error in troubles if error.reason not in _WEAK] or troubles
        answered = [error for error in strong if error.reason not in UNANSWERED]
        shown = (answered or strong)[-1 if answered and answered[-1].reason in _DAMAGED else 0]
        unavailable = [error for error in strong if isinstance(error, UnavailableError)]
        if not unavailable:
            return self._end(job, shown.reason)
        waits = [error.retry_after_s for error in unavailable if error.retry_after_s is not None]
        state = self._final_state(job, shown.reason) if answered else MediaState.REMOTE
        return self._defer(job, shown.reason, retry_after_s=max(waits, default=None), state=state)

    def _final_state(self, job: DownloadJob, reason: Reason) -> MediaState:
        expires = job.source.expires_at
        past = expires is not None and expires < self._clock()
        if reason in (Reason.GONE, Reason.EXPIRED) or (reason in _DEAD_LINK and past):
            return MediaState.EXPIRED
        return MediaState.FAILED

    def _end(self, job: DownloadJob, reason: Reason) -> DownloadEnded:
        state = self._final_state(job, reason)
        with self._store.write() as tx:
            tx.downloads.fail(job, state, reason)
        return self._announce(job, state, reason)

    def _defer(
        self,
        job: DownloadJob,
        reason: Reason,
        *,
        retry_after_s: float | None = None,
        state: MediaState = MediaState.REMOTE,
    ) -> DownloadEnded:
        if job.attempts + 1 >= DOWNLOAD_ATTEMPTS and reason not in _PATIENT:
            return self._end(job, reason)
        next_try_at = self._clock() + wait_s(job.attempts + 1, retry_after_s=retry_after_s)
        with self._store.write() as tx:
            tx.downloads.defer(job, reason, next_try_at=next_try_at, state=state)
        if reason in _OURS:
            self._bus.publish(DownloadsPaused(self._store.ref, reason))
        return self._announce(job, state, reason)

    def _interrupted(self, job: DownloadJob) -> DownloadEnded | None:
        """Give the job back: untouched at shutdown, as a timeout where the caller's time was up."""
        if not self._stopping:
            return self._defer(job, Reason.TIMEOUT)
        with self._store.write() as tx:
            tx.downloads.release(job)
        return None

    def _announce(
        self, job: DownloadJob, state: MediaState, reason: Reason | None, *, size_bytes: int = 0
    ) -> DownloadEnded:
        ended = DownloadEnded(self._store.ref, job.source.id, state, reason, size_bytes)
        self._bus.publish(ended)
        return ended


def _landed(verified: Verified, judged: Judged, fetch: HttpFetch, place: Callable[[], str]) -> Landed:
    return Landed(
        sha256=verified.sha256.hex(),
        size_bytes=verified.size_bytes,
        mime=judged.mime,
        extension=judged.extension,
        checks=verified.checks,
        way=fetch.way,
        place=place,
    )


def _stem(source: MediaSource) -> str:
    """Return the label that the kept file carries: the sender's name for it, else the kind."""
    return safe_name(source.name, fallback=source.kind.value)


def _counted(report: DownloadReport, ended: DownloadEnded) -> DownloadReport:
    return DownloadReport(
        downloaded=report.downloaded + (ended.state is MediaState.LOCAL),
        failed=report.failed + (ended.state is MediaState.FAILED),
        expired=report.expired + (ended.state is MediaState.EXPIRED),
        quarantined=report.quarantined + (ended.state is MediaState.QUARANTINED),
        pending=report.pending,
        bytes=report.bytes + ended.size_bytes,
    )
