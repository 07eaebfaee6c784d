"""The latest media of a chat: eight small pictures in two rows, one widget that paints them all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.kinds import MediaKind
from app.domain.messages import MediaItem
from app.texts.formats import format_duration
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.lettering import CENTRE, Lettering
from app.ui.look.roles import give_role, read_out
from app.ui.look.shapes import fill_rounded, focus_ring
from app.ui.look.signs import MEDIA_SIGNS, kind_icon
from app.ui.look.theme import Theme
from app.ui.models.gallery_words import media_spoken
from app.ui.models.thumbnails import ThumbnailCache, Wish

COLUMNS, MOST = 4, 8
_CELL, _GAP, _RADIUS = 58, 8, 6
_CAPACITY_BYTES = 4 * 1024 * 1024
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -COLUMNS, Qt.Key.Key_Down: COLUMNS}


class MediaGrid(QWidget):
    """Shows media by id; arrows walk, Enter opens."""

    activated = Signal(int)

    def __init__(self, theme: Theme, icons: Icons) -> None:
        super().__init__()
        self._theme, self._icons = theme, icons
        self._letters = Lettering(theme)
        self._reader: Reader | None = None
        self._cache: ThumbnailCache | None = None
        self._ids: list[int] = []
        self._items: dict[int, MediaItem] = {}
        self._at = 0
        self._hovered = -1
        self._ringed = False
        give_role(self, QAccessible.Role.Graphic)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._measure)

    def read_from(self, reader: Reader | None) -> None:
        """Take another account's data, None for none."""
        if reader is self._reader:
            return
        self._reader, self._items = reader, {}
        if self._cache is not None:
            self._cache.deleteLater()
            self._cache = None
        if reader is not None:
            self._cache = ThumbnailCache(reader, self._theme, self, capacity_bytes=_CAPACITY_BYTES)
            self._cache.ready.connect(lambda _media: self.update())

    def show_media(self, ids: Sequence[int]) -> None:
        """Show these, the first ones as far as there is room."""
        self._ids = list(ids[:MOST])
        self._at, self._hovered = 0, -1
        self._measure()
        if self._reader is not None and self._ids:
            wanted = list(self._ids)
            self._reader.ask(lambda view: view.media_rows(wanted), self._found, group="side")
        self._say()

    def cell(self, number: int) -> QRectF:
        """Return where one picture is."""
        px = self._theme.px
        across, down = number % COLUMNS, number // COLUMNS
        return QRectF(across * px(_CELL + _GAP), down * px(_CELL + _GAP), px(_CELL), px(_CELL))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return the size of the rows there are."""
        px, rows = self._theme.px, -(-len(self._ids) // COLUMNS)
        width = (COLUMNS - 1) * px(_CELL + _GAP) + px(_CELL)
        return QSize(width, (rows - 1) * px(_CELL + _GAP) + px(_CELL) if rows else 0)

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint all pictures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, media in enumerate(self._ids):
            self._picture(painter, self.cell(number), media, hovered=number == self._hovered)
        if self.hasFocus() and self._ringed and self._ids:
            focus_ring(painter, self._theme, self.cell(self._at).adjusted(5, 5, -5, -5), self._theme.px(2))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Walk and open."""
        self._ringed = True
        if event.key() in _STEPS and 0 <= self._at + _STEPS[Qt.Key(event.key())] < len(self._ids):
            self._at += _STEPS[Qt.Key(event.key())]
            self._say()
            read_out(self, self.accessibleDescription())
        elif event.key() in _OPENING and self._ids:
            self.activated.emit(self._ids[self._at])
        else:
            super().keyPressEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show a ring for the keyboard, none for the mouse."""
        self._ringed = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Show what is under the pointer."""
        self._hover(self._number_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Open a picture."""
        number = self._number_at(event.position())
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._at = number
            self.activated.emit(self._ids[number])

    def event(self, event: QEvent) -> bool:
        """Say what a picture is; forget the pointer when it leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._number_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._words(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _found(self, items: list[MediaItem]) -> None:
        self._items = {int(item.id): item for item in items}
        self._want()
        self._say()
        self.update()

    def _want(self) -> None:
        if self._cache is None:
            return
        wishes = []
        for media in self._ids:
            item = self._items.get(media)
            if item is not None and item.kind is not MediaKind.AUDIO:
                page = item.kind is MediaKind.DOCUMENT
                cut = self._cache.cut(_CELL, _CELL, self.devicePixelRatioF(), radius=_RADIUS, top=page)
                wishes.append(Wish(media, cut))
        self._cache.want(wishes)

    def _picture(self, painter: QPainter, cell: QRectF, media: int, *, hovered: bool) -> None:
        theme, item = self._theme, self._items.get(media)
        found = self._cache.picture(media) if self._cache is not None else None
        if found is not None and found.pixmap is not None:
            painter.drawPixmap(cell, found.pixmap, QRectF(found.pixmap.rect()))
        else:
            tone = "surface.skeleton" if item is None else "surface.control_hover" if hovered else "surface.control"
            fill_rounded(painter, cell, theme.colour(tone), theme.px(_RADIUS))
            if item is not None:
                icon, path = self._sign(item)
                side = theme.px(20)
                # A length below it needs the lower third.
                middle = cell.center().y() - (theme.px(8) if item.duration_s else 0)
                at = QRectF(cell.center().x() - side / 2, middle - side / 2, side, side)
                self._icons.paint(painter, icon, at, path)
        if item is not None and item.duration_s:
            self._duration(painter, cell, format_duration(item.duration_s))

    def _sign(self, item: MediaItem) -> tuple[str, str]:
        icon, path = MEDIA_SIGNS.get(item.state, ("", "text.secondary"))
        return icon or kind_icon(item.kind.value, voice=item.voice), path

    def _duration(self, painter: QPainter, cell: QRectF, words: str) -> None:
        theme, px = self._theme, self._theme.px
        width = self._letters.width(words, "caption", semibold=True) + 2 * px(4)
        badge = QRectF(cell.right() - width - px(4), cell.bottom() - px(20), width, px(16))
        fill_rounded(painter, badge, theme.faded("on_media.scrim", 0.78), px(4))
        colour = theme.colour("on_media.text")
        self._letters.draw(painter, badge, words, colour, "caption", semibold=True, align=CENTRE)

    def _number_at(self, point: QPointF) -> int:
        return next((number for number in range(len(self._ids)) if self.cell(number).contains(point)), -1)

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.setCursor(Qt.CursorShape.ArrowCursor if number < 0 else Qt.CursorShape.PointingHandCursor)
            self.update()

    def _words(self, number: int) -> str:
        return media_spoken(self._items.get(self._ids[number]), selected=False)

    def _say(self) -> None:
        self.setAccessibleDescription(self._words(self._at) if self._ids else "")

    def _measure(self) -> None:
        self.setFixedSize(self.sizeHint())
        self._want()
        self.update()
