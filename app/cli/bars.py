"""Progress bars on a terminal: how many of how many, or bytes with speed and time left."""

from __future__ import annotations

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)


def progress_bars(console: Console, *, in_bytes: bool) -> Progress:
    """Return bars that vanish when they are done; their text is never read as markup."""
    name = TextColumn("{task.description}", markup=False)
    return Progress(name, BarColumn(), *_figures(in_bytes=in_bytes), console=console, transient=True)


def _figures(*, in_bytes: bool) -> tuple[ProgressColumn, ...]:
    if in_bytes:
        return DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn()
    return MofNCompleteColumn(), TimeElapsedColumn()
