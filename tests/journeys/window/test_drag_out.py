"""Media are dragged out of the window into a folder and are the same bytes there; what is not here is fetched first."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.databases import ask
from tests.journeys.shop import digest
from tests.journeys.waiting import until
from tests.journeys.window.acting import bubble, go_to, go_to_chats, has, open_chat
from tests.journeys.window.stage import ANA_NAME, Stage
from tests.support import samples
from tests.support.desktop.file_manager import FileManager
from tests.support.desktop.program import WindowProcess
from tests.support.desktop.tree import Node

_IS_HERE = "SELECT 1 FROM media WHERE state = 'local' AND name = ?"


@pytest.fixture
def outside(stage: Stage, file_manager: None) -> Iterator[FileManager]:
    """Return an empty folder of the user's in a file manager."""
    folder = stage.folder / "outside"
    folder.mkdir()
    with FileManager(stage.desktop, folder) as manager:
        yield manager


def test_three_files_one_of_them_remote_are_dragged_into_a_folder(stage: Stage, outside: FileManager) -> None:
    photo = stage.file("foto.jpg", samples.jpeg(96, 64, seed=8))
    paper = stage.file("orçamento maio.pdf", samples.pdf(2))
    notes = stage.file("planilha.txt", b"abc;def\n" * 4000)
    stage.sends(photo, type="image")
    stage.sends(paper, type="document")
    with stage.window() as window:
        gallery(stage, window, 2)
        stage.misbehave("media.http_503=1")
        stage.sends(notes, type="document")
        tile(window, notes.name, "Not downloaded yet")
        until(lambda: _waits(stage), "the first try to be over")
        stage.misbehave("media.delay=1:2.5")

        first, second, third = (tile(window, name) for name in (notes.name, paper.name, "Image"))
        stage.hands.click(first)
        stage.hands.click(second, holding="ctrl")
        stage.hands.click(third, holding="ctrl")
        window.tree.find(name=has("3 selected", "1 not on this computer"))
        stage.hands.press(second)
        stage.hands.glide(second, outside.free_place)
        window.tree.find(name="Preparing 3 files")
        # The window goes on while the files are in the air: the tile tells that its file came.
        window.tree.gone("cell", has(notes.name, "Not downloaded yet"))
        window.tree.gone(name="Preparing 3 files")
        drop(stage, outside)
        arrived(outside.folder, photo, paper, notes)
        window.tree.gone(name=has("not on this computer"))

        _let_go_too_early(stage, window, outside)
        _out_of_a_bubble(stage, window, outside)


def _let_go_too_early(stage: Stage, window: WindowProcess, outside: FileManager) -> None:
    """What is let go before it is here is not dropped, but it is fetched; the next drag is at once."""
    late = stage.file("contrato.pdf", samples.pdf(3))
    stage.misbehave("media.http_503=1")
    stage.sends(late, type="document")
    tile(window, late.name, "Not downloaded yet")
    until(lambda: _waits(stage), "the first try to be over")
    stage.misbehave("media.delay=1:2.5")
    before = sorted(outside.folder.iterdir())
    stage.hands.drag(tile(window, late.name), outside.free_place, hold_s=0.1)
    window.tree.find(name="Not ready yet. Drag again in a moment.")
    window.tree.until(lambda root: not _away(root), "it to be fetched all the same")
    assert sorted(outside.folder.iterdir()) == before
    stage.hands.press(tile(window, late.name))
    stage.hands.glide(tile(window, late.name), outside.free_place)
    drop(stage, outside)
    until(lambda: _same(outside.folder / late.name, late), "the file to be there")


def _out_of_a_bubble(stage: Stage, window: WindowProcess, outside: FileManager) -> None:
    """A bubble of the chat gives its file, too."""
    stage.misbehave()
    letter = stage.file("carta.pdf", samples.pdf(1))
    stage.sends(letter, type="document")
    go_to_chats(stage, window)
    open_chat(stage, window, ANA_NAME)
    left, top, _width, height = bubble(window, letter.name).rect
    until(lambda: ask(stage.shop.database, _IS_HERE, letter.name), "the file to be fetched")
    stage.hands.press((left + 60, top + height // 2))
    stage.hands.glide((left + 60, top + height // 2), outside.free_place)
    drop(stage, outside)
    until(lambda: _same(outside.folder / letter.name, letter), "the file to be there")


def gallery(stage: Stage, window: WindowProcess, count: int) -> None:
    """Open the gallery in a window that leaves room for the file manager; all files must be here."""
    window.wait_usable()
    stage.desktop.place(stage.desktop.window_of(window.pid), 970, 800)
    go_to(stage, window, "Gallery")
    window.tree.until(lambda root: len(_tiles(root)) == count and not _away(root), f"{count} files to be here")


def tile(window: WindowProcess, *parts: str) -> Node:
    """Return the tile that says these parts."""
    return window.tree.find("cell", has(*parts))


def drop(stage: Stage, outside: FileManager) -> None:
    """Let go over the file manager, as a hand does: a little movement, a little rest."""
    left, top = outside.free_place
    stage.hands.glide((left, top), (left + 12, top + 8), steps=6)
    time.sleep(0.3)
    stage.hands.release()


def arrived(folder: Path, *files: Path) -> None:
    """Hold what lies in a folder against the files; only the bytes count, a photo has no name of its own."""
    wanted = sorted(digest(file) for file in files)
    until(lambda: len(list(folder.iterdir())) >= len(files), "the files to be there")
    until(lambda: sorted(digest(file) for file in folder.iterdir()) == wanted, "the files to be the same")


def _same(one: Path, other: Path) -> bool:
    return one.exists() and digest(one) == digest(other)


def _tiles(root: Node) -> list[Node]:
    return [cell for table in root.all("table", "Media") for cell in table.all("cell") if cell.name]


def _away(root: Node) -> bool:
    return any(word in cell.name for cell in _tiles(root) for word in ("Not downloaded", "Downloading"))


def _waits(stage: Stage) -> bool:
    return bool(ask(stage.shop.database, "SELECT 1 FROM media WHERE state = 'remote' AND attempts > 0"))
