"""From one event of the sandbox gateway to the domain's events."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.addresses import Address, address, is_person
from app.domain.encryption import Declared, Encryption, KeyInfo
from app.domain.errors import BadEventError, RefusedError
from app.domain.events import (
    ConnectionChanged,
    Event,
    IncomingMessage,
    Party,
    RemoteMedia,
    StatusChanged,
    UnknownEvent,
)
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.spellings import expiry_of, media_key
from app.domain.statuses import Status
from app.services.ports import Json
from app.whatsapp.fields import clean, is_message_id
from app.whatsapp.parts import read
from app.whatsapp.sandbox.payloads import ConnectionBody, MediaPart, MessageBody, StatusBody

_STATUSES = {status.value: status for status in Status}
_MEDIA = {kind.value: kind for kind in MediaKind}
_NAME_CHARACTERS = 100


def events_of(payload: Json, *, number: str) -> list[Event]:
    """Return what one event of the sandbox says.

    Args:
        number: the instance's own, in digits; another number's events are refused. "" to take any.

    Raises:
        BadEventError: names the field.
    """
    if not isinstance(payload, Mapping):
        raise BadEventError("", "not an object")
    if number and payload.get("number") not in (None, number):
        raise BadEventError("number", "another instance's")
    event = payload.get("event")
    if not isinstance(event, str) or not event:
        raise BadEventError("event", "absent, and nothing tells what this is")
    reader = {"message": _message, "status": _status, "connection": _connection}.get(event)
    return [reader(payload) if reader else UnknownEvent(clean(event)[:_NAME_CHARACTERS])]


def _message(payload: Mapping[str, Json]) -> Event:
    body = read(MessageBody, payload, "")
    chat, sender = _parties(body)
    kind = _MEDIA.get(body.type)
    if kind is not None and body.media is None:
        raise BadEventError("media", "absent")
    known = kind is not None or body.type == "text"
    return IncomingMessage(
        provider_id=body.id,
        chat=chat,
        sender=sender,
        direction=Direction.OUT if body.from_me else Direction.IN,
        sent_at=body.at,
        kind=MessageKind(body.type) if known else MessageKind.UNKNOWN,
        text=body.text or body.caption,
        media=_media(body.media, kind) if kind is not None and body.media is not None else None,
        reply_to=body.reply_to if is_message_id(body.reply_to) else "",
        client_ref=body.client_ref,
        from_api=body.from_api,
        extra=() if known else (("content", clean(body.type)[:_NAME_CHARACTERS]),),
    )


def _status(payload: Mapping[str, Json]) -> Event:
    body = read(StatusBody, payload, "")
    status = _STATUSES.get(body.status.lower())
    if status is None:
        return UnknownEvent(f"status {body.status}"[:_NAME_CHARACTERS])
    return StatusChanged(body.message_id, (_chat(body.chat),), status, body.at, body.error.code)


def _connection(payload: Mapping[str, Json]) -> Event:
    body = read(ConnectionBody, payload, "")
    return ConnectionChanged(body.connected, body.at)


def _chat(text: str) -> Address:
    found = address(text)
    if found is None:
        raise BadEventError("chat", "not an address of WhatsApp")
    return found


def _parties(body: MessageBody) -> tuple[Party, Party | None]:
    """Return chat and sender; the sender's phone and LID are the chat's too where the chat is a person."""
    chat = _chat(body.chat)
    found = (address(body.sender), address(body.from_lid))
    written_by = tuple(dict.fromkeys(one for one in found if one is not None and is_person(one)))
    sender = Party(written_by, body.from_name) if written_by else None
    if body.from_me or not is_person(chat) or chat not in written_by:
        return Party((chat,)), sender
    person = Party((chat, *(one for one in written_by if one != chat)), body.from_name)
    return person, person


def _media(part: MediaPart, kind: MediaKind) -> RemoteMedia:
    encryption, problem = _encryption(part, kind)
    return RemoteMedia(
        kind=kind,
        mime=part.mime,
        name=part.name,
        encryption=encryption,
        declared=Declared(part.sha256, part.enc_sha256, part.size),
        direct_path=part.direct_path,
        url=part.url,
        expires_at=expiry_of(part.direct_path),
        width=part.width,
        height=part.height,
        duration_s=part.seconds,
        pages=part.pages,
        voice=part.voice,
        waveform=part.waveform,
        preview=part.thumbnail,
        problem=problem,
    )


def _encryption(part: MediaPart, kind: MediaKind) -> tuple[Encryption | None, Reason | None]:
    try:
        return Encryption(media_key(part.media_key), KeyInfo.of(kind)), None
    except RefusedError as error:
        return None, error.reason
