"""Runs the outbox of an instance until given uploads are settled, with a bar for each file on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.safe_text import shown
from app.cli.session import Session
from app.texts import _
from app.texts.titles import upload_state_title

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from app.domain.ids import UploadId
    from app.domain.uploads import Upload
    from app.services.desk import Desk
    from app.services.uploads import UploadMoved, UploadProgress


def run_uploads(
    session: Session, desk: Desk, uploads: Sequence[Upload], *, timeout_s: float | None = None
) -> list[Upload]:
    """Send until each of these uploads is settled, or the time is up; return them as they are then."""
    from app.services.uploads import settled

    ids = [upload.id for upload in uploads]
    if queue_paused(desk):
        session.output.say(
            _("The queue is paused. Let it go on with: acervo queue {instance} resume").format(
                instance=desk.instance.ref
            )
        )
        return current(desk, ids)
    with session.output.progress(in_bytes=True) as bars:
        watch = _Watch(session, bars, uploads) if bars is not None else None
        try:
            return desk.outbox.run_until(settled, ids=ids, timeout_s=timeout_s)
        finally:
            if watch is not None:
                watch.end()


def queue_paused(desk: Desk) -> bool:
    """Tell whether the user paused the queue."""
    with desk.store.write() as tx:
        return tx.uploads.paused()


def current(desk: Desk, ids: Sequence[UploadId] | None) -> list[Upload]:
    """Return uploads as they are now, oldest first; all of them for None."""
    with desk.store.read() as rd:
        return rd.uploads(ids)


class _Watch:
    """One bar an upload, moved by what the outbox publishes from its threads."""

    def __init__(self, session: Session, bars: Progress, uploads: Sequence[Upload]) -> None:
        from app.services.uploads import UploadMoved, UploadProgress

        self._bars = bars
        self._names = {upload.id: shown(upload.name) or _("Text message") for upload in uploads}
        self._tasks: dict[UploadId, TaskID] = {
            upload.id: bars.add_task(self._names[upload.id], total=upload.size_bytes or 1) for upload in uploads
        }
        bus = session.core.bus
        self._ends = [bus.subscribe(UploadProgress, self._progress), bus.subscribe(UploadMoved, self._moved)]

    def end(self) -> None:
        """Listen no longer."""
        for end in self._ends:
            end()

    def _progress(self, event: UploadProgress) -> None:
        if event.upload in self._tasks:
            self._bars.update(self._tasks[event.upload], completed=event.done_bytes, total=event.total_bytes)

    def _moved(self, event: UploadMoved) -> None:
        if event.upload in self._tasks:
            words = f"{self._names[event.upload]}  {upload_state_title(event.state.value)}"
            self._bars.update(self._tasks[event.upload], description=words)
