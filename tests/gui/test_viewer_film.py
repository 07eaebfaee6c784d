"""A film has a player of its own: however many are leafed through, none holds the window up."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from tests.support import samples

film = pytest.importorskip("app.ui.panes.viewer.film", reason="this system has no QtMultimedia")

pytestmark = pytest.mark.qt_log_ignore(
    "library", "symbols", "RHI", "open media", "PulseAudio", "audio", "invalid", extend=True
)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    made = [tmp_path / f"{number}.mp4" for number in range(3)]
    for number, file in enumerate(made):
        file.write_bytes(samples.film(seconds=2.0 + number))
    return made


def test_films_leafed_through_while_they_play_are_let_go_and_the_last_one_runs(qtbot: QtBot, files: list[Path]) -> None:
    parent = QObject()
    for number in range(24):
        shown = film.Film(files[number % 3], parent)
        shown.play()
        shown.go_to(0.5)
        qtbot.wait(15 * (number % 4))
        shown.let_go()
    last, frames, lengths = film.Film(files[1], parent), [], []
    last.framed.connect(frames.append)
    last.measured.connect(lengths.append)
    last.play()
    qtbot.waitUntil(lambda: len(frames) > 3 and bool(lengths), timeout=30_000)
    assert lengths[-1] == pytest.approx(3.0, abs=0.2)
    last.let_go()
    qtbot.waitUntil(lambda: not parent.findChildren(film.Film), timeout=30_000)


def test_nothing_is_told_of_a_film_that_was_let_go(qtbot: QtBot, files: list[Path]) -> None:
    shown, told = film.Film(files[0]), []
    shown.framed.connect(told.append)
    shown.moved.connect(told.append)
    shown.play()
    qtbot.waitUntil(lambda: len(told) > 2, timeout=30_000)
    shown.let_go()
    before = len(told)
    qtbot.wait(200)
    assert len(told) == before
