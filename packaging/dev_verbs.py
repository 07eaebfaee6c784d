"""The verbs of `dev.py`."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence

import bench
import checks
import debian
import environment
import lock
import places
from steps import say

INTERRUPTED = 130


def run(more: Sequence[str]) -> int:
    """Open the demo in a window; without a screen, show the main job on the terminal."""
    program = ["app", "--demo"] if places.has_screen() else ["app.cli.demo"]
    command = [str(places.VENV_PYTHON), "-m", *program, *more]
    env = places.child_environment()
    code = subprocess.run(command, cwd=places.REPOSITORY, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    if code:
        say(f"FAILED: run, the demo ended with exit code {code}")
    return 1 if code else 0


VERBS: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "run": (run, "open the demo: a gateway plays WhatsApp, customers write and send; on the terminal without a screen"),
    "test": (checks.test, "run all that CI runs; arguments after -- select tests"),
    "soak": (checks.soak, "run the long versions of the journeys"),
    "bench": (bench.run, "measure; with --readme also write the table into README.md"),
    "lock": (lock.write, "resolve pyproject.toml into packaging/requirements.lock; with --upgrade to newer versions"),
}


def main(arguments: Sequence[str]) -> int:
    """Prepare the environment and run one verb; return the exit code."""
    verb, more = _parse(arguments)
    try:
        if verb != "lock":
            window = verb != "run" or places.has_screen()
            environment.ensure(window_libraries=window, screen_libraries=window)
            if verb != "run":
                debian.ensure(debian.missing(debian.TEST_PROGRAMS))
        return VERBS[verb][0](more)
    except environment.SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        say("Interrupted.")
        return INTERRUPTED


def _parse(arguments: Sequence[str]) -> tuple[str, list[str]]:
    purposes = "\n".join(f"  {name:<6} {purpose}" for name, (_verb, purpose) in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description=f"Work on Acervo. Verbs:\n{purposes}",
        epilog="What follows a verb goes to the program behind it: dev.py test -- -k vault",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS, metavar="VERB", help=", ".join(VERBS))
    parser.add_argument("more", nargs=argparse.REMAINDER, metavar="...", help="arguments for it")
    found = parser.parse_args(list(arguments))
    return found.verb, found.more[1:] if found.more[:1] == ["--"] else found.more


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
