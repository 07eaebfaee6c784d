"""Names and small pictures for the queue: asks the reader for whoever and whatever the rows are about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from app.domain.addresses import Address
from app.domain.ids import MessageId
from app.domain.kinds import MediaKind
from app.services.views import Viewing
from app.ui.bridge import Reader
from app.ui.look.theme import Theme
from app.ui.models.queue import Line, Need
from app.ui.models.thumbnails import ThumbnailCache, Wish

_CAPACITY_BYTES = 8 * 1024 * 1024
_LARGE, _SMALL = 40, 24

Facts = tuple[dict[Address, str], dict[int, int]]


class QueuePictures(QObject):
    """Knows the media behind an upload's message and keeps its thumbnail."""

    named = Signal(dict)
    """Names by address."""
    ready = Signal()
    """Pictures can be painted."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader: Reader | None = None
        self._cache: ThumbnailCache | None = None
        self._media: dict[int, int] = {}

    def read_from(self, reader: Reader | None) -> bool:
        """Take an account's data, None for none; tell whether it is another than before."""
        if reader is self._reader:
            return False
        self._reader, self._media = reader, {}
        if self._cache is not None:
            self._cache.deleteLater()
            self._cache = None
        if reader is not None:
            self._cache = ThumbnailCache(reader, self._theme, self, capacity_bytes=_CAPACITY_BYTES)
            self._cache.ready.connect(lambda _media: self.ready.emit())
        return True

    def look(self, lines: Sequence[Line], unnamed: Sequence[Address], ratio: float) -> None:
        """Ask for names that are not known and for the pictures of these rows, the first first."""
        if self._reader is None:
            return
        rows = [line.upload.row_id for line in lines if line.upload.kind and line.upload.row_id not in self._media]
        if rows or unnamed:
            wanted = list(lines)
            self._reader.ask(
                lambda view: _facts(view, unnamed, rows), lambda found: self._found(found, wanted, ratio), group="queue"
            )
        else:
            self._want(lines, ratio)

    def picture(self, line: Line, ratio: float) -> QPixmap | None:
        """Return a row's picture at the size it is painted in, None where there is none yet."""
        media = self._media.get(line.upload.row_id)
        if self._cache is None or media is None:
            return None
        found = self._cache.picture(media)
        side = self._theme.px(self._side(line))
        if found is None or found.pixmap is None or (found.cut.width, found.cut.ratio) != (side, ratio):
            return None
        return found.pixmap

    def _found(self, facts: Facts, lines: Sequence[Line], ratio: float) -> None:
        names, media = facts
        self._media.update(media)
        if names:
            self.named.emit(names)
        self._want(lines, ratio)

    def _want(self, lines: Sequence[Line], ratio: float) -> None:
        if self._cache is None:
            return
        wishes = []
        for line in lines:
            media = self._media.get(line.upload.row_id)
            if media is not None:
                page = line.upload.kind is MediaKind.DOCUMENT
                side = self._side(line)
                wishes.append(Wish(media, self._cache.cut(side, side, ratio, radius=6, top=page)))
        self._cache.want(wishes)

    def _side(self, line: Line) -> int:
        return _LARGE if line.need is Need.ASKING else _SMALL


def _facts(view: Viewing, addresses: Sequence[Address], rows: Sequence[MessageId]) -> Facts:
    chats = {address: chat for address in addresses if (chat := view.chat_at(address)) is not None}
    names = {row.id: row.name for row in view.chats(list(chats.values()))}
    found = {address: names.get(chat, "") for address, chat in chats.items()}
    found_media = view.messages(rows) if rows else []
    media = {int(row.id): int(row.media.id) for row in found_media if row.media is not None}
    # Who has no name is called by the number, which is written as people write it where it is shown.
    return {address: name for address, name in found.items() if name and name != address}, media
