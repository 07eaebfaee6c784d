"""W-API webhook bodies in bulk: texts, media, ticks and repeats, in the spelling of 2026."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.library.people import Contact, contacts
from tests.benchmarks.library.wording import SENTENCES, numbered

INSTANCE_ID = "T34398-SYNTHETIC"
NEWEST = 1_782_864_000
"""Unix seconds: July 2026, just after the synthetic libraries end."""

_CHATS = 2_000
_MIX = ("text",) * 9 + ("media",) * 6 + ("tick",) * 4 + ("repeat",)
_MEDIA: dict[str, tuple[str, str, dict[str, Any]]] = {
    "imageMessage": ("image/jpeg", "7118", {"height": 1200, "width": 1600, "viewOnce": False}),
    "audioMessage": ("audio/ogg; codecs=opus", "7117", {"PTT": True, "seconds": 7}),
    "documentMessage": ("application/pdf", "7119", {"fileName": "Orçamento.pdf", "title": "", "pageCount": 2}),
}
_PREVIEW = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3).decode()

Json = dict[str, Any]


def payloads(count: int, *, seed: int) -> Iterator[Json]:
    """Yield bodies: 45 % texts, 30 % media, 20 % ticks, 5 % a body that came before."""
    chance, people = random.Random(seed), list(contacts(_CHATS))
    earlier: list[Json] = []
    for number in range(count):
        what = chance.choice(_MIX) if earlier else "text"
        if what == "repeat":
            yield chance.choice(earlier)
        elif what == "tick":
            yield _tick(chance.choice(earlier), chance)
        else:
            body = message(number, chance.choice(people), chance, media=what == "media")
            earlier.append(body)
            yield body


def message(number: int, who: Contact, chance: random.Random, *, media: bool) -> Json:
    """Return one received message."""
    at = NEWEST + number
    content = _media(chance, at) if media else {"conversation": numbered(SENTENCES[number % len(SENTENCES)], number)}
    return envelope(f"3EB0{chance.randbytes(9).hex().upper()}", who, at, content)


def envelope(message_id: str, who: Contact, at: int, content: Json, *, instance_id: str = INSTANCE_ID) -> Json:
    """Return what W-API puts around the content of a message."""
    phone = next((one[1:] for one in who.addresses if one.startswith("+")), "")
    lid = next((one for one in who.addresses if one.endswith("@lid")), "")
    return {
        "event": "webhookReceived",
        "instanceId": instance_id,
        "connectedPhone": "5511900000001",
        "connectedLid": "100000000000001@lid",
        "isGroup": who.is_group,
        "messageId": message_id,
        "fromMe": False,
        "chat": {"id": lid or phone or who.address, "profilePicture": ""},
        "sender": {
            "id": phone or lid or "5511990000000",
            "senderLid": lid,
            "profilePicture": "",
            "pushName": who.name,
            "verifiedBizName": "",
        },
        "moment": at,
        "fromApi": False,
        "msgContent": content | {"messageContextInfo": {"deviceListMetadataVersion": 2, "messageSecret": "AA=="}},
    }


def _media(chance: random.Random, at: int) -> Json:
    name = chance.choice(list(_MEDIA))
    mime, folder, facts = _MEDIA[name]
    path = f"/v/t62.{folder}-24/{chance.randrange(10**9):09}_{chance.randbytes(12).hex()}_n.enc?ccb=11-4&oe={at:X}"
    return {
        name: {
            "URL": f"https://mmg.whatsapp.net{path}&mms3=true",
            "directPath": path,
            "mediaKey": _base64(chance),
            "mediaKeyTimestamp": str(at),
            "mimetype": mime,
            "fileLength": str(chance.randrange(10_000, 900_000)),
            "fileSHA256": _base64(chance),
            "fileEncSHA256": _base64(chance),
            "JPEGThumbnail": _PREVIEW,
            **facts,
        }
    }


def _base64(chance: random.Random) -> str:
    return base64.b64encode(chance.randbytes(32)).decode()


def _tick(body: Json, chance: random.Random) -> Json:
    return {
        "instanceId": INSTANCE_ID,
        "connectedPhone": "5511900000001",
        "connectedLid": "100000000000001@lid",
        "messageId": body["messageId"],
        "chat": {"id": body["chat"]["id"]},
        "status": chance.choice(("SENT", "DELIVERY", "READ")),
        "moment": body["moment"] + 5,
    }
