"""The player: one sound for the whole window, whatever pane shows it; goes on when the chat changes.

Remembers where each sound was left, keeps speed and volume from one to the next, and asks for the next unheard one when
a sound came to its end.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.texts import _
from app.ui.models.playing import SPEEDS, PlayerState
from app.ui.sounding import messages
from app.ui.sounding.proxy import Sound

_MOST_POSITIONS = 1_000
_NEAR_END_S = 0.5
"""A sound left so near its end begins anew."""
_HEARD_SHARE = 0.9
"""Whoever came so far has heard it; the rest is often silence."""


@dataclass(frozen=True, slots=True)
class Track:
    """A sound that can be played.

    Attributes:
        title: who speaks; `subtitle` what and when.
        waveform: 0 to 100, b"" where there is none.
        duration_s: as far as it is known before it is opened.
        left_at_s: where it was left, as far as that was kept.
        owner: whose media it is; numbers of media begin anew in every account.
    """

    media_id: int
    source: Path
    title: str = ""
    subtitle: str = ""
    waveform: bytes = b""
    duration_s: float = 0.0
    left_at_s: float = 0.0
    owner: object = None

    @property
    def key(self) -> tuple[object, int]:
        """Return what tells it from every other sound."""
        return self.owner, self.media_id


Next = Callable[[Track, Callable[[Track], None]], None]
"""Told the track that ended and what to call with the one that follows; it may call later, or never."""


class Player(QObject):
    """Plays; everybody shows its one `PlayerState`."""

    state_changed = Signal(object)
    """A `PlayerState`."""
    ended = Signal(int)
    """A media came to its own end."""
    heard = Signal(object)
    """A track was heard, for the first time since the program began."""
    left = Signal(object, float)
    """A track was left at a position in seconds; 0 is its start."""
    outputs_changed = Signal()
    """Sound outputs came or went."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        """Make a player; nothing is opened before the first sound.

        Args:
            command: starts the process that plays.
        """
        super().__init__(parent)
        self._sound = Sound(command, self)
        self._state = PlayerState()
        self._track: Track | None = None
        self._loaded = False
        self._volume = 1.0
        self._output = b""
        self._left_at: OrderedDict[tuple[object, int], float] = OrderedDict()
        self._heard: set[tuple[object, int]] = set()
        self._next: Next | None = None
        self._sound.moved.connect(self._moved)
        self._sound.measured.connect(lambda duration_s: self._tell(replace(self._state, duration_s=duration_s)))
        self._sound.halted.connect(self._halted)
        self._sound.finished.connect(self._finished)
        self._sound.failed.connect(self._failed)
        self._sound.outputs_changed.connect(self.outputs_changed)

    @property
    def state(self) -> PlayerState:
        """Return the moment in force."""
        return self._state

    @property
    def track(self) -> Track | None:
        """Return what is in the player, playing or not."""
        return self._track

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

    def play(self, track: Track) -> None:
        """Play a track from where it was left; the one that is already there runs on."""
        if self._loaded and self._track is not None and self._track.key == track.key:
            self.resume()
            return
        self.pause()
        self._track, self._loaded = track, False
        left_at_s = self._left_at.get(track.key, track.left_at_s)
        if track.duration_s and left_at_s >= track.duration_s - _NEAR_END_S:
            left_at_s = 0.0
        state = PlayerState(
            media_id=track.media_id,
            position_s=left_at_s,
            duration_s=track.duration_s,
            speed=self._state.speed,
            title=track.title,
            subtitle=track.subtitle,
            waveform=track.waveform,
        )
        self._tell(state)
        self.resume()

    def resume(self) -> None:
        """Run on; where it cannot, the state's `problem` says so soon."""
        if self._track is None:
            return
        if not self._loaded:
            self._loaded = True
            self._sound.load(self._track.source)
        self._tell(replace(self._state, playing=True, problem=""))
        self._run()

    def pause(self) -> None:
        """Stand still and remember where."""
        if self._state.playing:
            self._sound.halt()
            self._tell(replace(self._state, playing=False))
            self._keep_place()

    def toggle(self) -> None:
        """Pause what plays, play what stands."""
        if self._state.playing:
            self.pause()
        else:
            self.resume()

    def next(self) -> None:
        """Go on with what follows, without hearing this one to its end."""
        track = self._track
        if track is not None and self._next is not None:
            self._next(track, self.play)

    def back(self) -> None:
        """Go to the start."""
        self.seek(0.0)

    def stop(self) -> None:
        """Let go of the sound, as when its account is left."""
        self.pause()
        self._track, self._loaded = None, False
        self._tell(PlayerState(speed=self._state.speed))

    def close(self) -> None:
        """Let go of everything: the window closes."""
        self.stop()
        self._sound.end()

    def seek(self, share: float) -> None:
        """Go to a place between 0 and 1."""
        if self._track is None or self._state.duration_s <= 0:
            return
        position_s = min(1.0, max(0.0, share)) * self._state.duration_s
        self._tell(replace(self._state, position_s=position_s))
        if self._state.playing:
            self._run()
        else:
            self._keep_place()

    def seek_by(self, seconds: float) -> None:
        """Go so far forth, or back below 0."""
        if self._state.duration_s > 0:
            self.seek((self._state.position_s + seconds) / self._state.duration_s)

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast, between the slowest and the fastest; the pitch stays."""
        speed = min(SPEEDS[-1], max(SPEEDS[0], speed))
        if speed != self._state.speed:
            self._tell(replace(self._state, speed=speed))
            if self._state.playing:
                self._run()

    def set_volume(self, volume: float) -> None:
        """Be as loud as 0 to 1 says."""
        self._volume = min(1.0, max(0.0, volume))
        self._sound.set_volume(self._volume)

    def outputs(self) -> list[tuple[bytes, str]]:
        """Return the sound outputs as (id, name); none where there are none, or none was asked for yet."""
        return self._sound.outputs() or []

    def look_for_outputs(self) -> None:
        """Learn which sound outputs there are; `outputs_changed` follows."""
        self._sound.look_for_outputs()

    def choose_output(self, output: bytes) -> None:
        """Play through another output; b"" is the system's own."""
        if output != self._output:
            self._output = output
            self._sound.choose_output(output)
            if self._state.playing:
                self._run()

    # ── what the sound says ────────────────────────────────────────────────────────────────────────────────────

    def _run(self) -> None:
        self._sound.play(self._state.position_s, self._state.speed)

    def _moved(self, position_s: float) -> None:
        if not self._state.playing:
            return
        if self._state.duration_s > 0:
            position_s = min(position_s, self._state.duration_s)
        self._tell(replace(self._state, position_s=position_s))
        if self._state.fraction >= _HEARD_SHARE:
            self._note_heard()

    def _halted(self, position_s: float) -> None:
        self._tell(replace(self._state, playing=False, position_s=position_s))
        self._keep_place()

    def _finished(self, _frames: int) -> None:
        track = self._track
        if track is None:
            return
        self._note_heard()
        self._tell(replace(self._state, playing=False, position_s=0.0))
        self._keep_place()
        self.ended.emit(track.media_id)
        if self._next is not None:
            self._next(track, lambda following: self._go_on(track, following))

    def _go_on(self, after: Track, track: Track) -> None:
        """Play what follows, unless the user did something else meanwhile or heard it already."""
        if self._track is after and not self._state.playing and track.key not in self._heard:
            self.play(track)

    def _failed(self, why: str) -> None:
        self._loaded = False
        problem = {
            messages.NO_OUTPUT: _("This computer has no sound output."),
            messages.LACKING: _("This computer lacks what is needed to play sound."),
            messages.STUCK: _("The sound output does not answer."),
        }.get(why, _("This sound cannot be played."))
        self._tell(replace(self._state, playing=False, problem=problem))

    def _note_heard(self) -> None:
        track = self._track
        if track is not None and track.key not in self._heard:
            self._heard.add(track.key)
            self.heard.emit(track)

    def _keep_place(self) -> None:
        """Remember where the track stands; one that is nearly over begins anew."""
        track, position_s = self._track, self._state.position_s
        if track is None:
            return
        if 0 < self._state.duration_s <= position_s + _NEAR_END_S:
            position_s = 0.0
        before = self._left_at.pop(track.key, track.left_at_s)
        self._left_at[track.key] = position_s
        if len(self._left_at) > _MOST_POSITIONS:
            self._left_at.popitem(last=False)
        if position_s != before:
            self.left.emit(track, position_s)

    def _tell(self, state: PlayerState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)
