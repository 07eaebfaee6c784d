"""Alembic steps from each older schema to the next: one folder a database, one step a file.

A step says what it does in SQL of its own and never looks at `app.storage.tables`, which will have moved on. Once
released it is not changed any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def scripts(name: str) -> ScriptDirectory:
    """Return the steps of the database `name` (`instance`, `registry`, `thumbnails`)."""
    return ScriptDirectory(str(Path(__file__).parent / name))


def upgrade(connection: Connection, name: str, revision: str) -> None:
    """Run all steps up to `revision` (`0002`) in the connection's open transaction."""
    directory = scripts(name)

    def steps(current: Any, _context: MigrationContext) -> Iterable[Any]:
        return directory._upgrade_revs(revision, current)

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev=revision) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
