"""A line with hits: they are marked where they stand, and a line that is too long is cut so that one stays in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.domain.finding import Spans, spans_in
from app.ui.look.lettering import Lettering
from app.ui.look.marked import _cut, draw_marked
from app.ui.look.segments import Segments, keep_bold_width
from app.ui.look.theme import Theme
from tests.gui.looks import make_look

LONG = "bom dia, tudo bem por aí? " * 8 + "segue o boleto de maio, vence na sexta " + "obrigado desde já " * 8


def shown(theme: Theme, text: str, spans: Spans, width: float, *, file_name: bool = False) -> tuple[str, list[str]]:
    """Return what fits into a width, and the hits in it."""
    line, marks = _cut(Lettering(theme).metrics(), text, spans, width, file_name=file_name)
    return line, [line[start:end] for start, end in marks]


def test_what_fits_stays_as_it_is(theme: Theme) -> None:
    assert shown(theme, "o boleto", ((2, 8),), 500) == ("o boleto", ["boleto"])


@pytest.mark.parametrize("width", [120, 200, 320, 600])
def test_a_long_line_is_cut_at_both_ends_and_its_first_hit_stays(theme: Theme, width: int) -> None:
    line, hits = shown(theme, LONG, spans_in(LONG, "boleto sexta"), width)
    assert line.startswith("…") and line.endswith("…") and hits[0] == "boleto"
    assert Lettering(theme).width(line) <= width + 1


def test_a_hit_that_was_cut_away_is_not_told_by_the_ellipsis_where_another_is_in_sight(theme: Theme) -> None:
    line, hits = shown(theme, "boleto " + LONG, spans_in("boleto " + LONG, "boleto"), 200)
    assert line.startswith("boleto") and hits == ["boleto"]
    unbroken = "a" * 300 + " boleto"
    assert shown(theme, unbroken, ((301, 307),), 100) == ("…boleto", ["boleto"])


def test_a_file_name_keeps_its_end_and_its_hits(theme: Theme) -> None:
    name = "proposta_comercial_cliente_final_muito_longa_mesmo_boleto_rev3.pdf"
    line, hits = shown(theme, name, spans_in(name, "proposta rev3"), 180, file_name=True)
    assert line.endswith("rev3.pdf") and hits == ["proposta", "rev3"]


@pytest.mark.parametrize("dark", [False, True])
def test_a_hit_is_painted_on_the_tint_of_selected_text(qapp: object, dark: bool) -> None:
    theme, _icons = make_look(dark=dark)
    tint = theme.colour("selection.text_bg")

    def painted(text: str, spans: Spans) -> int:
        image = QImage(300, 24, QImage.Format.Format_RGB32)
        image.fill(theme.colour("surface.panel"))
        painter = QPainter(image)
        colour = theme.colour("text.primary")
        draw_marked(painter, theme, Lettering(theme), QRectF(0, 0, 300, 24), text, spans, colour)
        painter.end()
        return sum(image.pixelColor(x, y) == tint for x in range(300) for y in range(24))

    assert painted("segue o boleto", ()) == 0
    assert painted("segue o boleto", ((8, 14),)) > 100
    assert painted("محمد علي", ((0, 4),)) > 50


def test_a_choice_is_as_wide_as_its_words_when_it_holds(qtbot: QtBot, theme: Theme) -> None:
    segments = Segments(theme)
    qtbot.addWidget(segments)
    segments.offer([("a", "Conta"), ("b", "Cliente")])
    segments.show()
    for button in segments.findChildren(QPushButton):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        words = Lettering(theme).width(button.text(), semibold=True)
        assert button.width() >= words + theme.px(16)
    chip = QPushButton("Todas")
    qtbot.addWidget(chip)
    keep_bold_width(theme, chip)
    assert chip.minimumWidth() > Lettering(theme).width("Todas", semibold=True)
