"""How much a selection is: its bytes, and how many of it are not on this computer. Asked a page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.services.views import Viewing
from app.ui.bridge import Reader, Ticket
from app.ui.models.gallery import GalleryModel

PAGE = 1_000
_SETTLE_MS = 60
_MANY = 4_000
"""Above so many, whole days are taken from the list's sums and what is not here from one question."""

_ELSEWHERE = frozenset(set(MediaState) - {MediaState.LOCAL})


@dataclass(frozen=True, slots=True)
class Weight:
    """What a selection comes to; `elsewhere` counts what is not kept here."""

    size_bytes: int
    elsewhere: int


class Weighing(QObject):
    """Follows a selection and says its weight a moment after it settles; a newer selection drops the older answer."""

    weighed = Signal(object)
    """A `Weight`, None while it is not known."""

    def __init__(self, model: GalleryModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._reader: Reader | None = None
        self._ticket: Ticket | None = None
        self._elsewhere = 0
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLE_MS)
        self._settling.timeout.connect(self._begin)
        model.selection.changed.connect(self._again)

    def read_from(self, reader: Reader | None) -> None:
        """Take another database."""
        self._reader = reader
        self._again()

    def look_again(self) -> None:
        """Weigh once more because the list changed; what was not here may have come."""
        if self._elsewhere and self._ticket is None:
            self._settling.start()

    def _again(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._settling.start()
        if len(self._model.selection):
            self.weighed.emit(None)

    def _begin(self) -> None:
        selection = self._model.selection
        if not len(selection) or self._reader is None:
            return
        if len(selection) <= _MANY:
            self._add_rows(iter(_paged(selection.ids())), Weight(0, 0), count_states=True)
        else:
            self._add_days()

    def _add_rows(self, pages: Iterator[array[int]], so_far: Weight, *, count_states: bool) -> None:
        page = next(pages, None)
        if page is None or self._reader is None:
            self._ticket = None
            self._elsewhere = so_far.elsewhere
            self.weighed.emit(so_far)
            return

        def rows(view: Viewing) -> list[MediaItem]:
            return view.media_rows(page)

        def add(items: list[MediaItem]) -> None:
            size_bytes = so_far.size_bytes + sum(item.size_bytes or 0 for item in items)
            away = sum(1 for item in items if item.state is not MediaState.LOCAL) if count_states else 0
            self._add_rows(pages, Weight(size_bytes, so_far.elsewhere + away), count_states=count_states)

        self._ticket = self._reader.ask(rows, add, failed=lambda _error: None)

    def _add_days(self) -> None:
        """Take whole days by their sums, the rest of it by rows; and what is not here by asking for exactly that."""
        listing, selection, layout = self._model.listing, self._model.selection, self._model.layout_of_tiles
        size_bytes, rest = 0, array("q")
        flags = selection.snapshot()
        for section in range(layout.sections):
            span = layout.positions_of(section)
            chosen = selection.count_in(span)
            day = self._model.day_of_section(section)
            if chosen == len(span):
                size_bytes += day.size_bytes if day is not None else listing.size_bytes
            elif chosen:
                rest.extend(listing.ids[position] for position in span if flags[position])
        chosen_ids = selection.ids()
        query = replace(listing.query, states=(listing.query.states or frozenset(MediaState)) & _ELSEWHERE)

        def away(view: Viewing) -> int:
            return len(set(view.media_ids(query)).intersection(chosen_ids)) if query.states else 0

        def add(elsewhere: int) -> None:
            self._add_rows(iter(_paged(rest)), Weight(size_bytes, elsewhere), count_states=False)

        assert self._reader is not None
        self._ticket = self._reader.ask(away, add, failed=lambda _error: None)


def _paged(ids: array[int]) -> list[array[int]]:
    return [ids[start : start + PAGE] for start in range(0, len(ids), PAGE)]
