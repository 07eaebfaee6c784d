"""The panes as the wiring sees them: their signals and the methods that it calls. Whoever builds a pane fulfils one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import SignalInstance

from app.ui.bridge import Reader
from app.ui.models.sending_as import SendingAs


class ChatsFace(Protocol):
    """The chat list."""

    chat_chosen: SignalInstance
    files_dropped: SignalInstance
    search_wanted: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def select(self, chat_id: int) -> None: ...
    def focus_search(self) -> None: ...


class ChatFace(Protocol):
    """One conversation with its composer."""

    send_text: SignalInstance
    files_given: SignalInstance
    image_pasted: SignalInstance
    media_activated: SignalInstance
    save_wanted: SignalInstance
    retry_wanted: SignalInstance
    upload_action: SignalInstance
    play_wanted: SignalInstance
    seek_wanted: SignalInstance
    gallery_wanted: SignalInstance
    panel_toggled: SignalInstance

    def open(self, reader: Reader, chat_id: int, sending_as: SendingAs) -> None: ...
    def set_progress(self, upload_id: int, done: int, total: int) -> None: ...
    def scroll_to(self, message_id: int) -> None: ...
    def set_player_state(self, state: Any) -> None: ...


class SideFace(Protocol):
    """The side panel."""

    closed: SignalInstance
    media_activated: SignalInstance
    gallery_wanted: SignalInstance
    kind_wanted: SignalInstance
    not_received_wanted: SignalInstance
    unconfirmed_wanted: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def set_contact(self, contact: Any, recent: Sequence[int]) -> None: ...


class GalleryFace(Protocol):
    """The gallery."""

    media_activated: SignalInstance
    save_wanted: SignalInstance
    copy_wanted: SignalInstance
    forward_wanted: SignalInstance
    retry_wanted: SignalInstance
    jump_wanted: SignalInstance
    drag_wanted: SignalInstance

    def open(self, reader: Reader, title: str, scope: Sequence[Any]) -> None: ...


class ViewerFace(Protocol):
    """The viewer."""

    closed: SignalInstance
    save_wanted: SignalInstance
    jump_wanted: SignalInstance

    def show_media(self, ids: Sequence[int], index: int, reader: Reader, open_bytes: Callable[[int], Any]) -> None: ...


class QueueFace(Protocol):
    """The queue panel."""

    action: SignalInstance

    def set_reader(self, reader: Reader | None) -> None: ...
    def set_progress(self, upload: int, done: int, total: int) -> None: ...
    def set_uploads(self, uploads: Sequence[Any], progress: Any) -> None: ...


class PlayerBarFace(Protocol):
    """The player in the bottom bar."""

    toggle_wanted: SignalInstance
    seek_wanted: SignalInstance
    speed_wanted: SignalInstance
    volume_wanted: SignalInstance
    output_wanted: SignalInstance
    outputs_wanted: SignalInstance
    jump_wanted: SignalInstance

    def set_state(self, state: Any) -> None: ...
    def set_outputs(self, outputs: Sequence[tuple[bytes, str]], chosen: bytes) -> None: ...
