"""What is played and how: goes on when the chat changes, remembers positions, plays the next unheard."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.texts import _
from app.ui.models.playing import SPEEDS, PlayerState
from app.ui.panes.player.sound import Sound, open_sound

_REMEMBERED = 500
_NEAR_END_S = 1.0


class Player(QObject):
    """Plays one sound at a time."""

    state_changed = Signal(object)
    """The `PlayerState`, several times a second while it plays."""
    ended = Signal(int)
    """This media was heard to its end."""
    devices_changed = Signal()

    def __init__(
        self, parent: QObject | None = None, *, open_device: Callable[[QObject], Sound | None] = open_sound
    ) -> None:
        """Prepare; Qt's multimedia is loaded with the first sound.

        Args:
            open_device: opens the computer's sound, None where it has none.
        """
        super().__init__(parent)
        self._open = open_device
        self._sound: Sound | None = None
        self._tried = False
        self._state = PlayerState()
        self._positions: OrderedDict[int, float] = OrderedDict()
        self._volume, self._muted, self._device = 1.0, False, ""
        self.next_after: Callable[[int], None] | None = None
        """Asked after each sound to play the next unheard one, if there is any."""

    # ── playing ────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def state(self) -> PlayerState:
        """Return the moment."""
        return self._state

    def play(
        self,
        media_id: int,
        source: Path | bytes,
        *,
        title: str = "",
        subtitle: str = "",
        waveform: bytes = b"",
        duration_s: float = 0.0,
    ) -> None:
        """Play a sound from where it was left, or from its start.

        Args:
            source: a file that a worker has walked whole, or its bytes.
        """
        self._remember()
        sound = self._device_or_none()
        begin = self._positions.get(media_id, 0.0)
        self._state = PlayerState(
            media_id, False, begin, duration_s, self._state.speed, title, subtitle, waveform, _problem(sound)
        )
        if sound is not None:
            sound.set_speed(self._state.speed)
            sound.load(source, begin)
        self._tell()

    def toggle(self) -> None:
        """Pause, or go on."""
        if self._state.playing:
            self.pause()
        else:
            self.resume()

    def pause(self) -> None:
        """Hold, and remember where."""
        if self._sound is not None and self._state.media_id is not None:
            self._sound.pause()
            self._remember()

    def resume(self) -> None:
        """Go on, from the start where it had ended."""
        if self._sound is not None and self._state.media_id is not None:
            self._sound.play()

    def stop(self) -> None:
        """Play nothing any more and let the file go."""
        self._remember()
        if self._sound is not None:
            self._sound.unload()
        self._become(PlayerState(speed=self._state.speed))

    def seek(self, fraction: float) -> None:
        """Go to a part of the sound, 0 to 1."""
        self.seek_to(min(1.0, max(0.0, fraction)) * self._state.duration_s)

    def seek_by(self, seconds: float) -> None:
        """Go back or forth."""
        self.seek_to(self._state.position_s + seconds)

    def seek_to(self, position_s: float) -> None:
        """Go to a position."""
        if self._sound is not None and self._state.media_id is not None:
            position = min(max(0.0, position_s), self._state.duration_s or position_s)
            self._sound.seek(position)
            self._become(replace(self._state, position_s=position))

    # ── how ────────────────────────────────────────────────────────────────────────────────────────────────────

    def set_speed(self, speed: float) -> None:
        """Play at 0.5 to 3 times the speed, the pitch kept; it holds for what comes, too."""
        speed = min(SPEEDS[-1], max(SPEEDS[0], speed))
        if self._sound is not None:
            self._sound.set_speed(speed)
        self._become(replace(self._state, speed=speed))

    @property
    def volume(self) -> float:
        """Return how loud, 0 to 1."""
        return self._volume

    @property
    def muted(self) -> bool:
        """Tell whether nothing is heard."""
        return self._muted

    def set_volume(self, volume: float) -> None:
        """Set how loud, 0 to 1; it is no longer muted."""
        self._volume, self._muted = min(1.0, max(0.0, volume)), False
        self._apply_volume()

    def set_muted(self, *, muted: bool) -> None:
        """Be silent, or not."""
        self._muted = muted
        self._apply_volume()

    def devices(self) -> list[tuple[str, str]]:
        """Return (id, name) of the output devices."""
        sound = self._device_or_none()
        return sound.devices() if sound is not None else []

    @property
    def device(self) -> str:
        """Return the chosen device's id, "" for the system's choice."""
        return self._device

    def set_device(self, device_id: str) -> None:
        """Listen on another device; "" for the system's choice."""
        self._device = device_id
        sound = self._device_or_none()
        if sound is not None:
            sound.set_device(device_id)

    def positions(self) -> dict[int, float]:
        """Return where sounds were left, in seconds by media, to be kept until the next start."""
        self._remember()
        return dict(self._positions)

    def restore(self, positions: dict[int, float]) -> None:
        """Take the positions of an earlier run."""
        self._positions = OrderedDict(positions)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _device_or_none(self) -> Sound | None:
        """Return the computer's sound; whether there is any is found out once."""
        if not self._tried:
            self._tried = True
            self._sound = self._open(self)
            if self._sound is not None:
                self._connect(self._sound)
        return self._sound

    def _connect(self, sound: Sound) -> None:
        sound.moved.connect(self._moved)
        sound.started.connect(lambda: self._become(replace(self._state, playing=True, problem="")))
        sound.paused.connect(lambda: self._become(replace(self._state, playing=False)))
        sound.ended.connect(self._end)
        sound.failed.connect(self._fail)
        sound.devices_changed.connect(self.devices_changed)
        self._apply_volume()

    def _apply_volume(self) -> None:
        if self._sound is not None:
            self._sound.set_volume(0.0 if self._muted else self._volume)

    def _moved(self) -> None:
        if self._sound is not None and self._state.media_id is not None:
            length = self._sound.duration_s or self._state.duration_s
            position = min(self._sound.position_s, length) if length else self._sound.position_s
            self._become(replace(self._state, position_s=position, duration_s=length))

    def _end(self) -> None:
        media = self._state.media_id
        if media is None:
            return
        self._positions.pop(media, None)
        self._become(replace(self._state, playing=False, position_s=0.0))
        self.ended.emit(media)
        if self.next_after is not None and self._state.media_id == media:
            self.next_after(media)

    def _fail(self) -> None:
        self._become(replace(self._state, playing=False, problem=_("This sound cannot be played here.")))

    def _remember(self) -> None:
        """Keep where a sound was left, unless that is its very start or end."""
        state = self._state
        if state.media_id is None:
            return
        self._positions.pop(state.media_id, None)
        if _NEAR_END_S < state.position_s < state.duration_s - _NEAR_END_S:
            self._positions[state.media_id] = state.position_s
        while len(self._positions) > _REMEMBERED:
            self._positions.popitem(last=False)

    def _become(self, state: PlayerState) -> None:
        if state != self._state:
            self._state = state
            self._tell()

    def _tell(self) -> None:
        self.state_changed.emit(self._state)


def _problem(sound: Sound | None) -> str:
    if sound is not None:
        return ""
    return _("This computer cannot play sound: a part of the system is missing.")
