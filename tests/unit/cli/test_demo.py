"""The demo shows the main job, checks it, ends by itself and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.cli import ROOT


@pytest.mark.parametrize(("lang", "last"), [("en", "Done in"), ("pt_BR", "Pronto em")])
def test_the_demo_plays_to_its_end(tmp_path: Path, lang: str, last: str) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "ACERVO_LANG": lang}
    ended = subprocess.run(
        [sys.executable, "-m", "app.cli.demo"],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=90,
    )
    out = ended.stdout.decode()
    assert ended.returncode == 0, out + ended.stderr.decode()
    assert ended.stderr == b""
    assert last in out.splitlines()[-1]
    for name in ("vitrine.jpg", "recado.ogg", "forno.mp4", "oi.webp", "danificada.jpg"):
        assert name in out
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("acervo-demo")]
    assert not [one for one in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(one.info["cmdline"] or [])]
