"""The player's wiring: one sound for the whole window, whatever chat or account is in front; all is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from app.bootstrap.sounding import command
from app.domain.ids import ClientId, InstanceId, InstanceRef, MediaId
from app.domain.kinds import Direction, MediaKind
from app.services.settings import PLAYBACK_SPEED, SOUND_OUTPUT, VOLUME
from app.system.settings_file import SettingsFile
from app.ui.bridge import Errands, Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.playing import PlayerState
from app.ui.pane_places import Panes
from app.ui.panes.player import PlayerBar
from app.ui.wiring.player import PlayerWire
from tests.gui.furniture import MakeReader
from tests.support import samples
from tests.support.view_store import MemoryStore

ONE, TWO = (InstanceRef(ClientId(1), InstanceId(name)) for name in ("one", "two"))
Part = Callable[[], PlayerState]


@dataclass
class Desk:
    """A desk whose every file is one sound."""

    file: Path

    @property
    def store(self) -> Desk:
        return self

    @contextmanager
    def read(self) -> Iterator[Desk]:
        yield self

    def blob_of(self, media: MediaId) -> Path:
        return self.file

    def locate(self, blob: Path) -> str:
        return str(blob)


class Accounts(QObject):
    """Two accounts; the first is in front."""

    switched = Signal(object)

    def __init__(self, readers: dict[InstanceRef, Reader], desk: Desk) -> None:
        super().__init__()
        self.current, self._readers, self.shared = ONE, readers, desk

    def reader(self, ref: InstanceRef) -> Reader:
        return self._readers[ref]

    def owner(self, media: int) -> tuple[InstanceRef, int]:
        return self.current, media

    def desk(self, ref: InstanceRef) -> Desk:
        return self.shared


@dataclass
class Stage:
    """The wiring with its bar and two accounts' stores."""

    wire: PlayerWire
    panes: Panes
    bar: PlayerBar
    accounts: Accounts
    stores: dict[InstanceRef, MemoryStore]
    settings: SettingsFile
    window: QMainWindow
    shown: list[PlayerState] = field(default_factory=list)

    @property
    def state(self) -> PlayerState:
        return self.bar._state

    def voice(self, ref: InstanceRef, **facts: object) -> MediaId:
        return self.stores[ref].add_media(1, MediaKind.AUDIO, **({"duration_s": 0.3} | facts))

    def long_voice(self) -> MediaId:
        """Add one of a minute; all sounds are that long from then on."""
        self.accounts.shared.file.write_bytes(samples.wav(60))
        return self.voice(ONE, duration_s=60.0)


@pytest.fixture
def stage(
    qtbot: QtBot, theme: Theme, icons: Icons, errands: Errands, read: MakeReader, tmp_path: Path
) -> Iterator[Stage]:
    file = tmp_path / "a.wav"
    file.write_bytes(samples.wav(0.3))
    stores = {ref: MemoryStore() for ref in (ONE, TWO)}
    for store in stores.values():
        store.add_chat("Marina Prado")
    accounts = Accounts({ref: read(store) for ref, store in stores.items()}, Desk(file))
    window, settings = QMainWindow(), SettingsFile(tmp_path / "settings.json")
    qtbot.addWidget(window)
    panes = Panes(theme, icons, window)
    wire = PlayerWire(panes, accounts, settings, errands, command(silent=True))  # type: ignore[arg-type]
    wire.take_keys(window)
    bar = panes.get("player")
    assert isinstance(bar, PlayerBar)
    window.setCentralWidget(bar)
    wire.wire(bar)
    window.show()
    yield Stage(wire, panes, bar, accounts, stores, settings, window)
    wire.stop()


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=30_000)


def heard(stage: Stage, ref: InstanceRef) -> set[int]:
    return {id for id, row in stage.stores[ref].messages.items() if row.media is not None and row.media.heard}


def test_unheard_voice_messages_follow_each_other_and_count_as_heard(qtbot: QtBot, stage: Stage) -> None:
    first = stage.voice(ONE)
    stage.stores[ONE].add(1, "e mais isto")
    second, own, song = stage.voice(ONE), stage.voice(ONE, direction=Direction.OUT), stage.voice(ONE, voice=False)
    last = stage.voice(ONE)
    stage.wire.play(first)
    until(qtbot, lambda: heard(stage, ONE) == {first, second, last})
    assert not heard(stage, ONE) & {own, song}
    until(qtbot, lambda: not stage.state.playing)
    assert stage.state.media_id == last


def test_after_a_song_nothing_follows(qtbot: QtBot, stage: Stage) -> None:
    song, voice = stage.voice(ONE, voice=False), stage.voice(ONE)
    stage.wire.play(song)
    until(qtbot, lambda: song in heard(stage, ONE) and not stage.state.playing)
    qtbot.wait(200)
    assert stage.state.media_id == song
    assert voice not in heard(stage, ONE)


def test_it_goes_on_while_another_account_is_in_front_and_is_noted_in_its_own(qtbot: QtBot, stage: Stage) -> None:
    media, other = stage.voice(ONE), stage.voice(TWO)
    assert media == other, "numbers begin anew in every account"
    stage.wire.play(media)
    until(qtbot, lambda: stage.state.playing)
    stage.accounts.current = TWO
    stage.accounts.switched.emit(TWO)
    stage.wire.seek(other, 0.0)
    assert stage.state.title == "Marina Prado"
    until(qtbot, lambda: heard(stage, ONE) == {media})
    assert not heard(stage, TWO)


def test_a_sound_begins_where_it_was_left_in_an_earlier_run_and_its_place_is_kept(qtbot: QtBot, stage: Stage) -> None:
    media = stage.long_voice()
    stage.stores[ONE].keep_place(media, 30.0)
    stage.wire.play(media)
    until(qtbot, lambda: stage.state.position_s >= 30)
    stage.wire.seek(media, 0.25)
    stage.wire.play(media)
    until(qtbot, lambda: stage.stores[ONE].places.get(media, 0) == pytest.approx(15, abs=1))


def test_a_tile_shows_how_far_its_sound_is_and_another_accounts_does_not(qtbot: QtBot, stage: Stage) -> None:
    gallery = stage.panes.get("gallery")
    qtbot.addWidget(gallery)
    played = gallery._area.grid.delegate.played
    media = stage.long_voice()
    stage.wire.play(media)
    until(qtbot, lambda: stage.state.playing)
    stage.wire.seek(media, 0.5)
    assert played[media] == pytest.approx(0.5, abs=0.1)
    stage.accounts.current = TWO
    stage.accounts.switched.emit(TWO)
    assert played[media] == 0


@pytest.mark.qt_log_ignore("Unhandled key code", extend=True)
def test_media_keys_play_pause_and_go_on(qtbot: QtBot, stage: Stage) -> None:
    first, second = stage.long_voice(), stage.long_voice()
    stage.window.activateWindow()
    stage.wire.play(first)
    until(qtbot, lambda: stage.state.playing)
    qtbot.keyClick(stage.window, Qt.Key.Key_MediaTogglePlayPause)
    assert not stage.state.playing
    qtbot.keyClick(stage.window, Qt.Key.Key_MediaPlay)
    assert stage.state.playing
    qtbot.keyClick(stage.window, Qt.Key.Key_MediaNext)
    until(qtbot, lambda: stage.state.media_id == second)
    qtbot.keyClick(stage.window, Qt.Key.Key_MediaStop)
    assert not stage.state.playing


def test_speed_volume_and_output_are_remembered(stage: Stage) -> None:
    stage.bar.speed_wanted.emit(1.75)
    stage.bar.volume_wanted.emit(0.4)
    stage.bar.output_wanted.emit(b"headphones")
    kept = [stage.settings.get(PLAYBACK_SPEED), stage.settings.get(VOLUME), stage.settings.get(SOUND_OUTPUT)]
    assert kept == [1.75, 0.4, b"headphones".hex()]
