"""`sandbox`: starts the gateway that plays WhatsApp, the process of its own that it is."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from typing import Annotated

import typer

from app.cli.signals import StoppedError
from app.texts import _

STOP_S = 15.0


def sandbox(
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, metavar="P", help=_("0 takes a free one."))] = 0,
    misbehave: Annotated[
        str, typer.Option("--misbehave", metavar="SPEC", help=_("What goes wrong, and how often: media.http_500=0.1"))
    ] = "",
    seed: Annotated[
        int | None, typer.Option("--seed", metavar="N", help=_("The same number makes the same faults."))
    ] = None,
    state: Annotated[
        str, typer.Option("--state", metavar="DIR", help=_("Keep everything there and go on after a restart."))
    ] = "",
) -> int:
    """Run the sandbox gateway until it is stopped; its first line says where it is."""
    command = [sys.executable, "-m", "app.sandbox", "--json", "--port", str(port), "--misbehave", misbehave]
    command += ["--seed", str(seed)] if seed is not None else []
    command += ["--state", state] if state else []
    return run_until_stopped(command)


def run_until_stopped(command: list[str]) -> int:
    """Run a program on our streams and return its exit code; a wish to stop is handed on to it."""
    process = subprocess.Popen(command)
    try:
        return process.wait()
    except StoppedError:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        return _ended(process)


def _ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
