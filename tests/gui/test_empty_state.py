"""An empty place gives its words the room that they need, whenever the size of text changes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from app.ui.look.empty_state import EmptyState
from tests.gui.looks import make_look


@pytest.mark.parametrize("shown_between", [False, True])
def test_words_take_no_more_and_no_less_room_after_text_grew_and_shrank(qtbot: QtBot, shown_between: bool) -> None:
    theme, icons = make_look(scale=1.5)
    stack, other, state = QStackedWidget(), QWidget(), EmptyState(theme, icons, "image")
    qtbot.addWidget(stack)
    for page in (other, state):
        stack.addWidget(page)
    stack.resize(288, 600)
    stack.show()
    state.say("The chats cannot be read", "Nothing is lost. The log has the details.", "Try again", failed=True)
    if shown_between:
        stack.setCurrentWidget(state)
        stack.setCurrentWidget(other)
    theme.set_scale(1.0)
    stack.setCurrentWidget(state)
    for label in (state._title, state._text):
        assert label.height() == label.heightForWidth(label.width()) <= 3 * theme.line("title")
