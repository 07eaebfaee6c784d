"""Runs SQL texts on one connection: the hot paths' way in, without the cost of building statements.

The driver is spoken to directly, inside the transaction that SQLAlchemy began: its own results cost two thirds of what
recording a message takes. What the driver raises is turned into the domain's errors like SQLAlchemy's (`faults`).
"""

from __future__ import annotations

import json
from collections import namedtuple
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection

Value = Any
"""What SQLite keeps: None, int, float, str or bytes."""
Found = Any
"""A row, a tuple that can be read by the names of its columns too."""

_MOST_SHAPES = 1_000
_shapes: dict[str, Callable[[Iterable[Value]], Found]] = {}
"""What makes a row of the answer to a statement; statements are constants, or made of a few of them."""


class Sql:
    """Statements on one connection, inside whatever transaction it is in."""

    def __init__(self, connection: Connection) -> None:
        self._driver: Any = connection.connection.driver_connection

    def one(self, statement: str, *parameters: Value) -> Found:
        """Return the first row, None where there is none."""
        cursor = self._driver.execute(statement, parameters)
        row = cursor.fetchone()
        return None if row is None else _shape(statement, cursor)(row)

    def all(self, statement: str, *parameters: Value) -> Sequence[Found]:
        """Return all rows."""
        cursor = self._driver.execute(statement, parameters)
        return list(map(_shape(statement, cursor), cursor.fetchall()))

    def tuples(self, statement: str, *parameters: Value) -> list[tuple[Value, ...]]:
        """Return all rows without names, for long or frequent answers."""
        rows: list[tuple[Value, ...]] = self._driver.execute(statement, parameters).fetchall()
        return rows

    def value(self, statement: str, *parameters: Value) -> Value:
        """Return the first column of the first row, None where there is none."""
        row = self._driver.execute(statement, parameters).fetchone()
        return None if row is None else row[0]

    def run(self, statement: str, *parameters: Value) -> int:
        """Run a statement and return how many rows it changed."""
        return int(self._driver.execute(statement, parameters).rowcount)

    def insert(self, statement: str, *parameters: Value) -> int:
        """Run an INSERT and return the number of the new row."""
        return int(self._driver.execute(statement, parameters).lastrowid or 0)

    def many(self, statement: str, rows: list[tuple[Value, ...]]) -> None:
        """Run a statement once for each row of parameters."""
        if rows:
            self._driver.executemany(statement, rows)


def listed(values: Iterable[object]) -> str:
    """Return values as one parameter for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values))


def _shape(statement: str, cursor: Any) -> Callable[[Iterable[Value]], Found]:
    shape = _shapes.get(statement)
    if shape is None:
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        names = [column[0] for column in cursor.description]
        kind: Any = namedtuple("Found", names, rename=True)  # type: ignore[misc]
        shape = _shapes[statement] = kind._make
    return shape
