"""Asking a real clamd: what it finds, what it misses, and what is said when it is not there."""

from __future__ import annotations

import io
import random
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.scanning import Scanned, ScanState
from app.media.clamd import Clamd, ClamdAddress, ClamdError
from tests.support.clamd import EICAR, SIGNATURE, STREAM_MAX_BYTES, ClamdProcess


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[ClamdProcess]:
    with ClamdProcess(tmp_path_factory.mktemp("clamd"), port=port) as running:
        yield running


def scan(daemon: ClamdProcess, data: bytes) -> Scanned:
    return Clamd(daemon.address).scan(io.BytesIO(data))


class TestVerdicts:
    """A daemon that is there."""

    @pytest.mark.parametrize("data", [b"", b"nothing bad", bytes(1_000_000)])
    def test_what_is_clean_is_called_clean(self, daemon: ClamdProcess, data: bytes) -> None:
        assert scan(daemon, data) == Scanned(ScanState.CLEAN)

    @pytest.mark.parametrize("before", [0, 1, 65_530, 300_000])
    def test_what_is_infected_is_named_wherever_it_stands(self, daemon: ClamdProcess, before: int) -> None:
        found = scan(daemon, b"x" * before + EICAR)
        assert found.state is ScanState.INFECTED and found.signature.startswith(SIGNATURE)

    def test_it_is_found_by_tcp_too(self, daemon: ClamdProcess, port: int) -> None:
        found = Clamd(ClamdAddress.parse(f"127.0.0.1:{port}")).scan(io.BytesIO(EICAR))
        assert found.state is ScanState.INFECTED

    def test_a_file_over_the_daemons_limit_is_not_called_clean(self, daemon: ClamdProcess) -> None:
        found = scan(daemon, random.Random(1).randbytes(8 * STREAM_MAX_BYTES))
        assert found.state is ScanState.NOT_SCANNED

    def test_many_ask_at_once(self, daemon: ClamdProcess) -> None:
        found: list[Scanned] = []
        bodies = [b"clean", EICAR] * 6
        threads = [threading.Thread(target=lambda body=body: found.append(scan(daemon, body))) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(one.state for one in found) == ["clean"] * 6 + ["infected"] * 6

    def test_it_says_what_it_is(self, daemon: ClamdProcess) -> None:
        assert Clamd(daemon.address).version().startswith("ClamAV")


class TestTrouble:
    """A daemon that is not there, or stops being there."""

    def test_a_missing_daemon_means_that_nothing_is_known(self, tmp_path: Path) -> None:
        for address in (ClamdAddress(path=str(tmp_path / "none")), ClamdAddress(host="127.0.0.1", port=free_port())):
            assert Clamd(address).scan(io.BytesIO(b"x")).state is ScanState.NOT_SCANNED
            with pytest.raises(ClamdError):
                Clamd(address).version()

    def test_a_daemon_that_is_killed_in_the_middle_of_a_stream_gives_no_verdict(self, tmp_path: Path) -> None:
        class Deadly(io.BytesIO):
            def read(self, size: int | None = -1, /) -> bytes:
                if self.tell() > 500_000:
                    running.kill()
                return super().read(size)

        with ClamdProcess(tmp_path) as running:
            found = Clamd(running.address).scan(Deadly(bytes(1_500_000)))
            assert found.state is ScanState.NOT_SCANNED
            running.start()
            assert scan(running, EICAR).state is ScanState.INFECTED

    @pytest.mark.parametrize("said", [b"", b"stream: OK", b"what?\0", b"\xff\xfe\0", b"x" * 9_999])
    def test_what_is_no_answer_is_no_verdict(self, said: bytes) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:

            def answer() -> None:
                connection, _address = server.accept()
                with connection:
                    while connection.recv(65_536)[-4:] != bytes(4):
                        pass
                    connection.sendall(said)

            thread = threading.Thread(target=answer)
            thread.start()
            address = ClamdAddress(host="127.0.0.1", port=server.getsockname()[1])
            assert Clamd(address, timeout_s=5).scan(io.BytesIO(b"x")).state is ScanState.NOT_SCANNED
            thread.join()

    def test_a_daemon_that_never_answers_is_not_waited_for_for_ever(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            address = ClamdAddress(host="127.0.0.1", port=server.getsockname()[1])
            found = Clamd(address, timeout_s=0.2).scan(io.BytesIO(b"x"))
            assert found == Scanned(ScanState.NOT_SCANNED, detail="the scanner does not answer")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("/run/clamav/clamd.ctl", ClamdAddress(path="/run/clamav/clamd.ctl")),
        ("127.0.0.1:3310", ClamdAddress(host="127.0.0.1")),
        ("[::1]:9", ClamdAddress(host="::1", port=9)),
    ],
)
def test_addresses_are_read_as_people_write_them(text: str, address: ClamdAddress) -> None:
    assert ClamdAddress.parse(text) == address


@pytest.mark.parametrize("text", ["", "clamd", ":3310", "host:", "host:0", "host:70000", "host:x"])
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        ClamdAddress.parse(text)
