"""What the tests of the command line share: the program on a data folder of its own."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli import Acervo
from tests.support.sandbox import SandboxProcess
from tests.unit.cli.inside import Inside
from tests.unit.cli.station import Station

_numbers = itertools.count(11111111, 7)


@pytest.fixture
def program(tmp_path: Path) -> Acervo:
    """Return the program as a process, with nothing in its data folder."""
    return Acervo(tmp_path / "data")


@pytest.fixture
def acervo(tmp_path: Path) -> Acervo:
    """Return the program inside this process, with nothing in its data folder."""
    return Inside(tmp_path / "data")


@pytest.fixture
def shop(acervo: Acervo) -> Acervo:
    """Return the program with client 1 and the W-API instance 1/loja."""
    acervo.client()
    acervo.instance("1/loja", "--set", "instance_id=T34398", provider="wapi", credentials={"token": "t-0815"})
    return acervo


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
