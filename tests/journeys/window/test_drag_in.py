"""Files are dragged from a file manager into the window, looked at on the preparation sheet, and sent, each once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.waiting import until
from tests.journeys.window.acting import ROW, open_chat, starts
from tests.journeys.window.stage import ANA, ANA_NAME, BIA, BIA_NAME, NUMBER, Stage
from tests.support import samples
from tests.support.desktop.file_manager import FileManager
from tests.support.desktop.program import WindowProcess
from tests.support.desktop.tree import Node

RAIL = (34, 480)
"""A point of the window that is no place for files by itself."""


@pytest.fixture
def desk(stage: Stage) -> Path:
    """Return a folder of the user's with three files."""
    folder = stage.folder / "desk"
    folder.mkdir()
    (folder / "a foto.jpg").write_bytes(samples.jpeg(96, 64, seed=5))
    (folder / "b contrato ção.pdf").write_bytes(samples.pdf(2))
    (folder / "c notas.txt").write_bytes("três linhas\nde notas\n".encode() * 40)
    return folder


@pytest.fixture
def window(stage: Stage, file_manager: None) -> Iterator[WindowProcess]:
    """Return the window beside room for a file manager, with two chats, Ana's in front."""
    stage.says("Oi", by=BIA, name=BIA_NAME)
    stage.says("Bom dia")
    with stage.window() as window:
        window.wait_usable()
        stage.desktop.place(stage.desktop.window_of(window.pid), 970, 800)
        open_chat(stage, window, ANA_NAME)
        yield window


def test_three_files_are_dragged_onto_a_chat_and_three_onto_a_contact(
    stage: Stage, desk: Path, window: WindowProcess
) -> None:
    hands, tree, chat = stage.hands, window.tree, (600, 400)
    with FileManager(stage.desktop, desk) as manager:
        manager.select_all()
        hands.press(manager.row(1))
        hands.glide(manager.row(1), chat)
        tree.find(name=f"3 files for {ANA_NAME}")
        hands.glide(chat, row_of(window, BIA_NAME).middle)
        tree.find(name=f"3 files for {BIA_NAME}")
        tree.gone(name=f"3 files for {ANA_NAME}")
        tree.find("list", f"Messages with {BIA_NAME}")
        hands.glide(row_of(window, BIA_NAME).middle, row_of(window, ANA_NAME).middle)
        tree.find("list", f"Messages with {ANA_NAME}")
        hands.glide(row_of(window, ANA_NAME).middle, chat)
        tree.find(name=f"3 files for {ANA_NAME}")
        hands.release()

        assert prepared(window, "Send 3 files") == [file.name for file in sorted(desk.iterdir())]
        tree.find("filler", re.compile(f"to {ANA_NAME}$"))
        hands.key("Return")
        arrived(stage, ANA, desk)

        hands.drag(manager.row(0), row_of(window, BIA_NAME))
        tree.find("filler", re.compile(f"to {BIA_NAME}$"))
        hands.click(tree.find("push button", re.compile("^Send [0-9]"), state="enabled"))
        arrived(stage, BIA, desk)
    tree.gone("dialog")


def test_files_beside_the_chats_wait_for_one_and_a_sheet_takes_more(
    stage: Stage, desk: Path, window: WindowProcess
) -> None:
    hands, tree = stage.hands, window.tree
    hands.key("ctrl+g")
    tree.gone("list", f"Messages with {ANA_NAME}")
    with FileManager(stage.desktop, desk) as manager:
        hands.press(manager.row(2))
        hands.glide(manager.row(2), RAIL)
        tree.find(name="Drop 1 file, then choose the chat")
        hands.release()
        tree.find("label", "1 file waits to be sent")
        hands.click(row_of(window, BIA_NAME))
        assert prepared(window, "Send 1 file") == ["c notas.txt"]

        hands.drag(manager.row(0), (480, 400))
        assert prepared(window, "Send 2 files") == ["c notas.txt", "a foto.jpg"]
    hands.key("Return")
    sent = until(lambda: len(stage.sent()) == 2 and stage.sent(), "two files to be sent")
    assert [(entry["to"], entry["name"]) for entry in sent] == [(BIA, "c notas.txt"), (BIA, "a foto.jpg")]


def row_of(window: WindowProcess, name: str) -> Node:
    """Return a chat's row in the list."""
    return window.tree.find(ROW, starts(name))


def prepared(window: WindowProcess, title: str) -> list[str]:
    """Return the names on the sheet once all were looked at."""
    sheet = window.tree.find("dialog", title)
    window.tree.find("push button", re.compile("^Send [0-9]"), state="enabled", within=sheet)
    return [item.name for item in window.tree.find("list", "Files", within=sheet).all("list item")]


def arrived(stage: Stage, to: str, desk: Path) -> None:
    """Hold what the gateway took for somebody against the files: the same bytes, in order, once."""
    files = sorted(desk.iterdir())
    sent = until(lambda: len(found := _sent_to(stage, to)) >= len(files) and found, "the files to arrive")
    assert [entry["name"] for entry in sent] == [file.name for file in files]
    for entry, file in zip(sent, files, strict=True):
        taken = stage.gateway.call("GET", f"/control/{NUMBER}/received/{entry['message_id']}").content
        assert hashlib.sha256(taken).hexdigest() == hashlib.sha256(file.read_bytes()).hexdigest(), file.name


def _sent_to(stage: Stage, to: str) -> list[dict[str, object]]:
    return [entry for entry in stage.sent() if entry["to"] == to]
