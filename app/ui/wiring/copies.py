"""Copies of media that are handed out: made under the senders' own names, fetched first where they are not here."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services.desk import Desk
from app.services.work import Work

_PATTERN = "{name}"
_FETCH_S, _LOOK_S = 60.0, 0.1
_KEPT_S = 3600.0
"""Whoever took copies may still read them a while later; then they go."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What can be handed out.

    Attributes:
        left_out: so many could not be had; `reason` is that of the first.
    """

    paths: list[Path]
    left_out: int = 0
    reason: Reason | None = None


class Copies:
    """Keeps copies below a folder of their own. Everything here blocks: it runs on a lane.

    Args:
        folder: holds nothing but copies; cleared at the start and at the end.
    """

    def __init__(self, folder: Path, work: Work) -> None:
        self._folder, self._work = folder, work

    def make(self, desk: Desk, media: Sequence[int], wanted: Callable[[], bool]) -> Copied:
        """Fetch what is missing, then copy; nothing where it is wanted no longer, but what is fetched stays."""
        items = self._here(desk, list(media), wanted)
        if not wanted():
            return Copied([])
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        into = Path(mkdtemp(prefix="out-", dir=self._folder))
        report = self._work.saver(desk.instance.ref).save(items, into, pattern=_PATTERN)
        # Equal files of one name share a copy.
        paths = [Path(file) for file in dict.fromkeys(report.files)]
        return Copied(paths, len(report.failed), report.failed[0][1] if report.failed else None)

    def clear(self) -> None:
        """Remove all copies."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _here(self, desk: Desk, media: list[int], wanted: Callable[[], bool]) -> list[MediaItem]:
        """Return the media, waiting for those on their way; one that was tried in vain is left as it is."""
        deadline = time.monotonic() + _FETCH_S
        asked = False
        while True:
            with desk.store.view() as view:
                items = view.media_rows(media)
            missing = [item.id for item in items if _may_come(item, asked=asked)]
            if not missing or time.monotonic() >= deadline:
                return items
            if not asked:
                with desk.store.write() as tx:
                    # What waits for its next try is tried now: the user stands there with it in hand.
                    tx.downloads.retry((MediaState.REMOTE,), missing)
                    tx.downloads.prefer(missing, priority=1)
                self._work.wake(desk.instance.ref)
                asked = True
            elif not wanted():
                return items
            time.sleep(_LOOK_S)

    def _sweep(self) -> None:
        oldest = time.time() - _KEPT_S
        for path in self._folder.iterdir():
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path, ignore_errors=True)


def _may_come(item: MediaItem, *, asked: bool) -> bool:
    if item.state is MediaState.DOWNLOADING:
        return True
    return item.state is MediaState.REMOTE and not (asked and item.reason is not None)
