"""Kills the program at moments that are proved afterwards: by its own note, or by the database as the death left it."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import psutil

from tests.journeys.databases import ask, is_made
from tests.journeys.shop import Shop
from tests.journeys.waiting import until
from tests.support.cli import ROOT

LONGEST_RUN_S = 30.0
_LOOK_S = 0.01
_RUNNING = ("preparing", "uploading", "sending")


class Killer:
    """Runs verbs on a shop's instance until they die.

    Attributes:
        hits: how often a death met each state: names of checkpoints, states of uploads and media, `mid-write`.
    """

    def __init__(self, shop: Shop, folder: Path) -> None:
        self._shop = shop
        self._folder = folder
        self._numbers = itertools.count(1)
        self.hits: Counter[str] = Counter()
        folder.mkdir(exist_ok=True)

    def at(self, checkpoint: str, nth: int, *verb: object) -> bool:
        """Run a verb that kills itself at a checkpoint; tell whether it did. One that never comes there is killed."""
        note = self._folder / f"note-{next(self._numbers)}"
        self._run(["-m", "tests.journeys.crashing", checkpoint, str(nth), str(note), *map(str, verb)], lambda: False)
        if note.exists():
            assert note.read_text() == checkpoint
            self.hits[checkpoint] += 1
        return note.exists()

    def when(self, ripe: Callable[[], bool], *verb: object) -> None:
        """Run a verb and kill it as soon as `ripe` says so."""
        self._run(["-m", "app", *map(str, verb)], ripe)

    def after(self, seconds: float, *verb: object) -> None:
        """Run a verb and kill it after a time that chance chose."""
        deadline = time.monotonic() + seconds
        self.when(lambda: time.monotonic() >= deadline, *verb)

    def _run(self, words: Sequence[str], ripe: Callable[[], bool]) -> None:
        said = self._folder / f"run-{next(self._numbers)}.txt"
        with said.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env=self._shop.acervo.environment, stdin=subprocess.DEVNULL,
                stdout=stream, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            family = self._watch(process, ripe)
        finally:
            process.kill()
            process.wait()
        assert b"Traceback" not in said.read_bytes(), said.read_text(errors="replace")
        until(lambda: not any(_runs(member) for member in family), "the worker processes of the dead to end")
        self.hits.update(standing(self._shop))

    def _watch(self, process: subprocess.Popen[bytes], ripe: Callable[[], bool]) -> set[psutil.Process]:
        """Look until the process is dead, ripe or too old; return the processes that it had started."""
        deadline = time.monotonic() + LONGEST_RUN_S
        family: set[psutil.Process] = set()
        while process.poll() is None and not ripe() and time.monotonic() < deadline:
            try:
                family.update(psutil.Process(process.pid).children(recursive=True))
            except psutil.NoSuchProcess:
                break
            time.sleep(_LOOK_S)
        return family


def standing(shop: Shop) -> set[str]:
    """Return what is under way according to the database and the folder for temporary files."""
    if not is_made(shop.database):
        return set()
    uploads = {state for (state,) in ask(shop.database, "SELECT DISTINCT state FROM upload")} & set(_RUNNING)
    media = {state for (state,) in ask(shop.database, "SELECT DISTINCT state FROM media WHERE state = 'downloading'")}
    return uploads | media | ({"mid-write"} if _being_written(shop) else set())


def _being_written(shop: Shop) -> bool:
    for path in shop.folder.glob("tmp/*.part"):
        try:
            if path.stat().st_size:
                return True
        except FileNotFoundError:
            continue
    return False


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def table(hits: Counter[str]) -> str:
    """Return the hits in lines for people."""
    return "\n".join(f"  {count:4} x {name}" for name, count in sorted(hits.items()))
