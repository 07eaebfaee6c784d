"""The demo is killed (`kill -9`): the gateway and the customers that it started end too, and their folder goes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.journeys.waiting import until
from tests.support.cli import ROOT


@pytest.mark.skipif(os.name == "nt", reason="a window without a screen needs another platform there")
def test_nothing_of_a_killed_demo_stays(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(tmp_path)}
    with (tmp_path / "said.txt").open("wb") as said:
        window = subprocess.Popen(
            [sys.executable, "-m", "app", "--demo"], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
        try:
            # Early: the customers still tell their history, and the window waits to hear that they did.
            family = until(lambda: _with_customers(window.pid), "the customers to come")
        finally:
            window.kill()
            window.wait()
    until(lambda: not any(map(_runs, family)), "gateway and customers to end")
    until(lambda: not list(tmp_path.glob("acervo-demo-*")), "their folder to go")


def _with_customers(pid: int) -> list[psutil.Process]:
    """Return the processes that the demo started once the customers have written something."""
    family = psutil.Process(pid).children(recursive=True)
    stage = [child for child in family if "spawn_main" in " ".join(child.cmdline())]
    return family if stage and sum(stage[0].cpu_times()[:2]) > 1 else []


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
