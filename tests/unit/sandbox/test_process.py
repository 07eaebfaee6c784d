"""The gateway as a process: how it starts, stops, is killed and goes on."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from app.sandbox.__main__ import main
from app.sandbox.gateway import Settings
from app.sandbox.server import serve
from tests.support.sandbox import ROOT, SandboxProcess, types_of
from tests.support.wa_decrypt import decrypt_event
from tests.support.webhook_listener import WebhookListener

ANA = "5511987654321"
SHOP = "5511900000001"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the gateway takes for its temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.mark.parametrize(
    ("argv", "names"),
    [
        (["--misbehave", "delay=0.1,sulk=1"], "'sulk=1'"),
        (["--port", "70000"], "--port"),
        (["--seed", "x"], "--seed"),
        (["--tick-delay-s", "-1"], "--tick-delay-s"),
        (["--max-file-mb", "0"], "--max-file-mb"),
        (["--dance"], "--dance"),
    ],
)
def test_wrong_usage_is_named_and_ends_with_2(argv: list[str], names: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(argv) == 2
    output = capsys.readouterr()
    assert names in output.err
    assert output.out == ""


def test_help_tells_the_grammar(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert "PART  = [ SCOPE" in said
    assert "lose_answer=R" in said


def test_a_port_that_is_taken_ends_with_1(capsys: pytest.CaptureFixture[str], temporary: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["--port", str(taken.getsockname()[1])]) == 1
    assert "cannot start" in capsys.readouterr().err
    assert list(temporary.iterdir()) == []


def test_the_first_line_says_where_it_is_and_a_made_token_works() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "ACERVO_SANDBOX_TOKEN"}
    command = [sys.executable, "-m", "app.sandbox"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        where = json.loads(run.stdout.readline())["sandbox"]
        headers = {"Authorization": f"Bearer {where['token']}"}
        answer = requests.post(f"{where['url']}/control/stop", headers=headers, timeout=10)
        assert answer.json() == {"stopping": True}
        assert run.wait(15) == 0
    assert where["url"] == f"http://127.0.0.1:{where['port']}"
    assert len(where["token"]) >= 24


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has Ctrl+Break, which the launcher uses")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_well_in_the_midst_of_work(name: str, temporary: Path, picture: Path) -> None:
    with SandboxProcess(misbehave="media.hang=1:60", tick_delay_s=60) as sandbox:
        [event] = sandbox.deliver(SHOP, file_path=str(picture))
        sandbox.send_text(SHOP, ANA, "x")
        sandbox.set_webhook(SHOP, "http://127.0.0.1:9/nobody")
        hanging = sandbox.fetch(event["media"]["direct_path"], stream=True)
        assert [folder.name.startswith("acervo-sandbox-") for folder in temporary.iterdir()] == [True]
        os.kill(sandbox.pid, getattr(signal, name))
        hanging.close()
    assert list(temporary.iterdir()) == []


def test_it_can_be_run_inside_a_thread_of_another_program(temporary: Path) -> None:
    said: queue.Queue[str] = queue.Queue()
    thread = threading.Thread(target=lambda: asyncio.run(serve(Settings(token="t"), 0, said.put)))
    thread.start()
    where = json.loads(said.get(timeout=10))["sandbox"]
    requests.post(f"{where['url']}/control/stop", headers={"Authorization": "Bearer t"}, timeout=10)
    thread.join(15)
    assert not thread.is_alive()
    assert list(temporary.iterdir()) == []


def test_the_log_survives_a_kill_and_the_rest_goes_on(tmp_path: Path, picture: Path) -> None:
    state = tmp_path / "state"
    first = SandboxProcess(state_dir=state, tick_delay_s=60).start()
    [event] = first.deliver(SHOP, file_path=str(picture), name="Ana", from_=ANA)
    first.send_text(SHOP, ANA, "before the kill", client_ref="r1")
    first.call("POST", f"/v1/numbers/{SHOP}/contacts/5511911112222/block", json={"value": True})
    first.wait_for_events(SHOP, 2)
    first.kill()
    with SandboxProcess(state_dir=state) as second:
        [entry] = second.log(SHOP)
        assert (entry["client_ref"], entry["text"]) == ("r1", "before the kill")
        events = second.wait_for_events(SHOP, 5)
        assert types_of(events) == ["message", "message", "sent", "delivered", "read"]
        assert decrypt_event(second.fetch(event["media"]["direct_path"]).content, event) == picture.read_bytes()
        assert second.call("GET", f"/v1/numbers/{SHOP}/contacts/{ANA}").json()["name"] == "Ana"
        assert second.call("GET", f"/v1/numbers/{SHOP}/contacts/5511911112222").json()["blocked"] is True
        new = second.send_text(SHOP, ANA, "after the kill").json()["message_id"]
        assert new not in (entry["message_id"], event["id"])
    assert [json.loads(line)["client_ref"] for line in (state / "log.ndjson").read_bytes().splitlines()] == ["r1", None]


def test_a_message_logged_just_before_a_kill_is_echoed_after_it(tmp_path: Path) -> None:
    with SandboxProcess(state_dir=tmp_path) as first:
        first.send_text(SHOP, ANA, "x")
        first.wait_for_events(SHOP, 4)
    (tmp_path / "events.ndjson").write_bytes(b"")
    with (tmp_path / "log.ndjson").open("ab") as log:
        log.write(b'{"number":"551190')
    with SandboxProcess(state_dir=tmp_path) as second:
        assert types_of(second.wait_for_events(SHOP, 4)) == ["message", "sent", "delivered", "read"]
        assert len(second.log(SHOP)) == 1


def test_deliveries_go_on_after_a_kill_where_they_stopped(tmp_path: Path) -> None:
    with WebhookListener() as listener:
        first = SandboxProcess(state_dir=tmp_path).start()
        first.set_webhook(SHOP, listener.url)
        first.deliver(SHOP, text="x", count=3)
        first.wait_for_deliveries(SHOP, 3)
        first.kill()
        with SandboxProcess(state_dir=tmp_path) as second:
            second.deliver(SHOP, text="y", count=2)
            second.wait_for_deliveries(SHOP, 5)
        assert [event["seq"] for event in listener.wait_for(5)] == [1, 2, 3, 4, 5]


def test_the_state_folder_remembers_the_seed(tmp_path: Path) -> None:
    seeds = []
    for _ in range(2):
        command = [sys.executable, "-m", "app.sandbox", "--state", str(tmp_path)]
        with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as run:
            assert run.stdout is not None
            where = json.loads(run.stdout.readline())["sandbox"]
            seeds.append(where["seed"])
            headers = {"Authorization": f"Bearer {where['token']}"}
            requests.post(f"{where['url']}/control/stop", headers=headers, timeout=10)
    assert seeds[0] == seeds[1]
    assert (tmp_path / "log.ndjson").is_file()
