"""The player: one sound for the whole window, whatever pane shows it; goes on when the chat changes.

Remembers where each sound was left, keeps speed and volume from one to the next, and asks for the next unheard one when
a sound came to its end.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

from app.texts import _
from app.ui.models.playing import SPEEDS, PlayerState

if TYPE_CHECKING:
    from app.ui.panes.player.sound import Sound

_SOUND = "app.ui.panes.player.sound"
_MOST_POSITIONS = 1_000
_NEAR_END_S = 0.5
"""A sound left so near its end begins anew."""


@dataclass(frozen=True, slots=True)
class Track:
    """A sound that can be played.

    Attributes:
        source: its file, or its bytes.
        title: who speaks; `subtitle` what and when.
        waveform: 0 to 100, b"" where there is none.
        duration_s: as far as it is known before it is opened.
        owner: whose media it is; numbers of media begin anew in every account.
    """

    media_id: int
    source: Path | bytes
    title: str = ""
    subtitle: str = ""
    waveform: bytes = b""
    duration_s: float = 0.0
    owner: object = None

    @property
    def key(self) -> tuple[object, int]:
        """Return what tells it from every other sound."""
        return self.owner, self.media_id


Next = Callable[[int, Callable[[Track], None]], None]
"""Told the media that ended and what to call with the one that follows; it may call later, or never."""


class Player(QObject):
    """Plays; everybody shows its one `PlayerState`."""

    state_changed = Signal(object)
    """A `PlayerState`."""
    ended = Signal(int)
    """A media came to its own end."""
    outputs_changed = Signal()
    """Sound outputs came or went."""

    def __init__(self, parent: QObject | None = None, *, silent: bool = False) -> None:
        """Make a player; nothing is opened before the first sound.

        Args:
            silent: play on where the computer has no sound output, though nobody can hear it.
        """
        super().__init__(parent)
        self._silent = silent
        self._sound: Sound | None = None
        self._state = PlayerState()
        self._track: Track | None = None
        self._loaded = False
        self._volume = 1.0
        self._output = b""
        self._left_at: OrderedDict[tuple[object, int], float] = OrderedDict()
        self._heard: set[tuple[object, int]] = set()
        self._next: Next | None = None

    @property
    def state(self) -> PlayerState:
        """Return the moment in force."""
        return self._state

    @property
    def volume(self) -> float:
        """Return how loud it is, 0 to 1."""
        return self._volume

    @property
    def output(self) -> bytes:
        """Return the id of the chosen sound output, b"" for the system's own."""
        return self._output

    def follow_with(self, find: Next | None) -> None:
        """Ask `find` for what follows a sound that ended."""
        self._next = find

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
        """Play a media from where it was left; the one that is already there runs on."""
        self.play_track(Track(media_id, source, title, subtitle, waveform, duration_s))

    def play_track(self, track: Track) -> None:
        """Play a track from where it was left; the one that is already there runs on."""
        if self._loaded and self._track is not None and self._track.key == track.key:
            self.resume()
            return
        self._keep_place()
        if self._sound is not None:
            self._sound.pause()
        self._track, self._loaded = track, False
        state = PlayerState(
            media_id=track.media_id,
            position_s=self._left_at.get(track.key, 0.0),
            duration_s=track.duration_s,
            speed=self._state.speed,
            title=track.title,
            subtitle=track.subtitle,
            waveform=track.waveform,
        )
        self._tell(state)
        self.resume()

    def resume(self) -> None:
        """Run on; where it cannot, say so in the state's `problem`."""
        track = self._track
        if track is None:
            return
        sound = self._made()
        problem = self._problem(sound)
        if problem or sound is None:
            self._tell(replace(self._state, playing=False, problem=problem))
            return
        if not self._loaded:
            self._loaded = True
            sound.load(track.source, start_s=self._left_at.get(track.key, 0.0))
            sound.set_speed(self._state.speed)
        self._tell(replace(self._state, problem=""))
        sound.play()

    def pause(self) -> None:
        """Stand still and remember where."""
        if self._sound is not None:
            self._sound.pause()
        self._keep_place()

    def toggle(self) -> None:
        """Pause what plays, play what stands."""
        if self._state.playing:
            self.pause()
        else:
            self.resume()

    def stop(self) -> None:
        """Let go of the sound, as when its account is left."""
        self._keep_place()
        if self._sound is not None:
            self._sound.stop()
        self._track, self._loaded = None, False
        self._tell(PlayerState(speed=self._state.speed))

    def seek(self, share: float) -> None:
        """Go to a place between 0 and 1."""
        if self._track is None or self._state.duration_s <= 0:
            return
        position_s = min(1.0, max(0.0, share)) * self._state.duration_s
        self._left_at[self._track.key] = position_s
        if self._sound is not None and self._loaded:
            self._sound.go_to(position_s)
        self._tell(replace(self._state, position_s=position_s))

    def seek_by(self, seconds: float) -> None:
        """Go so far forth, or back below 0."""
        if self._state.duration_s > 0:
            self.seek((self._state.position_s + seconds) / self._state.duration_s)

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast, between the slowest and the fastest; the pitch stays."""
        speed = min(SPEEDS[-1], max(SPEEDS[0], speed))
        if self._sound is not None:
            self._sound.set_speed(speed)
        self._tell(replace(self._state, speed=speed))

    def set_volume(self, volume: float) -> None:
        """Be as loud as 0 to 1 says."""
        self._volume = min(1.0, max(0.0, volume))
        if self._sound is not None:
            self._sound.set_volume(self._volume)

    def outputs(self) -> list[tuple[bytes, str]]:
        """Return the sound outputs as (id, name); none where this computer has none."""
        sound = self._made()
        return sound.outputs() if sound is not None else []

    def choose_output(self, output: bytes) -> None:
        """Play through another output; b"" is the system's own."""
        self._output = output
        sound = self._made()
        if sound is not None:
            sound.choose_output(output)

    def heard(self, media_id: int, owner: object = None) -> bool:
        """Tell whether a media was played to its end since the program began."""
        return (owner, media_id) in self._heard

    # ── what the sound says ────────────────────────────────────────────────────────────────────────────────────

    def _made(self) -> Sound | None:
        """Return the sound; None on a system without what Qt needs to play."""
        if self._sound is None:
            try:
                sound = cast("Sound", import_module(_SOUND).Sound(self))
            except ImportError:
                return None
            sound.set_volume(self._volume)
            sound.moved.connect(self._moved)
            sound.measured.connect(lambda duration_s: self._tell(replace(self._state, duration_s=duration_s)))
            sound.switched.connect(self._switched)
            sound.finished.connect(self._finished)
            sound.failed.connect(self._failed)
            sound.outputs_changed.connect(self._outputs_moved)
            self._sound = sound
        return self._sound

    def _problem(self, sound: Sound | None) -> str:
        if sound is None:
            return _("This computer lacks what is needed to play sound.")
        if not self._silent and not sound.outputs():
            return _("This computer has no sound output.")
        return ""

    def _moved(self, position_s: float) -> None:
        # Stopping and loading put Qt's position to 0; only what runs, or was sought, has a place of its own.
        if self._state.playing:
            self._tell(replace(self._state, position_s=position_s))

    def _switched(self, playing: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._tell(replace(self._state, playing=playing))

    def _finished(self) -> None:
        track = self._track
        if track is None:
            return
        self._heard.add(track.key)
        self._left_at.pop(track.key, None)
        self._tell(replace(self._state, playing=False, position_s=0.0))
        self.ended.emit(track.media_id)
        if self._next is not None:
            self._next(track.media_id, lambda following: self._go_on(track, following))

    def _go_on(self, after: Track, track: Track) -> None:
        """Play what follows, unless the user did something else meanwhile or heard it already."""
        if self._track is after and not self._state.playing and track.key not in self._heard:
            self.play_track(track)

    def _failed(self) -> None:
        self._loaded = False
        self._tell(replace(self._state, playing=False, problem=_("This sound cannot be played.")))

    def _outputs_moved(self) -> None:
        if self._sound is not None and not self._silent and not self._sound.outputs():
            self.pause()
        elif self._state.problem and self._loaded:
            self._tell(replace(self._state, problem=""))
        self.outputs_changed.emit()

    def _keep_place(self) -> None:
        track, position_s = self._track, self._state.position_s
        if track is None:
            return
        self._left_at.pop(track.key, None)
        if 0 < position_s < self._state.duration_s - _NEAR_END_S:
            self._left_at[track.key] = position_s
            if len(self._left_at) > _MOST_POSITIONS:
                self._left_at.popitem(last=False)

    def _tell(self, state: PlayerState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
