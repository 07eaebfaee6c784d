"""The bottom bar: the player, the transfers, and what expires soon."""

from app.ui.panes.bottom.pane import BottomBar

__all__ = ["BottomBar"]
