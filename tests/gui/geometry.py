"""What may not be on a screen: parts that stick out of what they are in, that lie on each other, texts that are cut."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QLabel,
    QScrollArea,
    QScrollBar,
    QSplitterHandle,
    QWidget,
)

from app.ui.look.elided_label import ElidedLabel
from app.ui.look.facts_label import FactsLabel

_SHORTEN_THEMSELVES = (ElidedLabel, FactsLabel)


def faults(root: QWidget, *, laid_over: tuple[type[QWidget], ...] = ()) -> list[str]:
    """Return what is wrong with the parts of a widget that are seen, each in a sentence.

    Args:
        laid_over: kinds of parts that are meant to lie on others, or to be cut by their own painting.
    """
    found: list[str] = []
    for part in seen_parts(root):
        if isinstance(part, (QScrollBar, *laid_over)):
            continue
        if not _inside(part):
            found.append(f"{_named(part)} at {_shown(part.geometry())} sticks out of {_named(part.parentWidget())}")
        if not _whole(part):
            found.append(f"{_named(part)} is cut: {part.size().toTuple()} where it needs {part.sizeHint().toTuple()}")
        found += [f"{_named(one)} lies on {_named(other)}" for one, other in _overlapping(part, laid_over)]
    return found


def seen_parts(root: QWidget) -> list[QWidget]:
    """Return all parts that are seen, at any depth."""
    return [part for part in root.findChildren(QWidget) if part.isVisibleTo(root) and not part.isWindow()]


def _inside(part: QWidget) -> bool:
    parent = part.parentWidget()
    if parent is None or part.geometry().isEmpty():
        return True
    if _scrolls(parent):
        return part.x() >= 0 and part.geometry().right() <= parent.rect().right()
    return parent.rect().contains(part.geometry())


def _scrolls(viewport: QWidget) -> bool:
    area = viewport.parentWidget()
    return isinstance(area, QAbstractScrollArea) and area.viewport() is viewport


def _whole(part: QWidget) -> bool:
    """Tell whether a text has the room that it needs; labels that shorten themselves have always."""
    if not isinstance(part, QAbstractButton | QLabel) or isinstance(part, _SHORTEN_THEMSELVES) or not part.text():
        return True
    if isinstance(part, QLabel):
        if part.hasHeightForWidth():
            return part.height() >= part.heightForWidth(part.width())
        if part.sizePolicy().horizontalPolicy() == part.sizePolicy().Policy.Ignored:
            return True
    return part.width() >= part.minimumSizeHint().width() and part.width() >= part.sizeHint().width()


def _overlapping(parent: QWidget, laid_over: tuple[type[QWidget], ...]) -> list[tuple[QWidget, QWidget]]:
    if isinstance(parent, QAbstractScrollArea) and not isinstance(parent, QScrollArea):
        return []
    parts = [
        child
        for child in parent.children()
        if isinstance(child, QWidget)
        and child.isVisibleTo(parent)
        and not child.isWindow()
        and not isinstance(child, (QSplitterHandle, *laid_over))
        and not child.geometry().isEmpty()
    ]
    pairs = ((one, other) for number, one in enumerate(parts) for other in parts[number + 1 :])
    return [(one, other) for one, other in pairs if one.geometry().intersects(other.geometry())]


def _named(part: QWidget | None) -> str:
    if part is None:
        return "nothing"
    words = part.text() if isinstance(part, QAbstractButton | QLabel) else part.objectName() or part.accessibleName()
    return f"{type(part).__name__} {words!r}"


def _shown(rect: QRect) -> str:
    return f"{rect.x()},{rect.y()} {rect.width()}×{rect.height()}"
