"""The window starts as a program of its own: it paints, becomes usable, says how long it took, and leaves nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

PATIENCE_S = 100


def start(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    temporary = home / "tmp"
    temporary.mkdir(exist_ok=True)
    shown = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    places = {"HOME": str(home), "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**shown, **places, "QT_QPA_PLATFORM": "offscreen", "ACERVO_LANG": "en", **variables},
    )


def test_the_demo_starts_says_how_and_leaves_nothing_behind(tmp_path: Path) -> None:
    done = start(tmp_path, "--demo", "--exit-when-ready", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert set(said) >= {"window_ms", "usable_ms", "rss_mb", "media"}
    assert 0 < said["window_ms"] <= said["usable_ms"]
    assert said["rss_mb"] > 0
    assert "Traceback" not in done.stderr
    assert [file.name for file in (tmp_path / "tmp").iterdir() if file.name.startswith("acervo-demo-")] == []


def test_an_empty_data_folder_opens_the_window_too(tmp_path: Path) -> None:
    done = start(tmp_path, "--data-dir", str(tmp_path / "data"), "--exit-when-ready", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["media"] == 0


def test_a_session_without_a_screen_is_told_so(tmp_path: Path) -> None:
    if sys.platform in ("win32", "darwin"):
        return
    done = start(tmp_path, "--demo", "--exit-when-ready", "--json", QT_QPA_PLATFORM="")
    assert done.returncode != 0
    assert "no screen" in done.stdout + done.stderr
