"""What a user does in the window again and again: opens a chat, writes, goes to a page, looks into the queue."""

from __future__ import annotations

import re
from pathlib import Path

from tests.journeys.window.stage import Stage
from tests.support.desktop.ears import Ears
from tests.support.desktop.program import WindowProcess
from tests.support.desktop.tree import Node

BUBBLE = "list item"
ROW = "cell"
_LONGEST_MENU = 20


def starts(text: str) -> re.Pattern[str]:
    """Return a pattern for names that begin so."""
    return re.compile(rf"^{re.escape(text)}")


def has(*parts: str) -> re.Pattern[str]:
    """Return a pattern for names that have these parts, in this order."""
    return re.compile(".*".join(map(re.escape, parts)))


def open_chat(stage: Stage, window: WindowProcess, name: str) -> Node:
    """Click a chat in the list and return the list of its messages once it is open."""
    stage.hands.click(window.tree.find(ROW, starts(name)))
    return window.tree.find("list", f"Messages with {name}")


def write(stage: Stage, window: WindowProcess, text: str) -> None:
    """Write into the open chat's composer and send."""
    stage.hands.click(window.tree.find("text", starts("Message to ")))
    window.tree.find("text", starts("Message to "), state="focused")
    stage.hands.type_text(text)
    stage.hands.key("Return")


def bubble(window: WindowProcess, *parts: str, timeout_s: float = 15.0) -> Node:
    """Return the bubble of the open chat that says these parts, in this order, once it is there."""
    listed = window.tree.find("list", starts("Messages with "))
    return window.tree.find(BUBBLE, has(*parts), within=listed, timeout_s=timeout_s)


def go_to(stage: Stage, window: WindowProcess, page: str) -> None:
    """Choose a page in the rail: `Gallery`, `Queue` …"""
    stage.hands.click(window.tree.find("check box", starts(page)))


def go_to_chats(stage: Stage, window: WindowProcess) -> None:
    """Choose the account in the rail, which shows its chats."""
    stage.hands.click(window.tree.find("list item", starts("loja")))
    window.tree.find("table", "Chats")


def queue_row(window: WindowProcess, *parts: str, timeout_s: float = 15.0) -> Node:
    """Return the row of the queue's page that says these parts, in this order, once it is there."""
    return window.tree.find("list item", has(*parts), within=window.tree.find("list", "Queue"), timeout_s=timeout_s)


def choose_in_menu(stage: Stage, window: WindowProcess, on: Node, item: str) -> None:
    """Open the menu of something by the right button and choose an item by keys."""
    with Ears(stage.desktop.bus, window.pid) as ears:
        stage.hands.click(on, button=3)
        choose(stage, ears, item)


def choose(stage: Stage, ears: Ears, item: str) -> None:
    """Choose an item of the menu that is open, listening to what is at the focus: menus are not in the tree."""
    for _step in range(_LONGEST_MENU):
        stage.hands.key("Down")
        if any(heard.words == item and heard.role == "menu item" for heard in ears.listen()):
            stage.hands.key("Return")
            return
    raise AssertionError(f"no {item} in the menu; heard: {[heard.words for heard in ears.heard]}")


def attach(stage: Stage, window: WindowProcess, file: Path) -> None:
    """Attach a photo to the open chat by the system's file dialog; the preparation sheet opens."""
    with Ears(stage.desktop.bus, window.pid) as ears:
        stage.hands.key("ctrl+o")
        choose(stage, ears, "Photos and videos")
    window.tree.find("text", "File name:", state="focused")
    stage.hands.type_text(str(file))
    stage.hands.key("Return")
