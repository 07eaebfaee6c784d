"""The log pane shows what was written down, newest first and live, narrows it, and gives it away as it stands."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.services.logs import LogLevel, LogQuery
from app.system.log_shelf import FileLogShelf
from app.texts import set_language
from app.ui.bridge import Errands
from app.ui.look.combo import Combo
from app.ui.look.find_field import FindField
from app.ui.models import log_rows
from app.ui.models.log_rows import EntryRole, LogModel
from app.ui.panes.logs import LogPane
from app.ui.panes.logs.pane import LogList
from tests.gui.looks import inside, keep, make_look


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_rows, "LOOK_MS", 30)


def write(folder: Path, subject: str, *numbers: int, level: str = "info", **facts: object) -> None:
    with (folder / f"{subject}.jsonl").open("a", encoding="utf-8") as file:
        for number in numbers:
            at = f"2026-11-20T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}.000+00:00"
            entry = {"event": f"event_{number}", "instance": "1/loja", **facts, "level": level, "at": at}
            file.write(json.dumps(entry) + "\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "uploads", 1, 4)
    write(tmp_path, "window", 2, level="warning", error="OSError")
    write(tmp_path, "window", 3, level="error", exception="Traceback\n  line\nOSError")
    return tmp_path


def pane_of(
    qtbot: QtBot, errands: Errands, folder: Path, *, width: int = 1208, height: int = 704, scale: float = 1.0
) -> LogPane:
    pane = LogPane(*make_look(scale=scale))
    keep(qtbot, pane)
    pane.resize(width, height)
    pane.read_from(FileLogShelf(folder), errands)
    pane.show()
    return pane


def listing(pane: LogPane) -> LogList:
    return pane.findChild(LogList)


def events(pane: LogPane) -> list[str | None]:
    model = listing(pane).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def row(pane: LogPane, number: int) -> QModelIndex:
    return listing(pane).model().index(number, 0)


def texts(pane: LogPane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel) if label.isVisible() and label.text()]


def wait_for(qtbot: QtBot, pane: LogPane, *numbers: int) -> None:
    qtbot.waitUntil(lambda: events(pane) == [f"event_{number}" for number in numbers], timeout=5_000)


def tool(pane: LogPane, name: str) -> QToolButton:
    return next(one for one in pane.findChildren(QToolButton) if one.accessibleName() == name)


def test_entries_of_all_subjects_are_listed_newest_first_and_spoken(
    qtbot: QtBot, errands: Errands, folder: Path
) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    spoken = row(pane, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Error, window, event_3, Nov 20, 2026")
    assert "Traceback" in row(pane, 1).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert "4 entries" in texts(pane)


def test_what_is_written_now_appears_on_top(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    write(folder, "uploads", 5, 6)
    wait_for(qtbot, pane, 6, 5, 4, 3, 2, 1)
    write(folder, "media", 7)
    wait_for(qtbot, pane, 7, 6, 5, 4, 3, 2, 1)
    (folder / "uploads.jsonl").rename(folder / "uploads.jsonl.1")
    write(folder, "uploads", 8)
    wait_for(qtbot, pane, 8, 7, 6, 5, 4, 3, 2, 1)


def test_whoever_reads_further_down_keeps_the_place(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    write(folder, "uploads", *range(5, 300))
    pane = pane_of(qtbot, errands, folder)
    qtbot.waitUntil(lambda: len(events(pane)) == 299)
    table = listing(pane)
    table.verticalScrollBar().setValue(100 * table.row_height())
    qtbot.waitUntil(lambda: row(pane, 100).data() is not None)
    at_top = table.indexAt(table.viewport().rect().topLeft()).data()
    write(folder, "window", 300, 301, 302)
    qtbot.waitUntil(lambda: len(events(pane)) == 302)
    assert table.indexAt(table.viewport().rect().topLeft()).data() == at_top


def test_subject_level_and_text_narrow_the_list(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    pane.offer_subjects(["uploads", "window"])
    subject, level = pane.findChildren(Combo)
    level.setCurrentIndex(level.findText("Warnings and errors"))
    wait_for(qtbot, pane, 3, 2)
    level.setCurrentIndex(0)
    subject.setCurrentIndex(subject.findText("uploads"))
    wait_for(qtbot, pane, 4, 1)
    subject.setCurrentIndex(0)
    qtbot.keyClicks(pane.findChild(FindField), "oserror")
    wait_for(qtbot, pane, 3, 2)
    write(folder, "window", 9, error="OSError")
    write(folder, "window", 10)
    wait_for(qtbot, pane, 9, 3, 2)
    qtbot.keyClicks(pane.findChild(FindField), " nothing")
    qtbot.waitUntil(lambda: "No entry matches" in texts(pane))


def test_details_are_shown_of_the_entry_that_the_keyboard_is_at(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    details = pane.findChild(QPlainTextEdit)
    assert not details.isVisible()
    pane.activateWindow()
    pane.focus_first()
    qtbot.keyClick(listing(pane), Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: "instance: 1/loja" in details.toPlainText())
    assert details.isVisible() and details.toPlainText().endswith("OSError")
    with qtbot.waitSignal(pane.left):
        qtbot.keyClick(listing(pane), Qt.Key.Key_Escape)


def test_chosen_entries_are_copied_as_they_stand_oldest_first(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    table = listing(pane)
    table.setCurrentIndex(row(pane, 1))
    qtbot.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().clear()
    tool(pane, "Copy").click()
    qtbot.waitUntil(lambda: bool(QGuiApplication.clipboard().text()))
    copied = [json.loads(line) for line in QGuiApplication.clipboard().text().splitlines()]
    assert [entry["event"] for entry in copied] == ["event_2", "event_3"]


def test_saving_and_the_folder_are_asked_for(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    level = pane.findChildren(Combo)[1]
    level.setCurrentIndex(3)
    with qtbot.waitSignal(pane.save_wanted) as wanted:
        tool(pane, "Save an excerpt").click()
    assert wanted.args == [LogQuery(level=LogLevel.ERROR)]
    with qtbot.waitSignal(pane.folder_wanted):
        tool(pane, "Open the folder").click()
    pane.say_saved(1)
    assert "1 entry saved" in texts(pane)


def test_very_long_logs_come_stretch_by_stretch_and_little_of_them_is_kept(
    qtbot: QtBot, errands: Errands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_rows, "AT_ONCE", 200)
    monkeypatch.setattr(log_rows, "MOST_ENTRIES", 150)
    write(tmp_path, "uploads", *range(3_000))
    pane = pane_of(qtbot, errands, tmp_path)
    qtbot.waitUntil(lambda: len(events(pane)) == 200)
    assert "the newest 200" in texts(pane)
    table, model = listing(pane), listing(pane).model()
    for expected in (400, 600, 800):
        table.scrollToBottom()
        qtbot.waitUntil(lambda expected=expected: model.rowCount() >= expected)
    last = model.rowCount() - 1
    table.scrollToBottom()
    qtbot.waitUntil(lambda: row(pane, last).data() == f"event_{3_000 - 1 - last}")
    assert len(model._entries) <= 300


def test_the_places_remembered_have_a_limit(
    qtbot: QtBot, errands: Errands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_rows, "AT_ONCE", 100)
    monkeypatch.setattr(log_rows, "MOST", 300)
    write(tmp_path, "uploads", *range(1_000))
    model = LogModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.read_from(FileLogShelf(tmp_path), errands)
    model.wake(awake=True)
    for count in (100, 200, 300):
        qtbot.waitUntil(lambda count=count: model.rowCount() == count)
        model.want(count - 10, count + 10)
    qtbot.wait(100)
    model.want(290, 310)
    qtbot.wait(100)
    assert model.rowCount() == 300
    model.wake(awake=False)
    tester.deleteLater()


def test_nothing_is_read_while_nobody_looks(qtbot: QtBot, errands: Errands, folder: Path) -> None:
    pane = pane_of(qtbot, errands, folder)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    pane.hide()
    write(folder, "uploads", 5)
    qtbot.wait(150)
    assert len(events(pane)) == 4
    pane.show()
    wait_for(qtbot, pane, 5, 4, 3, 2, 1)


def test_an_empty_log_and_one_that_cannot_be_read_say_so(
    qtbot: QtBot, errands: Errands, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    pane = pane_of(qtbot, errands, folder)
    qtbot.waitUntil(lambda: "The log is empty" in texts(pane))
    write(folder, "uploads", 1)
    wait_for(qtbot, pane, 1)
    (folder / "uploads.jsonl").unlink()
    folder.rmdir()
    qtbot.waitUntil(lambda: "The log cannot be read" in texts(pane))
    caplog.clear()
    folder.mkdir()
    write(folder, "uploads", 2)
    next(one for one in pane.findChildren(QPushButton) if one.text() == "Try again").click()
    wait_for(qtbot, pane, 2)
    assert row(pane, 0).data(EntryRole).subject == "uploads"


@pytest.mark.parametrize(("width", "scale"), [(1208, 1.0), (888, 1.0), (888, 1.5)])
@pytest.mark.parametrize("code", ["en", "pt_BR", "es"])
def test_nothing_overlaps_in_small_windows_with_large_text(
    qtbot: QtBot, errands: Errands, folder: Path, code: str, width: int, scale: float
) -> None:
    set_language(code)
    pane = pane_of(qtbot, errands, folder, width=width, height=504, scale=scale)
    wait_for(qtbot, pane, 4, 3, 2, 1)
    pane.activateWindow()
    pane.focus_first()
    assert inside(pane)
    assert pane.minimumSizeHint().width() <= width
    assert (pane.height(), pane.minimumSizeHint().height() <= 504) == (504, True)
    assert pane.findChild(QPlainTextEdit).isVisible()
    assert listing(pane).viewport().height() >= 3 * listing(pane).row_height()
    for bar in (pane._header, pane._bar):
        assert inside(bar)
        parts = sorted(
            (part for part in bar.children() if getattr(part, "isVisible", bool)()), key=lambda part: part.x()
        )
        for one, other in itertools.pairwise(parts):
            assert one.geometry().right() < other.geometry().left()
    columns = pane._delegate.columns(listing(pane).viewport().width())
    for left, right in itertools.pairwise(columns):
        assert left.right() <= right.left()
    assert columns[3].width() > pane._theme.px(120)
