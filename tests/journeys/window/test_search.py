"""What a customer wrote weeks ago is found from anywhere by the keyboard alone, and its message is come to."""

from __future__ import annotations

from tests.journeys.window.acting import bubble, go_to, has
from tests.journeys.window.stage import ANA_NAME, BIA, BIA_NAME, Stage
from tests.support import samples

RESULT = "list item"


def test_a_message_and_a_file_are_found_from_anywhere_and_opened(stage: Stage) -> None:
    stage.says("Segue o comprovante do pagamento")
    for number in range(40):
        stage.says(f"Mensagem {number}")
    stage.sends(stage.file("orcamento.pdf", samples.pdf(3)), by=BIA, name=BIA_NAME)
    with stage.window() as window:
        tree = window.wait_usable().tree
        go_to(stage, window, "Gallery")

        stage.hands.key("ctrl+k")
        tree.find("text", "Name, text, caption or file", state="focused")
        tree.find(RESULT, has(ANA_NAME, "+55 11"))
        stage.hands.type_text("COMPROV")
        tree.find(RESULT, has(ANA_NAME, "Segue o comprovante do pagamento"))
        tree.find(RESULT, "Messages 1")
        stage.hands.key("Return")
        bubble(window, ANA_NAME, "Segue o comprovante do pagamento")

        stage.hands.key("ctrl+k")
        stage.hands.type_text("orcam")
        tree.find(RESULT, has("orcamento.pdf", "Document", BIA_NAME))
        stage.hands.key("Return")
        tree.find("push button", "Copy the fingerprint")
        stage.hands.key("Escape")
        stage.hands.key("ctrl+k")
        stage.hands.type_text("xyzzy")
        tree.find("filler", "Nothing found")
        stage.hands.key("Escape")
