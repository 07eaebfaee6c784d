"""Counts how much SQLite has to do for an answer, in steps of its virtual machine: the same on every computer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.storage import engine
from app.storage.sql import Sql

_EVERY = 10


def steps(path: Path, ask: Callable[[Sql], object]) -> int:
    """Return about how many steps an answer takes, after a first one that fills the caches."""
    with closing(engine.connect(path)) as driver:
        sql = Sql(_connection(driver))
        ask(sql)
        count = 0

        def step() -> int:
            nonlocal count
            count += _EVERY
            return 0

        driver.set_progress_handler(step, _EVERY)
        ask(sql)
        driver.set_progress_handler(None, 0)
        return count


def _connection(driver: Any) -> Any:
    """Return the little of a SQLAlchemy connection that `Sql` looks at."""
    return SimpleNamespace(connection=SimpleNamespace(driver_connection=driver))
