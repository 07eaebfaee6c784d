"""Turns what a user types into questions for the full-text indexes; no text is an error.

Each piece between spaces is wanted as the beginning of a word, all of them together. Everything is quoted, so that
quotes, operators and column names mean nothing.
"""

from __future__ import annotations

import re

_PIECES = 12
"""More do not narrow a search any further."""

_LONGEST = 60
_NUMBER = re.compile(r"[\d\s+()./-]+\Z", re.ASCII)


def words_wanted(text: str) -> str:
    """Return the question for all pieces of `text`, "" where nothing in it can be looked for."""
    return " ".join(f'"{piece}"*' for piece in _pieces(text))


def in_columns(columns: str, wanted: str) -> str:
    """Return a question that looks into these columns only."""
    return f"{{{columns}}} : ({wanted})"


def people_wanted(text: str) -> str:
    """Return the question for names, or for a part of a number however it is written; "" where there is nothing."""
    wanted = words_wanted(text)
    number = re.sub(r"\D", "", text) if _NUMBER.match(text) else ""
    return f'({wanted}) OR numbers : "{number}"*' if wanted and number else wanted


def _pieces(text: str) -> list[str]:
    """Return what may be looked for. An index knows letters and digits only, so pieces without any are left out."""
    clean = "".join(character if character.isprintable() else " " for character in text)
    pieces = [piece.replace('"', " ")[:_LONGEST] for piece in clean.split()]
    return [piece for piece in pieces if any(character.isalnum() for character in piece)][:_PIECES]
