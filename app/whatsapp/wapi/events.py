"""From one webhook body of W-API to the domain's events: what it is, and whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.addresses import Address
from app.domain.errors import BadEventError
from app.domain.events import (
    ConnectionChanged,
    Event,
    IncomingMessage,
    MessageEdited,
    MessageRevoked,
    StatusChanged,
    Unheeded,
    UnknownEvent,
)
from app.domain.kinds import Direction
from app.services.ports import Json
from app.whatsapp.fields import clean
from app.whatsapp.parts import find, joined, read
from app.whatsapp.wapi.contents import Content, content_of, shown
from app.whatsapp.wapi.parties import chat_address, parties
from app.whatsapp.wapi.payloads import ConnectionBody, MessageBody, ProtocolPart, StatusBody
from app.whatsapp.wapi.statuses import PRESENCES, status_of

_NAME_CHARACTERS = 100
_REVOKE = {"REVOKE", "0"}
_EDIT = {"MESSAGE_EDIT", "14"}
_ENVELOPE = {"event", "instanceid", "messageid", "msgcontent", "chat", "status", "data", "moment"}
_NAMES = {
    "message.received": "webhookreceived",
    "message.sent": "webhookdelivery",
    "message.delivery": "webhookdelivery",
    "message.status": "webhookstatus",
    "presence.update": "webhookpresence",
    "connection.connected": "webhookconnected",
    "connection.disconnected": "webhookdisconnected",
}
"""The documentation's names; only the first was ever printed there."""


def events_of(payload: Json, *, instance_id: str) -> list[Event]:
    """Return what one webhook body says.

    Args:
        instance_id: whose events these must be, "" to take any.

    Raises:
        BadEventError: names the field, in the payload's own spelling.
    """
    body, path = _envelope(payload)
    event = str(find(payload, "event")[1] or find(body, "event")[1] or "")
    for holder, prefix in ((body, path), (payload, "")):
        key, said = find(holder, "instanceid")
        if instance_id and said is not None and said != instance_id:
            raise BadEventError(joined(prefix, key), "another instance's")
    return [_event(_NAMES.get(event.lower(), event.lower()), clean(event)[:_NAME_CHARACTERS], body, path)]


def _envelope(payload: Json) -> tuple[Mapping[str, Any], str]:
    """Return the object that holds the envelope, and its path; a relay or a version may have wrapped it."""
    if not isinstance(payload, Mapping):
        raise BadEventError("", "not an object")
    body, path = payload, ""
    if not _ENVELOPE & {key.lower() for key in body}:
        body, path = _inner(body, path, "body")
    if find(body, "msgcontent")[1] is None and find(body, "chat")[1] is None:
        body, path = _inner(body, path, "data")
    return body, path


def _inner(body: Mapping[str, Any], path: str, name: str) -> tuple[Mapping[str, Any], str]:
    key, inner = find(body, name)
    return (inner, joined(path, key)) if isinstance(inner, Mapping) else (body, path)


def _event(event: str, name: str, body: Mapping[str, Any], path: str) -> Event:
    if event in ("webhookpresence", "webhookchatpresence"):
        return Unheeded(name)
    if event in ("webhookconnected", "webhookdisconnected"):
        return _connection(event, body, path)
    if event in ("webhookreceived", "webhookdelivery") or find(body, "msgcontent")[1] is not None:
        return _message(event, body, path)
    if event == "webhookstatus" or (not event and find(body, "status")[1] is not None):
        return _status(body, path)
    if not event and find(body, "presence")[1] is not None:
        return Unheeded("webhookPresence")
    if not event:
        raise BadEventError(joined(path, "event"), "absent, and nothing tells what this is")
    return UnknownEvent(name)


def _connection(event: str, body: Mapping[str, Any], path: str) -> Event:
    part = read(ConnectionBody, body, path)
    connected = part.connected if part.connected is not None else event == "webhookconnected"
    return ConnectionChanged(connected, part.moment)


def _status(body: Mapping[str, Any], path: str) -> Event:
    if str(find(body, "status")[1]).lower() in PRESENCES:
        return Unheeded("webhookPresence")
    part = read(StatusBody, body, path)
    chat = chat_address(part.chat, _path_of(body, path, "chat", "id"))
    status = status_of(part.status)
    if status is None:
        return UnknownEvent(f"webhookStatus {part.status}"[:_NAME_CHARACTERS])
    return StatusChanged(part.message_id, (chat,), status, part.moment, part.error)


def _message(event: str, body: Mapping[str, Any], path: str) -> Event:
    part = read(MessageBody, body, path)
    from_me = part.from_me if part.from_me is not None else event == "webhookdelivery"
    direction = Direction.OUT if from_me else Direction.IN
    chat, sender = parties(part, direction, path=_path_of(body, path, "chat", "id"))
    public = chat.addresses[0].endswith("@newsletter")
    content = content_of(part.msg_content, _path_of(body, path, "msgcontent"), public=public)
    if content.unseen:
        return Unheeded(content.name)
    if content.name == "protocolmessage":
        return _protocol(content, chat.addresses, part.moment)
    seen = shown(content)
    if content.edited:
        return MessageEdited(part.message_id, chat.addresses, part.moment, seen.text)
    return IncomingMessage(
        provider_id=part.message_id,
        chat=chat,
        sender=sender,
        direction=direction,
        sent_at=part.moment,
        kind=seen.kind,
        text=seen.text,
        media=seen.media,
        reply_to=seen.reply_to,
        from_api=part.from_api,
        extra=seen.extra,
    )


def _protocol(content: Content, chat: tuple[Address, ...], moment: int) -> Event:
    """Return the delete or edit that a protocol message is; what devices tell each other needs nothing."""
    part = read(ProtocolPart, content.value, content.path)
    kind = part.type.upper()
    if kind not in _REVOKE | _EDIT:
        return Unheeded(f"protocolMessage {part.type}"[:_NAME_CHARACTERS])
    if part.key is None:
        raise BadEventError(joined(content.path, "key", "id"), "absent")
    if kind in _REVOKE:
        return MessageRevoked(part.key.id, chat, moment)
    inner = content_of(part.edited_message or {}, _path_of(content.value, content.path, "editedmessage"))
    return MessageEdited(part.key.id, chat, moment, shown(inner).text)


def _path_of(body: Mapping[str, Any], path: str, *names: str) -> str:
    """Return the dotted path of a member as the payload spells it."""
    node: Any = body
    for name in names:
        key, node = find(node if isinstance(node, Mapping) else {}, name)
        path = joined(path, key)
    return path
