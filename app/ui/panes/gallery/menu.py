"""What can be done with tiles, as a menu: each entry with its key; what a state does not allow stays and is greyed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.texts import _
from app.ui.look.icons import Icons
from app.ui.look.keys import key_words
from app.ui.look.menu import Menu


@dataclass(frozen=True, slots=True)
class Entry:
    """One line; an empty text is a separator."""

    text: str = ""
    icon: str = ""
    key: str = ""
    done: Callable[[], None] | None = None
    possible: bool = True


def tile_menu(parent: QWidget, icons: Icons, entries: list[Entry]) -> Menu:
    """Return a menu that goes away with its last use."""
    menu = Menu(parent)
    for entry in entries:
        if not entry.text:
            menu.addSeparator()
            continue
        text = f"{entry.text}\t{key_words(QKeySequence(entry.key))}" if entry.key else entry.text
        action = QAction(icons.icon(entry.icon), text, menu)
        action.setEnabled(entry.possible)
        if entry.done is not None:
            action.triggered.connect(entry.done)
        menu.addAction(action)
    return menu


def fetch_words(item: MediaItem | None) -> str:
    """Return what asking for a file that is not here is called, "" where there is nothing to ask for."""
    if item is None or item.state is MediaState.LOCAL:
        return ""
    return _("Download now") if item.state in (MediaState.REMOTE, MediaState.DOWNLOADING) else _("Try again")
