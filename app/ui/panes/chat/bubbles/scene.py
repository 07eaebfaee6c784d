"""What all bubbles of a chat are laid out and painted with: the theme, the room, the pictures, what plays and moves."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QObject, Signal

from app.domain.finding import Spans, spans_in
from app.texts import _
from app.texts.formats import format_bytes
from app.texts.times import format_left
from app.ui.look.icons import Icons
from app.ui.look.lettering import Lettering
from app.ui.look.theme import Theme
from app.ui.models.pace import Pace
from app.ui.models.playing import PlayerState
from app.ui.panes.chat.bubbles.photos import Photos

TEXT_ROOM = 480
"""No bubble is wider, however wide the chat."""


class Scene(QObject):
    """One chat's surroundings. `stale` says that bubbles must be laid out again."""

    stale = Signal()
    marked = Signal()
    """Other words are marked; nothing has to be laid out anew."""

    def __init__(self, theme: Theme, icons: Icons, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme, self.icons = theme, icons
        self.letters = Lettering(theme)
        self.photos = Photos(theme, self)
        self.player = PlayerState()
        self.room = TEXT_ROOM
        self.is_group = False
        self.now: Callable[[], float] = time.time
        self._wanted = ""
        self._paces: dict[int, Pace] = {}
        self._open: set[tuple[int, str]] = set()
        theme.changed.connect(self.stale)

    def px(self, logical: float) -> int:
        """Return a measure at the user's scale."""
        return self.theme.px(logical)

    # ── what is searched for ───────────────────────────────────────────────────────────────────────────────────

    def mark(self, wanted: str) -> None:
        """Mark what a search in this chat finds, "" for nothing."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.marked.emit()

    def marks_in(self, text: str) -> Spans:
        """Return what is to be marked in a text of the message."""
        return _marks(text, self._wanted) if self._wanted else ()

    # ── folds ──────────────────────────────────────────────────────────────────────────────────────────────────

    def is_open(self, message: int, fold: str) -> bool:
        """Tell whether a fold of a bubble is open."""
        return (message, fold) in self._open

    def unfold(self, message: int, fold: str) -> None:
        """Open a fold, if it is not open."""
        self._open.add((message, fold))

    def toggle(self, message: int, fold: str) -> None:
        """Open a fold, or close it."""
        self._open ^= {(message, fold)}

    def forget(self) -> None:
        """Close all folds: another chat comes."""
        self._open.clear()

    def forget_progress(self) -> None:
        """Forget how far uploads are: another account comes, whose uploads have the same numbers."""
        self._paces.clear()

    # ── what plays and moves ───────────────────────────────────────────────────────────────────────────────────

    def plays(self, media: int) -> bool:
        """Tell whether a sound is the one in the player, playing or paused."""
        return self.player.media_id == media

    def tell_progress(self, upload: int, done_bytes: int, total_bytes: int | None) -> None:
        """Take how far an upload is."""
        self._paces.setdefault(upload, Pace()).tell(done_bytes, total_bytes, time.monotonic())

    def pace(self, upload: int) -> Pace | None:
        """Return how far an upload is, None where nothing was told."""
        return self._paces.get(upload)

    def progress_words(self, upload: int, size_bytes: int) -> str:
        """Return `47 % · 1.2 MB of 2.5 MB · 3 s`, "" where nothing is known."""
        pace = self.pace(upload)
        if pace is None:
            return ""
        total = pace.total_bytes or size_bytes
        parts = [
            _("{percent} %").format(percent=int(pace.fraction * 100)),
            _("{done} of {total}").format(done=format_bytes(pace.done_bytes), total=format_bytes(total)),
        ]
        if pace.left_s is not None and pace.left_s >= 1:
            parts.append(format_left(pace.left_s))
        return " · ".join(parts)


@lru_cache(maxsize=512)
def _marks(text: str, wanted: str) -> Spans:
    return spans_in(text, wanted)
