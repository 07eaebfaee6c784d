"""The player: one engine, whose state the bubble and the bottom bar both show."""

from app.ui.panes.player.bar import PlayerBar
from app.ui.panes.player.engine import Player
from app.ui.panes.player.media_keys import MediaKeys

__all__ = ["MediaKeys", "Player", "PlayerBar"]
