"""The accounts behind the rail: which there are, which are open, what is unread, and which one is in front."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from app.domain.accounts import Client, Instance
from app.domain.ids import ClientId, InstanceRef
from app.domain.kinds import MediaKind
from app.domain.limits import limit_for
from app.services.connections import Connection, ConnectionChange
from app.services.desk import Desk
from app.services.settings import ACCOUNT_COLOURS, LAST_ACCOUNT, UiSettings
from app.services.setup import Setup
from app.services.together import Keys, Together
from app.services.views import ViewStore
from app.services.work import DeskOpened, Work
from app.ui.bridge import Bridge, Crossing, Errands, Reader
from app.ui.look.initials import initials
from app.ui.models.accounts import AccountTile
from app.ui.models.sending_as import SendingAs
from app.ui.panes.rail import Rail

_TOLD = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO, MediaKind.DOCUMENT)
"""The kinds whose ceilings are said where files are dropped."""


class Accounts(QObject):
    """Keeps the rail true, and tells the other wires which account is in front."""

    switched = Signal(object)
    """The `InstanceRef` in front changed, or its desk has just been opened; None where there is no account."""
    loaded = Signal()
    """The lists of clients and instances are there."""
    asked_again = Signal()
    """The user asked for the account that is in front already: to see its chats."""
    account_changed = Signal(object)
    """Something was committed to this instance's database."""

    def __init__(
        self,
        rail: Rail,
        *,
        setup: Setup,
        settings: UiSettings,
        work: Work,
        bridge: Bridge,
        errands: Errands,
        crossing: Crossing,
        read_lane: Executor,
        colours: list[str],
        provider_name: Callable[[str], str],
    ) -> None:
        super().__init__(rail)
        self._rail, self._setup, self._settings, self._work = rail, setup, settings, work
        self._errands, self._crossing, self._read_lane = errands, crossing, read_lane
        self._colour_names, self._provider_name = colours, provider_name
        self.clients: dict[ClientId, Client] = {}
        self._instances: dict[InstanceRef, Instance] = {}
        self._desks: dict[InstanceRef, Desk] = {}
        self._readers: dict[InstanceRef, Reader] = {}
        self._keys = Keys()
        self._together: dict[tuple[InstanceRef, ...], Reader] = {}
        self._unread: dict[InstanceRef, int] = {}
        self._connections: dict[InstanceRef, ConnectionChange] = {}
        self.current: InstanceRef | None = None
        rail.account_chosen.connect(self._asked)
        bridge.on(DeskOpened, self._opened)
        bridge.on(ConnectionChange, self._connection_changed)

    def load(self) -> None:
        """Read the lists, show them, and have everything opened, the account in front first."""
        self._errands.run(lambda: (self._setup.clients(), self._setup.instances()), self._loaded, group="accounts")

    def choose(self, ref: InstanceRef) -> None:
        """Bring an account to the front."""
        if ref in self._instances:
            self._leave_for(ref)
            self._settings.put(LAST_ACCOUNT, str(ref))
            self._rail.set_current(ref)
            self.switched.emit(ref)

    def _leave_for(self, ref: InstanceRef | None) -> None:
        """Put another account in front; what panes asked of the one before must not come as if it were of this one."""
        if ref != self.current:
            for reader in (*self._readers.values(), *self._together.values()):
                reader.turn_away()
        self.current = ref

    def choose_number(self, number: int) -> None:
        """Bring the account at a place of the rail to the front, counted from 1."""
        refs = list(self._instances)
        if number <= len(refs):
            self._asked(refs[number - 1])

    def added(self, instance: Instance, colour: str) -> None:
        """Take up an instance that was just added, and bring it to the front."""
        colours = self._settings.get(ACCOUNT_COLOURS)
        self._settings.put(ACCOUNT_COLOURS, {**colours, str(instance.ref): colour})
        self._leave_for(instance.ref)
        self._settings.put(LAST_ACCOUNT, str(instance.ref))
        self.load()

    def reader(self, ref: InstanceRef | None) -> Reader | None:
        """Return who asks an instance's database, None while it is not open."""
        return self._readers.get(ref) if ref is not None else None

    def desk(self, ref: InstanceRef | None) -> Desk | None:
        """Return an instance's desk, None while it is not open."""
        return self._desks.get(ref) if ref is not None else None

    def desks(self) -> list[Desk]:
        """Return the desks that are open."""
        return list(self._desks.values())

    def connections(self) -> list[ConnectionChange]:
        """Return what is known of each instance's connection."""
        return [self._connections.get(ref, ConnectionChange(ref, Connection.UNKNOWN, None)) for ref in self._instances]

    def instance(self, ref: InstanceRef) -> Instance:
        """Return an instance that the rail shows."""
        return self._instances[ref]

    def beside(self, ref: InstanceRef) -> list[InstanceRef]:
        """Return all accounts of an account's client, itself first; nobody looks beyond one client."""
        return [ref, *(other for other in self._instances if other.client == ref.client and other != ref)]

    def together(self, ref: InstanceRef) -> Reader | None:
        """Return who asks all open accounts of an account's client at once, for media only; None where there is one."""
        refs = tuple(other for other in sorted(self.beside(ref)) if other in self._readers)
        if len(refs) < 2:
            return None
        if refs not in self._together:
            stores = {other: cast(ViewStore, self._desks[other].store) for other in refs}
            # It answers what galleries and the viewer ask, which are all that it is given to.
            both = cast(ViewStore, Together(stores, self._keys))
            self._together[refs] = Reader(both, self._read_lane, self._crossing, parent=self)
        return self._together[refs]

    def owner(self, media: int) -> tuple[InstanceRef | None, int]:
        """Return the account of a media of a merged list and its id there; any other is of the account in front."""
        ref, own = self._keys.split(media)
        return ref or self.current, own

    def parted(self, media: Iterable[int]) -> list[tuple[Desk, list[int]]]:
        """Return media by the open account that keeps them."""
        parts = self._keys.parted(media).items()
        found = [(self.desk(ref or self.current), own) for ref, own in parts]
        return [(desk, own) for desk, own in found if desk is not None]

    def colours_taken(self) -> set[str]:
        """Return the colours that accounts have."""
        return set(self._colours().values())

    def sending_as(self, ref: InstanceRef) -> SendingAs:
        """Return what stands beside the Send button."""
        instance = self._instances[ref]
        return SendingAs(
            ref=ref,
            name=instance.name,
            colour=self._colours()[ref],
            provider=self._provider_name(instance.provider),
            client=self._client_name(ref),
            ceilings=self._ceilings(instance),
        )

    def retranslate(self) -> None:
        """Speak the language in force."""
        self._show()

    def close(self) -> None:
        """Ask nothing any more."""
        for reader in (*self._readers.values(), *self._together.values()):
            reader.close()

    def _loaded(self, found: tuple[list[Client], list[Instance]]) -> None:
        clients, instances = found
        self.clients = {client.id: client for client in clients}
        self._instances = {instance.ref: instance for instance in sorted(instances, key=lambda each: each.ref)}
        wanted = str(self.current) if self.current is not None else self._settings.get(LAST_ACCOUNT)
        refs = list(self._instances)
        self._leave_for(next((ref for ref in refs if str(ref) == wanted), refs[0] if refs else None))
        self._show()
        self._rail.set_current(self.current)
        self.loaded.emit()
        self.switched.emit(self.current)
        in_front_first = sorted((ref for ref in refs if ref not in self._desks), key=lambda ref: ref != self.current)
        self._work.open(in_front_first)

    def _asked(self, ref: InstanceRef) -> None:
        """Switch; asked for again, an account keeps its open chat."""
        if ref == self.current:
            self.asked_again.emit()
        else:
            self.choose(ref)

    def _opened(self, event: DeskOpened) -> None:
        ref, store = event.desk.instance.ref, event.desk.store
        self._desks[ref] = event.desk
        if isinstance(store, ViewStore):
            reader = Reader(store, self._read_lane, self._crossing, parent=self)
            reader.changed.connect(lambda: self._refresh(ref))
            self._readers[ref] = reader
        if ref == self.current:
            self.switched.emit(ref)

    def _refresh(self, ref: InstanceRef) -> None:
        """Read what the rail shows of an instance."""
        self._readers[ref].ask(lambda view: view.unread(), lambda count: self._set_unread(ref, count), group="rail")
        self.account_changed.emit(ref)

    def _set_unread(self, ref: InstanceRef, count: int) -> None:
        if self._unread.get(ref, 0) != count:
            self._unread[ref] = count
            self._show()

    def _connection_changed(self, change: ConnectionChange) -> None:
        self._connections[change.ref] = change
        self._show()

    def _show(self) -> None:
        self._rail.set_accounts([self._tile(instance) for instance in self._instances.values()])

    def _tile(self, instance: Instance) -> AccountTile:
        ref = instance.ref
        tile = AccountTile(
            ref=ref,
            client_name=self._client_name(ref),
            name=instance.name,
            initials=initials(instance.name),
            colour=self._colours()[ref],
        )
        change = self._connections.get(ref)
        return replace(
            tile,
            unread=self._unread.get(ref, 0),
            connection=change.connection if change is not None else Connection.UNKNOWN,
        )

    def _ceilings(self, instance: Instance) -> tuple[tuple[str, int], ...]:
        desk = self._desks.get(instance.ref)
        kinds = [kind for kind in _TOLD if desk is None or kind in desk.gateway.abilities.sends]
        return tuple((kind.value, limit_for(instance.provider, kind).default_bytes) for kind in kinds)

    def _client_name(self, ref: InstanceRef) -> str:
        client = self.clients.get(ref.client)
        return client.name if client is not None else str(ref.client)

    def _colours(self) -> Mapping[InstanceRef, str]:
        """Give each instance its kept colour, else the next one in their order."""
        kept: dict[str, Any] = self._settings.get(ACCOUNT_COLOURS)
        names = self._colour_names
        given: dict[InstanceRef, str] = {}
        for place, ref in enumerate(self._instances):
            colour = kept.get(str(ref), "")
            given[ref] = colour if colour in names else names[place % len(names)]
        return given
