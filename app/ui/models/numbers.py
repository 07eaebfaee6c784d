"""Small numbers in the language's own way."""

from __future__ import annotations

from babel.numbers import format_decimal

from app.texts import language


def speed_words(speed: float) -> str:
    """Return a speed as players show it: `1×`, `1.5×`, `1,5×`."""
    return format_decimal(speed, format="0.##", locale=language()) + "×"
