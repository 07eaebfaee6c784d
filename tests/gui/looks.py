"""A look for tests of single panes: theme and icons as the window has them, and how to see a pane."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.look.icons import Icons
from app.ui.look.theme import Choice, Theme

RESOURCES = Path(__file__).parents[2] / "resources"


def make_look(*, dark: bool = False, scale: float = 1.0) -> tuple[Theme, Icons]:
    """Return a theme that is in force, and its icons."""
    theme = Theme(RESOURCES)
    theme.choice = Choice.DARK if dark else Choice.LIGHT
    theme.set_scale(scale)
    return theme, Icons(theme)


def keep(qtbot: QtBot, widget: QWidget) -> None:
    """Close a widget at the end of a test, and hold it until then: it must not go while it is being painted."""
    qtbot.addWidget(widget, before_close_func=lambda _closed: widget.hide())


def inside(widget: QWidget) -> bool:
    """Tell whether all visible parts of a widget lie inside it."""
    return all(widget.rect().contains(part.geometry()) for part in _parts(widget) if part.isVisible())


def _parts(widget: QWidget) -> list[QWidget]:
    return [child for child in widget.children() if isinstance(child, QWidget) and not child.isWindow()]
