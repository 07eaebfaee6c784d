"""Connects the player: the engine is made with the first sound that is played, the bar and the chat follow it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject

from app.ui.bridge import Errands
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ChatFace, PlayerBarFace, PlayerFace
from app.ui.wiring.media import opener
from app.ui.wiring.panes import Panes

_ENGINE = "app.ui.panes.player.engine"


class PlayerWire(QObject):
    """One engine for the whole window."""

    def __init__(self, panes: Panes, accounts: Accounts, errands: Errands) -> None:
        super().__init__(panes)
        self._panes, self._accounts, self._errands = panes, accounts, errands
        self._engine: PlayerFace | None = None

    def play(self, media: int) -> None:
        """Play a media of the account in front, or pause it where it plays."""
        desk, engine = self._accounts.desk(self._accounts.current), self._made()
        if desk is None or engine is None:
            return
        path_of = opener(desk)

        def begin(path: Path) -> None:
            engine.play(media, path)

        self._errands.run(lambda: path_of(media), begin, group="player")

    def seek(self, _media: int, share: float) -> None:
        """Go to a place of what is played, between 0 and 1."""
        if self._engine is not None:
            self._engine.seek(share)

    def _made(self) -> PlayerFace | None:
        """Return the engine; None on a computer whose system cannot play, or while there is none."""
        if self._engine is None:
            try:
                module = import_module(_ENGINE)
            except ImportError:
                return None
            self._engine = cast(PlayerFace, module.Player())
            cast(QObject, self._engine).setParent(self)
            self._engine.state_changed.connect(self._show)
        return self._engine

    def _show(self, state: Any) -> None:
        bar, chat = self._panes.existing("player"), self._panes.existing("chat")
        if bar is not None:
            cast(PlayerBarFace, bar).set_state(state)
        if chat is not None:
            cast(ChatFace, chat).set_player_state(state)
