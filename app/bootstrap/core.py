"""Wires storage, providers, services and lanes for one process on one data folder. By hand; no Qt."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.accounts import Instance
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceRef
from app.domain.reasons import ErrorCode
from app.runtime.heartbeat import Heartbeat
from app.runtime.lanes import ThreadLanes
from app.services.accounts import Accounts, ProviderFacts
from app.services.bus import Bus
from app.services.gallery import Gallery
from app.services.gateway import Gateway
from app.services.registry import Premises, Registry
from app.services.statistics import StatisticsDesk
from app.system.crash import CrashReports
from app.system.keychain import Keychain, RunSecrets
from app.system.logs import Logs
from app.system.owner import Owner
from app.system.paths import DataDir, data_dir_id, open_data_dir

if TYPE_CHECKING:
    from app.bootstrap.desks import Workshop
    from app.services.desk import Desk
    from app.services.saving import Saver


class Core:
    """Everything a verb or the window needs, made when first asked for and ended in order by `close`.

    Attributes:
        paths: the data folder.
        bus: where services say what happened.
    """

    def __init__(self, data_dir: Path | None = None, *, verbose: bool = False) -> None:
        """Open the data folder (made if absent); crashes and logs go there from now on.

        Args:
            verbose: write the log to stderr too.

        Raises:
            CommandError: code `data_dir`.
        """
        self.paths = open_data_dir(str(data_dir) if data_dir is not None else None)
        self.clock = time.time
        self.bus = Bus()
        self.lanes = ThreadLanes()
        self._lock = threading.RLock()
        self._desks: dict[InstanceRef, Desk] = {}
        self._heartbeat = Heartbeat()
        self._closing = ExitStack()
        self._closing.callback(CrashReports(self.paths.log).close)
        self._closing.callback(Logs(self.paths.log, verbose=verbose).close)
        self.owner = _owner(self.paths)
        self._closing.callback(self.owner.release)

    @cached_property
    def secrets(self) -> RunSecrets:
        """Return the keychain, and before it the credentials given for this run."""
        return RunSecrets(Keychain(data_dir_id(self.paths)))

    @cached_property
    def premises(self) -> Premises:
        """Return the folders and databases of instances."""
        from app.storage.premises import DiskPremises

        return DiskPremises(self.paths.root, self.owner.id)

    @cached_property
    def registry(self) -> Registry:
        """Return the registry of clients and instances."""
        from app.storage.registry import SqlRegistry

        registry = SqlRegistry(self.paths.registry_db)
        self._closing.callback(registry.close)
        return registry

    @cached_property
    def providers(self) -> Mapping[str, ProviderFacts]:
        """Return what instances of the providers of this version are made of."""
        from app.whatsapp.registry import PROVIDERS

        return PROVIDERS

    @cached_property
    def accounts(self) -> Accounts:
        """Return the service for clients and instances."""
        return Accounts(self.registry, self.premises, self.secrets, self.providers, self.connect)

    @cached_property
    def gallery(self) -> Gallery:
        """Return the gallery over a client's instances."""
        return Gallery(self.premises)

    @cached_property
    def statistics(self) -> StatisticsDesk:
        """Return the reader of statistics."""
        return StatisticsDesk(self.premises)

    def connect(self, instance: Instance) -> Gateway:
        """Return an instance's gateway; its credentials are read when they are first needed."""
        from app.whatsapp.registry import make_gateway

        return make_gateway(instance, lambda: self.secrets.load(instance.ref))

    def refs(self, client: ClientId) -> list[InstanceRef]:
        """Return the instances of a client. Raises CommandError `not_found`."""
        return [instance.ref for instance in self.accounts.instances(client)]

    def desk(self, ref: InstanceRef) -> Desk:
        """Open an instance for work: recovers what dead processes left, keeps leases alive. The same desk each time.

        Raises:
            CommandError: `not_found`.
        """
        from app.bootstrap.desks import open_desk

        with self._lock:
            if ref not in self._desks:
                instance = self.accounts.instance(ref)
                store = self._closing.enter_context(self.premises.open_store(ref))
                desk = open_desk(
                    instance,
                    store,
                    self.premises.vault(ref),
                    self.connect(instance),
                    workshop=self._workshop,
                    folder=self.paths.instance(ref),
                )
                desk.recover(self.owner.alive)
                self._heartbeat.add(desk.beat)
                self._desks[ref] = desk
            return self._desks[ref]

    def saver(self, ref: InstanceRef) -> Saver:
        """Return the service that copies an instance's files out."""
        from app.bootstrap.desks import saver_of

        client = self.registry.client(ref.client)
        return saver_of(self.desk(ref), client.name if client else str(ref.client))

    def close(self) -> None:
        """End in order: what runs, the pools, the processes, the databases, the hold on the folder, the logs."""
        with self._closing:
            for desk in self._desks.values():
                desk.stop()
            self.lanes.close()
            self._heartbeat.close()

    def __enter__(self) -> Core:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    @cached_property
    def _workshop(self) -> Workshop:
        from app.bootstrap.crunching import ProcessByteWork, ProcessTransfers
        from app.bootstrap.desks import Workshop

        work, transfers = ProcessByteWork(), ProcessTransfers()
        self._closing.callback(work.close)
        self._closing.callback(transfers.close)
        return Workshop(work, transfers, self.lanes, self.bus, self.clock, self.owner.id)


def _owner(paths: DataDir) -> Owner:
    """Take this process's hold on the data folder, and clear away those of the dead."""
    try:
        owner = Owner(paths.run)
        owner.sweep()
    except OSError as error:
        raise CommandError(ErrorCode.DATA_DIR, "data-dir", f"it cannot be locked ({type(error).__name__})") from error
    return owner
