"""Makes random conversations for the tests of the window's questions: the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

from app.domain.addresses import Address
from app.domain.events import ContactSeen, IncomingMessage, MessageEdited, MessageRevoked, Party, StatusChanged
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from tests.unit.storage.making import GROUP, Happening, remote

START = 4_000_000_000
"""Later than any library is made, so that these messages are no history."""

PHONES = [Address(f"+55119999900{n:02}") for n in range(6)]
LIDS = [Address(f"1000000000000{n:02}@lid") for n in range(6)]
VOCABULARY = ["boleto", "bola", "maio", "Mãe", "ação", "acao", "pão", "Nota", "42", "4200", "x"]
NAMES = ["", "Ana Souza", "ANA", "José Ávila", "Café Pão", "Zoë"]


class Chatter:
    """A source of events about few people and few message ids, so that they often meet."""

    def __init__(self, seed: int, *, ids: int = 30, span_s: int = 200_000) -> None:
        self._rng = random.Random(seed)
        self._ids = [f"ID{n}" for n in range(ids)]
        self._span_s = span_s

    def events(self, count: int) -> list[Happening]:
        """Return events: mostly messages, some repeated with other facts, edits, revocations, ticks, names."""
        return [self._event() for _ in range(count)]

    def _event(self) -> Happening:
        rng = self._rng
        pick = rng.random()
        if pick < 0.75:
            return self._message()
        chat = tuple(self._person())
        if pick < 0.81:
            return MessageEdited(rng.choice(self._ids), chat, self._moment(), self._words())
        if pick < 0.86:
            return MessageRevoked(rng.choice(self._ids), chat, self._moment())
        if pick < 0.93:
            return StatusChanged(rng.choice(self._ids), chat, rng.choice(list(Status)), self._moment())
        return ContactSeen(Party(chat, name=rng.choice(NAMES), verified_name=rng.choice(NAMES)), self._moment())

    def _message(self) -> IncomingMessage:
        rng = self._rng
        media = remote(rng.choice(list(MediaKind)), **self._media_facts()) if rng.random() < 0.4 else None
        reaction = media is None and rng.random() < 0.25
        kind = MessageKind(media.kind.value) if media else MessageKind.REACTION if reaction else MessageKind.TEXT
        direction = rng.choice([Direction.IN, Direction.IN, Direction.OUT])
        return IncomingMessage(
            provider_id=rng.choice(self._ids),
            chat=Party((GROUP,) if rng.random() < 0.2 else tuple(self._person()), name=rng.choice(NAMES)),
            sender=Party(tuple(self._person()), name=rng.choice(NAMES)) if rng.random() < 0.5 else None,
            direction=direction,
            sent_at=self._moment(),
            kind=kind,
            text=rng.choice(["👍", "❤️", ""]) if reaction else self._words(),
            media=media,
            reply_to=rng.choice(self._ids) if reaction or rng.random() < 0.3 else "",
        )

    def _media_facts(self) -> dict[str, Any]:
        rng = self._rng
        return {
            "name": rng.choice(["", f"{rng.choice(VOCABULARY)}.pdf", f"{self._words()} {rng.choice(VOCABULARY)}.pdf"]),
            "expires_at": rng.choice([None, START + rng.randrange(self._span_s)]),
            "waveform": rng.choice([b"", bytes([0, 50, 200])]),
            "preview": rng.choice([b"", b"jpeg"]),
            "problem": rng.choice([None, None, None, Reason.NO_KEY]),
        }

    def _person(self) -> list[Address]:
        """Return a phone, a LID, or both of one person."""
        number = self._rng.randrange(len(PHONES))
        return self._rng.choice([[PHONES[number]], [LIDS[number]], [PHONES[number], LIDS[number]]])

    def _moment(self) -> int:
        """Return a time; some are the same second, some at the edge of a day."""
        if self._rng.random() < 0.3:
            return START + self._rng.choice([0, 1, 86_399 - START % 86_400, 86_400 - START % 86_400])
        return START + self._rng.randrange(self._span_s)

    def _words(self) -> str:
        return " ".join(self._rng.choices(VOCABULARY, k=self._rng.randrange(4)))
