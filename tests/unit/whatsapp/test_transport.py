"""Calls and sends: the token stays at home, answers are bounded, and a cut never looks like an answer."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.whatsapp.held_body import HeldBody
from app.whatsapp.transport import Answer, Transport
from tests.support import media_host as answers
from tests.support.media_host import MediaHost
from tests.unit.whatsapp.values import nothing

TOKEN = "SECRET-TOKEN"


def speaking_to(host: MediaHost, path: str = "/v1") -> Transport:
    return Transport(host.url + path, lambda: {"Authorization": f"Bearer {TOKEN}"})


def reason_of(transport: Transport, **options: float) -> Reason:
    with pytest.raises((RefusedError, UnavailableError)) as caught:
        transport.call("GET", "/status", params={"instanceId": "SECRET-ID"}, **options)  # type: ignore[arg-type]
    assert "SECRET" not in f"{caught.value!r} {caught.value.__cause__!r}"
    assert caught.value.__cause__ is None
    return caught.value.reason


def test_a_call_carries_token_query_and_json(host: MediaHost) -> None:
    host["/v1/send"] = answers.plain(b'{"ok":true}', headers={"Retry-After": "3"})
    answer = speaking_to(host).call("POST", "/send", params={"instanceId": "A B"}, body={"phone": "551"})
    assert answer == Answer(200, {"ok": True}, 3.0)
    seen = host.seen[0]
    assert (seen.method, seen.path, seen.body) == ("POST", "/v1/send?instanceId=A+B", b'{"phone": "551"}')
    assert seen.headers["authorization"] == f"Bearer {TOKEN}"
    assert seen.headers["content-type"] == "application/json"


def test_an_answer_that_is_not_json_has_none(host: MediaHost) -> None:
    host["/v1/status"] = answers.html()
    assert speaking_to(host).call("GET", "/status") == Answer(200, None, None)
    with pytest.raises(UnavailableError) as caught:
        speaking_to(host).call("GET", "/status").check()
    assert caught.value.reason is Reason.PROVIDER_ERROR


def test_a_status_is_answered_and_checking_names_it(host: MediaHost) -> None:
    host["/v1/status"] = answers.plain(b'{"error":true}', status=401)
    answer = speaking_to(host).call("GET", "/status")
    assert answer.member("error") is True
    with pytest.raises(RefusedError) as caught:
        answer.check()
    assert caught.value.reason is Reason.TOKEN_REFUSED


def test_an_answer_that_does_not_end_is_cut_off(host: MediaHost) -> None:
    host["/v1/status"] = answers.plain(b'"' + b"x" * 9 * 2**20 + b'"')
    assert reason_of(speaking_to(host)) is Reason.PROVIDER_ERROR
    host["/v1/status"] = answers.chunked(b'"' + b"x" * 9 * 2**20 + b'"')
    assert reason_of(speaking_to(host)) is Reason.PROVIDER_ERROR


def test_silence_and_drips_end_in_time(host: MediaHost) -> None:
    host["/v1/status"] = answers.hang()
    assert reason_of(speaking_to(host), read_s=0.2) is Reason.TIMEOUT


def test_a_cut_answer_and_a_closed_door_are_told_apart(host: MediaHost) -> None:
    host["/v1/status"] = answers.truncated(b'{"a":', announced=50)
    assert reason_of(speaking_to(host)) is Reason.TRUNCATED
    assert reason_of(Transport("http://127.0.0.1:1", dict)) is Reason.OFFLINE


def test_the_token_never_follows_a_redirect_to_another_host(host: MediaHost) -> None:
    with MediaHost() as other:
        other["/v1/status"] = answers.plain(b"{}")
        host["/v1/status"] = answers.redirect(f"{other.url}/v1/status")
        assert reason_of(speaking_to(host)) is Reason.HOST_REFUSED
        assert not other.seen


def test_a_redirect_within_the_host_is_followed_for_questions_only(host: MediaHost) -> None:
    host["/v2/status"] = answers.plain(b'{"v":2}')
    host["/v1/status"] = answers.redirect("/v2/status")
    assert speaking_to(host).call("GET", "/status").json == {"v": 2}
    assert speaking_to(host).call("POST", "/status", body={}).status == 302
    host["/v1/status"] = answers.redirect("/v1/status")
    assert speaking_to(host).call("GET", "/status").status == 302


def test_plain_http_is_spoken_to_this_computer_only() -> None:
    with pytest.raises(RefusedError) as caught:
        Transport("http://gateway.example/v1", dict).call("GET", "/status")
    assert caught.value.reason is Reason.HOST_REFUSED


def test_what_the_environment_says_of_proxies_and_passwords_is_not_heard(
    host: MediaHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:1")
    host["/v1/status"] = answers.plain(b"{}", headers={"Set-Cookie": "a=b"})
    transport = speaking_to(host)
    assert transport.call("GET", "/status").ok
    assert transport.call("GET", "/status").ok
    assert "cookie" not in host.seen[1].headers


def test_the_libraries_write_no_address_into_the_log(host: MediaHost, caplog: pytest.LogCaptureFixture) -> None:
    host["/v1/status"] = answers.raw(b"HTTP/1.1 200 OK\r\nbad header\r\nContent-Length: 2\r\n\r\n{}")
    with caplog.at_level(logging.DEBUG):
        speaking_to(host).call("GET", "/status", params={"instanceId": "SECRET-ID"})
    assert "SECRET" not in caplog.text


def test_a_body_of_blocks_arrives_with_its_length_known_beforehand(host: MediaHost) -> None:
    host["/v1/send"] = answers.plain(b'{"messageId":"1"}')
    body = HeldBody([b"abc", b"def"], size_bytes=6, before_last=nothing)
    answer = speaking_to(host).send("/send", body, content_type="text/plain", params={"instanceId": "A"})
    assert answer.member("messageId") == "1"
    assert host.seen[0].body == b"abcdef"
    assert host.seen[0].headers["content-length"] == "6"
    assert "transfer-encoding" not in host.seen[0].headers


class _Listener:
    """Takes one connection and counts what arrives; says nothing."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        self.received = bytearray()
        self.ended = threading.Event()
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        connection, _ = self._server.accept()
        with connection:
            while block := connection.recv(65536):
                self.received += block
        self.ended.set()
        self._server.close()

    def wait_for(self, mark: bytes) -> None:
        for _ in range(500):
            if mark in self.received:
                return
            threading.Event().wait(0.01)
        raise AssertionError("it never arrived")


@pytest.mark.parametrize(
    "error", [RuntimeError("stop"), BrokenPipeError("stop"), TimeoutError("stop"), KeyError("stop")]
)
def test_the_last_block_stays_until_the_word_and_for_ever_if_the_word_is_no(error: Exception) -> None:
    listener = _Listener()

    def refuse() -> None:
        listener.wait_for(b"FIRST")
        assert b"LAST" not in listener.received
        raise error

    body = HeldBody([b"FIRST" * 1000, b"LAST"], size_bytes=5004, before_last=refuse)
    with pytest.raises(type(error)) as caught:
        Transport(listener.url, dict).send("/send", body, content_type="text/plain")
    assert caught.value is error
    assert listener.ended.wait(10), "the connection must be closed"
    assert b"LAST" not in listener.received
    assert not body.released


def test_a_cut_after_the_last_block_says_that_it_was_released(host: MediaHost) -> None:
    host["/send"] = answers.hang_up()
    body = HeldBody([b"a", b"b"], size_bytes=2, before_last=nothing)
    with pytest.raises(UnavailableError) as caught:
        Transport(host.url, dict).send("/send", body, content_type="text/plain")
    assert caught.value.reason is Reason.TRUNCATED
    assert body.released


def test_nobody_there_means_that_nothing_was_released() -> None:
    body = HeldBody([b"a", b"b"], size_bytes=2, before_last=nothing)
    with pytest.raises(UnavailableError) as caught:
        Transport("http://127.0.0.1:1", dict).send("/send", body, content_type="text/plain")
    assert caught.value.reason is Reason.OFFLINE
    assert not body.released


def test_an_answer_that_comes_before_the_body_was_read_is_still_read() -> None:
    server = socket.create_server(("127.0.0.1", 0))

    def refuse_at_once() -> None:
        connection, _ = server.accept()
        with connection:
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 413 Payload Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(1 << 20):
                pass

    threading.Thread(target=refuse_at_once, daemon=True).start()

    def blocks() -> Iterator[bytes]:
        for _ in range(40):
            yield bytes(256 * 1024)

    body = HeldBody(blocks(), size_bytes=40 * 256 * 1024, before_last=nothing)
    with server:
        answer = Transport(f"http://127.0.0.1:{server.getsockname()[1]}", dict).send(
            "/s", body, content_type="text/plain"
        )
    assert answer.status == 413
