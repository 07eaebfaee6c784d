"""A process that parses foreign bytes reaches nobody, and can still read and write files."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from app.runtime.processes import ProcessLane

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a program do this without rights")

NOBODY = 65_534
SET_DUMPABLE = 4
"""What a program that its user started is: one that changed its user itself may not write its own tables in /proc."""
CHECKOUT = Path(__file__).parents[3]


def call(port: int) -> str:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            return "answered"
    except OSError as error:
        return type(error).__name__


def keep(path: str) -> str:
    Path(path).write_bytes(b"kept")
    return Path(path).read_bytes().decode()


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder in which everybody may write; pytest's own lie below some that only this user may enter."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


@pytest.mark.parametrize(("network", "said"), [(False, "OSError"), (True, "answered")])
def test_only_who_needs_the_network_has_it(port: int, tmp_path: Path, network: bool, said: str) -> None:
    lane = ProcessLane(1, network=network)
    try:
        assert lane.run(partial(call, port)) == said
        assert lane.run(partial(keep, str(tmp_path / "file"))) == "kept"
    finally:
        lane.close()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="becomes somebody without rights first")
@pytest.mark.parametrize(
    ("tables", "said"), [(True, ["True", "OSError", "kept"]), (False, ["False", "answered", "kept"])]
)
def test_a_user_without_rights_loses_the_network_too_or_nothing_at_all(
    port: int, open_folder: Path, tables: bool, said: list[str]
) -> None:
    # Who may not write the tables of a namespace (as an AppArmor profile has it) is what a changed user is, too.
    program = f"""
import ctypes, os, sys
sys.path.insert(0, {str(CHECKOUT)!r})
import encodings.idna, app.runtime.isolation, tests.unit.runtime.test_isolation as here
os.setgid({NOBODY}); os.setuid({NOBODY})
ctypes.CDLL(None).prctl({SET_DUMPABLE}, {int(tables)}, 0, 0, 0)
print(app.runtime.isolation.leave_network(), here.call({port}), here.keep({str(open_folder / "file")!r}))
"""
    done = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout.split() == said
