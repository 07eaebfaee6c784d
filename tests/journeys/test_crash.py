"""Killed again and again (`kill -9`) while it receives, downloads and sends, the program loses and doubles nothing."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.databases import ask, left_over
from tests.journeys.dying import standing, table
from tests.journeys.shop import NUMBER, Shop
from tests.journeys.siege import CHATS, LARGE_BYTES, Siege
from tests.journeys.waiting import until
from tests.support.sandbox import SandboxProcess

_DONE = {"accepted", "sent", "delivered", "read"}

LISTEN = ("listen", "1/loja")
LISTENING_DEATHS = ("raw.before_commit", "download.placed", "download.committed")
SENDING_DEATHS = ("upload.sending_committed", "upload.accepted_before_commit", "download.placed")
PROVED = {
    *("raw.before_commit", "download.placed", "download.committed", "upload.sending_committed"),
    *("upload.accepted_before_commit", "sending", "uploading", "downloading", "mid-write"),
}


@pytest.fixture
def siege(sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path) -> Siege:
    """Return a shop under siege."""
    return Siege(sandbox_loja, sandbox, tmp_path, seed=11)


@pytest.mark.timeout(1500)
def test_downloads_and_sends_survive_any_number_of_deaths(
    siege: Siege, soak: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    rounds, downloads, sends, least = (7, 200, 100, 5) if soak else (1, 40, 20, 1)
    for _ in range(rounds):
        # A little less than a round's share: the rest follows at the end.
        _one_round(siege, downloads // rounds - 5, sends // rounds - 3)
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


def _one_round(siege: Siege, incoming: int, outgoing: int) -> None:
    """Die once in each state, in an order that chance chooses."""
    deaths = [partial(_die_listening, siege, name, incoming // 4) for name in LISTENING_DEATHS]
    deaths += [partial(_die_sending, siege, name, outgoing // 3) for name in SENDING_DEATHS]
    deaths += [partial(die, siege) for die in (_die_downloading, _die_uploading, _die_some_time)]
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
    (file,) = siege.files(chat, 1, size_bytes=LARGE_BYTES)
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
    came_in = "SELECT state, count(*) FROM media WHERE direction = 'in' GROUP BY state"
    assert ask(siege.shop.database, came_in) == [("local", siege.delivered)]


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
    for chat in CHATS:
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
