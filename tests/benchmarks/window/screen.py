"""A screen for the window: Xvfb on Linux, the computer's own elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.benchmarks.measure import REPOSITORY, say

SIZE = (1280, 800)
_NO_KEYCHAIN = "keyring.backends.null.Keyring"


@contextmanager
def screen() -> Iterator[dict[str, str] | None]:
    """Give the environment of programs that open windows, None where there is no screen to be had.

    The keychain of the user stays out of it: the accounts of a made library have no credentials.
    """
    more = {"PYTHONPATH": str(REPOSITORY), "PYTHON_KEYRING_BACKEND": _NO_KEYCHAIN, "ACERVO_LANG": "en"}
    if not sys.platform.startswith("linux"):
        yield _as_installed({**os.environ, **more})
        return
    from tests.support.xvfb import VirtualDisplay, missing

    if missing():
        say(f"    no window is measured: {', '.join(missing())} not installed")
        yield None
        return
    with VirtualDisplay(*SIZE, managed=False) as display:
        yield _as_installed({**display.env, **more})


def _as_installed(env: dict[str, str]) -> dict[str, str]:
    """Let Python keep what it compiled, as in an installed program; the first start of a run does that."""
    return {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
