"""Starts Acervo: `python -m app` and the console script `acervo`.

Worker processes import this file too when they are spawned, so nothing happens at import.
"""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run the command line with the arguments of the process and exit with its code."""
    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["--play-sounds"]:
        from app.bootstrap.sounding import run as play

        sys.exit(play(sys.argv[2:]))
    from app.cli.program import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
