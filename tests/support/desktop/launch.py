"""Runs the program as `python -m app` does, and says on stderr which threads it left behind when it ended.

Started by its path with Python's option -P, so that the modules beside it shadow no others.
"""

from __future__ import annotations

import runpy
import sys
import threading

LEFT_BEHIND = "threads left behind"


def main() -> None:
    """Run the program with the arguments of this process."""
    try:
        runpy.run_module("app", run_name="__main__", alter_sys=True)
    finally:
        left = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
        if left:
            print(f"{LEFT_BEHIND}: {', '.join(left)}", file=sys.stderr)


if __name__ == "__main__":
    main()
