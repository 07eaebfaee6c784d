"""Fills a number with many messages of mixed kinds, as months of work would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.sandbox.answers import RefusalError
from app.sandbox.bodies import Incoming, Population
from app.sandbox.events import Event, now_s
from app.sandbox.gateway import Gateway
from app.sandbox.incoming import media_part, message_event, store_file
from app.sandbox.kinds import kind_of_name, mime_of_name
from app.sandbox.media_store import StoredMedia
from app.sandbox.number import Number
from app.sandbox.probe import describe

TEXT_SHARE = 0.3
FROM_PHONE_SHARE = 0.2
CAPTION_SHARE = 0.25

_FIRST_NAMES = ("Ana", "Bruno", "Carla", "Diego", "Elena", "Fábio", "Gabriela", "Hugo", "Inês", "João", "Lucía")
_LAST_NAMES = ("Almeida", "Barros", "Costa", "Duarte", "Ferreira", "Gómez", "Lima", "Moreira", "Núñez", "Souza")
_TEXTS = (
    "Bom dia, segue o comprovante.",
    "Pode confirmar se chegou?",
    "Obrigado!",
    "Qual é o prazo de entrega?",
    "Buenas tardes, ¿recibieron el pedido?",
    "Adjunto la factura de mayo.",
    "Hello, is the order on its way?",
    "Thanks, got it.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """A file of the directory, encrypted once; every message that carries it is a forward of the same body."""

    name: str
    stored: StoredMedia
    measures: dict[str, Any]


def populate(gateway: Gateway, number: Number, wish: Population) -> tuple[list[Event], list[StoredMedia]]:
    """Make the events and the media of `wish` without publishing them; may run in a thread of its own.

    Raises:
        RefusalError: 400, `media_dir` is no directory.
    """
    dice = random.Random(f"{number.number}|{wish.seed}")
    samples = list(_samples(gateway, number, wish))
    people = [_person(dice) for _ in range(wish.contacts)]
    start_s = now_s() - wish.days * 86_400
    step_s = wish.days * 86_400 / wish.messages
    events: list[Event] = []
    media: list[StoredMedia] = []
    for place in range(wish.messages):
        message_id = f"3EB0{number.digest(f'populate {wish.seed} {place}').hex()[:18].upper()}"
        phone, name = dice.choice(people)
        at = start_s + int(step_s * place)
        incoming = Incoming(from_=phone, name=name, at=at, from_me=dice.random() < FROM_PHONE_SHARE)
        if not samples or dice.random() < TEXT_SHARE:
            events.append(message_event(number, message_id, phone, _with_text(incoming, dice)))
            continue
        event, stored = _forward(gateway, number, message_id, _with_caption(incoming, dice), dice.choice(samples))
        events.append(event)
        media.append(stored)
    return events, media


def _samples(gateway: Gateway, number: Number, wish: Population) -> Iterator[Sample]:
    if wish.media_dir is None:
        return
    folder = Path(wish.media_dir)
    if not folder.is_dir():
        raise RefusalError(400, "bad_request", "media_dir: there is no such directory", "media_dir")
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        kind = kind_of_name(file.name)
        mime = mime_of_name(file.name, kind)
        label = f"sample {wish.seed} {file.relative_to(folder).as_posix()}"
        stored = store_file(gateway, number, label, file, kind, mime)
        yield Sample(file.name, stored, describe(file, kind, mime))


def _forward(
    gateway: Gateway, number: Number, message_id: str, incoming: Incoming, sample: Sample
) -> tuple[Event, StoredMedia]:
    stored = replace(sample.stored, message_id=message_id)
    event = message_event(number, message_id, incoming.from_, incoming)
    voice = stored.mime.startswith("audio/ogg")
    name = sample.name if stored.kind == "document" else None
    event["type"] = stored.kind
    event["media"] = media_part(gateway, stored, name, sample.measures, incoming.model_copy(update={"voice": voice}))
    return event, stored


def _person(dice: random.Random) -> tuple[str, str]:
    """Return a Brazilian mobile number that exists, and a name."""
    phone = f"55{dice.randint(11, 99)}9{dice.randint(6000, 9999)}{dice.randint(1, 9999):04d}"
    return phone, f"{dice.choice(_FIRST_NAMES)} {dice.choice(_LAST_NAMES)}"


def _with_text(incoming: Incoming, dice: random.Random) -> Incoming:
    return incoming.model_copy(update={"text": dice.choice(_TEXTS)})


def _with_caption(incoming: Incoming, dice: random.Random) -> Incoming:
    if dice.random() >= CAPTION_SHARE:
        return incoming
    return incoming.model_copy(update={"caption": dice.choice(_TEXTS)})
