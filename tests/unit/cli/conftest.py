"""What the tests of the command line share: the program on a data folder of its own."""

from __future__ import annotations

import itertools
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli.program import run
from app.texts import set_language
from tests.support.cli import Acervo
from tests.support.sandbox import SandboxProcess
from tests.unit.cli.station import Station

Refused = Callable[..., dict[str, Any]]

_numbers = itertools.count(11111111, 7)


@pytest.fixture
def acervo(tmp_path: Path) -> Acervo:
    """Return the program, with nothing in its data folder."""
    return Acervo(tmp_path / "data")


@pytest.fixture
def shop(acervo: Acervo) -> Acervo:
    """Return the program with client 1 and the W-API instance 1/loja."""
    acervo.client()
    acervo.instance("1/loja", "--set", "instance_id=T34398", provider="wapi", credentials={"token": "t-0815"})
    return acervo


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Refused]:
    """Return a call that runs a wrong command inside this process and returns its error: hundreds cost nothing."""
    monkeypatch.setenv("ACERVO_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ACERVO_LANG", "en")
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def call(*words: str, expect: int) -> dict[str, Any]:
        code = run(["--json", *words])
        out, err = capsys.readouterr()
        assert (code, err) == (expect, ""), f"{words} ended with {code}: {out} {err}"
        error: dict[str, Any] = json.loads(out)["error"]
        assert error["title"] and error["remedy"]
        return error

    yield call
    for number, handler in before.items():
        signal.signal(number, handler)
    set_language("en")


@pytest.fixture(scope="module")
def gateway() -> Iterator[SandboxProcess]:
    """Return a gateway for the tests of a file; each of them has a number of its own."""
    with SandboxProcess(seed=3) as gateway:
        yield gateway


@pytest.fixture
def station(acervo: Acervo, gateway: SandboxProcess, tmp_path: Path) -> Iterator[Station]:
    """Return the program with a sandbox number behind it."""
    folder = tmp_path / "customer"
    folder.mkdir()
    yield Station(acervo, gateway, folder, f"55119{next(_numbers):08}")
    gateway.misbehave("")
