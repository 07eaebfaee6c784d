"""The gallery pane: head, tabs, filters, the grid with its dates, and the bar of what is selected."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.addresses import Address
from app.services.store import GalleryQuery
from app.texts import _
from app.ui.bridge import Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.gallery import GalleryModel
from app.ui.models.listing import Filters, Listing
from app.ui.models.weighing import Weighing, Weight
from app.ui.panes.gallery.filter_bar import FilterBar
from app.ui.panes.gallery.grid_area import GridArea
from app.ui.panes.gallery.head import LARGEST, SMALLEST, USUAL, GalleryHead
from app.ui.panes.gallery.menu import Entry, fetch_words, tile_menu
from app.ui.panes.gallery.scope import Scope, chat_name, scope_of
from app.ui.panes.gallery.selection_bar import SelectionBar
from app.ui.panes.gallery.source import ListingSource
from app.ui.panes.gallery.tabs import KindTabs

_STEP = 16


class GalleryPane(QFrame):
    """Shows media and says what is wanted with them. Signals carry lists of media ids, or one id."""

    media_activated = Signal(object)
    save_wanted = Signal(object)
    copy_wanted = Signal(object)
    forward_wanted = Signal(object)
    retry_wanted = Signal(object)
    drag_wanted = Signal(object)
    jump_wanted = Signal(object)
    reveal_wanted = Signal(object)
    left = Signal()
    """Escape with nothing selected."""
    side_changed = Signal(int)
    """The user's size of tiles, to be remembered."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icons = theme, icons
        self._reader: Reader | None = None
        self._scopes: list[Scope] = []
        self._scope: Scope | None = None
        self._filters = Filters()
        self._weight: Weight | None = None
        self.setProperty("surface", "canvas")
        self._model = GalleryModel(self)
        self._weighing = Weighing(self._model, self)
        self._source = ListingSource(self)
        self._head, self._tabs = GalleryHead(theme, icons), KindTabs(theme, icons)
        self._filter_bar, self._bar = FilterBar(theme, icons), SelectionBar(theme, icons)
        self._area = GridArea(theme, icons, self._model)
        self._arrange()
        self._connect()
        self._shortcuts()
        self._area.set_wished_side(USUAL)
        self.retranslate()

    def open(
        self,
        reader: Reader,
        title: str,
        scope: Sequence[Scope | GalleryQuery],
        current: str = "",
        filters: Filters | None = None,
    ) -> None:
        """Show a gallery.

        Args:
            title: what the account or chat is called where a scope has no name of its own.
            scope: what can be switched between; at least one.
            current: the key of the scope to begin with, the first one without.
            filters: what it is narrowed to from the beginning; without, all is shown.
        """
        self._reader = reader
        self._scopes = [scope_of(one, title) for one in scope]
        chosen = next((one for one in self._scopes if one.key == current), self._scopes[0])
        self._filters = replace(filters or Filters(), sort=self._filters.sort)
        self._head.search.clear()
        self._head.offer(self._scopes, chosen)
        self._show_scope(chosen)
        for one in self._scopes:
            if one.chat is not None and not one.name:
                self._ask_name(reader, one.chat)

    @property
    def ids(self) -> array[int]:
        """Return all media ids in the order shown: what the viewer walks."""
        return self._model.ids

    @property
    def selected(self) -> array[int]:
        """Return the selected media ids, in order."""
        return self._model.selection.ids()

    def set_progress(self, media: int, share: float | None) -> None:
        """Show how much of a download has arrived; None when it is over."""
        self._area.set_arrived(media, share)

    def set_played(self, media: int, share: float) -> None:
        """Show how much of a sound was heard."""
        self._area.set_played(media, share)

    def set_side(self, side: int) -> None:
        """Take the remembered size of tiles, 96 to 256."""
        self._head.slider.setValue(side)

    def focus_find(self) -> None:
        """Give the keyboard to the search field."""
        self._head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._head.search.selectAll()

    def focus_grid(self) -> None:
        """Give the keyboard to the tiles."""
        self._area.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Speak the language in force."""
        for part in (self._head, self._tabs, self._filter_bar, self._area, self._bar):
            part.retranslate()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        tabs = QFrame()
        tabs.setProperty("surface", "panel")
        inner = QVBoxLayout(tabs)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._tabs)
        for part in (self._head, tabs, _line(), self._filter_bar, _line()):
            column.addWidget(part)
        column.addWidget(self._area, 1)
        column.addWidget(self._bar)

    def _connect(self) -> None:
        self._source.came.connect(self._show_listing)
        self._source.failed.connect(lambda _error: self._area.show_failure())
        self._head.scope_chosen.connect(self._choose_scope)
        self._head.text_changed.connect(lambda text: self._narrow(replace(self._filters, text=text)))
        self._head.sort_chosen.connect(lambda sort: self._narrow(replace(self._filters, sort=sort)))
        self._head.side_chosen.connect(self._take_side)
        self._tabs.chosen.connect(lambda kind: self._narrow(replace(self._filters, kind=kind)))
        self._filter_bar.changed.connect(self._take_filters)
        self._area.retry_wanted.connect(self._source.again)
        self._area.clear_wanted.connect(self._clear_filters)
        self._model.selection.changed.connect(self._show_selection)
        self._weighing.weighed.connect(self._take_weight)
        self._connect_grid()
        self._connect_bar()

    def _connect_grid(self) -> None:
        grid = self._area.grid
        grid.looked_at.connect(self.media_activated)
        grid.jump_wanted.connect(self.jump_wanted)
        grid.reveal_wanted.connect(self.reveal_wanted)
        grid.drag_wanted.connect(lambda media: self.drag_wanted.emit(list(media)))
        grid.menu_wanted.connect(self._open_menu)
        grid.left.connect(self.left)

    def _connect_bar(self) -> None:
        self._bar.close_wanted.connect(self._model.selection.clear)
        self._bar.all_wanted.connect(self._model.selection.select_all)
        self._bar.save_wanted.connect(self._save)
        self._bar.copy_wanted.connect(self._copy)
        self._bar.forward_wanted.connect(self._forward)

    def _shortcuts(self) -> None:
        keys = {
            QKeySequence.StandardKey.Copy: self._copy,
            QKeySequence.StandardKey.Save: self._save,
            QKeySequence.StandardKey.ZoomIn: lambda: self._grow(_STEP),
            QKeySequence.StandardKey.ZoomOut: lambda: self._grow(-_STEP),
        }
        for key, done in keys.items():
            shortcut = QShortcut(QKeySequence(key), self._area)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(done)

    def _ask_name(self, reader: Reader, chat: Address) -> None:
        def take(name: str) -> None:
            self._scopes = [replace(one, name=name) if one.chat == chat else one for one in self._scopes]
            if self._scope is not None and self._scope.chat == chat:
                self._scope = replace(self._scope, name=name)
            if self._scope is not None:
                self._head.rename(self._scopes, self._scope)

        reader.ask(lambda view: chat_name(view, chat), take, group="gallery-name")

    def _choose_scope(self, key: str) -> None:
        chosen = next((one for one in self._scopes if one.key == key), None)
        if chosen is not None and chosen is not self._scope:
            self._head.show_scope(chosen)
            self._filters = replace(self._filters, contact=None)
            self._show_scope(chosen)

    def _show_scope(self, scope: Scope) -> None:
        reader = scope.reader or self._reader
        assert reader is not None
        self._scope = scope
        self._filter_bar.read_from(reader, contacts=scope.chat is None)
        self._filter_bar.show_numbers(0, None)
        self._tabs.show_counts(None)
        self._model.owner_of = scope.owner
        self._model.read_from(reader)
        self._weighing.read_from(reader)
        self._area.read_from(reader)
        self._show_filters()
        self._source.open(reader, scope, self._filters)

    def _narrow(self, filters: Filters) -> None:
        if filters == self._filters or self._scope is None:
            return
        self._filters = filters
        self._show_filters()
        self._area.go_to_top()
        self._source.narrow(filters)

    def _take_filters(self, filters: Filters) -> None:
        """Take what the chips say; only clearing them all ends the search, too."""
        if not filters.text and self._filters.text:
            self._head.search.clear()
        self._narrow(filters)

    def _clear_filters(self) -> None:
        self._head.search.clear()
        self._narrow(Filters(sort=self._filters.sort))

    def _show_filters(self) -> None:
        self._tabs.choose(self._filters.kind)
        self._filter_bar.show_filters(self._filters)
        self._head.show_sort(self._filters.sort)

    def _show_listing(self, listing: Listing) -> None:
        self._model.show(listing)
        self._area.show_list(narrowed=self._filters.narrowing or self._filters.kind is not None)
        self._tabs.show_counts(listing.counts)
        if listing.totals is not None:
            self._head.show_totals(listing.totals)
            self._filter_bar.show_numbers(len(listing.ids), listing.totals.count)
        self._weighing.look_again()
        self._show_selection()

    def _take_side(self, side: int) -> None:
        self._area.set_wished_side(side)
        self.side_changed.emit(side)

    def _grow(self, by: int) -> None:
        self._head.slider.setValue(min(LARGEST, max(SMALLEST, self._head.slider.value() + by)))

    def _show_selection(self) -> None:
        self._bar.show_selection(len(self._model.selection), len(self._model.ids), self._weight)

    def _take_weight(self, weight: Weight | None) -> None:
        self._weight = weight
        self._show_selection()

    def _wanted(self) -> list[int]:
        """Return what an action is about: the selection, else the tile that the keyboard is at."""
        chosen = list(self._model.selection.ids())
        current = self._area.grid.current()
        return chosen or ([self._model.ids[current]] if current >= 0 else [])

    def _save(self) -> None:
        if wanted := self._wanted():
            self.save_wanted.emit(wanted)

    def _copy(self) -> None:
        if wanted := self._wanted():
            self.copy_wanted.emit(wanted)

    def _forward(self) -> None:
        if wanted := self._wanted():
            self.forward_wanted.emit(wanted)

    def _open_menu(self, at: QPoint) -> None:
        grid, current = self._area.grid, self._area.grid.current()
        if current < 0:
            return
        tile = self._model.tile_at(current)
        fetch = fetch_words(tile.item)
        entries = [
            Entry(_("View"), "eye", "Space", lambda: self.media_activated.emit(tile.media)),
            Entry(_("Save"), "folder-down", "Ctrl+S", self._save),
            Entry(_("Copy"), "copy", "Ctrl+C", self._copy),
            Entry(_("Forward"), "forward", "", self._forward),
            Entry(_("Go to the message"), "message-square", "Return", lambda: self.jump_wanted.emit(tile.media)),
            Entry(),
            Entry(_("Select all"), "check", "Ctrl+A", grid.tiles.selection.select_all),
        ]
        if fetch:
            entries.insert(1, Entry(fetch, "cloud-download", "", lambda: self.retry_wanted.emit(self._wanted())))
        tile_menu(self, self._icons, entries).popup(at)


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("line", "true")
    line.setFixedHeight(1)
    return line
