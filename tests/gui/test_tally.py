"""The bottom bar's figures: transfers are counted until nothing moves, speed is a mean, time left is not invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from app.domain.ids import MediaId, UploadId, instance_ref
from app.domain.kinds import MediaState
from app.domain.uploads import UploadState
from app.services.downloads import DownloadEnded
from app.services.settings import LANGUAGE, REDUCED_MOTION, SCALE, THEME
from app.services.uploads import UploadMoved, UploadProgress
from app.system.settings_file import SettingsFile
from app.texts import language
from app.ui.look.theme import Theme
from app.ui.look.tokens import Mode
from app.ui.models.pace import Pace
from app.ui.wiring.preferences import Language, apply_look
from app.ui.wiring.tally import Tally

LOJA = instance_ref("1/loja")


class Scene:
    def __init__(self) -> None:
        self.now = 100.0
        self.tally = Tally(lambda: self.now)

    def move(self, upload: int, state: UploadState) -> None:
        self.tally.upload_moved(UploadMoved(LOJA, UploadId(upload), state, None))

    def left(self, upload: int, done_bytes: int, total_bytes: int | None) -> None:
        self.tally.upload_progress(UploadProgress(LOJA, UploadId(upload), done_bytes, total_bytes))

    def came(self, state: MediaState = MediaState.LOCAL, size_bytes: int = 0) -> None:
        self.tally.download_ended(DownloadEnded(LOJA, MediaId(1), state, None, size_bytes))


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_where_nothing_moves_there_is_nothing_to_show(scene: Scene) -> None:
    pace = scene.tally.pace()
    assert (pace.done, pace.total, pace.bytes_per_s, pace.left_s) == (0, 0, 0.0, None)


def test_uploads_and_downloads_are_counted_together(scene: Scene) -> None:
    scene.tally.set_undone(LOJA, 3)
    scene.move(1, UploadState.QUEUED)
    scene.move(1, UploadState.UPLOADING)
    scene.move(2, UploadState.QUEUED)
    assert (scene.tally.pace().done, scene.tally.pace().total, scene.tally.busy_uploads) == (0, 5, 2)
    scene.came()
    scene.move(1, UploadState.ACCEPTED)
    scene.move(1, UploadState.READ)
    assert (scene.tally.pace().done, scene.tally.pace().total, scene.tally.busy_uploads) == (2, 5, 1)


def test_what_waits_or_is_tried_again_is_not_at_its_end(scene: Scene) -> None:
    scene.tally.set_undone(LOJA, 1)
    scene.came(MediaState.REMOTE)
    scene.move(1, UploadState.UPLOADING)
    scene.move(1, UploadState.WAITING)
    assert (scene.tally.pace().done, scene.tally.pace().total) == (0, 1)


@pytest.mark.parametrize("end", [UploadState.FAILED, UploadState.CANCELLED, UploadState.UNCONFIRMED])
def test_a_bad_end_is_an_end_too(scene: Scene, end: UploadState) -> None:
    scene.move(1, UploadState.UPLOADING)
    scene.move(1, end)
    assert (scene.tally.pace().done, scene.tally.busy_uploads) == (1, 0)


def test_the_count_stays_a_moment_and_begins_anew(scene: Scene) -> None:
    scene.move(1, UploadState.QUEUED)
    scene.move(1, UploadState.SENT)
    assert scene.tally.pace().total == 1
    scene.now += 3.9
    assert scene.tally.pace().total == 1
    scene.now += 0.2
    assert scene.tally.pace().total == 0


def test_speed_is_the_mean_of_the_last_seconds_and_time_left_follows(scene: Scene) -> None:
    scene.move(1, UploadState.UPLOADING)
    for step in range(1, 5):
        scene.now += 1
        scene.left(1, step * 1000, 10_000)
    pace = scene.tally.pace()
    assert pace.bytes_per_s == pytest.approx(4000 / 3)
    assert pace.left_s == pytest.approx(6000 / pace.bytes_per_s)
    scene.now += 60
    assert scene.tally.pace().bytes_per_s == 0
    assert scene.tally.pace().left_s is None


def test_time_left_is_not_told_while_downloads_of_unknown_size_wait(scene: Scene) -> None:
    scene.tally.set_undone(LOJA, 2)
    scene.move(1, UploadState.UPLOADING)
    scene.left(1, 1000, 10_000)
    assert scene.tally.pace().bytes_per_s > 0
    assert scene.tally.pace().left_s is None


def test_a_file_of_unknown_size_has_a_speed_and_no_time_left(scene: Scene) -> None:
    scene.move(1, UploadState.UPLOADING)
    scene.left(1, 1000, None)
    assert scene.tally.pace().bytes_per_s == 1000
    assert scene.tally.pace().left_s is None


def test_bytes_that_go_back_do_not_make_the_speed_negative(scene: Scene) -> None:
    scene.move(1, UploadState.UPLOADING)
    scene.left(1, 5000, 10_000)
    scene.left(1, 100, 10_000)
    assert scene.tally.pace().bytes_per_s == 5000


def test_the_pace_of_one_file_is_smoothed_and_begins_anew_with_it() -> None:
    pace = Pace()
    assert (pace.fraction, pace.left_s) == (0.0, None)
    for second in range(4):
        pace.tell(second * 100, 1000, float(second))
    assert (pace.bytes_per_s, pace.fraction, pace.left_s) == (100, 0.3, 7.0)
    pace.tell(900, 1000, 4.0)
    assert 100 < pace.bytes_per_s < 600
    pace.tell(0, None, 5.0)
    assert (pace.done_bytes, pace.total_bytes, pace.bytes_per_s, pace.left_s) == (0, 1000, 0.0, None)
    pace.tell(2000, None, 6.0)
    assert (pace.fraction, pace.left_s) == (1.0, 0.0)


def test_two_figures_in_the_same_moment_are_no_speed() -> None:
    pace = Pace()
    pace.tell(0, 1000, 1.0)
    pace.tell(500, 1000, 1.0)
    assert pace.bytes_per_s == 0.0


def test_the_look_is_what_the_user_chose(qtbot: QtBot, theme: Theme, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "window.json")
    settings.put(THEME, "dark")
    settings.put(SCALE, 1.5)
    settings.put(REDUCED_MOTION, True)
    with qtbot.waitSignal(theme.changed):
        apply_look(theme, settings)
    assert (theme.mode, theme.scale, theme.motion_ms("slow_ms")) == (Mode.DARK, 1.5, 0)


def test_the_command_line_s_language_holds_until_the_user_chooses_one(qapp: QApplication, tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "window.json")
    spoken = Language(settings, "es")
    spoken.apply()
    assert language() == "es"
    settings.put(LANGUAGE, "pt_BR")
    told: list[str] = []
    spoken.choose(lambda: told.append(language()))
    assert told == ["pt_BR"]
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Cancelar"
    settings.put(LANGUAGE, "en")
    spoken.apply()
    assert language() == "en"
