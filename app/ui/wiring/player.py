"""Connects the player: the engine is made with the first sound that is played, the bar and the chat follow it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Signal

from app.domain.ids import InstanceRef, MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.settings import PLAYBACK_SPEED, VOLUME, UiSettings
from app.services.views import Viewing
from app.texts import _
from app.texts.times import day_of, format_clock, list_time
from app.texts.titles import kind_title
from app.ui.bridge import Errands
from app.ui.models.playing import PlayerState
from app.ui.pane_places import Panes
from app.ui.panes.player.engine import Player, Track
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ChatFace, PlayerBarFace
from app.ui.wiring.media import opener

Facts = tuple[MediaItem, bytes]
"""A sound's row and its waveform."""


class PlayerWire(QObject):
    """One engine for the whole window; it goes on when chat or account change."""

    jump_wanted = Signal(int)
    """A media of the account in front whose message is to be shown."""

    def __init__(self, panes: Panes, accounts: Accounts, settings: UiSettings, errands: Errands) -> None:
        super().__init__(panes)
        self._panes, self._accounts, self._settings, self._errands = panes, accounts, settings, errands
        self._engine = Player(self)
        self._engine.set_speed(settings.get(PLAYBACK_SPEED))
        self._engine.set_volume(settings.get(VOLUME))
        self._ref: InstanceRef | None = None
        self._engine.state_changed.connect(self._show)
        self._engine.outputs_changed.connect(self._list_outputs)
        self._engine.follow_with(self._find_next)
        accounts.switched.connect(lambda _ref: self._show(self._engine.state))

    def wire(self, bar: PlayerBarFace) -> None:
        """Connect the bar."""
        bar.toggle_wanted.connect(self._engine.toggle)
        bar.seek_wanted.connect(self._engine.seek)
        bar.speed_wanted.connect(self.set_speed)
        bar.volume_wanted.connect(self._set_volume)
        bar.output_wanted.connect(self._engine.choose_output)
        bar.outputs_wanted.connect(self._list_outputs)
        bar.jump_wanted.connect(self._jump)
        bar.set_volume(self._engine.volume)
        bar.set_state(self._engine.state)

    def play(self, media: int) -> None:
        """Play a media of the account in front, or pause it where it plays."""
        ref = self._accounts.current
        if self._engine.state.media_id == media and self._ref == ref:
            self._engine.toggle()
        elif ref is not None:
            self._fetch(ref, lambda view: _facts(view, media), lambda track: self._begin(ref, track))

    def seek(self, media: int, share: float) -> None:
        """Go to a place of what is played, between 0 and 1."""
        if self._engine.state.media_id == media and self._ref == self._accounts.current:
            self._engine.seek(share)

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast from now on, also the next time."""
        self._settings.put(PLAYBACK_SPEED, speed)
        self._engine.set_speed(speed)

    def stop(self) -> None:
        """Let go of the sound: the window closes."""
        self._engine.stop()

    def _set_volume(self, volume: float) -> None:
        self._settings.put(VOLUME, volume)
        self._engine.set_volume(volume)

    def _begin(self, ref: InstanceRef, track: Track) -> None:
        self._ref = ref
        self._engine.play_track(track)

    def _find_next(self, media: int, then: Callable[[Track], None]) -> None:
        """Hand over the voice message that directly follows one, if it was never heard."""
        if self._ref is not None:
            self._fetch(self._ref, lambda view: _following(view, media), then)

    def _fetch(self, ref: InstanceRef, ask: Callable[[Viewing], Facts | None], then: Callable[[Track], None]) -> None:
        """Look a sound up, find its file, and hand it over; where it is not here nothing happens."""
        reader, desk = self._accounts.reader(ref), self._accounts.desk(ref)
        if reader is None or desk is None:
            return
        path_of = opener(desk)

        def open_file(facts: Facts | None) -> None:
            if facts is not None:
                media = int(facts[0].id)
                self._errands.run(lambda: path_of(media), lambda path: then(_track(ref, facts, path)), group="player")

        reader.ask(ask, open_file, group="player")

    def _jump(self, media: int) -> None:
        if self._ref == self._accounts.current:
            self.jump_wanted.emit(media)

    def _list_outputs(self) -> None:
        bar = self._panes.existing("player")
        if bar is not None:
            cast(PlayerBarFace, bar).set_outputs(self._engine.outputs(), self._engine.output)

    def _show(self, state: Any) -> None:
        bar, chat = self._panes.existing("player"), self._panes.existing("chat")
        if bar is not None:
            cast(PlayerBarFace, bar).set_state(state)
        if chat is not None:
            # Numbers of media begin anew in every account: another account's bubble must not seem to play.
            here = self._ref == self._accounts.current
            cast(ChatFace, chat).set_player_state(state if here else PlayerState(speed=state.speed))


def _facts(view: Viewing, media: int) -> Facts | None:
    rows = view.media_rows([media])
    return (rows[0], view.waveforms([media]).get(media, b"")) if rows else None


def _following(view: Viewing, media: int) -> Facts | None:
    found = view.message_of(MediaId(media))
    if found is None:
        return None
    chat, row, sent_at = found
    after = view.messages_after(chat, (sent_at, row), 1)
    item = after[0].media if after else None
    if item is None or item.kind is not MediaKind.AUDIO or item.state is not MediaState.LOCAL:
        return None
    return _facts(view, item.id) if item.voice and item.direction is Direction.IN else None


def _track(ref: InstanceRef, facts: Facts, path: Path) -> Track:
    item, waveform = facts
    now = time.time()
    when = list_time(item.sent_at, now)
    if day_of(item.sent_at) == day_of(now):
        when = _("today {time}").format(time=format_clock(item.sent_at))
    return Track(
        media_id=int(item.id),
        source=path,
        title=item.contact if item.direction is Direction.IN else _("You"),
        subtitle=f"{kind_title(item.kind.value)} · {when}",
        waveform=waveform,
        duration_s=item.duration_s or 0.0,
        owner=ref,
    )
