"""The log pane: what the program wrote down, live."""

from app.ui.panes.logs.pane import LogPane

__all__ = ["LogPane"]
