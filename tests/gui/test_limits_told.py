"""Where files are dropped, the account says how large they may be."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.texts import set_language
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import ceiling_words
from app.ui.panes.drop_overlay import DropOverlay
from tests.gui.sending_parts import SHOP

TOLD = replace(SHOP, ceilings=(("image", 10_000_000), ("document", 25_000_000)))


def test_ceilings_are_told_by_kind_in_the_language_in_force() -> None:
    assert ceiling_words(TOLD).replace("\xa0", " ") == "Image 10 MB · Document 25 MB"
    set_language("pt_BR")
    assert ceiling_words(TOLD).replace("\xa0", " ") == "Imagem 10 MB · Documento 25 MB"
    assert ceiling_words(SHOP) == ""


def test_the_place_to_drop_shows_them_below_the_account(qtbot: QtBot, look: tuple[Theme, Icons]) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 400)
    parent.show()
    overlay = DropOverlay(look[0], parent)
    overlay.setGeometry(parent.rect())
    with_them, without = _seen(overlay, TOLD), _seen(overlay, SHOP)
    below = [row for row in range(400) if with_them.copy(0, row, 600, 1) != without.copy(0, row, 600, 1)]
    assert below and min(below) > 220


def _seen(overlay: DropOverlay, account: object) -> QImage:
    overlay.show_words("3 files for Marina", account)  # type: ignore[arg-type]  # a SendingAs
    return overlay.grab().toImage()
