"""The letters that stand for a name where there is no picture."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\+?[\d ()-]+|\S+@[a-z.]+")
"""A number or an id that stands in for a name that nobody knows: its digits say nothing of the person."""


def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name, or two of its only word; "" without letters."""
    words: list[str] = _WORD.findall(name)
    if not words or _ADDRESS.fullmatch(name):
        return ""
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()
