"""Words beside an icon of a button, as far from it as the design has them: Qt itself leaves only four pixels."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

_MORE_ROOM = "\u2005\u2006"


def say_beside_icon(button: QAbstractButton, words: str) -> None:
    """Show words beside a button's icon; spoken they are the words alone."""
    button.setText(f"{_MORE_ROOM}{words}" if words else "")
    button.setAccessibleName(words)
