"""Who has just cloned the project sees the main job work, and finds nothing left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.journeys.waiting import until
from tests.support.cli import ROOT

_HOMES = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
_PLACES = ("TMPDIR", "TMP", "TEMP")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lang", ["pt-BR"])
def test_the_demo_shows_the_main_job_and_leaves_nothing(tmp_path: Path, lang: str) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ACERVO_")}
    environment |= dict.fromkeys(_HOMES, str(home)) | dict.fromkeys(_PLACES, str(temporary)) | {"ACERVO_LANG": lang}
    ended = subprocess.run(
        [sys.executable, "-m", "app.cli.demo"], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=200, check=False,
    )  # fmt: skip
    told = f"{ended.stdout.decode()}\n{ended.stderr.decode()}"
    assert ended.returncode == 0, told
    assert "Traceback" not in told
    assert len(ended.stdout.splitlines()) > 10, told
    assert [path for folder in (home, temporary) for path in folder.rglob("*")] == []
    until(lambda: not _of_the_demo(str(temporary)), "the demo's processes to end")


def _of_the_demo(temporary: str) -> list[str]:
    """Return the processes that were started with the demo's folder for temporary files."""
    found = []
    for process in psutil.process_iter(["pid"]):
        try:
            if process.environ().get("TMPDIR") == temporary and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.name())
        except (psutil.Error, OSError):
            continue
    return found
