"""However a run ends (a bug, Ctrl+C, a reader that goes away, a terminal), it ends in order and says so."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import samples
from tests.support.cli import ROOT, Acervo
from tests.unit.cli.station import CUSTOMER, REF, Station

BUG = """
import sys
from app.services.accounts import Accounts
def broken(self):
    raise ValueError("secret of a customer")
Accounts.clients = broken
from app.cli.program import run
sys.exit(run(sys.argv[1:]))
"""


def test_a_bug_ends_with_a_report_and_one_calm_sentence(program: Acervo) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", BUG, "--json", "client", "list"],
        cwd=ROOT,
        env=program.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    error = json.loads(ended.stdout)["error"]
    assert (error["code"], error["title"]) == ("internal", "Something went wrong inside Acervo.")
    report = Path(error["detail"])
    assert report.parent == program.data_dir / "log"
    assert "in broken" in report.read_text(encoding="utf-8")
    assert "secret of a customer" not in report.read_text(encoding="utf-8") + ended.stdout + ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_damaged_database_is_said_to_be_damaged(program: Acervo) -> None:
    program.client()
    (program.data_dir / "acervo.db").write_bytes(b"no database at all" * 1000)
    error = program.run("client", "list", expect=1)["error"]
    assert error["code"] == "database"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_reader_that_goes_away_ends_the_run_quietly(program: Acervo) -> None:
    program.client()
    command = [sys.executable, "-m", "app", "--json", "client", "list"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=program.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (1, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_download_that_is_stopped_goes_on_with_the_next_run(station: Station, number: int) -> None:
    station.gateway.misbehave("media.slow=1:20000")
    photo = station.deliver("foto.jpg", samples.jpeg(1200, 900), "image", "image/jpeg")
    station.ingest()
    running = station.acervo.start("download", REF)
    while station.acervo.run("gallery", REF)["items"][0]["state"] != "downloading":
        assert running.process.poll() is None
    assert running.stop(number) == 1
    assert running.seen == []
    station.gateway.misbehave("")
    assert station.acervo.run("gallery", REF)["items"][0]["state"] == "remote"
    assert station.acervo.run("download", REF)["bytes"] == photo.stat().st_size
    assert not list(station.acervo.data_dir.rglob("*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_bars_are_drawn_on_a_terminal_and_the_answer_stays_clean(station: Station) -> None:
    import pty

    station.deliver_three()
    station.ingest()
    screen, terminal = pty.openpty()
    photo = station.file("foto.jpg", samples.jpeg())
    drawn = b""
    for words in (["download", REF], ["send", REF, "--to", f"+{CUSTOMER}", str(photo)]):
        ended = subprocess.run(
            [sys.executable, "-m", "app", "--json", *words],
            cwd=ROOT,
            env={**station.acervo.environment, "TERM": "xterm"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=terminal,
            check=True,
        )
        json.loads(ended.stdout)
        drawn += os.read(screen, 1_000_000)
    os.close(terminal)
    os.close(screen)
    assert b"Downloading" in drawn
    assert b"\x1b[" in drawn


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_credentials_are_asked_for_on_a_terminal_and_not_shown(program: Acervo) -> None:
    import pty

    program.client()
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "app", "instance", "add", "1/loja", "--provider", "wapi"]
    process = subprocess.Popen(
        [*command, "--set", "instance_id=T34398"],
        cwd=ROOT,
        env={**program.environment, "TERM": "xterm"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    while b"token:" not in shown:
        shown += os.read(screen, 1000)
    os.write(screen, b"t-hidden\n")
    while process.poll() is None or b"1/loja" not in shown:
        try:
            shown += os.read(screen, 1000)
        except OSError:
            break
    os.close(screen)
    assert process.wait() == 0
    assert b"t-hidden" not in shown
    assert [entry["id"] for entry in program.run("instance", "list")["instances"]] == ["1/loja"]
    assert "t-hidden" in next(iter(program.keyring_dir.iterdir())).read_text(encoding="utf-8")
