"""Rows by id, lazily: pages of 200 around what is seen, late answers dropped, memory bounded."""

from __future__ import annotations

import logging
from array import array

from PySide6.QtCore import QObject, Signal

from app.domain.messages import MediaItem
from app.services.views import Viewing
from app.ui.bridge import Reader, Ticket

_log = logging.getLogger("app.gallery")

PAGE = 200
MOST_ROWS = 8_000
_AT_ONCE = 2


class RowPages(QObject):
    """The rows of an id array, as far as they are near what is looked at."""

    arrived = Signal(int, int)
    """First and last position whose rows came."""

    altered = Signal(list)
    """Ids of media whose row now says something else."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._ids: array[int] = array("q")
        self._fresh: dict[int, MediaItem] = {}
        self._stale: dict[int, MediaItem] = {}
        self._asked: dict[int, Ticket] = {}
        self._wanted: list[int] = []
        self._generation = 0

    def read_from(self, reader: Reader | None) -> None:
        """Take another database; nothing known of the old one holds."""
        self._reader = reader
        self._fresh, self._stale = {}, {}
        self.show(array("q"))

    def show(self, ids: array[int]) -> None:
        """Take a new list; rows that are known stay visible until they are read again."""
        self._ids = ids
        self._stale |= self._fresh
        self._fresh = {}
        self._generation += 1
        for ticket in self._asked.values():
            ticket.cancel()
        self._asked, self._wanted = {}, []

    def row(self, media: int) -> MediaItem | None:
        """Return a row, None while it is not known."""
        return self._fresh.get(media) or self._stale.get(media)

    def want(self, first: int, last: int) -> None:
        """Fetch the pages of positions `first` to `last`, nearest to their middle first; forget other wishes."""
        last = min(last, len(self._ids) - 1)
        middle = (first + last) // 2 // PAGE
        pages = [page for page in range(max(0, first) // PAGE, last // PAGE + 1) if self._missing(page)]
        for page, ticket in list(self._asked.items()):
            if page not in pages:
                ticket.cancel()
                del self._asked[page]
        self._wanted = sorted(pages, key=lambda page: abs(page - middle))
        self._ask()

    def _missing(self, page: int) -> list[int]:
        fresh = self._fresh
        return [media for media in self._ids[page * PAGE : (page + 1) * PAGE] if media not in fresh]

    def _ask(self) -> None:
        for page in self._wanted:
            if self._reader is None or len(self._asked) >= _AT_ONCE:
                return
            if page in self._asked:
                continue
            self._asked[page] = self._ask_page(self._reader, page)

    def _ask_page(self, reader: Reader, page: int) -> Ticket:
        ids, generation = self._missing(page), self._generation

        def rows(view: Viewing) -> list[MediaItem]:
            return view.media_rows(ids)

        def keep(rows: list[MediaItem]) -> None:
            self._keep(page, generation, rows)

        def failed(error: Exception) -> None:
            _log.warning("rows_unread", extra={"error": type(error).__name__})
            keep([])

        return reader.ask(rows, keep, failed=failed)

    def _keep(self, page: int, generation: int, rows: list[MediaItem]) -> None:
        if generation != self._generation:
            return
        self._asked.pop(page, None)
        if page in self._wanted:
            self._wanted.remove(page)
        altered = []
        for item in rows:
            before = self._stale.pop(item.id, None)
            if before is not None and before != item:
                altered.append(int(item.id))
            self._fresh[int(item.id)] = item
        self._forget_far(page)
        self.arrived.emit(page * PAGE, min((page + 1) * PAGE, len(self._ids)) - 1)
        if altered:
            self.altered.emit(altered)
        self._ask()

    def _forget_far(self, page: int) -> None:
        if len(self._fresh) + len(self._stale) <= MOST_ROWS:
            return
        half = MOST_ROWS // 4
        near = set(self._ids[max(0, page * PAGE - half) : page * PAGE + half])
        self._fresh = {media: row for media, row in self._fresh.items() if media in near}
        self._stale = {}
