"""The pages beside chats, gallery and queue: contacts, dashboard and log, each with its wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.ids import InstanceRef
from app.services.logs import LogShelf
from app.services.numbers import DiskUse
from app.services.work import Work
from app.ui.bridge import Bridge, Errands
from app.ui.main_window import MainWindow
from app.ui.models.listing import Filters
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.chats import Chats
from app.ui.wiring.dashboard import DashboardWire
from app.ui.wiring.gallery import GalleryWire
from app.ui.wiring.logs import LogsWire
from app.ui.wiring.people import PeopleWire


class Pages(QObject):
    """Makes the wires of the three pages."""

    failed = Signal(object)
    """The exception of something that could not be done."""

    def __init__(
        self,
        window: MainWindow,
        panes: Panes,
        accounts: Accounts,
        bridge: Bridge,
        errands: Errands,
        *,
        chats: Chats,
        gallery: GalleryWire,
        work: Work,
        disk: Callable[[InstanceRef], DiskUse] | None,
        logs: LogShelf | None,
    ) -> None:
        super().__init__(window)
        self._people = PeopleWire(window, panes, accounts, bridge, open_chat=chats.open, open_gallery=gallery.open_chat)
        self._dashboard = DashboardWire(
            window,
            panes,
            accounts,
            bridge,
            errands,
            work=work,
            disk=disk,
            open_media=lambda states: gallery.open_chat(None, Filters(states=states)),
        )
        self._logs = LogsWire(window, panes, errands, logs)
        for wire in (self._dashboard, self._logs):
            wire.failed.connect(self.failed)

    def wires(self) -> dict[str, Callable[[Any], None]]:
        """Return how each pane is connected when it is made."""
        return {"contacts": self._people.wire, "dashboard": self._dashboard.wire, "logs": self._logs.wire}

    def open_log(self) -> None:
        """Bring the log to the front, or go back from it."""
        self._logs.open()
