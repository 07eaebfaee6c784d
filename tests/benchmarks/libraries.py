"""Libraries for benchmarks: made once, kept in the scratch folder, made again when what they are made by changes."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.make_library import DEFAULT_SEED, make_library
from tests.benchmarks.measure import REPOSITORY, SCRATCH, Options, say

_MADE_BY = (
    "tests/benchmarks/library",
    "tests/benchmarks/make_library.py",
    "app/storage/tables",
    "app/storage/schema.py",
)
_STAMP = "made-by"

QUICK, ORDINARY, FULL = 2_000, 100_000, 1_000_000


def sizes(options: Options) -> list[int]:
    """Return the sizes of library that a run looks at, in media."""
    if options.quick:
        return [QUICK]
    return [ORDINARY, FULL] if options.full else [ORDINARY]


def library(media: int) -> Path:
    """Return a library that must not be changed."""
    folder, stamp = SCRATCH / f"library-{media}", _stamp()
    kept = folder / _STAMP
    if kept.is_file() and kept.read_text(encoding="ascii") == stamp:
        return folder
    say(f"    a library of {media:,} media is made")
    shutil.rmtree(folder, ignore_errors=True)
    make_library(folder, media, seed=DEFAULT_SEED)
    kept.write_text(stamp, encoding="ascii")
    return folder


@contextmanager
def copied(media: int) -> Iterator[Path]:
    """Give a copy of a library to be changed, removed at the end; with 0 media an empty folder."""
    with scratch() as folder:
        if media:
            shutil.copytree(library(media), folder, dirs_exist_ok=True)
        yield folder


@contextmanager
def scratch() -> Iterator[Path]:
    """Give an empty folder on the disk of the repository, removed at the end: /tmp may be memory."""
    SCRATCH.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=SCRATCH, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _stamp() -> str:
    digest = hashlib.sha256()
    for name in _MADE_BY:
        place = REPOSITORY / name
        for file in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
