"""Makes a long mixed conversation as W-API tells it: aliases, early ticks, edits, repeats that differ."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from tests.journeys.files import photo
from tests.journeys.wapi_events import (
    ANA,
    BIA,
    INSTANCE_ID,
    NOON,
    Person,
    content,
    edit,
    from_phone,
    received,
    revoke,
    status,
    text,
)

Json = dict[str, Any]

PEOPLE = (ANA, BIA, Person("551133334444", "100000000000004@lid", "Recepção"), Person("5585999990000", "77@lid", ""))
GROUP = "120363000000000001@g.us"
_TICKS = ("PENDING", "SENT", "DELIVERY", "READ", "2", "3", "4", "read", "ERROR")


def conversation(seed: int, count: int) -> list[Json]:
    """Return `count` events in the order in which they happened."""
    dice = random.Random(seed)
    events: list[Json] = []
    for number in range(count):
        events += _one(dice, f"{seed} {number}", NOON + number)
        if len(events) >= count:
            break
    return events[:count]


def _one(dice: random.Random, label: str, at: int) -> Iterator[Json]:
    """Yield a message with what follows from it; half of them come again and say it differently."""
    who = dice.choice(PEOPLE)
    shape = dice.choice(("text", "text", "media", "media", "own", "own", "group", "odd"))
    message = _message(dice, shape, label, who, at)
    yield message
    if dice.random() < 0.5:
        yield _told_again(dice, message)
    if shape == "own":
        for tick in dice.sample(_TICKS, dice.randint(1, 3)):
            chat = dice.choice((who.phone, who.lid, f"{who.phone}@s.whatsapp.net"))
            yield status(label, tick, chat=chat, at=at + dice.randint(0, 9))
    elif dice.random() < 0.15:
        yield edit(label, dice.choice(("corrigido", "de novo")), who=who, at=at + dice.randint(1, 3))
        yield edit(label, dice.choice(("corrigido", "outra vez")), who=who, at=at + dice.randint(1, 3))
    elif dice.random() < 0.15:
        yield revoke(label, who=who, at=at + 5)


def _message(dice: random.Random, shape: str, label: str, who: Person, at: int) -> Json:
    year = dice.choice((2025, 2026))
    match shape:
        case "media":
            told = content(photo(f"shared {dice.randint(1, 12)}"), year=year, caption=dice.choice(("", "olha")))
            return received(label, told, who=who, year=year, at=at)
        case "own":
            return from_phone(label, text("já vai"), to=who, at=at, chat={"id": dice.choice((who.phone, who.lid))})
        case "group":
            return received(label, text("no grupo"), who=who, year=year, at=at, chat={"id": GROUP}, isGroup=True)
        case "odd":
            return dice.choice(_ODD)(label, at)
        case _:
            return received(label, text(dice.choice(("oi", "tudo bem?"))), who=who, year=year, at=at)


_ODD = (
    lambda label, at: {"event": "webhookPresence", "instanceId": INSTANCE_ID, "status": "composing", "moment": at},
    lambda label, at: {"event": "webhookDisconnected", "instanceId": INSTANCE_ID, "connected": False, "moment": at},
    lambda label, at: {"event": "webhookOfAnotherYear", "instanceId": INSTANCE_ID, "moment": at, "news": label},
    lambda label, at: received(label, {"hologramMessage": {"a": 1}}, at=at),
    lambda label, at: {"event": "webhookReceived", "instanceId": INSTANCE_ID, "moment": at, "messageId": label},
)
"""A presence, a connection, an event and a content that nobody knows, and one that lacks its content."""


def _told_again(dice: random.Random, message: Json) -> Json:
    """Return another delivery of a message that differs in one to three things."""
    again: Json = copy.deepcopy(message)
    for change in dice.sample(_CHANGES, dice.randint(1, 3)):
        change(dice, again)
    return again


def _held(message: Json) -> Json:
    """Return the media object of a message, an empty one where it has none."""
    found = next(iter(message.get("msgContent", {}).values()), None)
    return found if isinstance(found, dict) else {}


def _another_name(dice: random.Random, message: Json) -> None:
    message.setdefault("sender", {})["pushName"] = dice.choice(("", "Ana S.", "Bia"))


def _another_address(_dice: random.Random, message: Json) -> None:
    """Name the sender by the LID alone, as engines do that know no phone."""
    sender = message.get("sender", {})
    if "senderLid" in sender:
        sender["id"] = sender["senderLid"]


def _another_envelope(_dice: random.Random, message: Json) -> None:
    if "msgContent" in message:
        message["event"] = "webhookReceived" if message.get("fromMe") else "message.received"


def _another_picture(_dice: random.Random, message: Json) -> None:
    message.setdefault("sender", {})["profilePicture"] = "https://pps.whatsapp.net/v/another.jpg"


def _another_link(dice: random.Random, message: Json) -> None:
    held = _held(message)
    if "directPath" in held:
        held["directPath"] = held["directPath"].replace("oe=7FFFFFF0", dice.choice(("oe=70000000", "oe=7FFFFFFF")))


def _another_text(dice: random.Random, message: Json) -> None:
    if "conversation" in message.get("msgContent", {}):
        message["msgContent"]["conversation"] = dice.choice(("oi!", "alô", ""))
    elif "caption" in _held(message):
        _held(message).pop("caption")


def _another_moment(dice: random.Random, message: Json) -> None:
    message["moment"] += dice.choice((-1000, 1000))


def _less_of_the_file(dice: random.Random, message: Json) -> None:
    _held(message).pop(dice.choice(("fileSha256", "fileSHA256", "fileLength", "mimetype", "mediaKey")), None)


_CHANGES = (
    _another_name,
    _another_address,
    _another_envelope,
    _another_picture,
    _another_link,
    _another_text,
    _another_moment,
    _less_of_the_file,
)
