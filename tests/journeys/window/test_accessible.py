"""The whole window as a screen reader is told of it: everything has a name, a role and a state, and focus is heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from tests.journeys.window.acting import (
    ROW,
    attach,
    bubble,
    go_to,
    go_to_chats,
    has,
    open_chat,
    queue_row,
    starts,
    write,
)
from tests.journeys.window.stage import ANA_NAME, BIA, BIA_NAME, Stage
from tests.support import null_sink, samples
from tests.support.desktop.complaints import FILM
from tests.support.desktop.ears import Ears, Heard
from tests.support.desktop.program import WindowProcess
from tests.support.desktop.tree import Node
from tests.support.null_sink import NullSink

ACTED_ON = {
    *("push button", "toggle button", "check box", "radio button", "combo box", "slider", "spin button", "link"),
    *("text", "password text", "entry", "list", "list item", "table", "tree", "menu item", "page tab"),
    *("dialog", "frame"),
}
"""Roles of what a user acts on, and of what holds such things."""
NOT_SAID = frozenset({"filler", "unknown", "invalid", "redundant object"})
"""Roles that say nothing: no place that the keyboard comes to may have one."""
WITH_THE_KEYBOARD = frozenset({"enabled", "focusable"})


@pytest.fixture
def sink() -> Iterator[NullSink]:
    """Return a sound system of its own, so that something can be played."""
    if null_sink.missing():
        pytest.skip(f"not installed: {', '.join(null_sink.missing())}")
    with NullSink() as found:
        yield found


def wrong(node: Node) -> str:
    """Return what a screen reader would not learn of something on the screen; "" where all is said."""
    # The last row of a grid has cells without a tile; the keyboard does not come to them.
    reached = node.states >= WITH_THE_KEYBOARD
    if not node.name.strip() and (node.role in ACTED_ON or reached):
        return f"a {node.role} without a name at {node.rect}"
    if reached and node.role in NOT_SAID:
        return f"{node.name!r} can be acted on and is a {node.role}"
    if node.role == "slider" and node.value is None:
        return f"{node.name!r} is a slider without a value"
    return ""


def all_said(window: WindowProcess, page: str) -> Node:
    """Check everything that is on the screen and return it."""
    root = window.tree.read()
    assert root is not None
    amiss = [found for node in root.walk() if (found := wrong(node))]
    assert not amiss, f"{page}: {amiss}"
    return root


def test_every_page_says_what_is_on_it(stage: Stage) -> None:
    stage.says("Bom dia, tudo bem?", by=BIA, name=BIA_NAME)
    stage.sends(stage.file("vitrine.jpg", samples.jpeg(640, 480)), caption="a vitrine nova")
    stage.sends(stage.file("filme.mp4", samples.film()))
    stage.sends(stage.file("orcamento.pdf", samples.pdf(3)))
    with stage.window(allow=FILM) as window:
        tree = window.wait_usable().tree
        tree.find("push button", starts("Transfers: 3 of 3"))
        messages = open_chat(stage, window, ANA_NAME)
        stage.misbehave("media.http_404")
        stage.sends(stage.file("foto.jpg", samples.jpeg(200, 100)))
        left, top, _width, height = messages.rect
        stage.hands.click((left + 4, top + height // 2))  # beside the bubbles: a picture would open
        stage.hands.key("End")
        bubble(window, ANA_NAME, "Image not received")
        stage.misbehave("send.lose_answer,event.drop")
        write(stage, window, "Segue o prazo")
        bubble(window, "You", "Segue o prazo", "Not confirmed")
        chat = all_said(window, "chat")
        assert chat.all(ROW, has(BIA_NAME, "1 unread", "Bom dia, tudo bem?")), "a chat with its unread messages"
        assert chat.all("list item", has("loja", "connected", "1 unread")), "an account with its connection"
        assert chat.all("push button", "Send") and chat.all("text", starts("Message to"), "focused")

        go_to(stage, window, "Gallery")
        tile = tree.find(ROW, has("Image", "a vitrine nova", f"from {ANA_NAME}"))
        assert tile.states >= {"selectable", "focusable"}
        tree.find(ROW, has("Image", "failed", "WhatsApp does not know this file"))
        all_said(window, "gallery")
        stage.hands.click(tile)
        tree.find(ROW, has("a vitrine nova", "selected"))
        all_said(window, "gallery with a selection")
        for kind, role in (("Image, a vitrine", "graphic"), ("Document", "document"), ("Video", "slider")):
            stage.hands.double_click(tree.find(ROW, starts(kind)))
            tree.find("panel", "Viewer")
            tree.find(role)
            all_said(window, f"viewer of {kind}")
            stage.hands.key("Escape")

        go_to(stage, window, "Queue")
        row = queue_row(window, "Segue o prazo", f"to {ANA_NAME}", "Not confirmed")
        assert "Check again · Send again · It arrived" in row.description
        all_said(window, "queue")
        for page in ("Contacts", "Dashboard"):
            go_to(stage, window, page)
            tree.find("panel", page)
            all_said(window, page)


def test_every_sheet_says_what_is_on_it(stage: Stage) -> None:
    stage.says("Bom dia, tudo bem?")
    with stage.window() as window:
        tree = window.wait_usable().tree
        open_chat(stage, window, ANA_NAME)
        attach(stage, window, stage.file("vitrine.jpg", samples.jpeg(640, 480)))
        tree.find("dialog", "Send 1 file")
        tree.find("list item", "vitrine.jpg")
        all_said(window, "preparation sheet")
        stage.hands.key("Escape")
        tree.gone("dialog")
        stage.hands.key("ctrl+k")
        tree.find("dialog", "Search everywhere")
        stage.hands.type_text("bom dia")
        tree.find("list item", has(ANA_NAME, "Bom dia, tudo bem?"), within=tree.find("list", "Results"))
        all_said(window, "search")
        stage.hands.key("Escape")
        tree.gone("dialog")
        for opened, name in (("Settings", "Settings"), ("Add an account", "")):
            stage.hands.click(tree.find("", opened))
            tree.find("dialog", name)
            all_said(window, opened)
            stage.hands.key("Escape")
            tree.gone("dialog")
        stage.hands.key("F1")
        tree.find("dialog", "Keys")
        all_said(window, "keys")
        stage.hands.key("Escape")


def test_a_player_says_what_it_plays_and_what_its_controls_do(stage: Stage, sink: NullSink) -> None:
    stage.sends(stage.file("recado.ogg", samples.voice(20)), voice=True)
    with stage.window(environment=sink.places) as window:
        tree = window.wait_usable().tree
        open_chat(stage, window, ANA_NAME)
        stage.hands.click(bubble(window, ANA_NAME, "Audio", "0:20", "not heard yet"))
        stage.hands.key("space")
        tree.find("push button", has("Pause", ANA_NAME, "Audio"))
        player = tree.find("", "Player")
        (place,) = player.all("slider", "Position")
        assert place.description.endswith(" of 0:20") and place.value is not None
        assert player.all("push button", "Speed 1×") and player.all("push button", "Volume and output")
        all_said(window, "player")
        stage.hands.key("space")
        tree.find("push button", has("Play", ANA_NAME, "Audio"))


def test_the_focus_is_heard_and_seen_as_the_keyboard_walks(stage: Stage) -> None:
    stage.misbehave("media.http_404")
    stage.sends(stage.file("vitrine.jpg", samples.jpeg(64, 48)), caption="a vitrine nova")
    stage.says("Chegou a foto?")
    with stage.window() as window:
        window.wait_usable()
        open_chat(stage, window, ANA_NAME)
        bubble(window, ANA_NAME, "Image not received")
        with Ears(stage.desktop.bus, window.pid) as ears:
            go_to_chats(stage, window)
            ears.listen()
            walked = [_one(ears, stage, "Tab") for _step in range(12)]
            assert all(heard.words.strip() and heard.role not in NOT_SAID for heard in walked), walked
            assert len({heard.ref for heard in walked}) > 8, f"the keyboard stays in one place: {walked}"

            stage.hands.click(bubble(window, ANA_NAME, "Chegou a foto?"))
            ears.listen()
            assert "Image not received" in _one(ears, stage, "Up").words
            assert [_one(ears, stage, "Tab", "announcement").words for _step in range(2)] == [
                "Ask to send again",
                "Try again",
            ]
            stage.hands.click(window.tree.find("text", "Search chats"))
            stage.says("Obrigada!")
            ears.wait_for("announcement", lambda words: words.startswith(f"{ANA_NAME}: Obrigada!"))
            ears.listen()
            for _step in range(2):
                _is_seen(stage, window, ears)


def _one(ears: Ears, stage: Stage, key: str, kind: str = "focus") -> Heard:
    """Press a key and return the one thing that is heard of it."""
    stage.hands.key(key)
    return ears.wait_for(kind, lambda _words: True)


def _is_seen(stage: Stage, window: WindowProcess, ears: Ears) -> None:
    """Check that something changes around what has the keyboard now, the moment it gets it."""
    before = stage.desktop.screenshot(stage.folder / "before.png")
    heard = _one(ears, stage, "Tab")
    node = window.tree.find(heard.role, heard.words, state="focused")
    after = stage.desktop.screenshot(stage.folder / "after.png")
    left, top, width, height = node.rect
    around = (max(left - 6, 0), max(top - 6, 0), left + width + 6, top + height + 6)
    with Image.open(before) as old, Image.open(after) as new:
        changed = ImageChops.difference(old.convert("RGB").crop(around), new.convert("RGB").crop(around))
    assert changed.getbbox() is not None, f"nothing shows that {node} has the keyboard"
