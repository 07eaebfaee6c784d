"""What the disk says and is told: free space, durable renames, and the mark of files that came from outside."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from app.domain.reasons import Reason

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_WINDOWS_FULL = {39, 112, 1295}
"""ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_DISK_QUOTA_EXCEEDED."""
_WINDOWS_FORBIDDEN = {5, 19, 32, 33}
"""ERROR_ACCESS_DENIED, ERROR_WRITE_PROTECT, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""

SetAttribute = Callable[[str, str, bytes], None]
"""Sets an extended attribute of a file: path, name, value. Raises OSError."""


def free_bytes(path: Path) -> int:
    """Return the bytes that this user may still write where `path` lies or will lie.

    Raises:
        OSError: the volume does not answer.
    """
    while not path.exists() and path != path.parent:
        path = path.parent
    return shutil.disk_usage(path).free


def fsync_dir(path: Path) -> None:
    """Make a rename inside the folder survive a power cut; Windows does so by itself and has no call for it.

    Raises:
        OSError: the folder cannot be opened, or the disk failed.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot sync a folder and say so with these.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def disk_reason(error: OSError) -> Reason:
    """Return what a failed file operation means to the user.

    `disk_full` and `no_permission` pass by themselves once the cause is gone; `too_large` is a file system with small
    files (FAT32); everything else is `unreadable`.
    """
    windows_code = getattr(error, "winerror", None)
    if error.errno in _FULL or windows_code in _WINDOWS_FULL:
        return Reason.DISK_FULL
    if error.errno in _FORBIDDEN or windows_code in _WINDOWS_FORBIDDEN:
        return Reason.NO_PERMISSION
    return Reason.TOO_LARGE if error.errno == errno.EFBIG else Reason.UNREADABLE


def mark_as_received(path: Path, *, platform: str = sys.platform, set_attribute: SetAttribute | None = None) -> bool:
    """Tell the system that a file came from outside, so that it warns before running it; return whether it was told.

    Windows: the Zone.Identifier stream with the internet zone. macOS: `com.apple.quarantine`. Linux has no such mark.
    Best effort: a file system without streams or attributes keeps the file unmarked.

    Args:
        path: a file that was saved outside the vault.
        platform: as `sys.platform`.
        set_attribute: in place of the system call of macOS.
    """
    with suppress(OSError):
        if platform == "win32":
            _write_zone(path)
            return True
        if platform == "darwin":
            (set_attribute or _set_attribute_macos)(str(path), "com.apple.quarantine", _quarantine_value())
            return True
    return False


def _write_zone(path: Path) -> None:
    with Path(f"{path}:Zone.Identifier").open("w", encoding="ascii", newline="") as stream:
        stream.write("[ZoneTransfer]\r\nZoneId=3\r\n")


def _quarantine_value() -> bytes:
    """Return flags, time in hex, the program and an id, as Launch Services writes them for a download."""
    return f"0081;{int(time.time()):x};Acervo;{str(uuid.uuid4()).upper()}".encode("ascii")


def _set_attribute_macos(path: str, name: str, value: bytes) -> None:
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.setxattr(os.fsencode(path), name.encode(), value, ctypes.c_size_t(len(value)), 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
