"""The player's bar shows one moment at every width, and every way to steer is a signal."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.texts import set_language
from app.ui.models.playing import PlayerState, next_clicked_speed, stepped_speed
from app.ui.panes.player import PlayerBar
from app.ui.panes.player.parts import PlayButton, SeekWave
from app.ui.panes.player.places import places
from tests.gui.looks import inside, make_look

SPOKEN = PlayerState(5, False, 15.0, 42.0, 1.5, "Marina Prado", "Audio", bytes(range(64)))


def test_a_click_walks_three_speeds_and_the_keys_walk_all() -> None:
    assert [next_clicked_speed(speed) for speed in (1.0, 1.5, 2.0, 0.75)] == [1.5, 2.0, 1.0, 1.0]
    assert stepped_speed(0.5, -1) == 0.5
    assert stepped_speed(3.0, 1) == 3.0
    assert stepped_speed(1.0, -1) == 0.75


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
    with qtbot.waitSignal(bar.toggle_wanted):
        qtbot.keyClick(wave, Qt.Key.Key_Space)
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
