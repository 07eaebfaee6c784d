"""Connects the player: the engine is made with the first sound that is played, the bar and the chat follow it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.ids import InstanceRef, MediaId
from app.domain.kinds import Direction
from app.domain.messages import MediaItem
from app.services.settings import PLAYBACK_SPEED, SOUND_OUTPUT, VOLUME, UiSettings
from app.services.views import Viewing
from app.texts import _
from app.texts.times import day_of, format_clock, list_time
from app.texts.titles import kind_title
from app.ui.bridge import Errands
from app.ui.models.playing import PlayerState
from app.ui.pane_places import Panes
from app.ui.panes.player.engine import Player, Track
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.faces import ChatFace, GalleryFace, PlayerBarFace
from app.ui.wiring.media import opener

_PLAY_KEYS = (Qt.Key.Key_MediaTogglePlayPause, Qt.Key.Key_MediaPlay, Qt.Key.Key_MediaPause)


@dataclass(frozen=True, slots=True)
class Facts:
    """A sound as the database knows it.

    Attributes:
        left_at_s: where it was left.
    """

    item: MediaItem
    waveform: bytes
    left_at_s: float


class PlayerWire(QObject):
    """One engine for the whole window; it goes on when chat or account change."""

    jump_wanted = Signal(int)
    """A media of the account in front whose message is to be shown."""

    def __init__(
        self, panes: Panes, accounts: Accounts, settings: UiSettings, errands: Errands, command: Sequence[str]
    ) -> None:
        """Make the player; `command` starts the process that plays."""
        super().__init__(panes)
        self._panes, self._accounts, self._settings, self._errands = panes, accounts, settings, errands
        self._engine = Player(command, self)
        self._on_tile: int | None = None
        self._engine.set_speed(settings.get(PLAYBACK_SPEED))
        self._engine.set_volume(settings.get(VOLUME))
        self._engine.choose_output(_output_of(settings.get(SOUND_OUTPUT)))
        self._engine.state_changed.connect(self._show)
        self._engine.heard.connect(self._keep_heard)
        self._engine.left.connect(self._keep_place)
        self._engine.outputs_changed.connect(self._list_outputs)
        self._engine.follow_with(self._find_next)
        accounts.switched.connect(lambda _ref: self._show(self._engine.state))

    def wire(self, bar: PlayerBarFace) -> None:
        """Connect the bar."""
        bar.toggle_wanted.connect(self._engine.toggle)
        bar.seek_wanted.connect(self._engine.seek)
        bar.speed_wanted.connect(self.set_speed)
        bar.volume_wanted.connect(self._set_volume)
        bar.output_wanted.connect(self._choose_output)
        bar.outputs_wanted.connect(self._look_for_outputs)
        bar.jump_wanted.connect(self._jump)
        bar.set_volume(self._engine.volume)
        bar.set_state(self._engine.state)

    def take_keys(self, window: QWidget) -> None:
        """Obey the media keys while the window is in front."""
        engine = self._engine
        for key in _PLAY_KEYS:
            self._on_key(window, key, engine.toggle)
        self._on_key(window, Qt.Key.Key_MediaStop, engine.pause)
        self._on_key(window, Qt.Key.Key_MediaNext, engine.next)
        self._on_key(window, Qt.Key.Key_MediaPrevious, engine.back)

    def play(self, media: int) -> None:
        """Play a media of the account in front, or pause it where it plays."""
        ref, media = self._accounts.owner(media)
        if self._engine.state.media_id == media and self._ref == ref:
            self._engine.toggle()
        elif ref is not None:
            self._fetch(ref, lambda view: _facts(view, media), self._engine.play)

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
        self._engine.close()

    def _set_volume(self, volume: float) -> None:
        self._settings.put(VOLUME, volume)
        self._engine.set_volume(volume)

    @property
    def _ref(self) -> InstanceRef | None:
        """Return whose sound is in the player."""
        track = self._engine.track
        return None if track is None else cast(InstanceRef, track.owner)

    def _find_next(self, after: Track, then: Callable[[Track], None]) -> None:
        """Hand over the next voice message of the chat that nobody has heard."""
        ref = cast(InstanceRef, after.owner)
        self._fetch(ref, lambda view: _following(view, after.media_id), then)

    def _keep_heard(self, track: Track) -> None:
        reader = self._accounts.reader(cast(InstanceRef, track.owner))
        if reader is not None:
            reader.write(lambda store: store.mark_heard(MediaId(track.media_id)))

    def _keep_place(self, track: Track, position_s: float) -> None:
        reader = self._accounts.reader(cast(InstanceRef, track.owner))
        if reader is not None:
            reader.write(lambda store: store.keep_place(MediaId(track.media_id), position_s))

    def _choose_output(self, output: bytes) -> None:
        self._settings.put(SOUND_OUTPUT, output.hex())
        self._engine.choose_output(output)

    def _on_key(self, window: QWidget, key: Qt.Key, do: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(do)

    def _fetch(self, ref: InstanceRef, ask: Callable[[Viewing], Facts | None], then: Callable[[Track], None]) -> None:
        """Look a sound up, find its file, and hand it over; where it is not here nothing happens."""
        reader, desk = self._accounts.reader(ref), self._accounts.desk(ref)
        if reader is None or desk is None:
            return
        path_of = opener(desk)

        def open_file(facts: Facts | None) -> None:
            if facts is not None:
                media = int(facts.item.id)
                self._errands.run(lambda: path_of(media), lambda path: then(_track(ref, facts, path)), group="player")

        reader.ask(ask, open_file, group="player")

    def _jump(self, media: int) -> None:
        if self._ref == self._accounts.current:
            self.jump_wanted.emit(media)

    def _look_for_outputs(self) -> None:
        self._list_outputs()
        self._engine.look_for_outputs()

    def _list_outputs(self) -> None:
        bar = self._panes.existing("player")
        if bar is not None:
            cast(PlayerBarFace, bar).set_outputs(self._engine.outputs(), self._engine.output)

    def _show(self, state: Any) -> None:
        bar, chat = self._panes.existing("player"), self._panes.existing("chat")
        # Numbers of media begin anew in every account: another account's bubble must not seem to play.
        here = state if self._ref == self._accounts.current else PlayerState(speed=state.speed)
        if bar is not None:
            cast(PlayerBarFace, bar).set_state(state)
        if chat is not None:
            cast(ChatFace, chat).set_player_state(here)
        self._show_in_gallery(here)

    def _show_in_gallery(self, state: PlayerState) -> None:
        gallery, before = self._panes.existing("gallery"), self._on_tile
        self._on_tile = state.media_id
        if gallery is None:
            return
        if before is not None and before != state.media_id:
            cast(GalleryFace, gallery).set_played(before, 0.0)
        if state.media_id is not None:
            cast(GalleryFace, gallery).set_played(state.media_id, state.fraction)


def _facts(view: Viewing, media: int) -> Facts | None:
    rows = view.media_rows([media])
    if not rows:
        return None
    return Facts(rows[0], view.waveforms([media]).get(media, b""), view.left_at([media]).get(media, 0.0))


def _following(view: Viewing, media: int) -> Facts | None:
    rows = view.media_rows([media])
    # After a song, a conversation does not begin to speak by itself.
    following = view.next_unheard(MediaId(media)) if rows and rows[0].voice else None
    return None if following is None else _facts(view, following)


def _track(ref: InstanceRef, facts: Facts, path: Path) -> Track:
    item = facts.item
    now = time.time()
    when = list_time(item.sent_at, now)
    if day_of(item.sent_at) == day_of(now):
        when = _("today {time}").format(time=format_clock(item.sent_at))
    return Track(
        media_id=int(item.id),
        source=path,
        title=item.contact if item.direction is Direction.IN else _("You"),
        subtitle=f"{kind_title(item.kind.value)} · {when}",
        waveform=facts.waveform,
        duration_s=item.duration_s or 0.0,
        left_at_s=facts.left_at_s,
        owner=ref,
    )


def _output_of(kept: str) -> bytes:
    """Return a kept output's id, the system's own where it is none."""
    try:
        return bytes.fromhex(kept)
    except ValueError:
        return b""
