"""Files at rest as streams of plain bytes, whether they lie there plain or sealed. Works in every process."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from app.domain.errors import RefusedError
from app.domain.reasons import Reason
from app.services.ports import StoredFile
from app.storage.age import AgeError, AgeWriter, Identity, opened
from app.storage.faults import file_faults

_WRITE = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


@contextmanager
def written(file: StoredFile) -> Iterator[BinaryIO]:
    """Open a file for writing from its start; it is whole and synced when this ends, and gone where that failed.

    Only this user may read it. A plain one can seek; a sealed one is written from its start to its end.

    Raises:
        UnavailableError: `disk_full` or `no_permission`.
    """
    path = Path(file.path)
    with file_faults():
        descriptor = os.open(path, _WRITE, 0o600)
    try:
        with _Outflow(descriptor, "r+") as bottom:
            if file.seal is None:
                yield cast(BinaryIO, bottom)
            else:
                writer = AgeWriter(cast(BinaryIO, bottom), (Identity(file.seal.secret).recipient,))
                yield cast(BinaryIO, writer)
                writer.finish()
            with file_faults():
                os.fsync(bottom.fileno())
    except BaseException:  # half a file must not stay, whatever it was
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def read(file: StoredFile) -> BinaryIO:
    """Open a file for reading from any place.

    Raises:
        RefusedError: `unreadable`: it is not there, cannot be read, was changed, or is closed with another key.
    """
    try:
        bottom = os.fdopen(os.open(file.path, _READ), "rb")
    except OSError as error:
        raise RefusedError(Reason.UNREADABLE, type(error).__name__) from error
    if file.seal is None:
        return bottom
    try:
        return opened(bottom, Identity(file.seal.secret))
    except AgeError as error:
        raise RefusedError(Reason.UNREADABLE, str(error)) from error


class _Outflow(io.FileIO):
    """A file being written, whose failures are errors of the domain (disk full, no permission)."""

    def write(self, data: object) -> int:
        """Write all of `data` and return how many bytes that was."""
        rest = memoryview(data).cast("B")  # type: ignore[arg-type]
        size_bytes = len(rest)
        with file_faults():
            while rest:
                rest = rest[cast(int, super().write(rest)) :]
        return size_bytes
