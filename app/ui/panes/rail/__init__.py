"""The rail: accounts by client, and the sections of the program."""

from app.ui.panes.rail.pane import Rail

__all__ = ["Rail"]
