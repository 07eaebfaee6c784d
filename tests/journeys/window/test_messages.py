"""A message arrives and is seen; a text is typed and sent; the queue shows it on its way; files arrive as tiles."""

from __future__ import annotations

from tests.journeys.waiting import until
from tests.journeys.window.acting import ROW, bubble, go_to, go_to_chats, has, open_chat, queue_row, starts, write
from tests.journeys.window.stage import ANA_NAME, BIA, BIA_NAME, Stage
from tests.support import samples

TILE = has(f"from {ANA_NAME}")


def test_a_message_arrives_is_seen_and_answered(stage: Stage) -> None:
    stage.says("Bom dia, tudo bem?")
    with stage.window() as window:
        tree = window.wait_usable().tree
        tree.find(ROW, has(ANA_NAME, "1 unread", "Bom dia"))
        tree.find("list item", has("loja", "connected", "1 unread"))

        open_chat(stage, window, ANA_NAME)
        bubble(window, ANA_NAME, "Bom dia, tudo bem?")
        tree.gone(ROW, has("unread"))
        tree.gone("list item", has("loja", "unread"))

        stage.says("Oi, aqui fala a Bia", by=BIA, name=BIA_NAME)
        tree.find(ROW, has(BIA_NAME, "1 unread", "Oi, aqui fala a Bia"))
        first, second = tree.all(ROW)[:2]
        assert [first.name[:4], second.name[:4]] == [BIA_NAME[:4], ANA_NAME[:4]], "the newest chat stands first"

        stage.says("Voces abrem no domingo?")
        bubble(window, ANA_NAME, "Voces abrem no domingo?")

        stage.misbehave("send.delay=1:1")
        write(stage, window, "Abrimos das 8 ao meio-dia")
        bubble(window, "You", "Abrimos das 8 ao meio-dia", "Being sent")
        go_to(stage, window, "Queue")
        queue_row(window, "Abrimos das 8 ao meio-dia", f"to {ANA_NAME}")
        queue_row(window, "Abrimos das 8 ao meio-dia", f"to {ANA_NAME}", "Read")
        assert [(sent["to"], sent["text"]) for sent in stage.sent()] == [("5511988887777", "Abrimos das 8 ao meio-dia")]

        go_to_chats(stage, window)
        open_chat(stage, window, ANA_NAME)
        bubble(window, "You", "Abrimos das 8 ao meio-dia", "Read by the customer")
        tree.find(ROW, has(ANA_NAME, "Abrimos das 8", "Read by the customer"))


def test_files_arrive_as_bubbles_and_tiles(stage: Stage) -> None:
    photo = stage.file("vitrine.jpg", samples.jpeg(640, 480))
    with stage.window() as window:
        tree = window.wait_usable().tree
        stage.sends(photo, caption="a vitrine nova")
        stage.sends(stage.file("recado.ogg", samples.voice(3)), voice=True)
        stage.sends(stage.file("orcamento.pdf", samples.pdf(3)))
        open_chat(stage, window, ANA_NAME)
        bubble(window, ANA_NAME, "Image", "a vitrine nova")
        bubble(window, ANA_NAME, "Audio", "0:03")
        bubble(window, ANA_NAME, "Document, orcamento.pdf", "3 pages")

        go_to(stage, window, "Gallery")
        tiles = tree.until(lambda root: len(found := root.all(ROW, TILE)) == 3 and found, "three tiles")
        assert [tile.name.partition(",")[0] for tile in tiles] == ["Document", "Audio", "Image"], "the newest first"
        stage.hands.click(tree.find("check box", starts("Images 1")))
        tree.until(lambda root: len(root.all(ROW, TILE)) == 1, "the tile of the picture alone")

        stage.hands.double_click(tree.find(ROW, starts("Image")))
        tree.find("panel", "Viewer", state="focused")
        tree.find("graphic", has("a vitrine nova"))
        stage.hands.key("Escape")
        tree.find("table", "Media")
    assert until(lambda: stage.shop.tiles(), "the tiles")
