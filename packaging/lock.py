"""Write packaging/requirements.lock: every version and every hash, for all systems, and no address."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence

import environment
import places
from steps import say

OLDEST_PYTHON = "3.11"
HEADER = "# Made by `python3 packaging/dev.py lock` from pyproject.toml. Do not edit.\n"
# One version of a library for all Python versions and systems: what was tested is what everybody gets.
OPTIONS = (
    *("--universal", "--python-version", OLDEST_PYTHON, "--fork-strategy", "fewest"),
    *("--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-config"),
    *("--all-extras", "--group", "dev"),
)


def write(more: Sequence[str]) -> int:
    """Resolve pyproject.toml with all extras, the dev group and the build's needs; return an exit code."""
    uv = shutil.which("uv", path=str(places.VENV_PYTHON.parent)) or shutil.which("uv")
    if uv is None:
        say("FAILED: lock needs uv. Install it with: .venv/bin/python -m pip install uv")
        return 1
    # The old lock is read so that versions stay where they are unless --upgrade is given.
    command = [uv, "pip", "compile", *OPTIONS, "--output-file", str(places.LOCK), *more, "pyproject.toml", "-"]
    wanted = "\n".join(environment.build_requirements())
    done = subprocess.run(
        command, input=wanted, capture_output=True, text=True, encoding="utf-8", cwd=places.REPOSITORY, check=False
    )
    if done.returncode:
        say(done.stderr)
        say("FAILED: lock")
        return 1
    return _finish()


def _finish() -> int:
    text = places.LOCK.read_text(encoding="utf-8")
    places.LOCK.write_text(HEADER + text.removeprefix(HEADER), encoding="utf-8", newline="\n")
    foreign = [line for line in text.splitlines() if "://" in line or " @ " in line or line.startswith("-")]
    for line in foreign:
        say(f"  carries an address: {line}")
    if foreign:
        say("FAILED: lock")
        return 1
    packages = sum("==" in line for line in text.splitlines())
    say(f"{places.LOCK.name}: {packages} packages, {text.count('--hash')} hashes")
    return 0
