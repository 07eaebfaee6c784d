"""Makes text safe to show: what customers wrote cannot steer the terminal or turn a line around."""

from __future__ import annotations

import unicodedata

_UNSAFE = frozenset({"Cc", "Cs"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def shown(value: object) -> str:
    """Return a value as one line: control characters and marks that turn text around become a replacement sign."""
    text = "" if value is None else str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join("\ufffd" if c in _TURNING or unicodedata.category(c) in _UNSAFE else c for c in text)
