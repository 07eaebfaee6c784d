"""The letters that stand for a name where there is no picture."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")


def initials(name: str) -> str:
    """Return the first letters of the first and last word of a name, or two of its only word; "" without letters."""
    words: list[str] = _WORD.findall(name)
    if not words:
        return ""
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()
