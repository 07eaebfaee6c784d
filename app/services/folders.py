"""Folders on their way out: what is in them, and one of them as a ZIP file."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason

_MOST_COUNTED = 10_000
_CHUNK = 256 * 1024
_LARGE = 2**31
_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)})


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found.

    Attributes:
        files: those that were asked for, folders among them walked by name.
        left_out: so many more there are; counted up to ten thousand.
        size_bytes: of `files`.
    """

    files: list[Path] = field(default_factory=list)
    left_out: int = 0
    size_bytes: int = 0


def gathered(paths: Sequence[Path], *, most: int) -> Gathered:
    """Return the files among these and those in folders among them; hidden ones in folders are left out. Blocking.

    Args:
        most: no more files than these; the others are counted.
    """
    files: list[Path] = []
    left_out = size_bytes = 0
    for path in _each(paths):
        if len(files) < most:
            files.append(path)
            size_bytes += _size(path)
        else:
            left_out += 1
            if left_out >= _MOST_COUNTED:
                break
    return Gathered(files, left_out, size_bytes)


def zipped(folder: Path, target: Path, *, most_bytes: int, wanted: Callable[[], bool] = lambda: True) -> Path:
    """Write a folder as a ZIP file and return `target`. Blocking.

    Args:
        most_bytes: where the ZIP file grows beyond it, it is given up.
        wanted: asked between blocks; False gives it up, too.

    Raises:
        RefusedError: `too_large`, `empty` (the folder holds no file) or `cancelled`.
        UnavailableError: `no_permission` or `disk_full`; `unreadable` where a file of it cannot be read.
    """
    try:
        with target.open("xb") as out:
            _write(folder, out, most_bytes, wanted)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise UnavailableError(_reason(error)) from error
    except RefusedError:
        target.unlink(missing_ok=True)
        raise
    return target


def _write(folder: Path, out: BinaryIO, most_bytes: int, wanted: Callable[[], bool]) -> None:
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _each([folder]):
            inside = Path(folder.name) / path.relative_to(folder)
            info = zipfile.ZipInfo.from_file(path, inside.as_posix(), strict_timestamps=False)
            info.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, archive.open(info, "w", force_zip64=info.file_size >= _LARGE) as member:
                while block := source.read(_CHUNK):
                    member.write(block)
                    if out.tell() > most_bytes:
                        raise RefusedError(Reason.TOO_LARGE)
                    if not wanted():
                        raise RefusedError(Reason.CANCELLED)
            count += 1
    if not count:
        raise RefusedError(Reason.EMPTY)


def _each(paths: Sequence[Path]) -> Iterator[Path]:
    """Walk folders by name; pipes and devices in them are no files."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                found = Path(folder) / name
                if not name.startswith(".") and found.is_file():
                    yield found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _reason(error: OSError) -> Reason:
    if error.errno in _FULL:
        return Reason.DISK_FULL
    return Reason.NO_PERMISSION if isinstance(error, PermissionError) else Reason.UNREADABLE
