"""Files at rest in an instance's folders: written under a temporary name, moved to their place once, never replaced.

In a plain vault a kept file is called `<stem>~<first 8 of sha256>.<ext>` in the folder of the kind first seen; the name
is only for people who look into the folder. In a sealed one it is an age file, and its name says nothing of it.
"""

from __future__ import annotations

import hashlib
import hmac
import itertools
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.names import blob_stem
from app.domain.reasons import Reason
from app.domain.sealing import Seal
from app.services.ports import StoredFile, TempFile
from app.storage import streams
from app.storage.age import AgeError
from app.storage.faults import file_fault, file_faults

TEMP = "tmp"
QUARANTINE = "quarantena"

_TEMP_NAME = re.compile(r"([0-9A-Za-z_-]{1,64})\.[0-9]+\.part\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_EXTENSION = re.compile(r"[a-z0-9]{1,16}\Z")
_DIGEST_LENGTHS = (8, 16, 32, 64)
"""How much of the digest a name carries: more where a shorter one is taken by other bytes."""

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class FolderVault:
    """`Vault` in folders. Plain data, so that it may go to another process.

    Attributes:
        folder: the instance's own; no path leads out of it.
        owner: names this process in temporary files.
        seal: closes every file; None for a vault of plain files.
    """

    folder: Path
    owner: str
    seal: Seal | None = None

    def new_temp(self) -> TempFile:
        """Reserve a temporary file.

        Raises:
            UnavailableError: `disk_full` or `no_permission`.
        """
        with file_faults():
            self._made(TEMP)
        return TempFile(str(self.folder / TEMP / f"{self.owner}.{next(_numbers)}.part"), self.seal)

    def writer(self, temp: TempFile) -> AbstractContextManager[BinaryIO]:
        """Open a temporary file for writing from its start; when it ends the file is whole and synced, or gone."""
        self._temp(temp)
        return streams.written(temp)

    def reader(self, temp: TempFile) -> BinaryIO:
        """Open a temporary file for reading."""
        self._temp(temp)
        return streams.read(temp)

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
        if self.seal is not None:
            return self._move(temp, sha256, kind.folder, self._blind_names(sha256))
        stem = blob_stem(name, fallback=kind.value)
        ending = extension if _EXTENSION.match(extension) else "bin"
        names = (f"{stem}~{_digest(sha256)[:length]}.{ending}" for length in _DIGEST_LENGTHS)
        return self._move(temp, sha256, kind.folder, names)

    def quarantine(self, temp: TempFile, *, sha256: str) -> str:
        """Move a temporary file to the quarantine, under a name that opens nothing."""
        names = self._blind_names(sha256) if self.seal is not None else iter((f"{_digest(sha256)}.bin",))
        return self._move(temp, sha256, QUARANTINE, names)

    def open(self, blob: Blob) -> BinaryIO:
        """Open a kept file.

        Raises:
            RefusedError: `unreadable`.
        """
        parts = PurePosixPath(blob.path).parts
        if len(parts) != 2 or ".." in parts or parts[0].startswith("/") or ":" in blob.path or "\\" in blob.path:
            raise RefusedError(Reason.UNREADABLE, "a path that leads out of the vault")
        return streams.read(StoredFile(str(self.folder.joinpath(*parts)), self.seal))

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
                if self._put(source, target_folder / name, sha256):
                    _sync_folder(target_folder)
                    _sync_folder(source.parent)
                    return f"{folder}/{name}"
        raise RefusedError(Reason.UNREADABLE, "a file with this digest in its name has other bytes")

    def _put(self, source: Path, target: Path, sha256: str) -> bool:
        """Move `source` to `target` unless other bytes are there; equal ones are adopted and synced."""
        if _renamed(source, target):
            return True
        if not self._holds(target, sha256):
            return False
        with target.open("rb+") as stream:
            os.fsync(stream.fileno())
        source.unlink()
        return True

    def _holds(self, target: Path, sha256: str) -> bool:
        """Tell whether a file has these bytes; one that cannot be opened with our key has others."""
        try:
            with streams.read(StoredFile(str(target), self.seal)) as stream:
                return hashlib.file_digest(cast(BufferedReader, stream), "sha256").hexdigest() == sha256
        except (RefusedError, AgeError):
            return False

    def _blind_names(self, sha256: str) -> Iterator[str]:
        """Yield names that only who has the key can tell from the content; a second one where the first is damaged."""
        secret = self.seal.secret if self.seal is not None else b""
        name = hmac.digest(secret, b"acervo file name " + bytes.fromhex(_digest(sha256)), "sha256").hex()
        return iter((f"{name[:40]}.age", f"{name}.age"))

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
