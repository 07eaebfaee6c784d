"""The folders of one data folder: opens what belongs to an instance, measures it, really deletes it."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.ids import ClientId, InstanceRef, client_id, instance_id
from app.domain.kinds import MediaKind
from app.services.numbers import DiskUse
from app.services.ports import Clock, Vault
from app.services.registry import OpenedStore
from app.storage.faults import file_faults
from app.storage.schema import CLIENT, prepare
from app.storage.store import FILE, InstanceStore
from app.storage.thumbnails import FILE as THUMBNAILS
from app.storage.vault import FolderVault

_PRIVATE = 0o700


@dataclass(slots=True)
class _Shared:
    """An open store and how many use it."""

    store: InstanceStore
    users: int = 0


class DiskPremises:
    """`Premises` on disk: `media_storage/cliente_<id>/instance_<id>/…` below the data folder.

    Args:
        root: the data folder.
        owner: id of this process, on its leases and temporary files.
    """

    def __init__(self, root: Path, owner: str, *, clock: Clock = time.time) -> None:
        self._root = root
        self._owner = owner
        self._clock = clock
        self._lock = threading.RLock()
        self._open: dict[InstanceRef, _Shared] = {}

    @contextmanager
    def open_store(self, ref: InstanceRef) -> Iterator[OpenedStore]:
        """Open (and migrate, after a backup) the instance's databases; folders are made.

        Whoever asks for an instance that this process has open already shares it; the last one to leave closes it.

        Raises:
            CommandError: an id that could lead elsewhere, or a database that cannot be opened.
            UnavailableError: the disk is full or may not be written.
        """
        shared = self._enter(ref)
        try:
            yield shared.store
        finally:
            self._leave(ref, shared)

    def _enter(self, ref: InstanceRef) -> _Shared:
        with self._lock:
            shared = self._open.get(ref)
            if shared is None:
                folder = self._make(ref)
                store = InstanceStore(ref, folder, owner=self._owner, clock=self._clock)
                shared = self._open[ref] = _Shared(store)
            shared.users += 1
            return shared

    def _leave(self, ref: InstanceRef, shared: _Shared) -> None:
        with self._lock:
            shared.users -= 1
            if not shared.users:
                del self._open[ref]
                shared.store.close()

    def vault(self, ref: InstanceRef) -> Vault:
        """Return the instance's files at rest."""
        return FolderVault(self.instance_folder(ref), self._owner)

    def measure(self, ref: InstanceRef) -> tuple[int, int]:
        """Return files and bytes below the instance's folder."""
        files = size_bytes = 0
        for folder, _folders, names in os.walk(self.instance_folder(ref)):
            for name in names:
                files += 1
                size_bytes += (Path(folder) / name).lstat().st_size
        return files, size_bytes

    def disk(self, ref: InstanceRef) -> DiskUse:
        """Return what the instance's databases take, and how much room its disk has.

        Raises:
            UnavailableError: the disk cannot be asked.
        """
        folder = self.instance_folder(ref)
        with file_faults():
            room = shutil.disk_usage(folder)
            return DiskUse(_sizes(folder, FILE), _sizes(folder, THUMBNAILS), room.free, room.total)

    def erase(self, ref: InstanceRef) -> None:
        """Really delete the instance's folder.

        Raises:
            UnavailableError: something in it cannot be deleted.
        """
        _erase(self.instance_folder(ref))

    def erase_client(self, client: ClientId) -> None:
        """Really delete the client's folder with all instances in it."""
        _erase(self.client_folder(client))

    def client_folder(self, client: ClientId) -> Path:
        """Return where a client's files lie. The id is checked again: a path is made of nothing else."""
        return self._root / "media_storage" / f"cliente_{client_id(str(client))}"

    def instance_folder(self, ref: InstanceRef) -> Path:
        """Return where an instance's files lie."""
        return self.client_folder(ref.client) / f"instance_{instance_id(ref.instance)}"

    def _make(self, ref: InstanceRef) -> Path:
        folder = self.instance_folder(ref)
        with file_faults(), self._lock:
            for path in (self._root, folder.parent.parent, folder.parent, folder):
                path.mkdir(mode=_PRIVATE, exist_ok=True)
            for kind in MediaKind:
                (folder / kind.folder).mkdir(mode=_PRIVATE, exist_ok=True)
        prepare(folder.parent / "client.db", CLIENT)
        return folder


def _sizes(folder: Path, name: str) -> int:
    """Return the bytes of a database with what is not written back into it yet."""
    files = (folder / f"{name}{end}" for end in ("", "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def _erase(folder: Path) -> None:
    with file_faults():
        if not folder.exists():
            return
        if sys.version_info >= (3, 12):
            shutil.rmtree(folder, onexc=_make_writable)
        else:
            shutil.rmtree(folder, onerror=_make_writable)


def _make_writable(remove: Callable[..., Any], path: str, _error: object) -> None:
    """Delete what is marked read-only (Windows refuses it otherwise)."""
    Path(path).chmod(stat.S_IRWXU)
    remove(path)
