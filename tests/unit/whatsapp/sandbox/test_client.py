"""The sandbox provider against the real sandbox gateway, a process of its own."""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.addresses import Address
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.events import IncomingMessage
from app.domain.kinds import Direction, MediaKind
from app.domain.messages import MediaSource
from app.domain.reasons import Reason
from app.services.gateway import Accepted, Outgoing, RateLimited, Refused, RetryAfter, SendOutcome, Unknown
from app.whatsapp.fetching import open_fetch
from app.whatsapp.sandbox.client import SandboxGateway
from tests.support.media_host import MediaHost, plain
from tests.support.sandbox import SandboxProcess
from tests.unit.whatsapp.values import CUSTOMER, file_to_send, instance, nothing, source, unseen

NUMBER = "5511900000001"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    running = SandboxProcess(tick_delay_s=0.01).start()
    yield running
    said = running.stop()
    # Sends that end before their last block are cut by us; the gateway may say that it lost the connection.
    assert not said or "Connection lost" in said


@pytest.fixture(autouse=True)
def behaved(sandbox: SandboxProcess) -> Iterator[None]:
    yield
    misbehave(sandbox, "")
    sandbox.call("POST", f"/control/{NUMBER}/connection", json={"connected": True})


def misbehave(sandbox: SandboxProcess, spec: str) -> None:
    assert sandbox.call("POST", "/control/misbehave", json={"spec": spec}).ok


def gateway(sandbox: SandboxProcess, *, token: str = "") -> SandboxGateway:
    credentials = {"token": token or sandbox.token}
    return SandboxGateway(instance("sandbox", sandbox.url), lambda: credentials)


def send(sandbox: SandboxProcess, outgoing: Outgoing, before_last: Callable[[], None] = nothing) -> SendOutcome:
    return gateway(sandbox).send(outgoing, before_last=before_last, progress=unseen)


def log(sandbox: SandboxProcess) -> list[dict[str, object]]:
    found: list[dict[str, object]] = sandbox.call("GET", f"/v1/numbers/{NUMBER}/log").json()["messages"]
    return found


def received(sandbox: SandboxProcess, file: Path, **wish: object) -> MediaSource:
    """Let a file arrive and return what is known of it."""
    (payload,) = sandbox.deliver(NUMBER, file_path=str(file), **wish)
    (message,) = gateway(sandbox).events(payload)
    assert isinstance(message, IncomingMessage) and message.media is not None
    return replace(
        source(),
        kind=message.media.kind,
        message_id=message.provider_id,
        encryption=message.media.encryption,
        declared=message.media.declared,
        direct_path=message.media.direct_path,
    )


def test_it_can_do_everything(sandbox: SandboxProcess) -> None:
    abilities = gateway(sandbox).abilities
    assert abilities.sends == set(MediaKind)
    assert abilities.asks_again and abilities.echoes_client_ref and abilities.reads_history


@pytest.mark.parametrize("kind", list(MediaKind))
def test_every_kind_arrives_with_its_bytes(sandbox: SandboxProcess, kind: MediaKind) -> None:
    content = os.urandom(700_001)
    result = send(sandbox, file_to_send(content, kind=kind, text="legenda", client_ref=f"job-{kind}"))
    entry = log(sandbox)[-1]
    assert result == Accepted(str(entry["message_id"]))
    assert (entry["type"], entry["size"], entry["caption"]) == (kind.value, len(content), "legenda")
    assert entry["client_ref"] == f"job-{kind}"
    assert entry["sha256"] == base64.b64encode(hashlib.sha256(content).digest()).decode()


def test_a_text_arrives(sandbox: SandboxProcess) -> None:
    assert isinstance(send(sandbox, Outgoing(CUSTOMER, None, text="olá\n", reply_to="3EB0AA")), Accepted)
    assert log(sandbox)[-1]["text"] == "olá\n"


class StopError(Exception):
    """What the word before the last block may raise."""


def test_a_send_that_is_stopped_before_its_last_block_leaves_nothing(sandbox: SandboxProcess) -> None:
    def stop() -> None:
        raise StopError

    before = len(log(sandbox))
    for outgoing in (file_to_send(os.urandom(600_000)), Outgoing(CUSTOMER, None, text="oi")):
        with pytest.raises(StopError):
            send(sandbox, outgoing, stop)
    assert isinstance(send(sandbox, Outgoing(CUSTOMER, None, text="depois")), Accepted)
    assert len(log(sandbox)) == before + 1


@pytest.mark.parametrize(
    ("spec", "expected", "taken"),
    [
        ("send.lose_answer", Unknown, 1),
        ("send.html", Unknown, 1),
        ("send.empty", Unknown, 1),
        ("send.http_500", Unknown, 0),
        ("send.http_503", Unknown, 0),
        ("send.http_429=1:9", RateLimited, 0),
        ("send.http_400", Refused, 0),
    ],
)
def test_what_is_not_a_clear_answer_is_unknown(sandbox: SandboxProcess, spec: str, expected: type, taken: int) -> None:
    before = len(log(sandbox))
    misbehave(sandbox, spec)
    assert isinstance(send(sandbox, file_to_send(b"%PDF" * 10, client_ref=spec)), expected)
    assert len(log(sandbox)) == before + taken


def test_refusals_have_their_reasons(sandbox: SandboxProcess) -> None:
    assert send(sandbox, Outgoing(Address("+5511999990000"), None, text="x")) == Refused(
        Reason.NOT_ON_WHATSAPP, "status 404"
    )
    blocked = Address("+5511999990007")
    sandbox.call("POST", f"/v1/numbers/{NUMBER}/contacts/5511999990007/block", json={"value": True})
    assert send(sandbox, Outgoing(blocked, None, text="x")) == Refused(Reason.BLOCKED, "status 403")
    sandbox.call("POST", f"/control/{NUMBER}/connection", json={"connected": False})
    assert isinstance(send(sandbox, Outgoing(CUSTOMER, None, text="x")), RetryAfter)
    wrong = gateway(sandbox, token="wrong").send(
        Outgoing(CUSTOMER, None, text="x"), before_last=nothing, progress=unseen
    )
    assert wrong == Refused(Reason.TOKEN_REFUSED, "status 401")


def test_a_number_is_looked_up(sandbox: SandboxProcess) -> None:
    found = gateway(sandbox).recipient(CUSTOMER)
    assert (found.address, found.exists) == (CUSTOMER, True)
    assert found.also[0].endswith("@lid")
    assert gateway(sandbox).recipient(Address("+5511999990000")).exists is False
    assert gateway(sandbox).recipient(Address("120363000000000001@g.us")).exists is None


def test_a_body_is_fetched_by_its_path_and_by_a_fresh_one(sandbox: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "nota.txt"
    file.write_bytes(b"nota fiscal " * 1000)
    known = received(sandbox, file)
    bodies = []
    for way in gateway(sandbox).ways(known):
        with open_fetch(way()) as body:
            bodies.append(b"".join(body))
    assert bodies[0] == bodies[1]
    assert hashlib.sha256(bodies[0]).digest() == known.declared.cipher_sha256


def test_an_expired_path_is_denied_and_asking_again_helps(sandbox: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "nota.txt"
    file.write_bytes(b"nota")
    direct, again = gateway(sandbox).ways(received(sandbox, file, expires_s=-5))
    with pytest.raises(RefusedError) as caught:
        open_fetch(direct())
    assert caught.value.reason in (Reason.GONE, Reason.DENIED)
    fetch = again()
    assert fetch.way == "provider"
    with open_fetch(fetch) as body:
        assert b"".join(body)


def test_what_the_phone_no_longer_has_is_gone(sandbox: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "nota.txt"
    file.write_bytes(b"nota")
    _direct, again = gateway(sandbox).ways(received(sandbox, file, gone=True))
    with pytest.raises(RefusedError) as caught:
        again()
    assert caught.value.reason is Reason.GONE
    _direct, unknown = gateway(sandbox).ways(source(message_id="3EB0NOBODY"))
    with pytest.raises(RefusedError) as caught:
        unknown()
    assert caught.value.reason is Reason.NOT_FOUND


def test_a_truncated_body_is_named(sandbox: SandboxProcess, tmp_path: Path) -> None:
    file = tmp_path / "nota.txt"
    file.write_bytes(b"nota" * 100_000)
    direct, _again = gateway(sandbox).ways(received(sandbox, file))
    misbehave(sandbox, "media.cut_download")
    with pytest.raises(UnavailableError) as caught, open_fetch(direct()) as body:
        list(body)
    assert caught.value.reason is Reason.TRUNCATED


def test_checking_tells_the_number_or_what_is_wrong(sandbox: SandboxProcess) -> None:
    report = gateway(sandbox).check()
    assert (report.ok, report.number) == (True, f"+{NUMBER}")
    sandbox.call("POST", f"/control/{NUMBER}/connection", json={"connected": False})
    assert gateway(sandbox).check().warnings == ("not_connected",)
    assert gateway(sandbox, token="wrong").check().reason is Reason.TOKEN_REFUSED


def test_history_is_read_by_cursor_and_every_page_becomes_events(sandbox: SandboxProcess) -> None:
    one = gateway(sandbox)
    start = one.history(limit=1000).next
    sandbox.deliver(NUMBER, text="um")
    sandbox.deliver(NUMBER, text="dois")
    first = one.history(start, limit=1)
    second = one.history(first.next, limit=1)
    texts = [event.text for page in (first, second) for payload in page.events for event in one.events(payload)]  # type: ignore[union-attr]
    assert texts == ["um", "dois"]
    assert one.history(second.next).events == []
    assert one.history(second.next, wait_s=0.1).next == second.next


def test_an_echo_comes_back_with_our_own_id(sandbox: SandboxProcess) -> None:
    one = gateway(sandbox)
    start = one.history(limit=1000).next
    accepted = send(sandbox, Outgoing(CUSTOMER, None, text="eco", client_ref="job-eco"))
    assert isinstance(accepted, Accepted)
    (echo,) = one.events(one.history(start, wait_s=5).events[0])
    assert isinstance(echo, IncomingMessage)
    assert (echo.provider_id, echo.client_ref, echo.direction) == (accepted.message_id, "job-eco", Direction.OUT)


def test_events_are_delivered_to_the_webhook_that_was_registered(sandbox: SandboxProcess) -> None:
    with MediaHost() as listener:
        listener["/hook/1/loja/SECRET"] = plain(b"")
        gateway(sandbox).register_webhook(f"{listener.url}/hook/1/loja/SECRET")
        sandbox.deliver(NUMBER, text="pelo webhook")
        for _ in range(200):
            if any(b"pelo webhook" in seen.body for seen in listener.seen):
                break
            time.sleep(0.02)
        gateway(sandbox).register_webhook(None)
    assert any(b"pelo webhook" in seen.body for seen in listener.seen)


def test_an_instance_without_a_number_is_refused(sandbox: SandboxProcess) -> None:
    with pytest.raises(CommandError) as caught:
        SandboxGateway(replace(instance("sandbox", sandbox.url), number=""), lambda: None)
    assert caught.value.field == "number"
