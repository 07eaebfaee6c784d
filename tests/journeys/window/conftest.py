"""What the journeys in the window share: one desktop for all of them, and a stage of its own for each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.window.stage import Stage
from tests.support.desktop.file_manager import missing as file_manager_missing
from tests.support.desktop.screen import Desktop, missing


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    """Return a desktop that nobody sees; where it cannot be had, CI fails and a developer is told what to install."""
    if not sys.platform.startswith("linux"):
        pytest.skip("the virtual screen is a matter of Linux")
    _insist(missing())
    with Desktop() as found:
        yield found


@pytest.fixture(scope="session")
def file_manager() -> None:
    """Hold the journeys with a file manager to the same: in CI it must be there."""
    _insist(file_manager_missing())


def _insist(absent: list[str]) -> None:
    if absent:
        said = f"not installed: {', '.join(absent)}; `python3 packaging/dev.py test` installs them where it may"
        pytest.fail(said) if os.environ.get("CI") else pytest.skip(said)


@pytest.fixture
def stage(desktop: Desktop, tmp_path: Path) -> Iterator[Stage]:
    """Return a client with an instance of the sandbox gateway, and nothing in it yet."""
    stage = Stage(desktop, tmp_path)
    yield stage
    stage.end()
