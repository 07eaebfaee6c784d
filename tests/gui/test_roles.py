"""Painted widgets tell assistive technology what they are."""

from __future__ import annotations

import gc

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.ui.look.roles import give_role, role_of


class Painted(QWidget):
    """A widget that Qt knows nothing of."""


def test_a_painted_widget_is_what_it_was_said_to_be(qtbot: QtBot) -> None:
    painted, other, button = Painted(), Painted(), QPushButton("Save")
    for widget in (painted, other, button):
        qtbot.addWidget(widget)
    give_role(painted, QAccessible.Role.Graphic)
    painted.setAccessibleName("a picture")
    found = QAccessible.queryAccessibleInterface(painted)
    assert (found.role(), found.text(QAccessible.Text.Name)) == (QAccessible.Role.Graphic, "a picture")
    assert role_of(button) == QAccessible.Role.PushButton
    assert role_of(other) == QAccessible.Role.Client


def test_widgets_with_roles_come_and_go(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    for _round in range(100):
        painted = Painted(parent)
        give_role(painted, QAccessible.Role.Chart)
        assert role_of(painted) == QAccessible.Role.Chart
        gc.collect()
        assert role_of(painted) == QAccessible.Role.Chart
        painted.deleteLater()
    qtbot.wait(10)
    assert parent.findChildren(Painted) == []
