"""The desktop around the window: one window a data folder, signals that ask to stop, files handed out."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from app.ui.desktop.dragging import copy_out
from app.ui.desktop.network import NetworkState
from app.ui.desktop.single_instance import FirstInstance, hand_over, meeting_place
from app.ui.desktop.stopping import StopSignal
from tests.support import samples

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60


@pytest.fixture
def place(tmp_path: Path) -> str:
    return meeting_place(tmp_path)


@pytest.fixture
def first(qtbot: QtBot, place: str) -> Iterator[FirstInstance]:
    made = FirstInstance(place)
    yield made
    made.close()


def another_program(place: str, paths: list[str]) -> subprocess.Popen[str]:
    """Hand over from a process of its own, which says `True` where somebody listened."""
    code = (
        "import json, sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "from app.ui.desktop.single_instance import hand_over\n"
        "app = QCoreApplication([])\nprint(hand_over(sys.argv[1], json.loads(sys.argv[2])))"
    )
    command = [sys.executable, "-c", code, place, json.dumps(paths)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_meeting_place_is_of_one_data_folder_only(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    places = {meeting_place(tmp_path / name) for name in ("a", "b", "a/../a")}
    assert len(places) == 2 and all(place.startswith("acervo-") and len(place) < 40 for place in places)


def test_files_reach_the_window_that_is_open_as_absolute_paths(qtbot: QtBot, first: FirstInstance, place: str) -> None:
    with qtbot.waitSignal(first.files_given, timeout=20_000) as given:
        other = another_program(place, ["relative.pdf", str(Path("/tmp/ação.pdf"))])
    assert other.communicate()[0] == "True\n"
    assert given.args[0] == [str(ROOT / "relative.pdf"), str(Path("/tmp/ação.pdf").absolute())]


def test_a_start_without_files_only_wants_the_window(qtbot: QtBot, first: FirstInstance, place: str) -> None:
    with qtbot.waitSignal(first.files_given, timeout=20_000) as given:
        other = another_program(place, [])
    assert other.communicate()[0] == "True\n" and given.args == [[]]


def test_whoever_comes_before_the_window_is_ready_waits_for_it(qtbot: QtBot, place: str) -> None:
    starting = FirstInstance(place, answering=False)
    given: list[list[str]] = []
    starting.files_given.connect(given.append)
    other = another_program(place, ["/tmp/a.pdf"])
    qtbot.wait(1500)
    assert other.poll() is None and not given
    starting.answer()
    qtbot.waitUntil(lambda: given == [[str(Path("/tmp/a.pdf").absolute())]], timeout=20_000)
    assert other.communicate()[0] == "True\n"
    starting.close()


def test_where_nobody_listens_nothing_is_handed_over(qtbot: QtBot, place: str) -> None:
    assert hand_over(place, ["x"]) is False


def test_a_place_that_a_crash_left_behind_is_taken_over(qtbot: QtBot, place: str) -> None:
    code = (
        "import os, sys\nfrom PySide6.QtCore import QCoreApplication\n"
        "from app.ui.desktop.single_instance import FirstInstance\n"
        "app = QCoreApplication([])\nheld = FirstInstance(sys.argv[1])\nassert held.listening\nos._exit(9)"
    )
    died = subprocess.run([sys.executable, "-c", code, place], cwd=ROOT, check=False)
    assert died.returncode == 9
    again = FirstInstance(place)
    assert again.listening
    again.close()


@pytest.mark.parametrize("said", [b"\xff\xfe\n", b"{}\n", b"[1, null]\n", b"[" * 5000 + b"\n"])
def test_a_stranger_that_talks_nonsense_gives_no_files(
    qtbot: QtBot, first: FirstInstance, place: str, said: bytes
) -> None:
    stranger = QLocalSocket()
    stranger.connectToServer(place)
    with qtbot.waitSignal(first.files_given) as given:
        stranger.write(said)
        stranger.flush()
    assert given.args == [[]]
    stranger.abort()


def test_a_stranger_that_never_ends_is_cut_off(qtbot: QtBot, first: FirstInstance, place: str) -> None:
    stranger = QLocalSocket()
    stranger.connectToServer(place)
    with qtbot.waitSignal(stranger.disconnected, timeout=10_000):
        stranger.write(b"x" * 3_000_000)
    assert first.listening


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no such signal to oneself")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_of_the_system_becomes_one_of_qt_and_is_given_back(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = StopSignal()
    with qtbot.waitSignal(stop.asked, timeout=5000):
        os.kill(os.getpid(), number)
    stop.close()
    assert signal.getsignal(number) is before


def test_without_word_from_the_system_the_network_counts_as_there(qtbot: QtBot) -> None:
    assert NetworkState().online is True


def test_a_copied_picture_is_a_file_and_its_pixels_and_two_are_files(qtbot: QtBot, tmp_path: Path) -> None:
    one, two = tmp_path / "um.jpg", tmp_path / "dois.jpg"
    for path in (one, two):
        path.write_bytes(samples.jpeg())
    copy_out([one])
    data = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in data.urls()] == [str(one)] and data.hasImage()
    copy_out([one, two])
    data = QGuiApplication.clipboard().mimeData()
    assert len(data.urls()) == 2 and not data.hasImage()


@pytest.mark.skipif(os.name == "nt", reason="a process without a console is stopped by no signal there")
def test_a_second_start_hands_its_files_over_and_ends_and_the_first_ends_in_order(tmp_path: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "app", "--data-dir", str(tmp_path / "data")]
    file = tmp_path / "boleto.pdf"
    file.write_bytes(b"%PDF-1.4\n")
    first = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        place, deadline = meeting_place(tmp_path / "data"), time.monotonic() + PATIENCE_S
        while not hand_over(place, []):
            assert time.monotonic() < deadline and first.poll() is None, "the first window did not come"
        second = subprocess.run([*command, str(file)], cwd=ROOT, env=env, timeout=PATIENCE_S, check=False)
        assert second.returncode == 0 and first.poll() is None
    finally:
        first.terminate()
        output, _ = first.communicate(timeout=PATIENCE_S)
    assert first.returncode == 0, output
    assert "Traceback" not in output
    assert json.loads((tmp_path / "data" / "window.json").read_text("utf-8"))["window.geometry"]
