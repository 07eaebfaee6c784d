"""The few settings of an instance that several processes share."""

from __future__ import annotations

from app.storage.sql import Sql

PAUSED = "paused"
HOLD_UNTIL = "hold_until"


class Settings:
    """Named texts in the instance's database."""

    def __init__(self, sql: Sql) -> None:
        self._sql = sql

    def get(self, name: str) -> str:
        """Return a setting, "" where it was never set."""
        return str(self._sql.value("SELECT value FROM setting WHERE name = ?", name) or "")

    def set(self, name: str, value: str) -> None:
        """Set it."""
        self._sql.run(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name, value,
        )  # fmt: skip
