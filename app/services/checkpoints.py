"""Places where a test may stop the process, to prove that nothing is lost or done twice.

Nothing happens at a checkpoint unless a callback was installed, which only tests do. The names:
`download.placed` (file moved, not committed), `download.committed`, `raw.before_commit`, `upload.sending_committed`,
`upload.accepted_before_commit`, `migration.step` (inside a migration, before its commit).
"""

from __future__ import annotations

from collections.abc import Callable

_callback: Callable[[str], None] | None = None


def reached(name: str) -> None:
    """Tell the installed callback that the program has come to `name`."""
    if _callback is not None:
        _callback(name)


def install(callback: Callable[[str], None] | None) -> None:
    """Call `callback` at every checkpoint from now on; None ends it."""
    global _callback
    _callback = callback
