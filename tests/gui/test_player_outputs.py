"""The player and the computer's sound outputs: the chosen one is used, and one that dies is said to be dead."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.bootstrap.sounding import command
from app.ui.panes.player.engine import Player, Track
from tests.support import null_sink, samples
from tests.support.null_sink import NAME, RATE, NullSink, pitch_hz, sounding

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux") or bool(null_sink.missing()), reason="PulseAudio is not installed here"
)


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[NullSink]:
    with NullSink() as found:
        for name, value in found.places.items():
            monkeypatch.setenv(name, value)
        yield found


@pytest.fixture
def player(sink: NullSink) -> Iterator[Player]:
    made = Player(command())
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def track(tmp_path: Path) -> Track:
    file = tmp_path / "a.ogg"
    file.write_bytes(samples.voice(30))
    return Track(1, file, duration_s=30)


def is_quiet(sink: NullSink) -> bool:
    """Tell whether nothing sounded in the last fifth of a second."""
    return not len(sounding(sink.heard()[-RATE // 5 :]))


def until(qtbot: QtBot, true: Callable[[], bool]) -> None:
    qtbot.waitUntil(true, timeout=30_000)


def test_the_pitch_stays_in_the_output_at_every_speed_and_volume_changes_it(
    qtbot: QtBot, sink: NullSink, player: Player, track: Track
) -> None:
    peaks = []
    for speed, volume in ((2.0, 1.0), (0.5, 0.5)):
        player.set_speed(speed)
        player.set_volume(volume)
        player.play(track)
        until(qtbot, lambda: player.state.position_s > 0.6)
        player.pause()
        until(qtbot, lambda: is_quiet(sink))
        wave = sounding(sink.heard())
        assert pitch_hz(wave) == pytest.approx(440, abs=5)
        peaks.append(abs(wave).max())
        player.seek(0.0)
        sink.forget()
    assert peaks[1] < peaks[0] / 2


def test_the_chosen_output_is_used_and_can_be_changed_while_it_plays(
    qtbot: QtBot, sink: NullSink, player: Player, track: Track
) -> None:
    sink.add("headphones")
    player.choose_output(b"headphones")
    player.play(track)
    until(qtbot, lambda: player.state.position_s > 0.3)
    assert {name for name, _title in player.outputs()} == {b"headphones", NAME.encode()}
    assert not len(sounding(sink.heard())), "the room does not hear it"
    player.choose_output(b"")
    until(qtbot, lambda: len(sounding(sink.heard())) > 4_800)
    assert player.state.playing


def test_a_sound_system_that_dies_and_comes_back_costs_one_click(
    qtbot: QtBot, sink: NullSink, player: Player, track: Track
) -> None:
    player.play(track)
    until(qtbot, lambda: player.state.position_s > 0.3)
    sink.kill()
    until(qtbot, lambda: not player.state.playing)
    assert player.state.problem
    left_s = player.state.position_s
    sink.start()
    player.resume()
    until(qtbot, lambda: player.state.position_s > left_s + 0.2)
    assert len(sounding(sink.heard()))
