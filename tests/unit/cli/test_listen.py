"""`listen` runs everything until it is asked to stop, and says on one line each what happened."""

from __future__ import annotations

import signal
import socket
import sys

import pytest

from tests.support import samples
from tests.support.cli import Acervo
from tests.support.sandbox import SandboxProcess
from tests.unit.cli.station import CUSTOMER, REF, Station


def test_messages_are_received_downloaded_and_sent_while_it_runs(station: Station) -> None:
    with station.acervo.start("listen", REF) as listening:
        (first,) = listening.wait_for("listening")
        assert list(first["webhook"]) == [REF]
        assert f"/hook/{REF}/" in first["webhook"][REF]
        station.deliver_three()
        ended = listening.wait_for("media", count=3, instance=REF)
        assert [one["state"] for one in ended] == ["local"] * 3
        station.acervo.run("send", REF, "--to", f"+{CUSTOMER}", "--text", "oi", "--no-wait")
        listening.wait_for("upload", state="accepted", instance=REF)
        listening.wait_for("status", status="delivered", instance=REF)
        assert sum(one["messages"] for one in listening.seen if one["event"] == "message") >= 3
        station.gateway.call("POST", f"/control/{station.number}/connection", json={"connected": False})
        listening.wait_for("connection", connected=False)
    assert station.acervo.run("queue", REF)["uploads"][0]["state"] in ("delivered", "read")
    assert station.acervo.run("stats", REF)["local"] == 3


@pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_wish_to_stop_ends_it_in_order(station: Station, number: int) -> None:
    with station.acervo.start("listen") as listening:
        listening.wait_for("listening")
        assert listening.stop(number) == 0
    assert [path.suffix for path in (station.acervo.data_dir / "run").iterdir()] == [".guard", ".guard"]


def test_what_came_while_nobody_listened_is_taken_up(station: Station) -> None:
    with station.acervo.start("listen") as listening:
        listening.wait_for("listening")
        listening.kill()
        listening.process.returncode = 0
    station.gateway.set_webhook(station.number, None)
    station.deliver("foto.jpg", samples.jpeg(), "image", "image/jpeg")
    with station.acervo.start("listen") as listening:
        listening.wait_for("media", state="local")


def test_two_instances_listen_side_by_side(acervo: Acervo) -> None:
    acervo.client()
    with SandboxProcess() as gateway:
        for name, number in (("a", "5511911111111"), ("b", "5511922222222")):
            at = ("--base-url", gateway.url, "--number", f"+{number}")
            acervo.instance(f"1/{name}", *at, provider="sandbox", credentials={"token": gateway.token})
        with acervo.start("listen") as listening:
            assert set(listening.wait_for("listening")[0]["webhook"]) == {"1/a", "1/b"}
            gateway.deliver("5511922222222", text="oi")
            assert listening.wait_for("message")[0]["instance"] == "1/b"


def test_sentences_come_without_json(station: Station) -> None:
    process = station.acervo.start("listen", REF)
    process.wait_for("listening")
    assert process.stop() == 0
    assert station.acervo.call("listen", "1/nobody", expect=1).stdout == ""


def test_an_address_that_is_taken_is_refused(station: Station) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        error = station.acervo.run("listen", REF, "--webhook", f"127.0.0.1:{port}", expect=1)["error"]
    assert (error["code"], error["field"]) == ("bad_input", "webhook")
    assert station.acervo.run("listen", REF, "--webhook", "here", expect=2)["error"]["field"] == "webhook"


def test_nothing_to_listen_for_is_said(acervo: Acervo) -> None:
    assert acervo.run("listen", expect=1)["error"]["code"] == "not_found"
