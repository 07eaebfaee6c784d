"""One gateway for each test file, and a fresh number for each test."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sandbox import SandboxProcess

_SERIAL = itertools.count(5511900000001)


@pytest.fixture(scope="module")
def gateway() -> Iterator[SandboxProcess]:
    with SandboxProcess(seed=7) as process:
        yield process


@pytest.fixture
def sandbox(gateway: SandboxProcess) -> Iterator[SandboxProcess]:
    """The file's gateway; it behaves when the test begins and when it ends."""
    yield gateway
    gateway.misbehave("")


@pytest.fixture
def number() -> str:
    return str(next(_SERIAL))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A file of 100,001 bytes with a picture's name."""
    path = tmp_path / "picture.jpg"
    path.write_bytes(bytes(range(251)) * 398 + b"end")
    return path
