"""The main job, shown on a terminal with everything in place: `python -m app.cli.demo`.

A gateway that plays WhatsApp runs as a process of its own, customers send files, Acervo receives, checks and keeps
them, saves copies and sends one file back. Every step is checked; the exit code is 0 only if all of it happened.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from app.cli.options import Options, split
from app.cli.output import Output
from app.cli.problems import DONE, FAILED, problem_of
from app.cli.signals import StoppedError, StopSignals
from app.domain.errors import AcervoError
from app.texts import _, set_language


def main(argv: Sequence[str] | None = None) -> int:
    """Run the demo and return its exit code."""
    multiprocessing.freeze_support()
    StopSignals().install()
    output = Output(as_json=False)
    started = time.monotonic()
    try:
        options, _rest = split(sys.argv[1:] if argv is None else argv)
        set_language(options.lang)
        left = _play(output, options)
    except (AcervoError, StoppedError) as error:
        return _failed(output, error)
    if left.exists():
        output.words(_("Something of the demo was left in {folder}.").format(folder=left))
        return FAILED
    took = f"{time.monotonic() - started:.0f}"
    output.words(_("Done in {seconds} s. The gateway has ended and the demo's folder is gone.").format(seconds=took))
    return DONE


def _play(output: Output, options: Options) -> Path:
    """Play all acts; return the folder, which is gone by then."""
    # Imported here, when the language is chosen.
    from app.bootstrap.core import Core
    from app.cli.demo_gateway import DemoGateway
    from app.cli.demo_story import SEED, Story

    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="acervo-demo-", ignore_cleanup_errors=True))
        )
        gateway = stack.enter_context(DemoGateway(folder, seed=SEED))
        core = stack.enter_context(Core(folder / "data", verbose=options.verbose > 0))
        story = stack.enter_context(Story(output, core, gateway, folder))
        story.connect()
        story.receive()
        story.show_library()
        story.save()
        story.send()
    return folder


def _failed(output: Output, error: BaseException) -> int:
    problem = problem_of(error)
    output.words(_("The demo did not do what it should:"))
    output.words(problem.detail or problem.title if problem else str(error))
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
