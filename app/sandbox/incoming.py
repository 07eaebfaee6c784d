"""Makes messages that arrive: encrypts the file, keeps the body, writes the event."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from app.sandbox.answers import RefusalError
from app.sandbox.bodies import Incoming
from app.sandbox.encryptor import encrypt_file
from app.sandbox.events import Event, now_s
from app.sandbox.gateway import Gateway
from app.sandbox.kinds import MediaKind, kind_of_name, mime_of_name
from app.sandbox.media_store import StoredMedia, b64, media_facts
from app.sandbox.number import Number
from app.sandbox.phones import lid_of
from app.sandbox.probe import describe, waveform_of

MEASURES = ("width", "height", "seconds", "pages")


async def deliver(gateway: Gateway, number: Number, wish: Incoming, file: Path | None) -> list[Event]:
    """Make the messages that `wish` describes and append their events; none if the sender is blocked.

    Raises:
        RefusalError: 400, the wish contradicts itself.
    """
    _check(wish, file)
    sender = gateway.directory.chat_of(wish.from_)
    if sender is None:
        raise RefusalError(400, "bad_request", "from: neither a phone number nor an address", "from")
    if sender.isdigit():
        gateway.directory.meet(sender, None if wish.from_me else wish.name)
    if sender in number.blocked and not wish.from_me:
        return []
    return [await _one(gateway, number, wish, sender, file) for _ in range(wish.count)]


async def _one(gateway: Gateway, number: Number, wish: Incoming, sender: str, file: Path | None) -> Event:
    message_id = wish.id or number.new_id()
    event = message_event(number, message_id, sender, wish)
    if file is not None:
        kind = _kind(wish, file)
        mime = wish.mime or mime_of_name(wish.file_name or file.name, kind)
        measures = await asyncio.to_thread(describe, file, kind, mime)
        media = await asyncio.to_thread(store_file, gateway, number, message_id, file, kind, mime, gone=wish.gone)
        gateway.media.add(media)
        expires_at = None if wish.expires_s is None else now_s() + wish.expires_s
        event["type"] = kind
        event["media"] = media_part(gateway, media, _name(wish, file, kind), measures, wish, expires_at)
    return number.history.append(event)


def store_file(
    gateway: Gateway, number: Number, message_id: str, file: Path, kind: MediaKind, mime: str, *, gone: bool = False
) -> StoredMedia:
    """Encrypt `file` for one message with a key of its own; may run in any thread.

    The misbehaviours `bad_mac` and `wrong_hash` are decided here, once for each message.
    """
    media_key = number.digest(f"key {message_id}")
    hits = gateway.misbehaviour.hits("media", f"new {number.number}/{message_id}", 1)
    name = f"{number.digest(f'body {message_id}').hex()[:32]}.enc"
    facts = encrypt_file(file, gateway.media.folder / name, media_key, kind, spoil_mac="bad_mac" in hits)
    declared = number.digest(f"wrong {message_id}") if "wrong_hash" in hits else facts.sha256
    return StoredMedia(
        number=number.number,
        message_id=message_id,
        kind=kind,
        mime=mime,
        file=name,
        media_key=b64(media_key),
        sha256=b64(declared),
        enc_sha256=b64(facts.enc_sha256),
        size=facts.size_bytes,
        gone=gone,
    )


def message_event(number: Number, message_id: str, sender: str, wish: Incoming) -> Event:
    """Return the event of a message without its media; `sender` is the other side even if the phone itself writes."""
    event: Event = {
        "event": "message",
        "id": message_id,
        "at": now_s() if wish.at is None else wish.at,
        "from": number.number if wish.from_me else sender,
        "from_name": number.name if wish.from_me else wish.name,
        "from_lid": lid_of(sender) if sender.isdigit() and not wish.from_me else None,
        "to": sender if wish.from_me else number.number,
        "chat": wish.chat or sender,
        "from_me": wish.from_me,
        "from_api": False,
        "type": "text",
    }
    optional = {"text": wish.text, "caption": wish.caption, "reply_to": wish.reply_to}
    return event | {name: value for name, value in optional.items() if value is not None}


def media_part(
    gateway: Gateway,
    media: StoredMedia,
    name: str | None,
    measures: dict[str, Any],
    wish: Incoming,
    expires_at: int | None = None,
) -> dict[str, Any]:
    """Return the `media` of an event; what `wish` says goes before what was measured."""
    direct_path, _ = gateway.media.fresh_path(media, expires_at)
    part = media_facts(media) | {"name": name, "direct_path": direct_path, "url": f"{gateway.url}{direct_path}"}
    for measure in MEASURES:
        wished = getattr(wish, measure)
        part[measure] = measures.get(measure) if wished is None else wished
    part["voice"] = wish.voice
    if wish.voice:
        part["waveform"] = waveform_of(media.sha256.encode()[:32])
    if thumbnail := wish.thumbnail or measures.get("thumbnail"):
        part["thumbnail"] = thumbnail
    return part


def _check(wish: Incoming, file: Path | None) -> None:
    if (file is None) == (wish.text is None):
        raise RefusalError(400, "bad_request", "text: either a text or a file", "text")
    if wish.id is not None and wish.count > 1:
        raise RefusalError(400, "bad_request", "count: an id names one message", "count")
    if file is None and wish.type not in (None, "text"):
        raise RefusalError(400, "bad_request", "file_path: a media needs a file", "file_path")
    if file is not None and not file.is_file():
        raise RefusalError(400, "bad_request", "file_path: there is no such file", "file_path")


def _kind(wish: Incoming, file: Path) -> MediaKind:
    if wish.type is None or wish.type == "text":
        return kind_of_name(wish.file_name or file.name)
    return wish.type


def _name(wish: Incoming, file: Path, kind: MediaKind) -> str | None:
    """Return the name in the event: WhatsApp carries one for documents only."""
    return wish.file_name or (file.name if kind == "document" else None)
