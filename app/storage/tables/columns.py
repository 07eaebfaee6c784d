"""Short forms for the columns that our tables are made of; all tables are STRICT, so there are four types."""

from __future__ import annotations

from typing import Any

from sqlalchemy import REAL, Column, Integer, LargeBinary, Table, Text, text
from sqlalchemy.schema import SchemaItem
from sqlalchemy.sql.schema import MetaData


def table(name: str, metadata: MetaData, *items: SchemaItem, **options: Any) -> Table:
    """Return a STRICT table."""
    return Table(name, metadata, *items, sqlite_strict=True, **options)


def key(name: str = "id") -> Column[int]:
    """Return a row number that is never given out twice."""
    return Column(name, Integer, primary_key=True)


def number(name: str, *items: SchemaItem, default: int | None = None, **options: Any) -> Column[int]:
    """Return an integer column, NOT NULL unless told otherwise."""
    return _column(name, Integer, items, None if default is None else str(default), options)


def words(name: str, *items: SchemaItem, default: str | None = None, **options: Any) -> Column[str]:
    """Return a text column, NOT NULL unless told otherwise."""
    return _column(name, Text, items, None if default is None else f"'{default}'", options)


def moment(name: str, **options: Any) -> Column[float]:
    """Return a time in Unix seconds with a fraction."""
    return _column(name, REAL, (), None, options)


def octets(name: str, **options: Any) -> Column[bytes]:
    """Return a column of bytes."""
    return _column(name, LargeBinary, (), None, options)


def _column(
    name: str, kind: Any, items: tuple[SchemaItem, ...], default: str | None, options: dict[str, Any]
) -> Column[Any]:
    options.setdefault("nullable", False)
    return Column(name, kind, *items, server_default=None if default is None else text(default), **options)
