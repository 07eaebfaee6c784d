"""`acervo FILE` while a window runs: that window takes the file, comes to the front, and the second process ends."""

from __future__ import annotations

import re

from tests.journeys.waiting import until
from tests.journeys.window.acting import open_chat
from tests.journeys.window.stage import ANA, ANA_NAME, BIA, BIA_NAME, Stage
from tests.support import samples
from tests.support.desktop.program import WindowProcess


def test_a_second_start_hands_its_files_to_the_window_that_runs(stage: Stage) -> None:
    paper = stage.file("orçamento.pdf", samples.pdf(2))
    photo = stage.file("foto.jpg", samples.jpeg(96, 64, seed=3))
    stage.says("Oi", by=BIA, name=BIA_NAME)
    stage.says("Bom dia")
    with stage.window() as window:
        window.wait_usable()
        window.tree.find("cell", re.compile(f"^{ANA_NAME}"))
        _without_a_chat_it_asks_for_one(stage, window, str(paper))
        _two_files_come_to_the_open_chat(stage, window, str(paper), str(photo))
        _what_is_not_there_is_refused(stage, window)
        _without_files_it_only_comes_forward(stage, window)


def _without_a_chat_it_asks_for_one(stage: Stage, window: WindowProcess, paper: str) -> None:
    hand_over(stage, paper)
    window.tree.find("label", "1 file waits to be sent")
    open_chat(stage, window, BIA_NAME)
    sheet = window.tree.find("dialog", "Send 1 file")
    assert [item.name for item in sheet.all("list item")] == ["orçamento.pdf"]
    window.tree.find("filler", re.compile(f"to {BIA_NAME}$"))
    window.tree.find("push button", re.compile("^Send 1"), state="enabled")
    stage.hands.key("Return")
    window.tree.gone("dialog")
    window.tree.gone("label", "1 file waits to be sent")


def _two_files_come_to_the_open_chat(stage: Stage, window: WindowProcess, paper: str, photo: str) -> None:
    open_chat(stage, window, ANA_NAME)
    minimise(stage, window)
    hand_over(stage, photo, paper)
    sheet = window.tree.find("dialog", "Send 2 files")
    assert [item.name for item in sheet.all("list item")] == ["foto.jpg", "orçamento.pdf"]
    window.tree.find("filler", re.compile(f"to {ANA_NAME}$"))
    # A file manager may start the program once for each file.
    hand_over(stage, paper)
    window.tree.find("dialog", "Send 3 files")
    window.tree.find("push button", re.compile("^Send 3"), state="enabled")
    stage.hands.key("Return")
    window.tree.gone("dialog")
    window.tree.until(lambda _root: len(stage.sent()) == 4, "all to be sent")
    told = [(entry["to"], entry["name"]) for entry in stage.sent()]
    assert told[0] == (BIA, "orçamento.pdf")
    assert told[1:] == [(ANA, "foto.jpg"), (ANA, "orçamento.pdf"), (ANA, "orçamento.pdf")]


def _what_is_not_there_is_refused(stage: Stage, window: WindowProcess) -> None:
    missing = stage.folder / "files" / "não existe.pdf"
    ended = stage.acervo.call(str(missing), expect=1)
    assert "não existe.pdf" in ended.stderr and not ended.stdout
    assert not window.tree.all("dialog")


def _without_files_it_only_comes_forward(stage: Stage, window: WindowProcess) -> None:
    minimise(stage, window)
    hand_over(stage)
    window.tree.find("frame", state="active")
    assert not window.tree.all("dialog")


def minimise(stage: Stage, window: WindowProcess) -> None:
    """Put the window away, as a user does who turns to the file manager."""
    stage.desktop.minimise(stage.desktop.window_of(window.pid))
    window.tree.until(lambda root: not root.all("frame", state="active"), "the window to be away")


def hand_over(stage: Stage, *files: str) -> None:
    """Start the program a second time; it says nothing and ends well."""
    second = stage.window(*files)
    assert second.wait_end() == 0
    second.end()


def test_of_several_starts_at_once_one_becomes_the_window_and_has_all_files(stage: Stage) -> None:
    """A file manager opens three files by three starts, and no window is there yet."""
    stage.says("Bom dia")
    files = [stage.file(f"folha {number}.pdf", samples.pdf(number)) for number in (1, 2, 3)]
    started = [stage.window(str(file)) for file in files]
    until(lambda: sum(not each.running for each in started) == 2, "two of three to hand over")
    (window,) = [each for each in started if each.running]
    for each in started:
        if each is not window:
            each.end()
    with window:
        window.wait_usable()
        window.tree.find("label", "3 files wait to be sent")
        open_chat(stage, window, ANA_NAME)
        sheet = window.tree.find("dialog", "Send 3 files")
        assert sorted(item.name for item in sheet.all("list item")) == [file.name for file in files]
        stage.hands.key("Escape")
        window.tree.gone("dialog")
