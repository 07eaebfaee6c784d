"""What one run of a verb works with: the options, the output and the core, which is opened when first needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from app.cli.options import Options
from app.cli.output import Output

if TYPE_CHECKING:
    from app.bootstrap.core import Core


class Session:
    """One run from its arguments to its exit code.

    Attributes:
        crash_folder: where crash reports go, None while no data folder was opened.
    """

    def __init__(self, options: Options, output: Output) -> None:
        self.options = options
        self.output = output
        self.crash_folder: Path | None = None
        self._core: Core | None = None

    @property
    def core(self) -> Core:
        """Return the core of the run's data folder, opened when first asked for.

        Raises:
            CommandError: code `data_dir`.
        """
        if self._core is None:
            from app.bootstrap.core import Core

            self._core = Core(self.options.data_dir, verbose=self.options.verbose > 0)
            self.crash_folder = self._core.paths.log
        return self._core

    def close(self) -> None:
        """End in order what the run started."""
        core, self._core = self._core, None
        if core is not None:
            core.close()


def session_of(ctx: typer.Context) -> Session:
    """Return the session that typer hands through."""
    return cast(Session, ctx.obj)
