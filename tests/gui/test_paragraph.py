"""Texts of several lines stand as far apart as the design says; the check box shows its tick."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.look.check_box import CheckBox
from app.ui.look.icons import Icons
from app.ui.look.paragraph import Paragraph
from app.ui.look.theme import Theme
from tests.gui.looks import make_look

WORDS = "Files and messages stay on this computer; tokens stay in its keychain and nowhere else."


@pytest.mark.parametrize(("scale", "line"), [(1.0, 20), (1.5, 30)])
def test_each_line_is_as_high_as_the_design_draws_it(qtbot: QtBot, scale: float, line: int) -> None:
    theme, _icons = make_look(scale=scale)
    text = Paragraph(theme)
    qtbot.addWidget(text)
    text.setText(WORDS)
    heights = [text.heightForWidth(width) for width in (4000, 400, 200)]
    assert heights[0] == line and all(height % line == 0 for height in heights)
    assert heights == sorted(heights) and heights[2] >= 3 * line


def test_a_line_break_begins_a_line_and_nothing_has_no_height(qtbot: QtBot, theme: Theme) -> None:
    text = Paragraph(theme)
    qtbot.addWidget(text)
    assert text.heightForWidth(300) == 0 and text.minimumSizeHint().height() == 0
    text.setText("one\ntwo\nthree")
    assert text.heightForWidth(300) == 60


def test_it_is_never_narrower_than_its_longest_word_and_paints_any_script(qtbot: QtBot, theme: Theme) -> None:
    text = Paragraph(theme, indent=24)
    qtbot.addWidget(text)
    text.setText("Donaudampfschifffahrtsgesellschaftskapitänswitwe אברהם יצחק")
    text.resize(text.minimumSizeHint().width(), text.heightForWidth(text.minimumSizeHint().width()))
    text.show()
    colours = {text.grab().toImage().pixelColor(x, 10).name() for x in range(text.width())}
    assert len(colours) > 1 and text.minimumSizeHint().width() > 24


def test_a_check_box_is_thrown_by_its_words_and_by_the_keyboard(qtbot: QtBot, look: tuple[Theme, Icons]) -> None:
    box = CheckBox(*look)
    qtbot.addWidget(box)
    box.setText("Send as a document")
    box.show()
    empty = box.grab().toImage()
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=box.rect().center())
    assert box.isChecked() and box.grab().toImage() != empty
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert not box.isChecked() and box.sizeHint().width() >= box.fontMetrics().horizontalAdvance(box.text()) + 24
