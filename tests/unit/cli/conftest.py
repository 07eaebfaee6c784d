"""What the tests of the command line share: the program on a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Acervo


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
