"""Where things lie in a checkout, for the scripts in this folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PYPROJECT = REPOSITORY / "pyproject.toml"
LOCK = REPOSITORY / "packaging" / "requirements.lock"
README = REPOSITORY / "README.md"
VENV = REPOSITORY / ".venv"
STAMP = VENV / "acervo-installed.txt"
VENV_PYTHON = VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"

ON_LINUX = sys.platform.startswith("linux")
IN_CI = os.environ.get("CI", "").lower() not in ("", "0", "false")

# Settings of the caller's shell that would send pip or Python to another place than `.venv`.
MISLEADING = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PIP_USER",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "VIRTUAL_ENV",
)


def has_screen() -> bool:
    """Return whether a window could be shown: always but on Linux without a display, or in CI."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return not IN_CI and (not ON_LINUX or bool(shown))


def child_environment(**more: str) -> dict[str, str]:
    """Return the environment that every program started from here gets."""
    env = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    env.update(
        PYTHONUTF8="1",
        PYTHONUNBUFFERED="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_NO_INPUT="1",
        PIP_ROOT_USER_ACTION="ignore",
    )
    if IN_CI:
        env["NO_COLOR"] = "1"
    env.update(more)
    return env
