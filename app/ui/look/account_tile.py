"""Accounts as rounded squares: the 20 px tile that stands where accounts mix and beside what is about to be sent."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.ui.look.shapes import fill_rounded
from app.ui.look.theme import Theme


def paint_account(painter: QPainter, theme: Theme, rect: QRectF, colour: str, letter: str) -> None:
    """Paint an account's tile; `colour` is the name of an account colour, `anil`."""
    fill_rounded(painter, rect, theme.colour(f"account.{colour}.fill"), theme.px(6))
    painter.setFont(theme.font("caption", semibold=True))
    painter.setPen(theme.colour(f"account.{colour}.on"))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letter)
