"""A process is alive as long as it holds its file, and dead the moment it ends, however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.system.locks import locked
from app.system.owner import Owner

CHECKOUT = Path(__file__).parents[3]
_HOLD = "import sys, pathlib\nfrom app.system.owner import Owner\nowner = Owner(pathlib.Path(sys.argv[1]))\n"
_WAIT = "print(owner.id, flush=True)\nsys.stdin.readline()\n"


@contextmanager
def other_process(run: Path, script: str = _WAIT) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", _HOLD + script, str(run)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    mine = Owner(tmp_path)
    yield mine
    mine.release()


def test_an_owner_is_alive_until_it_lets_go(tmp_path: Path, owner: Owner) -> None:
    other = Owner(tmp_path)
    assert owner.id != other.id
    assert owner.alive(owner.id)
    assert owner.alive(other.id)
    other.release()
    other.release()
    assert not owner.alive(other.id)
    assert not other.alive(other.id)


@pytest.mark.parametrize("owner_id", ["", "x", "0" * 32, "../" + "0" * 29, "0" * 31 + "\n", "owners.guard"])
def test_an_id_that_never_was_an_owner_is_dead(owner: Owner, owner_id: str) -> None:
    assert not owner.alive(owner_id)


def test_a_killed_process_is_dead_at_once(tmp_path: Path, owner: Owner) -> None:
    with other_process(tmp_path) as (process, other_id):
        assert owner.alive(other_id)
        process.kill()
        process.wait()
        assert (tmp_path / f"{other_id}.lock").exists()
        assert not owner.alive(other_id)


def test_a_sweep_removes_what_the_dead_left_and_nothing_else(tmp_path: Path, owner: Owner) -> None:
    (tmp_path / "unrelated.txt").write_bytes(b"")
    with other_process(tmp_path) as (_process, living_id):
        with other_process(tmp_path) as (_process, dead_id):
            pass
        assert owner.sweep() == 1
        assert owner.sweep() == 0
        assert not (tmp_path / f"{dead_id}.lock").exists()
        assert owner.alive(living_id)
        assert owner.alive(owner.id)
    assert (tmp_path / "unrelated.txt").exists()


def test_a_child_process_does_not_keep_its_dead_parent_alive(tmp_path: Path, owner: Owner) -> None:
    child = "import subprocess\nc = subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE)\n"
    with other_process(tmp_path, child + _WAIT) as (process, parent_id):
        assert owner.alive(parent_id)
        process.kill()
        process.wait()
        assert not owner.alive(parent_id)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only POSIX forks")
def test_a_forked_child_does_not_keep_its_dead_parent_alive_and_knows_that_it_lives(
    tmp_path: Path, owner: Owner
) -> None:
    fork = (
        "import os\nread, write = os.pipe()\nchild = os.fork()\n"
        "if child == 0:\n"
        "    os.write(write, b'1' if owner.alive(owner.id) else b'0')\n"
        "    sys.stdin.readline()\n    os._exit(0)\n"
        "print(owner.id, os.read(read, 1).decode(), flush=True)\nsys.stdin.readline()\n"
    )
    with other_process(tmp_path, fork) as (process, said):
        parent_id, seen_by_child = said.split()
        assert seen_by_child == "1"
        assert owner.alive(parent_id)
        process.kill()
        process.wait()
        assert not owner.alive(parent_id)


def test_owners_that_start_while_others_sweep_are_never_swept(tmp_path: Path) -> None:
    stop, sweeper = threading.Event(), Owner(tmp_path)

    def sweep() -> None:
        while not stop.wait(0.001):
            sweeper.sweep()

    sweeping = threading.Thread(target=sweep)
    sweeping.start()
    try:
        for _round in range(50):
            starting = Owner(tmp_path)
            assert sweeper.alive(starting.id)
            assert (tmp_path / f"{starting.id}.lock").exists()
            starting.release()
    finally:
        stop.set()
        sweeping.join()
        sweeper.release()


def test_a_lock_waits_for_its_holder_and_gives_up_in_the_end(tmp_path: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with locked(tmp_path / "guard"):
            order.append("second")

    with locked(tmp_path / "guard"):
        waiting = threading.Thread(target=second)
        waiting.start()
        with pytest.raises(TimeoutError), locked(tmp_path / "guard", timeout_s=0.05):
            order.append("never")
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
