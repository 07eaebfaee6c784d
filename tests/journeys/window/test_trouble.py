"""What goes wrong is said, can be mended by the user from the window, and goes on by itself where it can."""

from __future__ import annotations

from tests.journeys.databases import left_over
from tests.journeys.shop import digest
from tests.journeys.window.acting import (
    ROW,
    attach,
    bubble,
    choose_in_menu,
    go_to,
    go_to_chats,
    has,
    open_chat,
    queue_row,
    starts,
    write,
)
from tests.journeys.window.stage import ANA_NAME, BIA, BIA_NAME, Stage
from tests.support import samples

LOST = "send.lose_answer,event.drop"
"""The customer gets the message, and we hear neither the answer nor the echo."""

UNREACHED = (r"log connections", r"log sources: .*webhook_not_registered")
"""What the log says where nobody answers."""
NOT_LEARNT = "It is not known whether this arrived."


def test_a_failed_download_is_tried_again_from_its_bubble_and_arrives(stage: Stage) -> None:
    photo = stage.file("vitrine.jpg", samples.jpeg(640, 480))
    stage.misbehave("media.http_404")
    stage.sends(photo, caption="a vitrine nova")
    with stage.window() as window:
        window.wait_usable()
        open_chat(stage, window, ANA_NAME)
        failed = bubble(window, ANA_NAME, "Image not received", "a vitrine nova", "WhatsApp does not know this file")

        choose_in_menu(stage, window, failed, "Try again")
        bubble(window, ANA_NAME, "Image not received", "a vitrine nova")

        stage.misbehave()
        choose_in_menu(stage, window, bubble(window, "Image not received"), "Try again")
        bubble(window, ANA_NAME, "Image, 34.5", "a vitrine nova")
        window.tree.gone("push button", has("not received"))
    (tile,) = stage.shop.tiles().values()
    assert (tile["state"], tile["sha256"]) == ("local", digest(photo))


def test_an_unconfirmed_message_is_settled_by_each_of_the_three_answers(stage: Stage) -> None:
    stage.says("Qual e o prazo?")
    with stage.window() as window:
        window.wait_usable()
        open_chat(stage, window, ANA_NAME)
        stage.misbehave(LOST)
        for text in ("Prazo: 3 dias", "Frete: gratis", "Entrega: centro"):
            write(stage, window, text)
            bubble(window, "You", text, "Not confirmed")
        window.tree.find("check box", "Queue · 3")
        go_to(stage, window, "Queue")
        window.tree.find("list item", "Need you 3")

        choose_in_menu(stage, window, queue_row(window, "Frete: gratis", "Not confirmed"), "It arrived")
        queue_row(window, "Frete: gratis", f"to {ANA_NAME}", "Accepted")
        stage.misbehave()
        choose_in_menu(stage, window, queue_row(window, "Entrega: centro", "Not confirmed"), "Send again")
        queue_row(window, "Entrega: centro", f"to {ANA_NAME}", "Read")
        choose_in_menu(stage, window, queue_row(window, "Prazo: 3 dias", "Not confirmed"), "Check again")
        window.tree.find("label", NOT_LEARNT)
        choose_in_menu(stage, window, queue_row(window, "Prazo: 3 dias", "Not confirmed"), "It arrived")
        queue_row(window, "Prazo: 3 dias", f"to {ANA_NAME}", "Accepted")
        window.tree.find("check box", "Queue")
    texts = [sent["text"] for sent in stage.sent()]
    assert texts == ["Prazo: 3 dias", "Frete: gratis", "Entrega: centro", "Entrega: centro"], "only what was asked for"


def test_the_gateway_goes_away_which_is_said_and_comes_back_and_all_goes_on(stage: Stage) -> None:
    stage.says("Qual e o prazo?")
    with stage.window(allow=UNREACHED) as window:
        tree = window.wait_usable().tree
        tree.find("list item", starts("loja · connected"))
        open_chat(stage, window, ANA_NAME)
        stage.stop_gateway()
        write(stage, window, "Prazo: 3 dias")
        write(stage, window, "Frete: gratis")
        tree.find("label", starts("No connection since"))
        tree.find("list item", starts("loja · no answer"))
        bubble(window, "You", "Prazo: 3 dias", "Waiting")
        go_to(stage, window, "Queue")
        queue_row(window, "Prazo: 3 dias", "No connection", "leaves when the account is connected again")
        queue_row(window, "Frete: gratis", "In the queue", "after 1")

        stage.restart_gateway()
        stage.says("Alguem ai?")
        tree.gone("label", starts("No connection since"), timeout_s=25)
        tree.find("list item", starts("loja · connected"))
        queue_row(window, "Prazo: 3 dias", f"to {ANA_NAME}", "Read")
        queue_row(window, "Frete: gratis", f"to {ANA_NAME}", "Read")
        go_to_chats(stage, window)
        bubble(window, ANA_NAME, "Alguem ai?")
    assert [sent["text"] for sent in stage.sent()] == ["Prazo: 3 dias", "Frete: gratis"]
    assert left_over(stage.shop.folder) == []


def test_the_whole_window_is_used_with_no_network(stage: Stage) -> None:
    photo, note = stage.file("vitrine.jpg", samples.jpeg(640, 480)), stage.file("recado.ogg", samples.voice(3))
    stage.says("Bom dia, tudo bem?", by=BIA, name=BIA_NAME)
    stage.sends(photo, caption="a vitrine nova")
    stage.sends(stage.file("orcamento.pdf", samples.pdf(3)))
    with stage.window() as window:
        tree = window.wait_usable().tree
        open_chat(stage, window, ANA_NAME)
        bubble(window, "Document, orcamento.pdf", "3 pages")
        stage.misbehave("media.http_503")
        stage.sends(note, voice=True)
        bubble(window, ANA_NAME, "Audio", "0:03", "Not downloaded yet")
    stage.stop_gateway()

    with stage.window(allow=UNREACHED) as window:
        tree = window.wait_usable().tree
        tree.find("label", starts("No connection since"))
        tree.find("list item", starts("loja · no answer · 1 unread"))
        open_chat(stage, window, BIA_NAME)
        bubble(window, BIA_NAME, "Bom dia, tudo bem?")
        open_chat(stage, window, ANA_NAME)
        bubble(window, ANA_NAME, "Audio", "0:03", "Not downloaded yet")

        attach(stage, window, photo)
        tree.find("dialog", "Send 1 file")
        stage.hands.key("Return")
        bubble(window, "You", "vitrine.jpg", "Waiting")
        go_to(stage, window, "Queue")
        queue_row(window, "vitrine.jpg", "No connection", "leaves when the account is connected again")

        go_to(stage, window, "Gallery")
        tree.find("table", "Media")
        stage.hands.double_click(tree.find(ROW, has("Image", f"from {ANA_NAME}")))
        tree.find("panel", starts("Viewer"))
        tree.find("label", has("640 × 480"))
        stage.hands.key("Escape")
        tree.find("table", "Media")

        stage.hands.key("ctrl+k")
        tree.find("dialog", "Search everywhere")
        stage.hands.type_text("vitrine")
        tree.find("list item", has(ANA_NAME, "a vitrine nova"))
        stage.hands.key("Return")
        bubble(window, ANA_NAME, "Image", "a vitrine nova")
    assert stage.shop.upload_states() == ["waiting"]
