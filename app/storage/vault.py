"""Files at rest in plain folders: written under a temporary name, moved to their place once, never replaced.

A kept file is called `<stem>~<first 8 of sha256>.<ext>` in the folder of the kind first seen; the name is only for
people who look into the folder. The sealed form will be another class beside this one.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.names import blob_stem
from app.domain.reasons import Reason
from app.services.ports import TempFile
from app.storage.faults import file_fault, file_faults

TEMP = "tmp"
QUARANTINE = "quarantena"

_TEMP_NAME = re.compile(r"([0-9A-Za-z_-]{1,64})\.[0-9]+\.part\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_EXTENSION = re.compile(r"[a-z0-9]{1,16}\Z")
_DIGEST_LENGTHS = (8, 16, 32, 64)
"""How much of the digest a name carries: more where a shorter one is taken by other bytes."""

_WRITE = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_numbers = itertools.count(1)


class _Outflow(io.FileIO):
    """A file being written, whose failures are errors of the domain (disk full, no permission)."""

    def write(self, data: object) -> int:
        """Write some of `data` and return how many bytes."""
        with file_faults():
            return cast(int, super().write(data))  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class PlainVault:
    """`Vault` in readable folders. Plain data, so that it may go to another process.

    Attributes:
        folder: the instance's own; no path leads out of it.
        owner: names this process in temporary files.
    """

    folder: Path
    owner: str

    def new_temp(self) -> TempFile:
        """Reserve a temporary file.

        Raises:
            UnavailableError: `disk_full` or `no_permission`.
        """
        with file_faults():
            self._made(TEMP)
        return TempFile(str(self.folder / TEMP / f"{self.owner}.{next(_numbers)}.part"))

    def writer(self, temp: TempFile) -> BinaryIO:
        """Open a temporary file for writing from its start; only this user may read it."""
        with file_faults():
            descriptor = os.open(self._temp(temp), _WRITE, 0o600)
        return cast(BinaryIO, io.BufferedRandom(_Outflow(descriptor, "r+")))

    def reader(self, temp: TempFile) -> BinaryIO:
        """Open a temporary file for reading."""
        return _opened(self._temp(temp))

    def discard(self, temp: TempFile) -> None:
        """Remove a temporary file; an absent one is fine, and one that cannot go now is swept later."""
        with suppress(OSError):
            self._temp(temp).unlink(missing_ok=True)

    def place(self, temp: TempFile, *, sha256: str, kind: MediaKind, name: str, extension: str) -> str:
        """Move a synced temporary file to its place and return the path below the instance's folder.

        Raises:
            UnavailableError: `disk_full` or `no_permission`.
            RefusedError: `unreadable`: the temporary file is gone.
        """
        stem = blob_stem(name, fallback=kind.value)
        ending = extension if _EXTENSION.match(extension) else "bin"
        names = (f"{stem}~{_digest(sha256)[:length]}.{ending}" for length in _DIGEST_LENGTHS)
        return self._move(temp, sha256, kind.folder, names)

    def quarantine(self, temp: TempFile, *, sha256: str) -> str:
        """Move a temporary file to the quarantine, under a name that opens nothing."""
        return self._move(temp, sha256, QUARANTINE, iter((f"{_digest(sha256)}.bin",)))

    def open(self, blob: Blob) -> BinaryIO:
        """Open a kept file.

        Raises:
            RefusedError: `unreadable`.
        """
        parts = PurePosixPath(blob.path).parts
        if len(parts) != 2 or ".." in parts or parts[0].startswith("/") or ":" in blob.path or "\\" in blob.path:
            raise RefusedError(Reason.UNREADABLE, "a path that leads out of the vault")
        return _opened(self.folder.joinpath(*parts))

    def sweep(self, owner_alive: Callable[[str], bool]) -> int:
        """Remove temporary files of dead owners; return how many."""
        removed = 0
        folder = self.folder / TEMP
        for path in folder.iterdir() if folder.is_dir() else ():
            match = _TEMP_NAME.match(path.name)
            if match and not owner_alive(match.group(1)):
                with suppress(OSError):  # still open elsewhere on Windows: the next sweep takes it
                    path.unlink()
                    removed += 1
        return removed

    def _temp(self, temp: TempFile) -> Path:
        """Return where a temporary file lies; one of another instance is a bug of ours."""
        path = Path(temp.path)
        if path.parent != self.folder / TEMP or not _TEMP_NAME.match(path.name):
            raise ValueError("not a temporary file of this vault")
        return path

    def _move(self, temp: TempFile, sha256: str, folder: str, names: Iterator[str]) -> str:
        source = self._temp(temp)
        with _moving():
            target_folder = self._made(folder)
            for name in names:
                if _put(source, target_folder / name, sha256):
                    _sync_folder(target_folder)
                    _sync_folder(source.parent)
                    return f"{folder}/{name}"
        raise RefusedError(Reason.UNREADABLE, "a file with this digest in its name has other bytes")

    def _made(self, name: str) -> Path:
        folder = self.folder / name
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync_folder(self.folder)
        return folder


@contextmanager
def _moving() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise RefusedError(Reason.UNREADABLE, "the temporary file is gone") from error
    except OSError as error:
        raise file_fault(error) from error


def _put(source: Path, target: Path, sha256: str) -> bool:
    """Move `source` to `target` unless other bytes are there; equal ones are adopted and synced."""
    if _renamed(source, target):
        return True
    with target.open("rb+") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != sha256:
            return False
        os.fsync(stream.fileno())
    source.unlink()
    return True


def _renamed(source: Path, target: Path) -> bool:
    """Move a file without ever replacing one; False where the name is taken."""
    if sys.platform == "win32":
        try:
            source.rename(target)
        except FileExistsError:
            return False
        return True
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links; only one process at a time places files
        if target.exists():
            return False
        source.rename(target)
        return True
    source.unlink()
    return True


def _opened(path: Path) -> BinaryIO:
    try:
        return os.fdopen(os.open(path, _READ), "rb")
    except OSError as error:
        raise RefusedError(Reason.UNREADABLE, type(error).__name__) from error


def _digest(sha256: str) -> str:
    if not _SHA256.match(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")
    return sha256


def _sync_folder(folder: Path) -> None:
    """Make names durable; Windows has no such call and does it with the file."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
