"""The player: what plays (engine) and the bar at the bottom that shows and steers it."""

from app.ui.panes.player.bar import PlayerBar

__all__ = ["PlayerBar"]
