"""Take the screenshot set: scenes × themes × languages × 1×/2×, the smallest window and large text.

`python3 packaging/screenshots.py [--out DIR] [--only PATTERN]… [--readme] [--list]`: needs Linux; Xvfb and what
belongs to it are installed where that is allowed. The program is started once for each stage and device pixel ratio
and driven through its scenes; `screen_plan.py` says which there are. `--only chat-light-pt_BR-1x` takes that one,
`--only 'queue*'` all of a kind.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import debian
import environment
import places
from screen_plan import OF_README, Run, names, plan
from steps import say

_FONT = debian.Package("fonts-inter", reason="the drawn screens use Inter as the stand-in for the system font")
_PATIENCE_S = 1800
_WIDEST, _HIGHEST = 1280, 800
LARGEST_BYTES = 300_000
"""Of a picture in the repository."""

_SHRINK = """
import os, sys
from PIL import Image

source, target, most_bytes = sys.argv[1:]
with Image.open(source) as opened:
    picture = opened.convert("RGB")
picture.save(target, optimize=True)
if os.path.getsize(target) > int(most_bytes):
    picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.FLOYDSTEINBERG).save(target, optimize=True)
"""
"""Without loss where that is small enough: the tones of the design are part of what is shown."""


def take(out: Path, runs: Sequence[Run]) -> list[Path]:
    """Take pictures into a folder and return them.

    Raises:
        RuntimeError: a run ended badly or a picture is missing.
    """
    sys.path.insert(0, str(places.REPOSITORY))
    out.mkdir(parents=True, exist_ok=True)
    for run in runs:
        _take(run, out)
    wanted = [out / f"{name}.png" for name in names(runs)]
    missing = [path.name for path in wanted if not path.exists()]
    if missing:
        raise RuntimeError(f"pictures are missing: {missing}")
    return wanted


def shrink(pictures: Sequence[Path], folder: Path) -> list[Path]:
    """Write small copies of pictures for the README.

    Raises:
        RuntimeError: one of them would be too large for the repository.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for picture in pictures:
        target = folder / picture.name.replace("-en-1x", "")
        subprocess.run(
            [str(places.VENV_PYTHON), "-c", _SHRINK, str(picture), str(target), str(LARGEST_BYTES)], check=True
        )
        if target.stat().st_size > LARGEST_BYTES:
            raise RuntimeError(f"{target.name} has {target.stat().st_size} bytes")
        made.append(target)
    return made


def _take(run: Run, out: Path) -> None:
    from tests.support.xvfb import VirtualDisplay

    with VirtualDisplay(round(_WIDEST * run.ratio), round(_HIGHEST * run.ratio), managed=False) as display:
        command = [str(places.VENV_PYTHON), str(places.REPOSITORY / "packaging" / "screen_driver.py")]
        told: dict[str, Any] = {"out": str(out), "stage": run.stage, "shots": [asdict(shot) for shot in run.shots]}
        env = {**display.env, "QT_SCALE_FACTOR": str(run.ratio), "PYTHONPATH": str(places.REPOSITORY)}
        done = subprocess.run(
            command, input=json.dumps(told), env=env, text=True, timeout=_PATIENCE_S, cwd=places.REPOSITORY, check=False
        )
    if done.returncode:
        raise RuntimeError(f"the window ended with exit code {done.returncode}")


def main(arguments: Sequence[str]) -> int:
    """Install what is missing, take the set, and say where it is."""
    parser = argparse.ArgumentParser(prog="screenshots.py", description=__doc__)
    parser.add_argument("--out", type=Path, default=places.REPOSITORY / "build" / "screenshots", help="the folder")
    parser.add_argument("--only", action="append", default=[], metavar="PATTERN", help="names or patterns of them")
    parser.add_argument("--readme", action="store_true", help="take those of the README and write them there")
    parser.add_argument("--list", action="store_true", help="say what would be taken")
    asked = parser.parse_args(list(arguments))
    runs = plan([*asked.only, *(OF_README if asked.readme else ())])
    if asked.list or not runs:
        say("\n".join(names(runs)) or "No picture has such a name.")
        return 0 if runs else 1
    if not places.ON_LINUX:
        say("Screenshots are taken under Xvfb, which is a matter of Linux.")
        return 1
    environment.ensure(window_libraries=True, screen_libraries=True)
    debian.ensure(debian.missing(debian.VIRTUAL_SCREEN))
    debian.ensure([_FONT] if not _has_inter() else [])
    pictures = take(asked.out, runs)
    say(f"{len(pictures)} pictures in {asked.out}")
    if asked.readme:
        of_readme = [picture for picture in pictures if picture.stem in OF_README]
        shrink(of_readme, places.REPOSITORY / "resources" / "screenshots")
    return 0


def _has_inter() -> bool:
    try:
        listed = subprocess.run(["fc-list", ":family=Inter"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    return bool(listed.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
