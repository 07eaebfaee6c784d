"""The panes as the wiring sees them: their signals and the methods that it calls. Whoever builds a pane fulfils one."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

from app.domain.uploads import Upload
from app.services.logs import LogShelf
from app.services.numbers import DiskUse
from app.services.store import GalleryQuery
from app.services.views import ContactRow
from app.ui.bridge import Errands, Reader
from app.ui.models.chats import Sending
from app.ui.models.dashboard import AccountStanding, Part
from app.ui.models.listing import Filters
from app.ui.models.playing import PlayerState
from app.ui.models.queue_words import Asking
from app.ui.models.sending_as import SendingAs

if TYPE_CHECKING:
    from app.ui.panes.gallery.scope import Scope


class ChatsFace(Protocol):
    """The chat list."""

    chat_chosen: SignalInstance
    files_dropped: SignalInstance
    files_hovering: SignalInstance
    search_wanted: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def set_sending(self, sending: Mapping[int, Sending]) -> None: ...
    def select(self, chat_id: int | None) -> None: ...
    def step(self, by: int) -> None: ...
    def focus_search(self) -> None: ...
    def focus_first(self) -> None: ...


class ChatFace(Protocol):
    """One conversation with its composer."""

    send_text: SignalInstance
    files_given: SignalInstance
    attached: SignalInstance
    image_pasted: SignalInstance
    media_activated: SignalInstance
    save_wanted: SignalInstance
    drag_wanted: SignalInstance
    retry_wanted: SignalInstance
    fetch_wanted: SignalInstance
    upload_action: SignalInstance
    play_wanted: SignalInstance
    seek_wanted: SignalInstance
    speed_wanted: SignalInstance
    link_wanted: SignalInstance
    gallery_wanted: SignalInstance
    panel_toggled: SignalInstance
    left: SignalInstance

    def open(self, reader: Reader, chat_id: int, sending_as: SendingAs | None, *, message: int = 0) -> None: ...
    def close_chat(self) -> None: ...
    def set_progress(self, upload_id: int, done: int, total: int | None) -> None: ...
    def set_enter_sends(self, *, on: bool) -> None: ...
    def set_player_state(self, state: PlayerState) -> None: ...
    def set_panel_open(self, *, shown: bool) -> None: ...
    def scroll_to(self, message_id: int) -> None: ...
    def open_search(self) -> None: ...
    def attach(self) -> None: ...
    def focus_first(self) -> None: ...
    def focus_composer(self) -> None: ...


class SideFace(Protocol):
    """The side panel."""

    closed: SignalInstance
    media_activated: SignalInstance
    gallery_wanted: SignalInstance
    kind_wanted: SignalInstance
    not_received_wanted: SignalInstance
    unconfirmed_wanted: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def set_contact(self, contact: ContactRow | None, recent: Sequence[int] = ()) -> None: ...


class GalleryFace(Protocol):
    """The gallery. Its signals carry lists of media ids, or one id."""

    media_activated: SignalInstance
    save_wanted: SignalInstance
    copy_wanted: SignalInstance
    forward_wanted: SignalInstance
    retry_wanted: SignalInstance
    drag_wanted: SignalInstance
    jump_wanted: SignalInstance
    reveal_wanted: SignalInstance
    left: SignalInstance
    side_changed: SignalInstance

    @property
    def ids(self) -> array[int]: ...
    def set_played(self, media: int, share: float) -> None: ...
    def open(
        self,
        reader: Reader,
        title: str,
        scope: Sequence[Scope | GalleryQuery],
        current: str = "",
        filters: Filters | None = None,
    ) -> None: ...
    def set_side(self, side: int) -> None: ...
    def focus_find(self) -> None: ...


class ContactsFace(Protocol):
    """The contacts page."""

    chat_wanted: SignalInstance
    gallery_wanted: SignalInstance
    left: SignalInstance

    def set_reader(self, reader: Reader | None, *, opening: bool = False) -> None: ...
    def show_failure(self) -> None: ...
    def focus_find(self) -> None: ...


class DashboardFace(Protocol):
    """The dashboard. Its keys of accounts are their `InstanceRef`."""

    scope_chosen: SignalInstance
    media_wanted: SignalInstance
    queue_wanted: SignalInstance
    fetch_wanted: SignalInstance
    again_wanted: SignalInstance
    left: SignalInstance

    def set_scopes(self, scopes: Sequence[tuple[str, str]], current: str) -> None: ...
    def show_loading(self) -> None: ...
    def show_numbers(self, parts: Sequence[Part]) -> None: ...
    def show_disk(self, use: DiskUse | None) -> None: ...
    def show_accounts(self, accounts: Sequence[AccountStanding]) -> None: ...
    def show_failure(self) -> None: ...


class LogFace(Protocol):
    """The log pane."""

    folder_wanted: SignalInstance
    save_wanted: SignalInstance
    left: SignalInstance

    def read_from(self, shelf: LogShelf, errands: Errands) -> None: ...
    def offer_subjects(self, subjects: list[str]) -> None: ...
    def say_saved(self, count: int) -> None: ...
    def focus_find(self) -> None: ...
    def focus_first(self) -> None: ...


class ViewerFace(Protocol):
    """The viewer."""

    closed: SignalInstance
    save_wanted: SignalInstance
    jump_wanted: SignalInstance
    play_wanted: SignalInstance
    retry_wanted: SignalInstance

    def show_media(
        self, ids: Sequence[int], index: int, reader: Reader, open_bytes: Callable[[int], Path | bytes]
    ) -> None: ...
    def name_accounts(self, account_of: Callable[[int], SendingAs | None]) -> None: ...
    def focus_find(self) -> None: ...
    def leave(self) -> None: ...


class QueueFace(Protocol):
    """The queue panel."""

    action: SignalInstance
    account_wanted: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def set_uploads(self, uploads: Sequence[Upload], progress: Mapping[int, tuple[int, int]] | None = None) -> None: ...
    def set_elsewhere(self, asking: Sequence[Asking]) -> None: ...
    def set_progress(self, upload: int, done: int, total: int) -> None: ...


class PlayerBarFace(Protocol):
    """The player in the bottom bar."""

    toggle_wanted: SignalInstance
    seek_wanted: SignalInstance
    speed_wanted: SignalInstance
    volume_wanted: SignalInstance
    output_wanted: SignalInstance
    outputs_wanted: SignalInstance
    jump_wanted: SignalInstance

    def set_state(self, state: PlayerState) -> None: ...
    def set_volume(self, volume: float) -> None: ...
    def set_outputs(self, outputs: Sequence[tuple[bytes, str]], chosen: bytes) -> None: ...
