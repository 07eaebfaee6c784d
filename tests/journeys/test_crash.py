"""Killed again and again (`kill -9`) while it receives, downloads and sends, the program loses and doubles nothing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.databases import ask, left_over
from tests.journeys.dying import Killer, standing, table
from tests.journeys.shop import NUMBER, Shop
from tests.journeys.waiting import until
from tests.support import samples
from tests.support.sandbox import SandboxProcess

Json = dict[str, Any]

_DONE = {"accepted", "sent", "delivered", "read"}
_CHATS = [f"55119888877{number:02}" for number in range(6)]
_LARGE_BYTES = 12_000_000
"""More than the system's own buffers take on loopback, so that a slow gateway keeps an upload in `uploading`."""

LISTEN = ("listen", "1/loja")
LISTENING_DEATHS = ("raw.before_commit", "download.placed", "download.committed")
SENDING_DEATHS = ("upload.sending_committed", "upload.accepted_before_commit", "download.placed")
PROVED = {
    *("raw.before_commit", "download.placed", "download.committed", "upload.sending_committed"),
    *("upload.accepted_before_commit", "sending", "uploading", "downloading", "mid-write"),
}


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
        self.queued: dict[str, list[str]] = {chat: [] for chat in _CHATS}
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
            self.gateway.deliver(NUMBER, file_path=str(file), file_name=name, from_=self.dice.choice(_CHATS))

    def files(self, chat: str, count: int, *, size_bytes: int = 0) -> list[Path]:
        """Return new files to be sent to a chat, no two alike."""
        begin = sum(map(len, self.queued.values()))
        names = [f"out-{begin + place:03}.{'pdf' if size_bytes else 'jpg'}" for place in range(count)]
        self.queued[chat] += names
        make = _paper if size_bytes else lambda name, _size: _photo(hash_of(name))
        return [self._written(name, make(name, size_bytes)) for name in names]

    def chat(self) -> str:
        """Return a chat that chance chose."""
        return self.dice.choice(_CHATS)

    def queue_lost(self, chat: str) -> None:
        """Queue again what the dead run had not queued: the user saw the command die and repeats the rest."""
        there = {name for (name,) in ask(self.shop.database, "SELECT media.name FROM upload JOIN media ON media.id = message_id")}
        missing = [self._folder / name for name in self.queued[chat] if name not in there]
        if missing:
            self.shop.send(chat, "--no-wait", *missing)

    def _written(self, name: str, content: bytes) -> Path:
        file = self._folder / name
        file.write_bytes(content)
        return file


def hash_of(name: str) -> int:
    """Return a seed for a picture, the same for the same name."""
    return 100_000 + int("".join(filter(str.isdigit, name)))


def _photo(seed: int) -> bytes:
    return samples.jpeg(96, 64, seed=seed)


def _paper(label: str, size_bytes: int) -> bytes:
    line = f"% {label} is like no other paper\n".encode()
    return (b"%PDF-1.4\n" + line * (size_bytes // len(line) + 1))[:size_bytes]


@pytest.fixture
def siege(sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path) -> Siege:
    """Return a shop under siege."""
    return Siege(sandbox_loja, sandbox, tmp_path, seed=11)


@pytest.mark.timeout(1500)
def test_downloads_and_sends_survive_any_number_of_deaths(
    siege: Siege, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds, downloads, sends, least = (7, 200, 100, 5) if soak else (1, 40, 20, 1)
    for part in _shares(rounds, downloads, sends):
        _one_round(siege, *part)
    _fill_up(siege, downloads, sends)
    hits = siege.killer.hits
    with capsys.disabled():
        print(f"\ndeaths that met each state, of {downloads} downloads and {sends} sends:\n{table(hits)}")
    assert {name: hits[name] for name in PROVED if hits[name] < least} == {}

    _run_to_completion(siege)
    _everything_is_here(siege)
    _everything_left_once(siege)
    assert left_over(siege.shop.folder) == []

    _the_user_decides(siege)
    assert siege.shop.acervo.run("stats", siege.shop.ref)["by_state"]["local"] == siege.delivered + sends


def _shares(rounds: int, downloads: int, sends: int) -> Iterator[tuple[int, int]]:
    """Yield for each round how many files come in and go out: a little less than all, the rest follows at the end."""
    for _ in range(rounds):
        yield downloads // rounds - 5, sends // rounds - 3


def _one_round(siege: Siege, incoming: int, outgoing: int) -> None:
    """Die once in each state, in an order that chance chooses."""
    deaths = [lambda name=name: _die_listening(siege, name, incoming // 4) for name in LISTENING_DEATHS]
    deaths += [lambda name=name: _die_sending(siege, name, outgoing // 3) for name in SENDING_DEATHS]
    deaths += [lambda: _die_downloading(siege), lambda: _die_uploading(siege), lambda: _die_some_time(siege)]
    siege.dice.shuffle(deaths)
    for die in deaths:
        die()


def _die_listening(siege: Siege, checkpoint: str, count: int) -> None:
    siege.feed(count)
    siege.killer.at(checkpoint, siege.dice.randint(1, max(1, count // 2)), *LISTEN)


def _die_sending(siege: Siege, checkpoint: str, count: int) -> None:
    chat = siege.chat()
    files = siege.files(chat, count)
    siege.killer.at(checkpoint, siege.dice.randint(1, count), "send", "1/loja", "--to", chat, *files)
    siege.queue_lost(chat)


def _die_downloading(siege: Siege) -> None:
    """Die while a file comes in slowly and a part of it is on the disk."""
    siege.gateway.misbehave("media.slow=1:1500000")
    siege.feed(1, size_bytes=3_000_000)
    siege.killer.when(lambda: {"downloading", "mid-write"} <= standing(siege.shop), *LISTEN)
    siege.gateway.misbehave("")


def _die_uploading(siege: Siege) -> None:
    """Die while a file goes out slowly, before its last block."""
    siege.gateway.misbehave("send.slow=1:1000000")
    chat = siege.chat()
    (file,) = siege.files(chat, 1, size_bytes=_LARGE_BYTES)
    siege.killer.when(lambda: "uploading" in standing(siege.shop), "send", "1/loja", "--to", chat, file)
    siege.gateway.misbehave("")
    siege.queue_lost(chat)


def _die_some_time(siege: Siege) -> None:
    siege.feed(2)
    siege.killer.after(siege.dice.uniform(0.3, 2.5), *LISTEN)


def _fill_up(siege: Siege, downloads: int, sends: int) -> None:
    """Bring the numbers to what was promised."""
    siege.feed(max(0, downloads - siege.delivered))
    missing = max(0, sends - sum(map(len, siege.queued.values())))
    if missing:
        chat = siege.chat()
        siege.shop.send(chat, "--no-wait", *siege.files(chat, missing))


def _run_to_completion(siege: Siege) -> None:
    with siege.shop.acervo.start(*LISTEN):
        until(lambda: not _open(siege.shop), "downloads and uploads to end", timeout_s=240)
        siege.gateway.wait_for_deliveries(NUMBER, _events(siege), timeout_s=240)
        until(lambda: not ask(siege.shop.database, "SELECT 1 FROM raw_event WHERE pending = 1"), "events to be read")
        until(lambda: not _open(siege.shop), "downloads and uploads to end", timeout_s=240)


def _events(siege: Siege) -> int:
    """Return how many events there are in the end: of each message that was sent the echo and three ticks."""
    return siege.delivered + 4 * len(siege.gateway.log(NUMBER))


def _open(shop: Shop) -> list[tuple[str, int]]:
    uploads = "SELECT state, count(*) FROM upload WHERE state IN ('queued','preparing','uploading','sending','waiting')"
    media = "SELECT state, count(*) FROM media WHERE state IN ('remote', 'downloading')"
    return [*ask(shop.database, uploads + " GROUP BY state"), *ask(shop.database, media + " GROUP BY state")]


def _everything_is_here(siege: Siege) -> None:
    """Each event that the listener took is in the library, and each file that came in is local."""
    told = siege.gateway.wait_for_events(NUMBER, _events(siege))
    messages = {event["id"] for event in told if event["event"] == "message"}
    there = {id for (id,) in ask(siege.shop.database, "SELECT provider_id FROM message WHERE provider_id IS NOT NULL")}
    assert messages == there
    ticks = Counter(event["message_id"] for event in told if event["event"] == "status" and event["status"] == "read")
    marked = {id for (id,) in ask(siege.shop.database, "SELECT provider_id FROM mark WHERE status = 'read'")}
    assert set(ticks) == marked
    assert dict(ask(siege.shop.database, "SELECT state, count(*) FROM media WHERE direction = 'in' GROUP BY state")) == {
        "local": siege.delivered
    }


def _everything_left_once(siege: Siege) -> None:
    """The gateway took each message at most once; what it took is known here as read, the rest as unconfirmed."""
    uploads = ask(siege.shop.database, "SELECT state, client_ref FROM upload")
    log = Counter(entry["client_ref"] for entry in siege.gateway.log(NUMBER))
    assert max(log.values()) == 1
    assert {state for state, _ref in uploads} <= {"read", "unconfirmed"}
    assert {ref for state, ref in uploads if state == "read"} == set(log)
    assert len(uploads) == sum(map(len, siege.queued.values()))
    _order_was_kept(siege)


def _order_was_kept(siege: Siege) -> None:
    log = siege.gateway.log(NUMBER)
    for chat in _CHATS:
        queued = ask(siege.shop.database, "SELECT client_ref FROM upload WHERE to_address = ? ORDER BY id", f"+{chat}")
        sent = [entry["client_ref"] for entry in log if entry["to"] == chat]
        assert sent == [ref for (ref,) in queued if ref in sent], chat


def _the_user_decides(siege: Siege) -> None:
    """What is unconfirmed never reached the gateway, whose events are all here: sending it again completes the log."""
    open_ended = [row["id"] for row in siege.shop.queue("check")]
    if open_ended:
        resent = siege.shop.queue("resend", *open_ended, "--run")
        assert {row["state"] for row in resent} <= _DONE
    log = Counter(entry["client_ref"] for entry in siege.gateway.log(NUMBER))
    assert set(log.values()) == {1}
    assert sorted(entry["name"] for entry in siege.gateway.log(NUMBER)) == sorted(
        name for names in siege.queued.values() for name in names
    )
