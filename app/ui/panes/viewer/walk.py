"""Walks a list of media: loads the one that is looked at and its neighbours, keeps the last few, drops the rest."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from PySide6.QtCore import QObject, Signal

from app.services.views import Viewing
from app.ui.bridge import Reader
from app.ui.panes.viewer.content import Content, Form, OpenBytes, load

_log = logging.getLogger("app.viewer")

KEPT = 5
CAPACITY_BYTES = 160 * 1024 * 1024

_VIEWS = {Form.PDF: "pdf_view", Form.VIDEO: "film", Form.TEXT: "text_view"}


class Walk(QObject):
    """Where the viewer stands in its list."""

    came = Signal(object)
    """The `Content` of the media that is looked at."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Sequence[int] = ()
        self._index = 0
        self._reader: Reader | None = None
        self._open: OpenBytes | None = None
        self._kept: OrderedDict[int, Content] = OrderedDict()
        self._asked: set[int] = set()
        self._generation = 0

    def begin(self, ids: Sequence[int], index: int, reader: Reader, open_bytes: OpenBytes) -> None:
        """Look at one of a list; ids are not copied, a million are fine."""
        if reader is not self._reader:
            if self._reader is not None:
                self._reader.changed.disconnect(self._changed)
            reader.changed.connect(self._changed)
        self._ids, self._reader, self._open = ids, reader, open_bytes
        self._forget()
        self._go(index)

    def end(self) -> None:
        """Free everything; answers that are under way are not wanted any more."""
        self._ids = ()
        self._forget()

    @property
    def media(self) -> int | None:
        """Return the id of what is looked at."""
        return self._ids[self._index] if self._ids else None

    @property
    def place(self) -> tuple[int, int]:
        """Return which one it is, counted from one, of how many."""
        return self._index + 1, len(self._ids)

    def step(self, by: int) -> bool:
        """Go on or back; False at either end."""
        return self.go_to(self._index + by)

    def go_to(self, index: int) -> bool:
        """Go to a place of the list; False where it has none."""
        if not 0 <= index < len(self._ids) or index == self._index:
            return False
        self._go(index)
        return True

    def _go(self, index: int) -> None:
        self._index = index
        media = self._ids[index]
        found = self._kept.get(media)
        if found is not None:
            self._kept.move_to_end(media)
            self.came.emit(found)
        for near in (index, index + 1, index - 1):
            if 0 <= near < len(self._ids):
                self._load(self._ids[near])

    def _load(self, media: int) -> None:
        reader, open_bytes, generation = self._reader, self._open, self._generation
        if media in self._kept or media in self._asked or reader is None or open_bytes is None:
            return
        self._asked.add(media)

        def work(view: Viewing) -> Content:
            content = load(view, media, open_bytes)
            _read_view(content.form)
            return content

        def failed(error: Exception) -> None:
            _log.warning("media_unopened", extra={"media": media, "error": type(error).__name__})
            self._keep(media, generation, Content(None, Form.ABSENT))

        reader.ask(work, lambda content: self._keep(media, generation, content), failed=failed)

    def _keep(self, media: int, generation: int, content: Content) -> None:
        if generation != self._generation:
            return
        self._asked.discard(media)
        self._kept[media] = content
        while len(self._kept) > 1 and (len(self._kept) > KEPT or self._size_bytes() > CAPACITY_BYTES):
            self._kept.popitem(last=False)
        if media == self.media:
            self._kept[media] = content
            self.came.emit(content)

    def _size_bytes(self) -> int:
        return sum(content.size_bytes for content in self._kept.values())

    def _forget(self) -> None:
        self._generation += 1
        self._kept.clear()
        self._asked.clear()

    def _changed(self) -> None:
        """Look again at a media that was not here: it may have come."""
        media = self.media
        shown = None if media is None else self._kept.get(media)
        if media is not None and shown is not None and shown.form is Form.ABSENT:
            del self._kept[media]
            self._load(media)


def _read_view(form: Form) -> None:
    """Import what will show a form, here on the lane: Qt's players and papers would hold the UI thread up."""
    if form in _VIEWS:
        with suppress(ImportError):  # without the system's sound libraries the view itself says so
            import_module(f"app.ui.panes.viewer.{_VIEWS[form]}")
