"""Words beside an icon of a button, as far from it as the design has them: Qt itself leaves only four pixels."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton

_MORE_ROOM = "\u2005"


def say_beside_icon(button: QAbstractButton, words: str, *, icon_last: bool = False) -> None:
    """Show words beside a button's icon; spoken they are the words alone."""
    beside = f"{words}{_MORE_ROOM}" if icon_last else f"{_MORE_ROOM}{words}"
    button.setText(beside if words else "")
    button.setAccessibleName(words)
