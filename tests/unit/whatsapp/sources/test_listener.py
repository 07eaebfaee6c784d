"""The webhook listener over real HTTP: a 200 is a promise, everything else makes the sender keep what it has."""

from __future__ import annotations

import http.client
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.whatsapp.sources import listener as listener_module
from app.whatsapp.sources.group_commit import GroupCommit
from app.whatsapp.sources.hooks import Hooks
from app.whatsapp.sources.listener import LARGEST_BYTES, Accept, WebhookListener
from app.whatsapp.sources.loop import SourceLoop

LOJA, OTHER = instance_ref("1/loja"), instance_ref("2/loja")
HOOKS = Hooks({LOJA: "s3cret-of-loja", OTHER: "s3cret-of-other"})
RIGHT = "/hook/1/loja/s3cret-of-loja"


class Desk:
    """Takes bodies as an instance would: through a group commit into a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.free = threading.Event()
        self.free.set()
        self.entered = threading.Event()
        self.commits = GroupCommit(self._write, bound=3)

    def accept(self, ref: InstanceRef, source: str, body: bytes) -> Future[None]:
        assert source == "webhook"
        return self.commits.submit(f"{ref} ".encode() + body + b"\n", size_bytes=len(body))

    def _write(self, lines: list[bytes]) -> None:
        self.entered.set()
        self.free.wait(10)
        with self.path.open("ab") as file:
            file.writelines(lines)

    @property
    def kept(self) -> list[bytes]:
        return self.path.read_bytes().splitlines() if self.path.exists() else []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "bodies")
    yield made
    made.free.set()
    made.commits.stop()


Serve = Callable[[Accept], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start listeners on the loop of the sources; return their addresses."""
    loop, listeners = SourceLoop(), list[WebhookListener]()
    loop.start()

    def started(accept: Accept) -> str:
        listener = WebhookListener(accept, HOOKS.find, host="127.0.0.1", port=0)
        loop.submit(listener.start()).result(5)
        listeners.append(listener)
        return f"http://127.0.0.1:{listener.port}"

    yield started
    for listener in listeners:
        loop.submit(listener.stop()).result(10)
    loop.stop()


@pytest.fixture
def address(serve: Serve, desk: Desk) -> str:
    return serve(desk.accept)


def test_a_body_is_kept_byte_by_byte_for_the_instance_of_its_path(address: str, desk: Desk) -> None:
    assert requests.post(address + RIGHT, data=b'{"a": \xff}', timeout=5).status_code == 200
    assert requests.post(f"{address}/hook/2/loja/s3cret-of-other", data=b"x", timeout=5).status_code == 200
    assert desk.kept == [b'1/loja {"a": \xff}', b"2/loja x"]


def test_the_name_of_the_event_may_stand_behind_the_address(address: str, desk: Desk) -> None:
    assert requests.post(f"{address}{RIGHT}/messages-upsert", data=b"x", timeout=5).status_code == 200
    assert desk.kept == [b"1/loja x"]


def test_there_is_no_answer_before_the_body_is_committed(address: str, desk: Desk) -> None:
    desk.free.clear()
    with ThreadPoolExecutor(1) as sender:
        answer = sender.submit(requests.post, address + RIGHT, data=b"x", timeout=10)
        assert desk.entered.wait(5)
        assert not answer.done()
        assert desk.kept == []
        desk.free.set()
        assert answer.result(5).status_code == 200
    assert desk.kept == [b"1/loja x"]


@pytest.mark.parametrize(
    "path",
    [
        "/hook/1/loja/wrong",
        "/hook/1/loja/s3cret-of-other",
        "/hook/1/unknown/s3cret-of-loja",
        "/hook/99/loja/s3cret-of-loja",
        "/hook/1/loja/",
        "/hook/1/loja",
        "/hook/1%2Floja/x/s3cret-of-loja",
        "/hook/../hook/1/loja/wrong",
        "/",
        "/anything/else",
    ],
)
def test_a_wrong_secret_and_an_unknown_instance_look_the_same(address: str, desk: Desk, path: str) -> None:
    answer = requests.post(address + path, data=b"x", timeout=5)
    other = requests.post(f"{address}/hook/7/nobody/x", data=b"x", timeout=5)
    assert (answer.status_code, answer.content) == (other.status_code, other.content) == (404, b"")
    names = [set(reply.headers) for reply in (answer, other)]
    assert names[0] == names[1]
    assert desk.kept == []


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD", "OPTIONS"])
def test_only_posts_are_taken(address: str, method: str) -> None:
    answer = requests.request(method, address + RIGHT, timeout=5)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_an_empty_body_is_refused(address: str, desk: Desk) -> None:
    assert requests.post(address + RIGHT, timeout=5).status_code == 400
    assert desk.kept == []


def test_the_largest_body_is_taken_and_a_larger_one_is_not(address: str, desk: Desk) -> None:
    assert requests.post(address + RIGHT, data=b"x" * LARGEST_BYTES, timeout=10).status_code == 200
    assert requests.post(address + RIGHT, data=b"x" * (LARGEST_BYTES + 1), timeout=10).status_code == 413
    assert len(desk.kept) == 1


def test_a_body_of_undeclared_length_is_cut_off_at_the_same_size(address: str, desk: Desk) -> None:
    pieces = (b"x" * 65_536 for _piece in range(LARGEST_BYTES // 65_536 + 1))
    assert requests.post(address + RIGHT, data=pieces, timeout=10).status_code == 413
    assert desk.kept == []


def test_while_too_much_waits_the_sender_is_asked_to_come_back(address: str, desk: Desk) -> None:
    desk.free.clear()
    with ThreadPoolExecutor(12) as senders:
        first = senders.submit(requests.post, address + RIGHT, data=b"first", timeout=10)
        assert desk.entered.wait(5)
        answers = [senders.submit(requests.post, address + RIGHT, data=b"%d" % n, timeout=10) for n in range(10)]
        refused = [next_done(answers) for _ in range(7)]
        assert {(answer.status_code, answer.headers["Retry-After"]) for answer in refused} == {(503, "1")}
        desk.free.set()
        assert [first.result(5).status_code, *(answer.result(5).status_code for answer in answers)] == [200] * 4
    assert len(desk.kept) == 4


def next_done(answers: list[Future[requests.Response]]) -> requests.Response:
    """Take the next answer that came out of the list."""
    arrived = threading.Event()
    for answer in answers:
        answer.add_done_callback(lambda _answer: arrived.set())
    assert arrived.wait(5)
    done = next(answer for answer in answers if answer.done())
    answers.remove(done)
    return done.result()


def failing(ref: InstanceRef, source: str, body: bytes) -> Future[None]:
    settled: Future[None] = Future()
    settled.set_exception(OSError("disk full"))
    return settled


def raising(ref: InstanceRef, source: str, body: bytes) -> Future[None]:
    raise RuntimeError("a bug")


async def _hold() -> None:
    raise ValueError("in a coroutine")


@pytest.mark.parametrize("accept", [failing, raising, lambda ref, source, body: _hold()])
def test_what_was_not_committed_is_never_answered_with_200(
    serve: Serve, accept: Accept, caplog: pytest.LogCaptureFixture
) -> None:
    answer = requests.post(serve(accept) + RIGHT, data=b"x", timeout=5)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "was not committed" in caplog.text
    assert "s3cret" not in caplog.text


def test_a_coroutine_may_accept_too(serve: Serve) -> None:
    kept: list[bytes] = []

    async def accept(ref: InstanceRef, source: str, body: bytes) -> None:
        kept.append(body)

    assert requests.post(serve(accept) + RIGHT, data=b"x", timeout=5).status_code == 200
    assert kept == [b"x"]


def test_a_connection_is_used_again(address: str, desk: Desk) -> None:
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=5)
    sockets = []
    for number in range(3):
        connection.request("POST", RIGHT, body=b"%d" % number)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
        sockets.append(connection.sock)
    connection.close()
    assert len(set(map(id, sockets))) == 1
    assert sockets[0] is not None
    assert len(desk.kept) == 3


def slow_client(address: str) -> socket.socket:
    """Announce a body and send only its beginning."""
    host, port = address.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)), timeout=10)
    client.sendall(f"POST {RIGHT} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc".encode())
    return client


def test_slow_clients_do_not_hold_up_others_and_get_their_answer_when_they_are_done(address: str, desk: Desk) -> None:
    clients = [slow_client(address) for _ in range(20)]
    assert requests.post(address + RIGHT, data=b"quick", timeout=5).status_code == 200
    clients[0].sendall(b"defghij")
    assert b"200 OK" in clients[0].recv(1000)
    for client in clients:
        client.close()
    assert desk.kept == [b"1/loja quick", b"1/loja abcdefghij"]


def test_a_client_that_is_too_slow_is_cut_off(address: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "SLOWEST_S", 0.05)
    with slow_client(address) as client:
        assert b"408" in client.recv(1000)
    assert desk.kept == []


def test_a_client_that_hangs_up_leaves_nothing_behind(address: str, desk: Desk) -> None:
    slow_client(address).close()
    assert requests.post(address + RIGHT, data=b"x", timeout=5).status_code == 200
    assert desk.kept == [b"1/loja x"]


def test_the_secret_is_in_no_log_whatever_is_sent(address: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    host, port = address.removeprefix("http://").split(":")
    for line in (f"POST {RIGHT} HTTP/9.x", f"POST{RIGHT}", f"P\x01ST {RIGHT} HTTP/1.1", f"POST {RIGHT}\x00 HTTP/1.1"):
        with socket.create_connection((host, int(port)), timeout=5) as client:
            client.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
            assert b"400" in client.recv(4000)
    requests.post(address + RIGHT, data=b"x", timeout=5)
    ours = [record for record in caplog.records if record.name.startswith(("app.", "aiohttp", "asyncio"))]
    assert not any("s3cret" in str(vars(record)) for record in ours)
    assert not any(record.levelno >= logging.WARNING for record in ours)


def test_stopping_answers_what_is_being_committed_and_then_closes(desk: Desk) -> None:
    loop = SourceLoop()
    loop.start()
    listener = WebhookListener(desk.accept, HOOKS.find, host="127.0.0.1", port=0)
    loop.submit(listener.start()).result(5)
    address = f"http://127.0.0.1:{listener.port}"
    desk.free.clear()
    with ThreadPoolExecutor(1) as sender:
        answer = sender.submit(requests.post, address + RIGHT, data=b"x", timeout=10)
        assert desk.entered.wait(5)
        stopped = loop.submit(listener.stop())
        desk.free.set()
        stopped.result(10)
        assert answer.result(5).status_code == 200
    with pytest.raises(requests.ConnectionError):
        requests.post(address + RIGHT, data=b"x", timeout=5)
    loop.submit(listener.stop()).result(5)
    loop.stop()


def test_an_address_that_is_taken_is_named_as_the_fault() -> None:
    loop = SourceLoop()
    loop.start()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for port in (taken.getsockname()[1], 70_000):
            listener = WebhookListener(raising, HOOKS.find, host="127.0.0.1", port=port)
            with pytest.raises(CommandError) as refused:
                loop.submit(listener.start()).result(5)
            assert (refused.value.code, refused.value.field) == (ErrorCode.BAD_INPUT, "webhook")
            assert listener.port == port
    loop.stop()


def test_an_instance_without_secret_has_no_path() -> None:
    hooks = Hooks({LOJA: ""})
    assert hooks.find("1", "loja", "") is None
    assert HOOKS.find("1", "loja", "s3cret-of-loja") == LOJA
    assert HOOKS.find("1", "loja", "\udcff") is None
