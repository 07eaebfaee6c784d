"""What services need from the registry of clients and instances (`acervo.db`)."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Protocol

from app.domain.accounts import Client, Instance, VaultForm
from app.domain.ids import ClientId, InstanceRef
from app.services.numbers import DiskUse
from app.services.ports import Vault
from app.services.store import Store
from app.services.views import ViewStore


class Registry(Protocol):
    """Clients and instances; names live here and never in a path."""

    def clients(self) -> list[Client]: ...

    def client(self, client: ClientId) -> Client | None: ...

    def add_client(self, name: str, *, id: ClientId | None, vault: VaultForm) -> Client:
        """Add a client with the next free id or the given one. Raises CommandError `already_exists`."""

    def remove_client(self, client: ClientId) -> None: ...

    def instances(self, client: ClientId | None = None) -> list[Instance]: ...

    def instance(self, ref: InstanceRef) -> Instance | None: ...

    def add_instance(self, instance: Instance) -> None:
        """Add it. Raises CommandError `not_found` (client) or `already_exists`."""

    def change_settings(self, ref: InstanceRef, settings: Mapping[str, str]) -> None: ...

    def remove_instance(self, ref: InstanceRef) -> None: ...


class OpenedStore(Store, ViewStore, Protocol):
    """An instance's databases, for services and for the window."""


class Premises(Protocol):
    """Opens what belongs to one instance; the folders on disk."""

    def open_store(self, ref: InstanceRef) -> AbstractContextManager[OpenedStore]:
        """Open (and migrate, after a backup) the instance's databases."""

    def vault(self, ref: InstanceRef) -> Vault: ...

    def measure(self, ref: InstanceRef) -> tuple[int, int]:
        """Return files and bytes below the instance's folder."""

    def disk(self, ref: InstanceRef) -> DiskUse:
        """Return what its databases take, and how much room the disk has. Constant time: no file is counted."""

    def erase(self, ref: InstanceRef) -> None:
        """Really delete the instance's folder."""

    def erase_client(self, client: ClientId) -> None: ...
