"""Where the gallery's list comes from: asked for when filters or database change, never faster than it answers."""

from __future__ import annotations

import logging
import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from app.services.views import Viewing
from app.ui.bridge import Reader, Ticket
from app.ui.models.listing import Filters, Listing, Totals, load_listing
from app.ui.panes.gallery.scope import Scope

_log = logging.getLogger("app.gallery")

_REST = 4
"""After an answer that took a second, changes are followed again four seconds later: a million media take a while."""
_LEAST_REST_S = 0.3


class ListingSource(QObject):
    """Asks the database of a scope for its list."""

    came = Signal(object)
    """A `Listing`."""
    failed = Signal(object)
    """An exception."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._scope: Scope | None = None
        self._filters = Filters()
        self._totals: Totals | None = None
        self._asked: Ticket | None = None
        self._asked_at = 0.0
        self._took_s = 0.0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._ask)

    def open(self, reader: Reader, scope: Scope, filters: Filters) -> None:
        """Ask for a scope's list and follow its changes."""
        if reader is not self._reader:
            self._leave()
            self._reader = reader
            reader.changed.connect(self._changed)
        self._scope, self._filters, self._totals = scope, filters, None
        self._ask()

    def narrow(self, filters: Filters) -> None:
        """Ask for the same scope under other filters."""
        self._filters = filters
        self._ask()

    def again(self) -> None:
        """Ask once more after a failure."""
        self._ask()

    def _leave(self) -> None:
        """Follow the database before no longer; an answer of it that is still to come is not of this list."""
        self._later.stop()
        if self._asked is not None:
            self._asked.cancel()
        if self._reader is not None:
            self._reader.changed.disconnect(self._changed)

    def _changed(self) -> None:
        if not self._later.isActive():
            self._later.start(round(1000 * max(_LEAST_REST_S, self._took_s * _REST)))

    def _ask(self) -> None:
        if self._reader is None or self._scope is None:
            return
        self._later.stop()
        self._asked_at = time.perf_counter()
        filters, chat, whole = self._filters, self._scope.chat, self._totals is None

        def ask(view: Viewing) -> Listing:
            return load_listing(view, filters, chat, with_totals=whole)

        self._asked = self._reader.ask(ask, self._keep, group="gallery", failed=self._fail)

    def _keep(self, listing: Listing) -> None:
        self._took_s = time.perf_counter() - self._asked_at
        if listing.totals is not None:
            self._totals = listing.totals
        elif self._filters == Filters():
            self._totals = Totals(len(listing.ids), listing.size_bytes)
        self.came.emit(replace(listing, totals=self._totals))

    def _fail(self, error: Exception) -> None:
        _log.warning("gallery_unread", extra={"error": type(error).__name__})
        self.failed.emit(error)
