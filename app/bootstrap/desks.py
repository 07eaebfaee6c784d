"""Puts together what serves one instance: its store and vault, inbox, downloads, outbox and derivations."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.domain.accounts import Instance
from app.domain.messages import Blob
from app.services.bus import Bus
from app.services.derivation import Deriver
from app.services.desk import Desk
from app.services.downloads import Downloader
from app.services.drafts import Preparer, max_document_bytes
from app.services.gateway import Gateway
from app.services.inbox import Inbox
from app.services.ports import ByteWork, Clock, Lanes, StoredFile, Transfers, Vault
from app.services.registry import OpenedStore
from app.services.saving import Saver
from app.services.store import Store
from app.services.uploads import Outbox
from app.system.files import disk_reason, mark_as_received


@dataclass(frozen=True, slots=True)
class Workshop:
    """What all desks of a process share.

    Attributes:
        owner: id of this process, on its leases and temporary files.
    """

    work: ByteWork
    transfers: Transfers
    lanes: Lanes
    bus: Bus
    clock: Clock
    owner: str


def open_desk(
    instance: Instance, store: OpenedStore, vault: Vault, gateway: Gateway, *, workshop: Workshop, folder: Path
) -> Desk:
    """Return the desk of an instance; nothing runs yet. `folder` is the instance's own."""

    def locate(blob: Blob) -> str:
        return str(folder / blob.path)

    def stored(blob: Blob) -> StoredFile:
        return StoredFile(locate(blob), vault.seal)

    shop = workshop
    return Desk(
        instance=instance,
        store=store,
        vault=vault,
        gateway=gateway,
        inbox=Inbox(store, gateway, shop.bus, shop.clock),
        downloads=_downloads(store, vault, gateway, shop),
        outbox=_outbox(store, vault, gateway, shop),
        deriver=Deriver(store, shop.work, shop.lanes.work(), stored, shop.owner, shop.clock),
        preparer=Preparer(
            instance.provider,
            gateway.abilities,
            vault,
            shop.work,
            max_document_bytes=max_document_bytes(instance.settings),
        ),
        clock=shop.clock,
        owner=shop.owner,
        locate=locate,
    )


def saver_of(desk: Desk, client_name: str) -> Saver:
    """Return the service that copies the files of a desk's instance out."""

    def mark(path: Path) -> None:
        mark_as_received(path)

    names = {"client": client_name, "instance": desk.instance.name}
    return Saver(desk.store, desk.vault, names, mark, disk_reason)


def _downloads(store: Store, vault: Vault, gateway: Gateway, shop: Workshop) -> Downloader:
    return Downloader(
        store=store,
        vault=vault,
        gateway=gateway,
        transfers=shop.transfers,
        work=shop.work,
        lane=shop.lanes.net(store.ref),
        bus=shop.bus,
        clock=shop.clock,
        owner=shop.owner,
    )


def _outbox(store: Store, vault: Vault, gateway: Gateway, shop: Workshop) -> Outbox:
    return Outbox(
        store=store,
        vault=vault,
        gateway=gateway,
        lane=shop.lanes.net(store.ref),
        bus=shop.bus,
        clock=shop.clock,
        owner=shop.owner,
    )
