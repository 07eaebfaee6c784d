"""Webhook bodies of W-API in the spellings of 2025 and 2026, made from its contract."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from tests.journeys.files import Sealed, b64

Json = dict[str, Any]

INSTANCE_ID = "AAAAAA-BBBBBB-CCCCCC"
OWN_PHONE, OWN_LID = "5511900000001", "100000000000001@lid"
NOON = 1_781_870_000

_SPELLED_2026 = {
    "url": "URL",
    "fileSha256": "fileSHA256",
    "fileEncSha256": "fileEncSHA256",
    "ptt": "PTT",
    "jpegThumbnail": "JPEGThumbnail",
}
_ENVELOPE = {"connectedPhone": OWN_PHONE, "connectedLid": OWN_LID, "isGroup": False}


@dataclass(frozen=True)
class Person:
    """Somebody who writes, with the two addresses that WhatsApp has for them."""

    phone: str
    lid: str
    name: str = "Ana Souza"

    @property
    def address(self) -> str:
        """The address under which the program shows this person."""
        return f"+{self.phone}"


ANA = Person("5511900000002", "100000000000002@lid")
BIA = Person("5521987650003", "100000000000003@lid", "Bia Lima")


def message_id(label: str) -> str:
    """Return a message id such as WhatsApp gives, the same for the same label."""
    return f"3EB0{hashlib.sha256(label.encode()).hexdigest()[:18].upper()}"


def media(file: Sealed, *, year: int = 2026, **more: Any) -> Json:
    """Return the media object of a file; members in `more` replace those of 2025's spelling, None removes one."""
    found: Json = {
        "url": f"https://mmg.whatsapp.net{file.direct_path}&mms3=true",
        "directPath": file.direct_path,
        "mediaKey": b64(file.key),
        "mediaKeyTimestamp": str(NOON),
        "mimetype": file.mime,
        "fileLength": str(len(file.plain)),
        "fileSha256": b64(hashlib.sha256(file.plain).digest()),
        "fileEncSha256": b64(hashlib.sha256(file.body).digest()),
        **({"fileName": file.name, "title": file.name} if file.name else {}),
        **({"ptt": True} if file.voice else {}),
        **dict(file.facts),
        **more,
    }
    told = {name: value for name, value in found.items() if value is not None}
    return {_SPELLED_2026.get(name, name): told[name] for name in told} if year == 2026 else told


def content(file: Sealed, *, year: int = 2026, caption: str = "", wrapped: bool = False, **more: Any) -> Json:
    """Return `msgContent` with a file; a document with a caption comes wrapped."""
    given = {**({"caption": caption} if caption else {}), **more}
    held = {f"{file.kind}Message": media(file, year=year, **given)}
    return {"documentWithCaptionMessage": {"message": held}} if wrapped else held


def received(
    label: str, msg_content: Json, *, who: Person = ANA, year: int = 2026, at: int = NOON, **members: Any
) -> Json:
    """Return a message from `who`: in 2026 the chat is named by its LID and the sender by both addresses."""
    sender = {"id": who.phone, "pushName": who.name, "verifiedBizName": ""}
    chat = {"id": who.lid if year == 2026 else who.phone}
    body: Json = {
        "event": "webhookReceived",
        "instanceId": INSTANCE_ID,
        **_ENVELOPE,
        "messageId": message_id(label),
        "fromMe": False,
        "chat": chat,
        "sender": sender | ({"senderLid": who.lid} if year == 2026 else {}),
        "moment": at,
        "fromApi": False,
        "msgContent": msg_content,
        **members,
    }
    return {name: value for name, value in body.items() if value is not None}


def from_phone(label: str, msg_content: Json, *, to: Person = ANA, at: int = NOON, **members: Any) -> Json:
    """Return a message that was written on the instance's own phone."""
    return received(
        label,
        msg_content,
        at=at,
        **{
            "event": "webhookDelivery",
            "fromMe": True,
            "chat": {"id": to.phone},
            "sender": {"id": OWN_PHONE, "senderLid": OWN_LID, "pushName": "Loja"},
            **members,
        },
    )


def text(words: str) -> Json:
    """Return `msgContent` of a text."""
    return {"conversation": words}


def status(label: str, tick: str, *, chat: str = ANA.phone, at: int = NOON, **members: Any) -> Json:
    """Return a tick; W-API sends it without `event`."""
    return {
        "instanceId": INSTANCE_ID,
        "connectedPhone": OWN_PHONE,
        "messageId": message_id(label),
        "chat": {"id": chat},
        "status": tick,
        "moment": at,
        **members,
    }


def revoke(label: str, *, who: Person = ANA, at: int = NOON) -> Json:
    """Return that the sender of a message deleted it for everyone."""
    return _protocol(label, {"type": "REVOKE"}, who, at)


def edit(label: str, words: str, *, who: Person = ANA, at: int = NOON) -> Json:
    """Return that the sender of a message changed its text."""
    return _protocol(label, {"type": "MESSAGE_EDIT", "editedMessage": text(words)}, who, at)


def _protocol(label: str, part: Json, who: Person, at: int) -> Json:
    key = {"remoteJID": f"{who.phone}@s.whatsapp.net", "fromMe": False, "ID": message_id(label)}
    return received(f"about {label} {at} {part['type']}", {"protocolMessage": {**part, "key": key}}, who=who, at=at)
