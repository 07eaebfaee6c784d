"""Runs SQL texts on one connection: the hot paths' way in, without the cost of building statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

Value = Any
"""What SQLite keeps: None, int, float, str or bytes."""
Found = Any
"""A row, read by position or by the name of a column."""


class Sql:
    """Statements on one connection, inside whatever transaction it is in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def one(self, statement: str, *parameters: Value) -> Found:
        """Return the first row, None where there is none."""
        return self._connection.exec_driver_sql(statement, parameters).fetchone()

    def all(self, statement: str, *parameters: Value) -> Sequence[Found]:
        """Return all rows."""
        return self._connection.exec_driver_sql(statement, parameters).fetchall()

    def tuples(self, statement: str, *parameters: Value) -> list[tuple[Value, ...]]:
        """Return all rows as the driver gives them, without names: half the cost of `all` for short answers."""
        driver: Any = self._connection.connection.driver_connection
        rows: list[tuple[Value, ...]] = driver.execute(statement, parameters).fetchall()
        return rows

    def value(self, statement: str, *parameters: Value) -> Value:
        """Return the first column of the first row, None where there is none."""
        row = self.one(statement, *parameters)
        return None if row is None else row[0]

    def run(self, statement: str, *parameters: Value) -> int:
        """Run a statement and return how many rows it changed."""
        return self._connection.exec_driver_sql(statement, parameters).rowcount

    def insert(self, statement: str, *parameters: Value) -> int:
        """Run an INSERT and return the number of the new row."""
        number = self._connection.exec_driver_sql(statement, parameters).lastrowid
        return int(number or 0)

    def many(self, statement: str, rows: list[tuple[Value, ...]]) -> None:
        """Run a statement once for each row of parameters."""
        if rows:
            self._connection.exec_driver_sql(statement, rows)


def listed(values: Iterable[object]) -> str:
    """Return values as one parameter for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values))
