"""`sandbox`: starts the gateway that plays WhatsApp, the process of its own that it is."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
from typing import IO, Annotated

import typer

from app.cli.problems import USAGE, RefusedCommandError
from app.cli.signals import StoppedError
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import _

STOP_S = 15.0
_SPEAKER = ["acervo", "sandbox"]
"""Whose name stands before what the gateway complains of."""


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
    code, complaint = _run_until_stopped(command)
    if complaint:
        error = CommandError(ErrorCode.BAD_INPUT, "", complaint)
        raise error if code == USAGE else RefusedCommandError(error)
    return code


def _run_until_stopped(command: list[str]) -> tuple[int, str]:
    """Run a program on our stdout; return its exit code and what it complained of. A wish to stop is handed on."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", errors="replace")
    complaints: list[str] = []
    listener = threading.Thread(target=_pass_on, args=(process.stderr, complaints), daemon=True)
    listener.start()
    try:
        code = process.wait()
    except StoppedError:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        code = _ended(process)
    listener.join()
    return code, " ".join(complaints)


def _pass_on(stream: IO[str], complaints: list[str]) -> None:
    """Copy what the program says beside its answer, and keep what it complains of."""
    for line in stream:
        speaker, _colon, words = line.partition(": ")
        if speaker.split() == _SPEAKER:
            complaints.append(words.strip())
        else:
            sys.stderr.write(line)
            sys.stderr.flush()


def _ended(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
