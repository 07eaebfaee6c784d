"""What the services announce, as the lines that `listen` prints: one JSON object, or one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from app.domain.kinds import MediaState
from app.services.bus import Bus
from app.services.downloads import DownloadEnded, DownloadsPaused
from app.services.inbox import ConnectionSeen, MediaArrived, TickSeen
from app.services.uploads import UploadMoved
from app.texts import _, ngettext
from app.texts.reasons import reason_title
from app.texts.titles import media_state_title, upload_state_title


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened.

    Attributes:
        as_json: with `event` and `instance`.
        in_words: the same as a sentence.
    """

    as_json: dict[str, Any]
    in_words: str


@contextmanager
def subscribed(bus: Bus, put: Callable[[Happening], None]) -> Iterator[None]:
    """Hand everything that is announced to `put` while inside; it must be quick and callable from any thread."""
    with ExitStack() as stack:
        for kind, told in _TOLD.items():
            stack.callback(bus.subscribe(kind, _handed(told, put)))
        yield


def _handed(told: Callable[[Any], Happening], put: Callable[[Happening], None]) -> Callable[[Any], None]:
    return lambda event: put(told(event))


def _messages(event: MediaArrived) -> Happening:
    words = ngettext("{count} new message", "{count} new messages", event.messages).format(count=event.messages)
    return _happening("message", event.ref, words, messages=event.messages, media=event.media)


def _media(event: DownloadEnded) -> Happening:
    words = _("file {id}: {state}").format(id=event.media, state=media_state_title(event.state.value))
    if event.reason is not None:
        words = f"{words}. {reason_title(event.reason.value)}"
    elif event.state is MediaState.LOCAL:
        from app.texts.formats import format_bytes

        words = f"{words} ({format_bytes(event.size_bytes)})"
    reason = event.reason.value if event.reason else None
    return _happening(
        "media", event.ref, words, id=event.media, state=event.state.value, reason=reason, size=event.size_bytes
    )


def _upload(event: UploadMoved) -> Happening:
    words = _("upload {id}: {state}").format(id=event.upload, state=upload_state_title(event.state.value))
    if event.reason is not None:
        words = f"{words}. {reason_title(event.reason.value)}"
    reason = event.reason.value if event.reason else None
    return _happening("upload", event.ref, words, id=event.upload, state=event.state.value, reason=reason)


def _tick(event: TickSeen) -> Happening:
    words = _("message {id}: {state}").format(id=event.message_id, state=upload_state_title(event.status.value))
    return _happening("status", event.ref, words, message_id=event.message_id, status=event.status.value)


def _connection(event: ConnectionSeen) -> Happening:
    words = _("the phone is connected") if event.connected else _("the phone is not connected")
    return _happening("connection", event.ref, words, connected=event.connected)


def _paused(event: DownloadsPaused) -> Happening:
    words = _("downloads wait. {reason}").format(reason=reason_title(event.reason.value))
    return _happening("paused", event.ref, words, reason=event.reason.value)


def _happening(event: str, ref: object, words: str, **facts: object) -> Happening:
    return Happening({"event": event, "instance": str(ref), **facts}, f"{ref}: {words}")


_TOLD: dict[type[Any], Callable[[Any], Happening]] = {
    MediaArrived: _messages,
    DownloadEnded: _media,
    DownloadsPaused: _paused,
    UploadMoved: _upload,
    TickSeen: _tick,
    ConnectionSeen: _connection,
}
