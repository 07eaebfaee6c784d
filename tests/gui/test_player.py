"""The player plays real sounds, keeps places and speed, and its bar shows one moment at every width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, qInstallMessageHandler
from pytestqt.qtbot import QtBot

from app.texts import set_language
from app.ui.models.playing import PlayerState, next_clicked_speed, stepped_speed
from app.ui.panes.player import PlayerBar
from app.ui.panes.player.engine import Player, Track
from app.ui.panes.player.parts import PlayButton, SeekWave
from app.ui.panes.player.places import places
from tests.gui.looks import inside, make_look
from tests.support import samples

SPOKEN = PlayerState(5, False, 15.0, 42.0, 1.5, "Marina Prado", "Audio", bytes(range(64)))


@pytest.fixture
def quiet(qtbot: QtBot, qtlog: object) -> Iterator[None]:
    """Let Qt's own handler have its messages: its decoding threads complain where there is no sound system.

    A handler in Python would need the interpreter, which waits for those very threads while a source is changed.
    """
    before = qInstallMessageHandler(None)
    yield
    qInstallMessageHandler(before)


@pytest.fixture
def player(quiet: None) -> Iterator[Player]:
    made = Player(silent=True)
    yield made
    made.stop()
    made.deleteLater()


def until(qtbot: QtBot, player: Player, true: Callable[[PlayerState], bool]) -> None:
    qtbot.waitUntil(lambda: true(player.state), timeout=10_000)


@pytest.mark.parametrize("sound", [samples.voice, samples.wav])
def test_a_sound_is_played_to_its_end_from_its_bytes(
    qtbot: QtBot, player: Player, sound: Callable[[float], bytes]
) -> None:
    states: list[PlayerState] = []
    player.state_changed.connect(states.append)
    with qtbot.waitSignal(player.ended, timeout=10_000) as ended:
        player.play(7, sound(0.4), title="Marina")
    assert ended.args == [7]
    assert any(state.playing and state.position_s > 0 for state in states)
    assert player.state.title == "Marina"
    assert not player.state.playing
    assert player.state.duration_s == pytest.approx(0.4, abs=0.1)
    assert player.heard(7)


def test_a_sound_goes_on_where_it_was_left(qtbot: QtBot, player: Player, tmp_path: Path) -> None:
    file = tmp_path / "long.wav"
    file.write_bytes(samples.wav(20.0))
    player.play(1, file, duration_s=20.0)
    until(qtbot, player, lambda state: state.playing)
    player.seek(0.5)
    player.pause()
    player.play(2, samples.wav(20.0))
    until(qtbot, player, lambda state: state.media_id == 2 and state.playing)
    assert player.state.position_s < 5
    player.play(1, file, duration_s=20.0)
    assert player.state.position_s == pytest.approx(10, abs=1)
    until(qtbot, player, lambda state: state.playing and state.position_s > 10.2)


def test_equal_numbers_of_two_accounts_are_two_sounds(qtbot: QtBot, player: Player) -> None:
    player.play_track(Track(1, samples.wav(20.0), duration_s=20.0, owner="one"))
    until(qtbot, player, lambda state: state.playing)
    player.seek(0.5)
    player.play_track(Track(1, samples.wav(20.0), duration_s=20.0, owner="two"))
    assert player.state.position_s == 0


def test_speed_stays_from_sound_to_sound_and_within_its_bounds(qtbot: QtBot, player: Player) -> None:
    player.set_speed(9)
    assert player.state.speed == 3
    player.play(1, samples.wav(0.3))
    until(qtbot, player, lambda state: state.playing)
    player.set_speed(0.1)
    player.play(2, samples.wav(0.3))
    assert player.state.speed == 0.5


def test_the_next_unheard_sound_follows_and_a_heard_one_does_not(qtbot: QtBot, player: Player) -> None:
    following = {1: Track(2, samples.wav(0.3)), 2: Track(1, samples.wav(0.3))}
    ended: list[int] = []
    player.ended.connect(ended.append)
    player.follow_with(lambda media, then: then(following[media]))
    player.play(1, samples.wav(0.3))
    qtbot.waitUntil(lambda: ended == [1, 2], timeout=10_000)
    assert player.state.media_id == 2
    assert not player.state.playing


def test_what_the_user_began_meanwhile_is_not_replaced_by_the_next(qtbot: QtBot, player: Player) -> None:
    later: list[Callable[[Track], None]] = []
    player.follow_with(lambda _media, then: later.append(then))
    with qtbot.waitSignal(player.ended, timeout=10_000):
        player.play(1, samples.wav(0.3))
    player.play(9, samples.wav(20.0))
    later[0](Track(2, samples.wav(0.3)))
    assert player.state.media_id == 9


def test_what_is_no_sound_is_said_to_be_none(qtbot: QtBot, player: Player) -> None:
    player.play(3, b"no sound at all" * 20)
    until(qtbot, player, lambda state: bool(state.problem))
    assert not player.state.playing


def test_without_a_sound_output_it_says_so_and_stands(quiet: None) -> None:
    player = Player()
    if player.outputs():
        pytest.skip("this computer has a sound output")
    player.play(3, samples.wav(0.3))
    assert player.state.problem
    assert not player.state.playing


def test_a_click_walks_three_speeds_and_the_keys_walk_all() -> None:
    assert [next_clicked_speed(speed) for speed in (1.0, 1.5, 2.0, 0.75)] == [1.5, 2.0, 1.0, 1.0]
    assert stepped_speed(0.5, -1) == 0.5
    assert stepped_speed(3.0, 1) == 3.0
    assert stepped_speed(1.0, -1) == 0.75


# ── the bar ────────────────────────────────────────────────────────────────────────────────────────────────────────


def shown(qtbot: QtBot, *, width: int = 664, scale: float = 1.0, state: PlayerState = SPOKEN) -> PlayerBar:
    theme, icons = make_look(scale=scale)
    bar = PlayerBar(theme, icons)
    qtbot.addWidget(bar)
    bar.resize(width, theme.px(48))
    bar.show()
    bar.set_state(state)
    return bar


def test_at_its_drawn_width_the_disc_is_on_the_rails_axis_and_the_wave_is_232_wide(qtbot: QtBot) -> None:
    bar = shown(qtbot)
    disc, wave = bar.findChild(PlayButton), bar.findChild(SeekWave)
    assert disc.geometry().center().x() in (35, 36)
    assert (disc.width(), disc.height()) == (32, 32)
    assert (wave.x() + 6, wave.width() - 12) == (260, 232)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [144, 220, 300, 412, 520, 664, 900])
def test_nothing_leaves_the_bar_and_nothing_overlaps(qtbot: QtBot, width: int, scale: float) -> None:
    bar = shown(qtbot, width=round(width * scale), scale=scale)
    assert inside(bar)
    at = places(round(width * scale), make_look(scale=scale)[0].px)
    taken = [at.play, at.title, at.position, at.wave, at.length, at.speed, at.volume]
    ends = [place for place in taken if place.width]
    assert all(left.left + left.width <= right.left + 1 for left, right in pairwise(ends))
    assert at.wave.width > 0


def test_the_bar_is_empty_until_something_was_played(qtbot: QtBot) -> None:
    bar = shown(qtbot, state=PlayerState())
    assert not bar.findChild(PlayButton).isVisible()


def test_keyboard_seeks_by_seconds_and_changes_speed(qtbot: QtBot) -> None:
    bar = shown(qtbot)
    wave, sought, speeds = bar.findChild(SeekWave), [], []
    bar.seek_wanted.connect(sought.append)
    bar.speed_wanted.connect(speeds.append)
    qtbot.keyClick(wave, Qt.Key.Key_Right)
    qtbot.keyClick(wave, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(wave, "]")
    assert sought == pytest.approx([20 / 42, 19 / 42], abs=0.002)
    assert speeds == [1.75]


def test_a_click_on_the_wave_seeks_there(qtbot: QtBot) -> None:
    bar = shown(qtbot)
    wave = bar.findChild(SeekWave)
    with qtbot.waitSignal(bar.seek_wanted) as sought:
        qtbot.mouseClick(wave, Qt.MouseButton.LeftButton, pos=wave.rect().center())
    assert sought.args[0] == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(("code", "word"), [("en", "Pause"), ("pt_BR", "Pausar"), ("es", "Pausar")])
def test_the_bar_speaks_three_languages(qtbot: QtBot, code: str, word: str) -> None:
    bar = shown(qtbot, state=PlayerState(5, True, 1.0, 42.0, 1.5, "Marina Prado"))
    set_language(code)
    bar.retranslate()
    disc = bar.findChild(PlayButton)
    assert disc.accessibleName() == f"{word} · Marina Prado"
