"""Puts the window together: makes its parts, connects them, and says when it is usable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.domain.ids import InstanceRef
from app.services.bus import Bus
from app.services.logs import LogShelf
from app.services.numbers import DiskUse
from app.services.settings import SECTION, SEND_BY_ENTER, UiSettings
from app.services.setup import Setup
from app.services.views import ChatFilter
from app.services.work import DeskOpened, Work
from app.ui.bridge import Bridge, Crossing, Errands
from app.ui.desktop.pointer_note import PointerNote
from app.ui.dialogs.wizard.words import provider_name
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes, read_ahead
from app.ui.panes.welcome import WelcomePage
from app.ui.wiring.accounts import Accounts
from app.ui.wiring.actions import ACCOUNTS, Actions
from app.ui.wiring.chats import Chats
from app.ui.wiring.closing import Closing
from app.ui.wiring.copies import Copies
from app.ui.wiring.dialogs import Dialogs
from app.ui.wiring.dropping import Dropping
from app.ui.wiring.faces import ChatFace, ChatsFace
from app.ui.wiring.forwarding import Forwarding
from app.ui.wiring.gallery import GalleryWire
from app.ui.wiring.handing import Handing
from app.ui.wiring.leaving import Leaving
from app.ui.wiring.media import MediaActions
from app.ui.wiring.notices import HELD, Notices
from app.ui.wiring.pages import Pages
from app.ui.wiring.player import PlayerWire
from app.ui.wiring.preferences import Language
from app.ui.wiring.queue import QueueWire
from app.ui.wiring.search import SearchWire
from app.ui.wiring.sending import Sending
from app.ui.wiring.sheets import Sheets
from app.ui.wiring.transfers import Transfers

_MINIMISED = Qt.WindowState.WindowMinimized
_AHEAD_MS = 400
"""So long after the start the pages that nobody opened yet are read; the first click is seldom quicker."""
_COPIES = "copies"
_PAGES = ("chats", "gallery", "queue", "contacts", "dashboard")


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind the window. Taken apart here; no pane sees it.

    Attributes:
        read: lane of the questions; `errands`: of everything that changes something.
        usual: tells the addresses that providers have unless something else is typed.
        demo: the command that starts the demo as a program of its own.
        sounds: the command that starts the process that plays.
        folder: where copies of media that are handed out may lie for a while.
        disk: tells what an instance takes on the disk. Blocking.
        logs: the files of the log.
    """

    settings: UiSettings
    setup: Setup
    work: Work
    bus: Bus
    read: Executor
    errands: Executor
    usual: Callable[[], Mapping[str, str]]
    demo: list[str]
    sounds: list[str]
    folder: Path
    disk: Callable[[InstanceRef], DiskUse] | None = None
    logs: LogShelf | None = None


class Window(QObject):
    """The window with everything connected. Made on the UI thread; show `frame`, `load`, `close`."""

    usable = Signal()
    """Once: the account in front is open and its chats are listed, or there is none and the welcome page stands."""
    leaving = Signal()
    """The user wants to leave, and said so twice where transfers run."""

    def __init__(self, theme: Theme, behind: Behind, spoken: Language) -> None:
        super().__init__()
        self.theme, self._settings, self._spoken = theme, behind.settings, spoken
        self._icons = Icons(theme)
        self._crossing = Crossing(self)
        self._bridge = Bridge(behind.bus, self._crossing)
        self._errands = Errands(behind.errands, self._crossing)
        self._is_usable = False
        self._wires: dict[str, Callable[[Any], None]] = {}
        self._unwired: list[tuple[str, Any]] = []
        self.panes = Panes(theme, self._icons, self)
        self.panes.made.connect(self._wire)
        self.frame = MainWindow(theme, self._icons, behind.settings, self.panes)
        self.actions = Actions(self.frame, self._icons)
        self.sheets = Sheets(self.actions)
        self.accounts = self._make_accounts(behind)
        self._make_wires(behind.work, behind.folder / _COPIES, behind.sounds)
        self._pages = Pages(
            self.frame, self.panes, self.accounts, self._bridge, self._errands, chats=self._chats,
            gallery=self._gallery, work=behind.work, disk=behind.disk, logs=behind.logs,
        )  # fmt: skip
        self._dialogs = self._make_dialogs(behind)
        self._closing = Closing(self.frame, theme, self.sheets, lambda: self._transfers.busy_uploads)
        self._connect_wires()
        self._connect_commands()
        self._wire_panes()
        self.retranslate()

    def load(self) -> None:
        """Look for the accounts; the frame may be on the screen already."""
        self.accounts.load()

    def close(self) -> None:
        """Remember how the user had it, and take nothing more from the threads."""
        self.frame.keep_state()
        self._player.stop()
        self._bridge.close()
        self.accounts.close()
        self._errands.close()
        self._crossing.close()

    def tidy(self) -> None:
        """Remove copies that were handed out, after `close`. Blocking."""
        self._copies.clear()

    def open_chat(self, chat_id: int) -> None:
        """Bring a chat of the account in front to the front."""
        self._chats.open(chat_id)

    def give_files(self, paths: list[str]) -> None:
        """Come to the front, and take files that a second start handed over."""
        self._come_forward()
        if paths:
            self._dropping.take(paths)

    def set_network(self, *, online: bool) -> None:
        """Take what the system says of the network."""
        self._notices.set_network(online=online)

    def retranslate(self) -> None:
        """Let everything speak the language in force."""
        self.frame.setWindowTitle(QApplication.applicationDisplayName())
        for part in (self.frame.rail, self.frame.bottom, self.panes, self.actions, self.accounts, self._notices):
            part.retranslate()
        self.sheets.retranslate()

    def _make_accounts(self, behind: Behind) -> Accounts:
        return Accounts(
            self.frame.rail,
            setup=behind.setup,
            settings=behind.settings,
            work=behind.work,
            bridge=self._bridge,
            errands=self._errands,
            crossing=self._crossing,
            read_lane=behind.read,
            colours=self.theme.tokens.account_names(),
            provider_name=provider_name,
        )

    def _make_wires(self, work: Work, folder: Path, sounds: list[str]) -> None:
        frame, panes, accounts, bridge, errands = (self.frame, self.panes, self.accounts, self._bridge, self._errands)
        self._media = MediaActions(frame, panes, accounts, work, errands)
        self._chats = Chats(frame, panes, accounts, self._media, work=work, bridge=bridge, errands=errands)
        self._copies = Copies(folder, work)
        note = PointerNote(self.theme, self._icons, frame)
        self._handing = Handing(frame, accounts, errands, copies=self._copies, note=note)
        self._gallery = GalleryWire(frame, panes, accounts, self._media, self._handing, self._settings)
        self._player = PlayerWire(panes, accounts, self._settings, errands, sounds)
        self._player.take_keys(frame)
        self._queue = QueueWire(frame, panes, accounts, self._chats, bridge, errands)
        Leaving(panes, accounts, self._queue, bridge)
        self._transfers = Transfers(frame.bottom, accounts, bridge, errands)
        self._notices = Notices(frame.banner, accounts, bridge)
        self._dropping = Dropping(
            frame, self.theme, sheets=self.sheets, accounts=accounts, open_chat=self._chats.in_front
        )
        self._sending = Sending(
            frame,
            self.theme,
            self._icons,
            sheets=self.sheets,
            accounts=accounts,
            work=work,
            errands=errands,
            folder=folder,
        )

        self._forwarding = Forwarding(
            frame, self.theme, self._icons, sheets=self.sheets, accounts=accounts, handing=self._handing
        )
        self._search = SearchWire(
            frame, self.theme, self._icons, panes, sheets=self.sheets, accounts=accounts, chats=self._chats,
            media=self._media,
        )  # fmt: skip

    def _make_dialogs(self, behind: Behind) -> Dialogs:
        return Dialogs(
            self.frame,
            self.theme,
            self._icons,
            actions=self.actions,
            sheets=self.sheets,
            accounts=self.accounts,
            setup=behind.setup,
            settings=behind.settings,
            errands=self._errands,
            usual=behind.usual,
            demo=behind.demo,
        )

    def _connect_wires(self) -> None:
        frame, accounts = self.frame, self.accounts
        self._media.jump_wanted.connect(self._chats.jump_to_media)
        self._media.play_wanted.connect(self._player.play)
        self._chats.gallery_wanted.connect(self._gallery.open_chat)
        self._chats.narrowed_wanted.connect(self._gallery.open_chat)
        self._chats.play_wanted.connect(self._player.play)
        self._chats.seek_wanted.connect(self._player.seek)
        self._chats.speed_wanted.connect(self._player.set_speed)
        self._chats.search_wanted.connect(self._search.open)
        self._chats.queue_wanted.connect(lambda: self._section("queue"))
        self._player.jump_wanted.connect(self._chats.jump_to_media)
        self._connect_sending()
        for source in (self._media, self._chats, self._handing, self._sending, self._pages):
            source.failed.connect(self._notices.tell)
        frame.rail.section_chosen.connect(self._section)
        frame.bottom.queue_wanted.connect(lambda: self._section("queue"))
        frame.bottom.expiring_wanted.connect(lambda: self._section("gallery"))
        accounts.switched.connect(self._switched)
        accounts.asked_again.connect(lambda: self._section("chats"))
        accounts.loaded.connect(self._lists_came)
        self._bridge.on(DeskOpened, self._desk_opened)
        self._closing.leaving.connect(self.leaving)
        self._dialogs.language_chosen.connect(lambda: self._spoken.choose(self.retranslate))
        self._dialogs.setting_changed.connect(lambda _setting: self._take_settings())
        self._take_settings()

    def _take_settings(self) -> None:
        self._chats.set_enter_sends(on=self._settings.get(SEND_BY_ENTER))

    def _connect_sending(self) -> None:
        self._chats.files_given.connect(self._sending.give)
        self._chats.attached.connect(self._sending.give_as)
        self._chats.image_given.connect(self._sending.give_image)
        self._chats.opened.connect(self._sending.give_held)
        self._chats.files_hovering.connect(self._dropping.show_row)
        self._chats.drag_wanted.connect(self._handing.drag)
        self._dropping.files_given.connect(self._sending.give)
        for dropped in (self._chats.files_given, self._chats.image_given, self._dropping.files_given):
            dropped.connect(self._come_forward)
        self._dropping.held.connect(self._hold)
        self._gallery.forward_wanted.connect(self._forwarding.choose)
        self._handing.forward_ready.connect(self._sending.give)
        self._sending.held_changed.connect(self._notices.set_held)
        self.frame.banner.dismissed.connect(lambda key: self._sending.drop_held() if key == HELD else None)

    def _come_forward(self) -> None:
        """Take the keyboard: whoever dropped files on the window goes on in it, and Enter must not go elsewhere."""
        self.frame.setWindowState(self.frame.windowState() & ~_MINIMISED)
        self.frame.raise_()
        self.frame.activateWindow()

    def _hold(self, paths: list[Path]) -> None:
        """Keep files until the user chose the chat; the list of chats comes to the front for that."""
        self._sending.hold(paths)
        if self.sheets.top is None:
            self._section("chats")

    def _wire_panes(self) -> None:
        """Say how each pane is connected when it is made, and connect those that are there already."""
        self._wires = {
            "chats": self._chats.wire_list,
            "chat": self._chats.wire_chat,
            "side": self._chats.wire_side,
            "player": self._player.wire,
            "gallery": self._gallery.wire,
            "viewer": self._media.wire_viewer,
            "queue": self._queue.wire,
            **self._pages.wires(),
            "welcome": self._dialogs.wire_welcome,
        }
        for name, pane in self._unwired:
            self._wire(name, pane)

    def _connect_commands(self) -> None:
        on = self.actions.on
        for name in _PAGES:
            on(name, partial(self._section, name))
        on("find_chat", self._find_chat)
        on("zone_next", lambda: self.frame.next_zone(forward=True))
        on("zone_before", lambda: self.frame.next_zone(forward=False))
        on("side_panel", lambda: self.frame.show_side_panel(shown=not self.frame.side_panel_shown))
        on("logs", self._pages.open_log)
        on("minimise", self.frame.showMinimized)
        on("quit", self.frame.close)
        on("find_here", self._find_here)
        on("attach", lambda: self._in_chat(lambda chat: chat.attach()))
        on("chat_next", lambda: self._step(1))
        on("chat_before", lambda: self._step(-1))
        on("find_everywhere", self._search.open)
        for number in range(1, ACCOUNTS + 1):
            on(f"account_{number}", partial(self.accounts.choose_number, number))

    def _wire(self, name: str, pane: Any) -> None:
        """Connect a pane that was just made."""
        if not self._wires:
            self._unwired.append((name, pane))
        elif name in self._wires:
            self._wires[name](pane)

    def _section(self, name: str) -> None:
        if name == "settings":
            self._dialogs.settings()
        elif self.accounts.current is not None:
            self.frame.show_section(name)

    def _find_chat(self) -> None:
        self._section("chats")
        chats = self.panes.existing("chats")
        if chats is not None:
            cast(ChatsFace, chats).focus_search()

    def _find_here(self) -> None:
        """Search in what is in front: a page that can be searched, or the open chat."""
        pane = self.panes.existing(self.frame.section)
        focus_find = getattr(pane, "focus_find", None)
        if focus_find is not None:
            focus_find()
        else:
            self._in_chat(lambda chat: chat.open_search())

    def _in_chat(self, do: Callable[[ChatFace], None]) -> None:
        chat = self.panes.existing("chat")
        if self.frame.section == "chats" and chat is not None and self._chats.address is not None:
            do(cast(ChatFace, chat))

    def _step(self, by: int) -> None:
        chats = self.panes.existing("chats")
        if self.frame.section == "chats" and chats is not None:
            cast(ChatsFace, chats).step(by)

    def _switched(self, ref: InstanceRef | None) -> None:
        if ref is not None and self.frame.section == "viewer":
            self.frame.show_section("chats")

    def _lists_came(self) -> None:
        if self.accounts.current is None:
            welcome = cast(WelcomePage, self.panes.get("welcome"))
            welcome.set_has_client(has_client=bool(self.accounts.clients))
            self.frame.show_section("welcome")
            self._say_usable()
        elif self.frame.section in ("", "welcome"):
            section = self._settings.get(SECTION)
            self.frame.show_section(section if section in _PAGES else "chats")

    def _desk_opened(self, event: DeskOpened) -> None:
        """Take the window for usable once the account in front has answered its first question."""
        if self._is_usable or event.desk.instance.ref != self.accounts.current:
            return
        reader = self.accounts.reader(self.accounts.current)
        if reader is None:
            self._say_usable()
        else:
            reader.ask(lambda view: len(view.chat_ids(ChatFilter.ALL)), lambda _count: self._say_usable())

    def _say_usable(self) -> None:
        if not self._is_usable:
            self._is_usable = True
            # After what is waiting to be painted and answered has had its turn.
            QTimer.singleShot(0, self.usable.emit)
            QTimer.singleShot(_AHEAD_MS, self, lambda: self._errands.run(read_ahead))
