"""Connects the dashboard: reads the numbers of the account in front, or of its whole client, whenever they changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.ids import InstanceRef
from app.domain.kinds import MediaState
from app.services.connections import ConnectionChange
from app.services.numbers import DiskUse, Numbers
from app.services.work import DeskRefused, Work
from app.ui.bridge import Bridge, Errands
from app.ui.main_window import MainWindow
from app.ui.models.dashboard import PERIODS, AccountStanding, Part
from app.ui.models.listing import utc_offset_s
from app.ui.pane_places import Panes
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import DashboardFace

ACCOUNT, CLIENT = "account", "client"
_SECTION = "dashboard"
_DAY_S = 86_400
_REST_MS = 1_000
"""While much goes on, the numbers are not read more often."""
_FETCHABLE = (MediaState.FAILED, MediaState.EXPIRED)


class DashboardWire(QObject):
    """Reads while the page is in front."""

    failed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        panes: Panes,
        accounts: Accounts,
        bridge: Bridge,
        errands: Errands,
        *,
        work: Work,
        disk: Callable[[InstanceRef], DiskUse] | None,
        open_media: Callable[[frozenset[MediaState]], None],
    ) -> None:
        super().__init__(window)
        self._window, self._panes, self._accounts = window, panes, accounts
        self._errands, self._work, self._disk, self._open_media = errands, work, disk, open_media
        self._scope = ACCOUNT
        self._found: dict[InstanceRef, Numbers] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._read)
        accounts.switched.connect(lambda _ref: self._begin())
        accounts.account_changed.connect(self._changed)
        bridge.on(ConnectionChange, lambda _change: self._show_accounts())
        bridge.on(DeskRefused, self._refused)
        window.section_shown.connect(lambda name: self._begin() if name == _SECTION else None)

    def wire(self, dashboard: DashboardFace) -> None:
        """Connect the page."""
        dashboard.scope_chosen.connect(self._choose)
        dashboard.media_wanted.connect(self._show_media)
        dashboard.queue_wanted.connect(self._show_queue)
        dashboard.fetch_wanted.connect(self._fetch)
        dashboard.again_wanted.connect(self._begin)
        dashboard.left.connect(lambda: self._window.show_section("chats"))

    def _pane(self) -> DashboardFace | None:
        """Return the page while it is in front."""
        pane = self._panes.existing(_SECTION) if self._window.section == _SECTION else None
        return None if pane is None else cast(DashboardFace, pane)

    def _refs(self) -> list[InstanceRef]:
        """Return the accounts of the scope, the one in front first."""
        current = self._accounts.current
        if current is None:
            return []
        return self._accounts.beside(current) if self._scope == CLIENT else [current]

    def _choose(self, scope: str) -> None:
        self._scope = scope
        self._begin()

    def _begin(self) -> None:
        """Show another scope from the beginning."""
        pane, current = self._pane(), self._accounts.current
        if pane is None or current is None:
            return
        beside = self._accounts.beside(current)
        scopes = [(ACCOUNT, self._accounts.instance(current).name), (CLIENT, self._accounts.sending_as(current).client)]
        if len(beside) == 1:
            self._scope = ACCOUNT
        pane.set_scopes(scopes if len(beside) > 1 else scopes[:1], self._scope)
        if not self._found.keys() >= set(self._refs()):
            pane.show_loading()
        self._show_accounts()
        self._read()

    def _changed(self, ref: InstanceRef) -> None:
        if self._pane() is not None and ref in self._refs() and not self._rest.isActive():
            self._rest.start()

    def _read(self) -> None:
        if self._pane() is None:
            return
        since = date.today().toordinal() - PERIODS[-1] + 1
        until, offset_s = int(time.time()) + _DAY_S, utc_offset_s()
        for ref in self._refs():
            reader = self._accounts.reader(ref)
            if reader is not None:
                reader.ask(
                    lambda view: view.numbers(since, offset_s, until),
                    lambda numbers, ref=ref: self._take(ref, numbers),  # type: ignore[misc]
                    group="dashboard",
                    failed=self._unread,
                )
        self._ask_disk()

    def _take(self, ref: InstanceRef, numbers: Numbers) -> None:
        self._found[ref] = numbers
        pane, refs = self._pane(), self._refs()
        if pane is not None and all(one in self._found for one in refs):
            pane.show_numbers([Part(one, self._accounts.instance(one).name, self._found[one]) for one in refs])

    def _unread(self, _error: Exception) -> None:
        pane = self._pane()
        if pane is not None:
            pane.show_failure()

    def _refused(self, event: DeskRefused) -> None:
        if event.ref in self._refs():
            self._unread(RuntimeError(event.code))

    def _ask_disk(self) -> None:
        ask, refs, pane = self._disk, self._refs(), self._pane()
        if ask is None or pane is None or not refs:
            return

        def use() -> DiskUse:
            each = [ask(ref) for ref in refs]
            return replace(
                each[0],
                database_bytes=sum(one.database_bytes for one in each),
                thumbnail_bytes=sum(one.thumbnail_bytes for one in each),
            )

        self._errands.run(use, pane.show_disk, failed=lambda _error: pane.show_disk(None), group="disk")

    def _show_accounts(self) -> None:
        pane, refs = self._pane(), self._refs()
        if pane is None:
            return
        states = {change.ref: change for change in self._accounts.connections()}
        faces = [(self._accounts.sending_as(ref), states[ref]) for ref in refs if ref in states]
        pane.show_accounts([AccountStanding(face.name, face.colour, s.connection, s.reason) for face, s in faces])

    def _go_to(self, ref: InstanceRef) -> None:
        if ref != self._accounts.current:
            self._accounts.choose(ref)

    def _show_media(self, ref: InstanceRef, states: frozenset[MediaState]) -> None:
        self._go_to(ref)
        self._open_media(states)

    def _show_queue(self, ref: InstanceRef) -> None:
        self._go_to(ref)
        self._window.show_section("queue")

    def _fetch(self) -> None:
        """Put everything that was not received back into the queue of downloads."""
        desks = [desk for ref in self._refs() if (desk := self._accounts.desk(ref)) is not None]

        def retry() -> None:
            for desk in desks:
                with desk.store.write() as tx:
                    tx.downloads.retry(_FETCHABLE)
                self._work.wake(desk.instance.ref)

        self._errands.run(retry, failed=self.failed.emit)
