"""Several processes on one data folder: each job is done by one of them, once, and each chat keeps its order."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.databases import left_over
from tests.journeys.dying import Killer
from tests.journeys.files import photo, serve
from tests.journeys.shop import NUMBER, Shop
from tests.journeys.waiting import until
from tests.journeys.wapi_events import content, received
from tests.support.media_host import MediaHost
from tests.support.sandbox import SandboxProcess

Json = dict[str, Any]

_CHATS = ("5511955550001", "5511955550002", "5511955550003")


@pytest.mark.timeout(300)
def test_three_downloads_at_once_fetch_each_file_once(wapi_loja: Shop, media_host: MediaHost, soak: bool) -> None:
    count = 200 if soak else 60
    files = [photo(f"shared work {number}") for number in range(count)]
    serve(media_host, *files)
    wapi_loja.ingest(*(received(file.label, content(file)) for file in files))
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: wapi_loja.download(), range(3)))
    assert sum(report["downloaded"] for report in reports) == count
    assert sum(report["failed"] + report["expired"] + report["quarantined"] for report in reports) == 0
    asked = Counter(request.path for request in media_host.seen)
    assert (len(asked), set(asked.values())) == (count, {1})
    assert {tile["state"] for tile in wapi_loja.gallery()} == {"local"}
    assert left_over(wapi_loja.folder) == []


@pytest.mark.timeout(300)
def test_listening_and_sending_at_once_send_each_message_once_and_in_order(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    files = {chat: _photos(tmp_path, chat, 8) for chat in _CHATS}
    sandbox.misbehave("send.delay=0.3:0.1")
    with sandbox_loja.acervo.start("listen", sandbox_loja.ref) as listening:
        listening.wait_for("listening")
        with ThreadPoolExecutor(len(files)) as pool:
            told = list(pool.map(lambda chat: sandbox_loja.send(chat, *files[chat]), _CHATS))
        until(lambda: set(sandbox_loja.upload_states()) == {"read"}, "the ticks")
    assert [len(rows) for rows in told] == [8, 8, 8]
    assert {row["state"] for rows in told for row in rows} <= {"accepted", "sent", "delivered", "read"}
    log = sandbox.log(NUMBER)
    assert set(Counter(entry["client_ref"] for entry in log).values()) == {1}
    for chat in _CHATS:
        assert [entry["name"] for entry in log if entry["to"] == chat] == [file.name for file in files[chat]]
    assert {row["message_id"] for rows in told for row in rows} == {entry["message_id"] for entry in log}
    assert left_over(sandbox_loja.folder) == []


@pytest.mark.timeout(300)
def test_what_a_dead_process_left_is_taken_up_by_the_one_that_lives(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    killer, chat = Killer(sandbox_loja, tmp_path / "deaths"), _CHATS[0]
    files = _photos(tmp_path, chat, 4)
    waiting = _photos(tmp_path, "waiting", 3)
    sandbox_loja.send(chat, "--no-wait", *waiting)
    assert killer.at("upload.sending_committed", 2, "queue", sandbox_loja.ref, "list", "--run")
    with sandbox_loja.acervo.start("listen", sandbox_loja.ref) as listening:
        listening.wait_for("listening")
        until(lambda: sandbox_loja.upload_states() == ["read", "unconfirmed", "read"], "the rest of the queue")
        killer.at("upload.accepted_before_commit", 1, "send", sandbox_loja.ref, "--to", _CHATS[1], *files)
        until(lambda: set(sandbox_loja.upload_states()) == {"read", "unconfirmed"}, "what the dead process had")
    assert set(Counter(entry["client_ref"] for entry in sandbox.log(NUMBER)).values()) == {1}
    assert "upload.sending_committed" in killer.hits
    sandbox_loja.queue()  # the next start clears away the dead process's hold on the data folder
    assert left_over(sandbox_loja.folder) == []


def _photos(folder: Path, label: str, count: int) -> list[Path]:
    files = [folder / f"{label}-{number}.jpg" for number in range(count)]
    for file in files:
        file.write_bytes(photo(file.name).plain)
    return files
