"""What painted widgets are and say to assistive technology: Qt knows the role of its own widgets alone."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_GIVEN = "accessible_role"


def give_role(widget: QWidget, role: QAccessible.Role) -> None:
    """Say what a widget is, before it is named: a name is announced, and from then on Qt keeps the role it found.

    Name and description are those that the widget has.
    """
    if not _installed:
        QAccessible.installFactory(_make)
        _installed.append(True)
    widget.setProperty(_GIVEN, role.value)


def read_out(widget: QWidget, words: str) -> None:
    """Have something read out at once: what is painted in a widget changed, and it is neither a row nor a widget."""
    if QAccessible.isActive() and words:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))


def role_of(widget: QWidget) -> QAccessible.Role:
    """Return what a widget says that it is."""
    found = QAccessible.queryAccessibleInterface(widget)
    return found.role() if found is not None else QAccessible.Role.NoRole


_installed: list[bool] = []


def _make(_class_name: str, made_for: QObject) -> QAccessibleInterface | None:
    """Answer Qt, which asks once for each object that assistive technology comes to."""
    if not isinstance(made_for, QWidget):
        return None
    given = made_for.property(_GIVEN)
    return QAccessibleWidget(made_for, QAccessible.Role(given)) if isinstance(given, int) else None
