"""A gallery or viewer over a made library, opened in a window without a screen and closed with all its threads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.domain.messages import MediaItem
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.panes.gallery import GalleryPane, Reach, Scope
from app.ui.panes.gallery.grid import GalleryGrid
from app.ui.panes.viewer import Viewer
from tests.gui.looks import make_look
from tests.support.gallery_store import CHAT, FormulaMedia, GalleryStore, ListedMedia

SIZE = (1208, 752)
"""The room of the gallery in the window of the drawn screens."""
SMALLEST_SIZE = (888, 552)
"""What is left of it at 960 by 600."""

SCOPES = [Scope(Reach.CHAT, "Marina Prado", CHAT), Scope(Reach.ACCOUNT, "Loja Centro", colour="anil")]


@contextmanager
def reading(store: GalleryStore) -> Iterator[Reader]:
    """Give a reader of a store, closed with its threads at the end."""
    with ThreadPoolExecutor(2) as lane:
        reader = Reader(store, lane, seen=store.changed())
        try:
            yield reader
        finally:
            reader.close()


@dataclass
class OpenGallery:
    """A gallery that is shown, with what its tests take hold of."""

    qtbot: QtBot
    store: GalleryStore
    reader: Reader
    theme: Theme
    icons: Icons
    pane: GalleryPane

    @property
    def grid(self) -> GalleryGrid:
        return self.pane._area.grid

    def settle(self, true: Callable[[], bool] | None = None) -> None:
        """Wait until the list is there and what is in sight was read, or until something else is true."""
        self.qtbot.waitUntil(true or self._read, timeout=5000)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.grid, key, modifiers)

    def middle(self, position: int) -> QPoint:
        """Return the middle of a tile on the viewport."""
        return self.grid.cell(position).center()

    def click(
        self, position: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, at: QPoint | None = None
    ) -> None:
        point = at or self.middle(position)
        self.qtbot.mouseClick(self.grid.viewport(), Qt.MouseButton.LeftButton, modifiers, point)

    def drag(self, start: QPoint, *stops: QPoint) -> None:
        view = self.grid.viewport()
        self.qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        for stop in stops:
            self.qtbot.mouseMove(view, stop)
        self.qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=stops[-1])

    def _read(self) -> bool:
        model = self.pane._model
        visible = self.grid.visible_positions()
        return len(model.ids) > 0 and all(model.tile_at(position).item is not None for position in visible)


@contextmanager
def open_gallery(
    qtbot: QtBot,
    media: Sequence[MediaItem] | FormulaMedia = (),
    *,
    store: GalleryStore | None = None,
    size: tuple[int, int] = SIZE,
    dark: bool = False,
    scale: float = 1.0,
    scopes: Sequence[Scope] = SCOPES[1:],
) -> Iterator[OpenGallery]:
    """Open a gallery; it is there at once, its list soon after."""
    theme, icons = make_look(dark=dark, scale=scale)
    theme.reduced_motion = True
    made = store or GalleryStore(media if isinstance(media, FormulaMedia) else ListedMedia(media))
    with reading(made) as reader:
        pane = GalleryPane(theme, icons)
        qtbot.addWidget(pane)
        pane.resize(*size)
        pane.show()
        pane.open(reader, "Loja Centro", scopes)
        yield OpenGallery(qtbot, made, reader, theme, icons, pane)
        pane.hide()


@contextmanager
def open_viewer(
    qtbot: QtBot,
    items: Sequence[MediaItem],
    files: dict[int, Path | bytes],
    *,
    index: int = 0,
    size: tuple[int, int] = SIZE,
    scale: float = 1.0,
) -> Iterator[tuple[Viewer, GalleryStore]]:
    """Open a viewer on a list of media whose bytes are given."""
    theme, icons = make_look(scale=scale)
    store = GalleryStore(ListedMedia(items))
    with reading(store) as reader:
        viewer = Viewer(theme, icons)
        qtbot.addWidget(viewer)
        viewer.resize(*size)
        viewer.show()
        viewer.show_media([int(one.id) for one in items], index, reader, files.__getitem__)
        qtbot.waitUntil(lambda: viewer._content is not None, timeout=5000)
        yield viewer, store
        viewer.leave()
        viewer.hide()


def visible_parts(widget: QWidget) -> list[QWidget]:
    """Return all parts of a widget that are seen, at any depth."""
    return [part for part in widget.findChildren(QWidget) if part.isVisibleTo(widget) and not part.isWindow()]
