"""`sandbox` is the gateway itself: a process that says where it is and ends when it is told to."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys

import pytest

from tests.support.cli import ROOT, Acervo


@pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_and_ends_when_told(program: Acervo, number: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "sandbox", "--seed", "4", "--json"],
        cwd=ROOT,
        env=program.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    where = json.loads(process.stdout.readline())["sandbox"]
    with socket.create_connection(("127.0.0.1", where["port"]), timeout=5):
        assert where["seed"] == 4
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, b"", b"")
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", where["port"]), timeout=1)


def test_what_it_cannot_read_is_wrong_usage(program: Acervo) -> None:
    error = program.run("sandbox", "--misbehave", "media.sing=1", expect=2)["error"]
    assert error["code"] == "bad_input"
    assert "misbehave" in error["detail"]


def test_a_port_that_is_taken_is_refused(program: Acervo) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        error = program.run("sandbox", "--port", taken.getsockname()[1], expect=1)["error"]
    assert "cannot start" in error["detail"]
