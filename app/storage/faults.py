"""Turns what databases and file systems raise into errors of the domain, once, at the edge."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from app.domain.errors import AcervoError, CommandError, UnavailableError
from app.domain.reasons import ErrorCode, Reason

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG}) if hasattr(errno, "EDQUOT") else frozenset({errno.ENOSPC})

_PASSING = {
    "SQLITE_BUSY": Reason.TIMEOUT,
    "SQLITE_LOCKED": Reason.TIMEOUT,
    "SQLITE_FULL": Reason.DISK_FULL,
    "SQLITE_READONLY": Reason.NO_PERMISSION,
    "SQLITE_PERM": Reason.NO_PERMISSION,
    "SQLITE_AUTH": Reason.NO_PERMISSION,
    "SQLITE_CANTOPEN": Reason.NO_PERMISSION,
    "SQLITE_IOERR": Reason.NO_PERMISSION,
}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


class DamagedDatabaseError(CommandError):
    """A database file whose bytes are not a database any more."""


@contextmanager
def database_faults(file: str) -> Iterator[None]:
    """Turn the driver's errors into `UnavailableError` (may work later) or `DamagedDatabaseError`.

    Broken constraints and wrong SQL are our bugs and go through as they are.
    """
    try:
        yield
    except (DBAPIError, dbapi2.Error) as error:
        known = _known(error, file)
        if known is None:
            raise
        raise known from error


def is_busy(error: BaseException) -> bool:
    """Tell whether a driver's error only says that somebody else holds the lock."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def file_fault(error: OSError) -> UnavailableError:
    """Return the error that says why a file could not be written; it carries no name."""
    reason = Reason.DISK_FULL if error.errno in _FULL else Reason.NO_PERMISSION
    return UnavailableError(reason, errno.errorcode.get(error.errno or 0, "OSError"))


@contextmanager
def file_faults() -> Iterator[None]:
    """Turn OSError into `UnavailableError` `disk_full` or `no_permission`."""
    try:
        yield
    except OSError as error:
        raise file_fault(error) from error


def _known(error: BaseException, file: str) -> AcervoError | None:
    code = _code(error)
    family = "_".join(code.split("_")[:2])
    if family in _DAMAGED:
        return DamagedDatabaseError(ErrorCode.DATABASE, file, f"the database cannot be read: {code}")
    if code in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC"):
        return UnavailableError(Reason.DISK_FULL, code)
    reason = _PASSING.get(family)
    return None if reason is None else UnavailableError(reason, code)


def _code(error: BaseException) -> str:
    original = error.orig if isinstance(error, DBAPIError) else error
    return str(getattr(original, "sqlite_errorname", None) or "")
