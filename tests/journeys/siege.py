"""A shop under siege: customers who write, files that go out, and a program that is killed again and again."""

from __future__ import annotations

import random
from pathlib import Path

from tests.journeys.databases import ask
from tests.journeys.dying import Killer
from tests.journeys.shop import NUMBER, Shop
from tests.support import samples
from tests.support.sandbox import SandboxProcess

CHATS = [f"55119888877{number:02}" for number in range(6)]
LARGE_BYTES = 12_000_000
"""More than the system's own buffers take on loopback, so that a slow gateway keeps an upload in `uploading`."""

_QUEUED = "SELECT media.name FROM upload JOIN media ON media.id = upload.message_id"


class Siege:
    """What a seeded series of deaths needs: files to send, customers who write, and the gateway between.

    Attributes:
        queued: names of the files that were to be sent, by chat, in order.
    """

    def __init__(self, shop: Shop, gateway: SandboxProcess, folder: Path, seed: int) -> None:
        self.shop = shop
        self.gateway = gateway
        self.killer = Killer(shop, folder / "deaths")
        self.dice = random.Random(seed)
        self.queued: dict[str, list[str]] = {chat: [] for chat in CHATS}
        self.delivered = 0
        self._folder = folder / "outgoing"
        self._folder.mkdir()

    def feed(self, count: int, *, size_bytes: int = 0) -> None:
        """Let customers send so many files, no two alike."""
        for _ in range(count):
            self.delivered += 1
            content = _paper(f"in {self.delivered}", size_bytes) if size_bytes else _photo(self.delivered)
            name = f"in-{self.delivered:03}.{'pdf' if size_bytes else 'jpg'}"
            file = self._written(name, content)
            self.gateway.deliver(NUMBER, file_path=str(file), file_name=name, from_=self.dice.choice(CHATS))

    def files(self, chat: str, count: int, *, size_bytes: int = 0) -> list[Path]:
        """Return new files to be sent to a chat, no two alike."""
        begin = sum(map(len, self.queued.values()))
        names = [f"out-{begin + place:03}.{'pdf' if size_bytes else 'jpg'}" for place in range(count)]
        self.queued[chat] += names
        make = _paper if size_bytes else lambda name, _size: _photo(_seed_of(name))
        return [self._written(name, make(name, size_bytes)) for name in names]

    def chat(self) -> str:
        """Return a chat that chance chose."""
        return self.dice.choice(CHATS)

    def queue_lost(self, chat: str) -> None:
        """Queue again what the dead run had not queued: the user saw the command die and repeats the rest."""
        there = {name for (name,) in ask(self.shop.database, _QUEUED)}
        missing = [self._folder / name for name in self.queued[chat] if name not in there]
        if missing:
            self.shop.send(chat, "--no-wait", *missing)

    def _written(self, name: str, content: bytes) -> Path:
        file = self._folder / name
        file.write_bytes(content)
        return file


def _seed_of(name: str) -> int:
    """Return a seed for a picture, the same for the same name."""
    return 100_000 + int("".join(filter(str.isdigit, name)))


def _photo(seed: int) -> bytes:
    return samples.jpeg(96, 64, seed=seed)


def _paper(label: str, size_bytes: int) -> bytes:
    line = f"% {label} is like no other paper\n".encode()
    return (b"%PDF-1.4\n" + line * (size_bytes // len(line) + 1))[:size_bytes]
