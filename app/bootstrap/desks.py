"""Puts together what serves one instance: its store and vault, inbox, downloads, outbox and derivations."""

from __future__ import annotations

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
from app.services.ports import ByteWork, Clock, Lanes, Transfers, Vault
from app.services.saving import Saver
from app.services.store import Store
from app.services.uploads import Outbox
from app.system.files import disk_reason, mark_as_received


def open_desk(
    instance: Instance,
    store: Store,
    *,
    vault: Vault,
    gateway: Gateway,
    crunching: tuple[ByteWork, Transfers],
    lanes: Lanes,
    bus: Bus,
    clock: Clock,
    owner: str,
    folder: Path,
) -> Desk:
    """Return the desk of an instance; nothing runs yet.

    Args:
        owner: id of this process, on its leases and temporary files.
        folder: the instance's own.
    """
    (work, transfers), lane = crunching, lanes.net(instance.ref)

    def locate(blob: Blob) -> str:
        return str(folder / blob.path)

    downloads = Downloader(
        store=store,
        vault=vault,
        gateway=gateway,
        transfers=transfers,
        work=work,
        lane=lane,
        bus=bus,
        clock=clock,
        owner=owner,
    )
    outbox = Outbox(store=store, vault=vault, gateway=gateway, lane=lane, bus=bus, clock=clock, owner=owner)
    return Desk(
        instance=instance,
        store=store,
        vault=vault,
        gateway=gateway,
        inbox=Inbox(store, gateway, bus, clock),
        downloads=downloads,
        outbox=outbox,
        deriver=Deriver(store, work, lanes.work(), locate, owner, clock),
        preparer=Preparer(
            instance.provider,
            gateway.abilities,
            vault,
            work,
            max_document_bytes=max_document_bytes(instance.settings),
        ),
        clock=clock,
        owner=owner,
        locate=locate,
    )


def saver_of(desk: Desk, client_name: str) -> Saver:
    """Return the service that copies the files of a desk's instance out."""

    def mark(path: Path) -> None:
        mark_as_received(path)

    names = {"client": client_name, "instance": desk.instance.name}
    return Saver(desk.store, desk.vault, names, mark, disk_reason)
