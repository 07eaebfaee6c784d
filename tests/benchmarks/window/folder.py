"""A copy of a library for a window to work in, with nothing to fetch for a month."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.services.settings import LAST_ACCOUNT
from app.storage import engine
from app.storage.tables.media import DEFERRED, DUE
from app.system.paths import open_data_dir
from app.system.settings_file import NAME, SettingsFile
from tests.benchmarks import libraries
from tests.benchmarks.make_library import LARGE, SMALL

_MONTH_S = 30 * 86_400


@contextmanager
def window_folder(media: int) -> Iterator[Path]:
    """Give a data folder that a window may change; it is removed at the end.

    A fifth of a made library waits to be fetched from an address that leads nowhere. Here that waits for a month, so
    that what is measured is the window and not sixteen refused downloads a second.
    """
    with libraries.copied(media) as folder:
        data = open_data_dir(str(folder))
        for ref in (LARGE, SMALL):
            _put_off(data.media_db(ref))
        settings = SettingsFile(data.root / NAME)
        settings.put(LAST_ACCOUNT, str(LARGE))
        settings.save()
        yield folder


def _put_off(database: Path) -> None:
    with closing(engine.connect(database)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "UPDATE media SET job = ?, next_try_at = ? WHERE job IN (?, ?)",
            (DEFERRED, time.time() + _MONTH_S, DUE, DEFERRED),
        )
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def oldest_media(folder: Path) -> int:
    """Return the media that a gallery of the large account ends with, asked of the database without the program."""
    with closing(engine.connect(open_data_dir(str(folder)).media_db(LARGE))) as connection:
        ((found,),) = connection.execute("SELECT id FROM media ORDER BY sent_at, id LIMIT 1").fetchall()
    return int(found)
