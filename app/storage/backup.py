"""Copies a database while it is in use, and keeps the newest few copies beside it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

from app.storage import engine
from app.storage.faults import file_faults

KEPT = 3


def back_up(path: Path, *, version: int) -> Path:
    """Copy the committed state of a database into `backups/` and return the copy; older copies but `KEPT` go.

    Raises:
        UnavailableError: the copy could not be written.
    """
    with file_faults():
        folder = path.parent / "backups"
        folder.mkdir(mode=0o700, exist_ok=True)
        copy = folder / f"{path.stem}-{version:04}-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.db"
        part = copy.with_suffix(".part")
        # Whoever copies holds the writer's lock, so a part that lies here is of a run that died.
        for stale in folder.glob(f"{path.stem}-*.part*"):
            stale.unlink()
        _copy(path, part)
        with part.open("rb+") as stream:
            os.fsync(stream.fileno())
        part.replace(copy)
        for old in backups(path)[:-KEPT]:
            old.unlink()
    return copy


def backups(path: Path) -> list[Path]:
    """Return the copies of a database, oldest first."""
    found = (path.parent / "backups").glob(f"{path.stem}-[0-9][0-9][0-9][0-9]-*.db")
    return sorted(found, key=lambda copy: copy.name.rsplit("-", 3)[1:])


def _copy(path: Path, target: Path) -> None:
    source = engine.connect(path)
    try:
        copy = engine.connect(target)
        try:
            source.backup(copy)
        finally:
            copy.close()
    finally:
        source.close()
