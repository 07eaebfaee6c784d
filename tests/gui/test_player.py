"""The player plays real sounds in a process of its own, keeps places and speed, and never makes the window wait."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app.bootstrap.sounding import command
from app.ui.models.playing import PlayerState
from app.ui.panes.player.engine import Player, Track
from app.ui.sounding.proxy import STUCK_MS, Sound
from tests.support import samples
from tests.support.cli import ROOT

SoundOf = Callable[..., Track]
"""Makes a track of a real file: number, seconds, and fields of `Track`."""


@pytest.fixture
def player() -> Iterator[Player]:
    made = Player(command(silent=True))
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def sound(tmp_path: Path) -> SoundOf:
    def make(number: int, seconds: float = 0.3, **facts: object) -> Track:
        file = tmp_path / f"{number}.wav"
        file.write_bytes(samples.wav(seconds))
        return Track(number, file, duration_s=seconds, **facts)  # type: ignore[arg-type]

    return make


def until(qtbot: QtBot, player: Player, true: Callable[[PlayerState], bool]) -> None:
    qtbot.waitUntil(lambda: true(player.state), timeout=30_000)


def child() -> psutil.Process:
    (process,) = (one for one in psutil.Process().children() if "--play-sounds" in one.cmdline())
    return process


@pytest.mark.parametrize("make", [samples.voice, samples.mp3, samples.m4a, samples.amr, samples.aac, samples.wav])
def test_a_sound_of_every_kind_is_played_to_its_end(
    qtbot: QtBot, player: Player, tmp_path: Path, make: Callable[[float], bytes]
) -> None:
    file = tmp_path / "a.bin"
    file.write_bytes(make(0.4))
    states: list[PlayerState] = []
    heard: list[Track] = []
    player.state_changed.connect(states.append)
    player.heard.connect(heard.append)
    track = Track(7, file, title="Marina")
    with qtbot.waitSignal(player.ended, timeout=30_000) as ended:
        player.play(track)
    assert ended.args == [7]
    assert any(state.playing and state.position_s > 0 for state in states)
    assert player.state.title == "Marina"
    assert not player.state.playing
    assert player.state.position_s == 0
    assert player.state.duration_s == pytest.approx(0.4, abs=0.1)
    assert heard == [track]


def test_a_sound_goes_on_where_it_was_left(qtbot: QtBot, player: Player, sound: SoundOf) -> None:
    left: list[object] = []
    player.left.connect(lambda track, position_s: left.append((track.media_id, position_s)))
    player.play(sound(1, 20.0))
    until(qtbot, player, lambda state: state.playing)
    player.seek(0.5)
    player.pause()
    player.play(sound(2, 20.0))
    assert left == [(1, pytest.approx(10, abs=1))]
    until(qtbot, player, lambda state: state.media_id == 2 and state.position_s > 0)
    assert player.state.position_s < 5
    player.play(sound(1, 20.0))
    assert player.state.position_s == pytest.approx(10, abs=1)
    until(qtbot, player, lambda state: state.playing and state.position_s > 10.2)


def test_a_place_that_was_kept_from_the_last_run_is_gone_on_from(qtbot: QtBot, player: Player, sound: SoundOf) -> None:
    player.play(sound(1, 20.0, left_at_s=12.0))
    assert player.state.position_s == 12
    until(qtbot, player, lambda state: state.position_s > 12.1)
    player.play(sound(2, 20.0, left_at_s=19.9))
    assert player.state.position_s == 0


def test_equal_numbers_of_two_accounts_are_two_sounds(qtbot: QtBot, player: Player, sound: SoundOf) -> None:
    player.play(sound(1, 20.0, owner="one"))
    until(qtbot, player, lambda state: state.playing)
    player.seek(0.5)
    player.play(sound(1, 20.0, owner="two"))
    assert player.state.position_s == 0


def test_speed_stays_from_sound_to_sound_and_within_its_bounds(qtbot: QtBot, player: Player, sound: SoundOf) -> None:
    player.set_speed(9)
    assert player.state.speed == 3
    player.play(sound(1, 20.0))
    until(qtbot, player, lambda state: state.position_s > 0.3)
    player.set_speed(0.1)
    player.play(sound(2))
    assert player.state.speed == 0.5


def test_at_double_speed_half_as_many_samples_are_played(qtbot: QtBot, sound: SoundOf) -> None:
    proxy = Sound(command(silent=True))
    played = []
    for speed in (1.0, 2.0):
        proxy.load(sound(1, 0.8).source)
        with qtbot.waitSignal(proxy.finished, timeout=30_000) as finished:
            proxy.play(0.0, speed)
        played.append(finished.args[0])
    proxy.end()
    assert played[0] == pytest.approx(0.8 * 48_000, rel=0.01)
    assert played[1] == pytest.approx(0.4 * 48_000, rel=0.03)


def test_the_next_unheard_sound_follows_and_a_heard_one_does_not(qtbot: QtBot, player: Player, sound: SoundOf) -> None:
    following = {1: sound(2), 2: sound(1)}
    ended: list[int] = []
    player.ended.connect(ended.append)
    player.follow_with(lambda track, then: then(following[track.media_id]))
    player.play(sound(1))
    qtbot.waitUntil(lambda: ended == [1, 2], timeout=30_000)
    assert player.state.media_id == 2
    assert not player.state.playing


def test_what_the_user_began_meanwhile_is_not_replaced_by_the_next(
    qtbot: QtBot, player: Player, sound: SoundOf
) -> None:
    later: list[Callable[[Track], None]] = []
    player.follow_with(lambda _track, then: later.append(then))
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.play(sound(1))
    player.play(sound(9, 20.0))
    later[0](sound(2))
    assert player.state.media_id == 9


def test_what_is_no_sound_is_said_to_be_none_and_the_next_one_plays(
    qtbot: QtBot, player: Player, sound: SoundOf, tmp_path: Path
) -> None:
    file = tmp_path / "a.ogg"
    file.write_bytes(b"no sound at all" * 20)
    player.play(Track(3, file))
    until(qtbot, player, lambda state: bool(state.problem))
    assert not player.state.playing
    player.play(Track(4, tmp_path / "gone.ogg"))
    until(qtbot, player, lambda state: bool(state.problem) and state.media_id == 4)
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.play(sound(1))


def test_without_a_sound_output_it_says_so_and_stands(qtbot: QtBot, sound: SoundOf) -> None:
    player = Player(command())
    player.look_for_outputs()
    qtbot.waitSignal(player.outputs_changed, timeout=30_000).wait()
    if player.outputs():
        player.close()
        pytest.skip("this computer has a sound output")
    player.play(sound(3))
    until(qtbot, player, lambda state: bool(state.problem))
    assert not player.state.playing
    player.close()


def test_sounds_replaced_in_a_hurry_never_wait_for_the_process_that_plays(
    qtbot: QtBot, player: Player, sound: SoundOf
) -> None:
    tracks = [sound(number, 30.0) for number in range(6)]
    player.play(tracks[0])
    until(qtbot, player, lambda state: state.position_s > 0)
    process = child()
    for rounds in range(4):
        # While it is stopped nothing can be waited for: whoever waited would stand here until the test's time is over.
        process.suspend()
        for number in range(60):
            player.play(tracks[number % 6])
            player.seek(0.3)
            player.set_speed(1.0 + number % 3)
            player.toggle()
        process.resume()
        player.play(tracks[rounds])
        player.seek(0.3)
        until(qtbot, player, lambda state: state.position_s > 9.1)
        assert player.state.media_id == rounds


def test_a_player_that_stands_still_is_replaced_and_the_window_goes_on(
    qtbot: QtBot, player: Player, sound: SoundOf, caplog: pytest.LogCaptureFixture
) -> None:
    player.play(sound(1, 30.0))
    until(qtbot, player, lambda state: state.position_s > 0)
    if not hasattr(psutil.Process, "suspend"):
        pytest.skip("processes cannot be stopped here")
    child().suspend()
    ticks: list[None] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(None))
    timer.start(10)
    stuck = player.findChild(QTimer, "stuck")
    stuck.start(300)
    until(qtbot, player, lambda state: bool(state.problem))
    assert len(ticks) > 5
    stuck.setInterval(STUCK_MS)
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.play(sound(2))
    assert any("player_stuck" in record.getMessage() for record in caplog.records)
    caplog.clear()


def test_a_player_that_crashes_costs_one_sound_only(
    qtbot: QtBot, player: Player, sound: SoundOf, caplog: pytest.LogCaptureFixture
) -> None:
    player.play(sound(1, 30.0))
    until(qtbot, player, lambda state: state.position_s > 0)
    child().kill()
    until(qtbot, player, lambda state: bool(state.problem))
    with qtbot.waitSignal(player.ended, timeout=30_000):
        player.play(sound(2))
    assert any("player_ended" in record.getMessage() for record in caplog.records)
    caplog.clear()


def test_the_process_ends_with_the_player(qtbot: QtBot, sound: SoundOf) -> None:
    player = Player(command(silent=True))
    player.play(sound(1, 30.0))
    until(qtbot, player, lambda state: state.position_s > 0)
    process = child()
    player.close()
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def test_a_process_that_has_nothing_to_do_ends_and_the_sound_goes_on_in_another(
    qtbot: QtBot, player: Player, sound: SoundOf
) -> None:
    player.play(sound(1, 30.0))
    until(qtbot, player, lambda state: state.position_s > 0)
    process = child()
    player.pause()
    left_s = player.state.position_s
    player.findChild(QTimer, "idle").start(10)
    qtbot.waitUntil(lambda: not process.is_running(), timeout=30_000)
    player.resume()
    until(qtbot, player, lambda state: state.position_s > left_s + 0.1)
    assert child().pid != process.pid


def test_the_process_ends_when_the_window_is_gone() -> None:
    process = subprocess.Popen(
        command(silent=True), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin is not None and process.stdout is not None
    assert b"outputs" in process.stdout.readline()
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_a_computer_that_lacks_the_libraries_is_told_so(
    qtbot: QtBot, sound: SoundOf, caplog: pytest.LogCaptureFixture
) -> None:
    lacking = [sys.executable, "-c", 'print(\'{"say":"lacking"}\', flush=True); input()']
    for starts in (lacking, [f"{ROOT}/no-such-program"]):
        player = Player(starts)
        player.play(sound(1))
        until(qtbot, player, lambda state: "lacks" in state.problem)
        assert not player.state.playing
        player.close()
    assert [record.getMessage() for record in caplog.records if record.levelname == "WARNING"] == ["player_ended"]
    caplog.clear()
