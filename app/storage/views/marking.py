"""Marks what was found in texts: with the very tokens of the full-text index, in a small one in memory.

The indexes on disk keep no texts and cannot say where a hit stands; the few texts that are shown are indexed again.
All texts go in and come out in one statement each: after every step of a statement a busy thread may take its turn.
"""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing

from app.storage import engine

BEGIN, END = "\x02", "\x03"
_TOKENS = 16
"""Words of a snippet."""

_TABLE = "CREATE VIRTUAL TABLE found USING fts5(first, second, tokenize = 'unicode61 remove_diacritics 2')"
_FILL = "INSERT INTO found (rowid, first, second) SELECT key, value ->> 0, value ->> 1 FROM json_each(?)"
_MARKED = f"""WITH hit AS MATERIALIZED (SELECT rowid AS number,
    snippet(found, 0, '{BEGIN}', '{END}', '…', {_TOKENS}) AS first,
    snippet(found, 1, '{BEGIN}', '{END}', '…', {_TOKENS}) AS second FROM found WHERE found MATCH ?)
  SELECT json_group_array(json_array(number, first, second)) FROM hit"""
_BLANK = dict.fromkeys(map(ord, (BEGIN, END, "\0")), " ")


def marked(pairs: Sequence[tuple[str, str]], wanted: str) -> list[tuple[int, str]]:
    """Return for each pair of texts which of them was hit (0 or 1; 0 where both were) and its marked snippet."""
    if not pairs:
        return []
    with closing(engine.connect_to_memory()) as connection:
        connection.execute(_TABLE)
        texts = [[text.translate(_BLANK) for text in pair] for pair in pairs]
        connection.execute(_FILL, (json.dumps(texts),))
        ((answer,),) = connection.execute(_MARKED, (wanted,)).fetchall()
    found = {number: snippets for number, *snippets in json.loads(answer)}
    return [_hit(found.get(number, pair)) for number, pair in enumerate(pairs)]


def _hit(snippets: Sequence[str]) -> tuple[int, str]:
    first, second = snippets
    return (1, second) if BEGIN in second and BEGIN not in first else (0, first)
