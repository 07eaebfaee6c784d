"""Starts the sandbox gateway: `python -m app.sandbox --port P --misbehave SPEC --seed N [--state DIR] [--json]`."""

from __future__ import annotations

import argparse
import asyncio
import os
import secrets
import sys
from pathlib import Path

from app.sandbox import misbehaviour
from app.sandbox.gateway import Settings
from app.sandbox.misbehaviour import Misbehaviour, MisbehaviourError
from app.sandbox.server import say, serve

TOKEN_VARIABLE = "ACERVO_SANDBOX_TOKEN"  # noqa: S105 - the name of the variable


def main(argv: list[str]) -> int:
    """Serve until stopped; return 0, 1 if the port or folder cannot be had, 2 for wrong usage."""
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        Misbehaviour(arguments.misbehave)
    except MisbehaviourError as error:
        return _complain(f"--misbehave: {error}", 2)
    try:
        asyncio.run(serve(_settings(arguments), arguments.port, say))
    except OSError as error:
        return _complain(f"the gateway cannot start: {error.strerror or error}", 1)
    except KeyboardInterrupt:
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    grammar = (misbehaviour.__doc__ or "").partition("Grammar:")[2]
    parser = argparse.ArgumentParser(
        prog="acervo sandbox",
        description="A gateway that plays WhatsApp, for the demo and for tests. It listens on 127.0.0.1 only.",
        epilog=f"The grammar of SPEC:{grammar}\nThe token is taken from {TOKEN_VARIABLE}, else made.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=_port, default=0, help="0, the default, takes a free one")
    parser.add_argument("--misbehave", metavar="SPEC", default="", help="what goes wrong, and how often; see below")
    parser.add_argument("--seed", type=int, default=None, help="the same seed makes the same ids, keys and faults")
    parser.add_argument("--state", type=Path, metavar="DIR", help="keep everything there and go on after a kill")
    parser.add_argument("--tick-delay-s", type=_seconds, default=0.2, help="pause before sent, delivered, read (0.2)")
    parser.add_argument("--max-file-mb", type=_positive, default=2000, help="larger files are refused with 413 (2000)")
    parser.add_argument("--json", action="store_true", help="changes nothing: the first line is always JSON")
    return parser


def _settings(arguments: argparse.Namespace) -> Settings:
    return Settings(
        token=os.environ.get(TOKEN_VARIABLE) or secrets.token_urlsafe(24),
        seed=_seed(arguments.seed, arguments.state),
        misbehave=arguments.misbehave,
        state=arguments.state,
        tick_delay_s=arguments.tick_delay_s,
        max_file_bytes=arguments.max_file_mb * 1_000_000,
    )


def _seed(given: int | None, state: Path | None) -> int:
    """Return the seed: the one given, else that of the state folder, else a new one; the folder remembers it."""
    memory = state / "seed" if state is not None else None
    if given is None and memory is not None and memory.is_file():
        return int(memory.read_text("ascii"))
    seed = secrets.randbits(32) if given is None else given
    if memory is not None:
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(str(seed), "ascii")
    return seed


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("a port is 0 to 65535")
    return port


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError("a pause is 0 to 3600 seconds")
    return seconds


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _complain(message: str, code: int) -> int:
    if sys.stderr is not None:
        sys.stderr.write(f"acervo sandbox: {message}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
