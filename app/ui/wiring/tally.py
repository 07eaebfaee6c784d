"""Counts transfers for the bottom bar: how many of how many ended, how fast, how long still. Plain counting, no Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.ids import InstanceRef, UploadId
from app.domain.kinds import MediaState
from app.domain.uploads import RUNNING, UploadState
from app.services.downloads import DownloadEnded
from app.services.uploads import UploadMoved, UploadProgress

_WINDOW_S = 5.0
"""The speed is the mean of so many seconds."""
_FORGET_S = 4.0
"""So long after the last transfer ended the count stays, then it begins anew."""

_ON_ITS_WAY = RUNNING | {UploadState.QUEUED}
_WAITING = frozenset({UploadState.WAITING})


@dataclass(frozen=True, slots=True)
class Pace:
    """What the bar shows; `left_s` None where it cannot be told."""

    done: int
    total: int
    bytes_per_s: float
    left_s: float | None


class Tally:
    """Transfers since the last time that nothing moved."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._uploads: dict[tuple[InstanceRef, UploadId], tuple[int, int]] = {}
        self._downloads: dict[InstanceRef, int] = {}
        self._active: dict[InstanceRef, int] = {}
        self._done = 0
        self._moved: deque[tuple[float, int]] = deque()
        self._idle_since: float | None = None

    def set_undone(self, ref: InstanceRef, count: int, active: int | None = None) -> None:
        """Take how many media of an instance are not here yet, and how many of them are being fetched right now.

        Where nothing is being fetched for a while, what waits for its next try is no transfer any more.
        """
        self._downloads[ref] = count
        self._active[ref] = count if active is None else active
        if self._active[ref]:
            self._idle_since = None

    def download_ended(self, event: DownloadEnded) -> None:
        """Count a download that came to an end; one that is to be tried again is not at its end."""
        if event.state is not MediaState.REMOTE:
            self._done += 1
            for counts in (self._downloads, self._active):
                counts[event.ref] = max(0, counts.get(event.ref, 0) - 1)
            self._flow(event.size_bytes)

    def upload_moved(self, event: UploadMoved) -> None:
        """Count an upload when it begins and when it ends; one that waits is neither."""
        key = (event.ref, event.upload)
        if event.state in _ON_ITS_WAY:
            self._uploads.setdefault(key, (0, 0))
            self._idle_since = None
        elif self._uploads.pop(key, None) is not None and event.state not in _WAITING:
            self._done += 1

    def upload_progress(self, event: UploadProgress) -> None:
        """Note the bytes that left."""
        key = (event.ref, event.upload)
        before, _total = self._uploads.get(key, (0, 0))
        self._uploads[key] = (event.done_bytes, event.total_bytes or 0)
        self._flow(max(0, event.done_bytes - before))

    @property
    def busy_uploads(self) -> int:
        """Return how many uploads are on their way."""
        return len(self._uploads)

    def pace(self) -> Pace:
        """Return what to show now."""
        now = self._clock()
        downloads = sum(self._downloads.values())
        waiting = len(self._uploads) + downloads
        if not self._uploads and not any(self._active.values()):
            self._idle_since = self._idle_since or now
            if now - self._idle_since >= _FORGET_S:
                self._done = waiting = 0
        speed = self._speed(now) if waiting else 0.0
        left_bytes = sum(total - done for done, total in self._uploads.values() if total)
        left_s = left_bytes / speed if speed > 0 and left_bytes > 0 and not downloads else None
        total = self._done + waiting
        return Pace(self._done, total, speed, left_s)

    def _flow(self, size_bytes: int) -> None:
        self._moved.append((self._clock(), size_bytes))

    def _speed(self, now: float) -> float:
        while self._moved and now - self._moved[0][0] > _WINDOW_S:
            self._moved.popleft()
        if not self._moved:
            return 0.0
        span = max(now - self._moved[0][0], 1.0)
        return sum(size for _at, size in self._moved) / span
