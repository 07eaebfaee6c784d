"""The steps of the screenshots' scenes: each brings the window a little further, `word argument` by its function."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from screen_stage import Stage

from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, Viewing
from app.ui.bridge import Reader
from app.ui.models.listing import Filters
from app.ui.models.playing import PlayerState
from app.ui.panes.gallery.filter_bar import FilterBar
from app.ui.panes.gallery.grid import GalleryGrid
from app.ui.wiring.window import Window

R = TypeVar("R")
_MARINA = "Marina"
_SOON_S, _REST_S = 20.0, 0.8
_TILES_WITHIN_S, _TILES_SHARE = 2.0, 0.95
_LANES = 2


class Scenes:
    """Carries steps out. What a step breaks is mended by `clean`."""

    def __init__(self, window: Window, stage: Stage) -> None:
        self._window, self._stage = window, stage
        self._mend: list[Callable[[], None]] = []
        self._lost = False
        self._steps: dict[str, Callable[[str], Awaitable[None]]] = {
            "account": self._account,
            "chat": self._chat,
            "scroll": self._scroll,
            "play": self._play,
            "gallery": self._gallery,
            "tiles": self._tiles,
            "filter": self._filter,
            "select": self._select,
            "view": self._view,
            "command": self._command,
            "prepare": self._prepare,
            "row": self._row,
            "folder": self._folder,
            "wizard": self._wizard,
            "hold": self._hold,
            "break": self._break,
            "lose": self._lose,
            "rest": lambda _argument: asyncio.sleep(_REST_S),
        }

    async def show(self, steps: list[str]) -> None:
        """Carry out steps, one after the other."""
        for step in steps:
            word, _space, argument = step.partition(" ")
            await self._steps[word](argument)

    def clean(self) -> None:
        """Mend what was broken, close what is open, and begin anew with the first account."""
        while self._mend:
            self._mend.pop()()
        while self._window.sheets.top is not None:
            # The preparation sheet asks first where captions were written.
            top: Any = self._window.sheets.top
            (getattr(top, "leave", None) or top.reject)()
        gallery: Any = self._window.panes.existing("gallery")
        if gallery is not None:
            gallery.findChild(FilterBar).changed.emit(Filters())
            gallery.findChild(GalleryGrid).tiles.selection.clear()
            gallery.findChild(GalleryGrid).verticalScrollBar().setValue(0)
        self._window.accounts.choose_number(1)

    # ── where to ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _account(self, number: str) -> None:
        self._window.accounts.choose_number(int(number))

    async def _command(self, name: str) -> None:
        self._window.actions.action(name).trigger()

    async def _chat(self, name: str) -> None:
        """Open the chat of somebody whose name begins so."""
        wanted = name or _MARINA
        await self._command("chats")
        rows = await self._ask(lambda view: view.chats(view.chat_ids(ChatFilter.ALL)), impatient=bool(self._mend))
        found = next((row.id for row in rows or () if row.name.startswith(wanted)), rows[0].id if rows else 0)
        self._window.open_chat(found or 1)
        if not self._mend:
            await asyncio.sleep(_REST_S)

    async def _gallery(self, _argument: str) -> None:
        await self._command("gallery")
        if not self._mend:
            await self._until(lambda: bool(len(self._pane("gallery").ids)), 2.0)
            await asyncio.sleep(_REST_S)

    async def _view(self, kind: str) -> None:
        """Open the newest media of a kind that is here."""
        query = GalleryQuery(kinds=frozenset({MediaKind(kind)}), states=frozenset({MediaState.LOCAL}))
        found = await self._ask(lambda view: list(view.media_ids(query)))
        if found:
            self._pane("gallery").media_activated.emit(found[min(1, len(found) - 1)])
            await asyncio.sleep(_REST_S)

    # ── what is done there ─────────────────────────────────────────────────────────────────────────────────────

    async def _scroll(self, share: str) -> None:
        bar = self._pane("chat").findChild(_message_list()).verticalScrollBar()
        bar.setValue(round(float(share) * bar.maximum()))
        await asyncio.sleep(_REST_S)

    async def _play(self, _argument: str) -> None:
        """Show a voice note as if it was played: a screen without sound cannot play one."""
        found = await self._ask(_a_voice)
        if found is None:
            return
        item, wave = found
        length_s = item.duration_s or 42.0
        state = PlayerState(
            media_id=int(item.id),
            playing=True,
            position_s=length_s * 0.36,
            duration_s=length_s,
            speed=1.5,
            title=item.contact,
            subtitle=_spoken(item),
            waveform=wave,
        )
        for name in ("player", "chat"):
            pane = self._window.panes.existing(name)
            if pane is not None:
                _show_player(pane, state)

    async def _filter(self, _which: str) -> None:
        bar = self._pane("gallery").findChild(FilterBar)
        bar.changed.emit(Filters(direction=Direction.IN))
        await asyncio.sleep(_REST_S)

    async def _select(self, count: str) -> None:
        """Select every other tile from the first on, and put the keyboard at the last of them."""
        grid = self._pane("gallery").findChild(GalleryGrid)
        chosen = [place for place in (0, 1, 3, 4, 9, 12, 14, 17, 18)[: int(count)] if place < len(grid.tiles.ids)]
        grid.tiles.selection.replace([range(place, place + 1) for place in chosen])
        grid.setFocus()
        grid.go_to(chosen[-1])
        await asyncio.sleep(_REST_S)

    async def _prepare(self, _argument: str) -> None:
        self._window.give_files(await asyncio.to_thread(self._stage.files))
        await self._until(lambda: self._window.sheets.top is not None)
        await asyncio.sleep(3 * _REST_S)

    async def _row(self, number: str) -> None:
        """Choose a file of the preparation sheet, and write a caption for the first."""
        sheet: Any = self._window.sheets.top
        sheet.model.caption(sheet.model.lines[0].key, "Caixas que chegaram hoje")
        sheet._list.setCurrentIndex(sheet.model.index(int(number)))
        await asyncio.sleep(_REST_S)

    async def _folder(self, _argument: str) -> None:
        files = await asyncio.to_thread(self._stage.files)
        self._window.give_files([str(Path(files[-1]).parent)])
        await self._until(lambda: self._window.sheets.top is not None)

    async def _wizard(self, page: str) -> None:
        """Fill the wizard in up to a page: with a bad address, with a key that is refused, or up to the name."""
        await self._command("add_account")
        wizard: Any = self._window.sheets.top
        wizard.provider.choose("sandbox")
        wizard._forward()
        good = self._stage.demo.strings.url
        wizard.address.fill("base_url", "http://api.example" if page == "address" else good)
        wizard.address.fill("number", "+55 11 98142-3307")
        wizard._forward()
        await asyncio.sleep(_REST_S)
        if page != "address":
            wizard.credentials.fill("credentials token", "not-the-token")
            wizard._forward()
            await self._until(lambda: wizard.checks.report is not None)
        if page == "name":
            wizard.naming.suggest("Entregas")
            wizard._go(len(wizard._pages) - 1)

    # ── what goes wrong ────────────────────────────────────────────────────────────────────────────────────────

    async def _hold(self, _argument: str) -> None:
        """Let the database be slow: both read lanes wait."""
        release = threading.Event()
        for _lane in range(_LANES):
            self._lane().submit(release.wait, _SOON_S)
        self._mend.append(release.set)

    async def _break(self, _argument: str) -> None:
        """Let no database be readable."""
        for reader in self._readers():
            store, reader._store = reader._store, _Unreadable(reader._store)
            self._mend.append(partial(setattr, reader, "_store", store))

    async def _lose(self, _argument: str) -> None:
        if not self._lost:
            self._lost = True
            self._stage.demo.lose_gateway()
        await self._until(lambda: self._window.frame.banner.shown is not None, 90.0)

    # ── measured ───────────────────────────────────────────────────────────────────────────────────────────────

    async def _tiles(self, _argument: str) -> None:
        """Open the gallery, look two seconds later how many tiles in sight have their picture, and say so.

        Raises:
            RuntimeError: too few.
        """
        opened = time.monotonic()
        await self._command("gallery")
        await asyncio.sleep(_TILES_WITHIN_S - (time.monotonic() - opened))
        here, wished = real_tiles(self._pane("gallery").findChild(GalleryGrid))
        print(f"  {here} of {wished} tiles in sight have their picture {_TILES_WITHIN_S:.0f} s later", flush=True)
        if here < _TILES_SHARE * wished:
            raise RuntimeError("too few tiles have their picture")

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _pane(self, name: str) -> Any:
        return self._window.panes.real(name)

    def _lane(self) -> Any:
        return self._window.accounts._read_lane

    def _readers(self) -> list[Any]:
        return list(self._window.accounts._readers.values())

    async def _ask(self, fn: Callable[[Viewing], R], *, impatient: bool = False) -> R | None:
        """Ask the account in front, from a thread of our own: its lane may be held."""
        reader: Reader | None = self._window.accounts.reader(self._window.accounts.current)
        store: Any = None if reader is None else getattr(reader._store, "inner", reader._store)
        if store is None:
            return None

        def answer() -> R:
            with store.view() as view:
                return fn(view)

        return await asyncio.to_thread(answer)

    async def _until(self, met: Callable[[], bool], patience_s: float = _SOON_S) -> None:
        deadline = time.monotonic() + patience_s
        while not met() and time.monotonic() < deadline:
            await asyncio.sleep(0.05)


class _Unreadable:
    """A store whose every view fails."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def view(self) -> Any:
        raise OSError("the disk does not answer")

    def changed(self) -> int:
        return int(self.inner.changed())


def real_tiles(grid: GalleryGrid) -> tuple[int, int]:
    """Return how many tiles in sight show their real picture or waveform, and how many have one to show.

    A tile has none where its file did not come, is not here yet and brought no picture, or was set aside.
    """
    delegate, cache = grid.delegate, grid.delegate.cache
    here = wished = 0
    for position in grid.visible_positions():
        item = grid.tiles.tile_at(position).item
        if item is not None and item.state is not MediaState.LOCAL:
            continue
        wished += 1
        if item is None or cache is None:
            continue
        if item.kind is MediaKind.AUDIO:
            here += cache.waveform(int(item.id)) is not None
        else:
            found = delegate.cache.picture(int(item.id)) if delegate.cache is not None else None
            here += found is not None and found.pixmap is not None and not found.blurred
    return here, wished


def _a_voice(view: Viewing) -> tuple[MediaItem, bytes] | None:
    """Return the newest voice note that the first customer sent, with its waveform."""
    query = GalleryQuery(kinds=frozenset({MediaKind.AUDIO}), states=frozenset({MediaState.LOCAL}))
    rows = view.media_rows(list(view.media_ids(query)))
    item = next((row for row in rows if row.contact.startswith(_MARINA) and row.direction is Direction.IN), None)
    return None if item is None else (item, view.waveforms([item.id]).get(int(item.id), b""))


def _spoken(item: MediaItem) -> str:
    from app.texts import _
    from app.texts.times import format_clock
    from app.texts.titles import kind_title

    when = _("today {time}").format(time=format_clock(item.sent_at))
    return f"{kind_title(item.kind.value)} · {when}"


def _show_player(pane: Any, state: PlayerState) -> None:
    show = getattr(pane, "set_player_state", None) or pane.set_state
    show(state)


def _message_list() -> Any:
    from app.ui.panes.chat.view import MessageList

    return MessageList
