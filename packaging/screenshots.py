"""Take the screenshot set: pages and dialogs × themes × languages × 1×/2×, and the smallest window.

`python3 packaging/screenshots.py [--out DIR] [--quick]`: needs Linux; Xvfb and what belongs to it are installed where
that is allowed. The demo is started for each kind of screen and driven through all its scenes.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import debian
import environment
import places
from steps import say

_FONT = debian.Package("fonts-inter", reason="the drawn screens use Inter as the stand-in for the system font")
PAGES = ("chat", "gallery", "viewer", "queue")
SHEETS = ("settings", "client", "wizard", "keys")
THEMES = ("light", "dark")
LANGUAGES = ("pt_BR", "es", "en")
WIDE, SMALL = (1280, 800), (960, 600)
_PATIENCE_S = 900


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. `name` is its file's, without the ending."""

    name: str
    scene: str
    theme: str
    language: str
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Screen:
    """One run of the demo: a window of `size` logical pixels at a device pixel ratio."""

    size: tuple[int, int]
    ratio: int
    shots: tuple[Shot, ...]


def plan(*, quick: bool) -> list[Screen]:
    """Return all runs; a quick plan is one page a kind."""
    if quick:
        return [Screen(WIDE, 1, tuple(_shots("1x", ("chat", "wizard"), ("light",), ("pt_BR",))))]
    small = (*PAGES, *SHEETS)
    return [
        Screen(WIDE, 1, (*_shots("1x", small, THEMES, LANGUAGES), *_shots("1x", ("offline",), ("light",), ("pt_BR",)))),
        Screen(WIDE, 2, tuple(_shots("2x", small, THEMES, ("pt_BR",)))),
        Screen(
            SMALL,
            1,
            (
                *_shots("960x600", small, ("light",), LANGUAGES),
                *_shots("960x600-150", small, ("light",), ("es",), scale=1.5),
            ),
        ),
    ]


def _shots(
    kind: str, scenes: Iterable[str], themes: Iterable[str], languages: Sequence[str], *, scale: float = 1.0
) -> Iterable[Shot]:
    for theme in themes:
        for language in languages:
            for scene in scenes:
                yield Shot(f"{scene}-{theme}-{language}-{kind}", scene, theme, language, scale)


def take(out: Path, *, quick: bool = False) -> list[Path]:
    """Take the set into a folder and return the pictures.

    Raises:
        RuntimeError: a run ended badly or a picture is missing.
    """
    sys.path.insert(0, str(places.REPOSITORY))
    out.mkdir(parents=True, exist_ok=True)
    for screen in plan(quick=quick):
        _run(screen, out)
    wanted = [out / f"{shot.name}.png" for screen in plan(quick=quick) for shot in screen.shots]
    missing = [path.name for path in wanted if not path.exists()]
    if missing:
        raise RuntimeError(f"pictures are missing: {missing}")
    return wanted


def _run(screen: Screen, out: Path) -> None:
    from tests.support.xvfb import VirtualDisplay

    width, height = screen.size
    with VirtualDisplay(width * screen.ratio, height * screen.ratio, managed=False) as display:
        command = [str(places.VENV_PYTHON), str(places.REPOSITORY / "packaging" / "screen_driver.py")]
        told: dict[str, Any] = {"out": str(out), "size": screen.size, "shots": [asdict(shot) for shot in screen.shots]}
        env = {**display.env, "QT_SCALE_FACTOR": str(screen.ratio), "PYTHONPATH": str(places.REPOSITORY)}
        done = subprocess.run(
            command, input=json.dumps(told), env=env, text=True, timeout=_PATIENCE_S, cwd=places.REPOSITORY, check=False
        )
    if done.returncode:
        raise RuntimeError(f"the demo ended with exit code {done.returncode}")


def main(arguments: Sequence[str]) -> int:
    """Install what is missing, take the set, and say where it is."""
    parser = argparse.ArgumentParser(prog="screenshots.py", description=__doc__)
    parser.add_argument("--out", type=Path, default=places.REPOSITORY / "build" / "screenshots", help="the folder")
    parser.add_argument("--quick", action="store_true", help="two pictures, to see whether it works")
    asked = parser.parse_args(list(arguments))
    if not places.ON_LINUX:
        say("Screenshots are taken under Xvfb, which is a matter of Linux.")
        return 1
    environment.ensure(window_libraries=True, screen_libraries=True)
    debian.ensure(debian.missing(debian.VIRTUAL_SCREEN))
    debian.ensure([_FONT] if not _has_inter() else [])
    pictures = take(asked.out, quick=asked.quick)
    say(f"{len(pictures)} pictures in {asked.out}")
    return 0


def _has_inter() -> bool:
    try:
        listed = subprocess.run(["fc-list", ":family=Inter"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return False
    return bool(listed.strip())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
