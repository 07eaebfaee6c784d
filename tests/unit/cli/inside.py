"""Runs the command line inside the process of the tests: the same verbs on the same disk, without the start-up."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import keyring

from app.cli.program import run
from app.texts import set_language
from tests.support.cli import Acervo, Ended
from tests.support.file_keyring import FileKeyring

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Inside(Acervo):
    """The program on one data folder; `start` still makes a process of its own."""

    def call(self, *arguments: object, stdin: str | bytes | None = None, expect: int | None = 0) -> Ended:
        """Run a verb as it is written."""
        given = stdin.encode() if isinstance(stdin, str) else stdin or b""
        with self._environment(), _streams(given) as (out, err):
            code = run([str(argument) for argument in arguments])
        ended = Ended(code, out.getvalue().decode(), err.getvalue().decode())
        told = f"acervo {' '.join(map(str, arguments))} ended with {code}\n{ended.stdout}\n{ended.stderr}"
        assert expect is None or code == expect, told
        assert "Traceback" not in ended.stderr, told
        return ended

    @contextmanager
    def _environment(self) -> Iterator[None]:
        variables, handlers = dict(os.environ), [signal.getsignal(number) for number in _SIGNALS]
        known = keyring.get_keyring()
        os.environ.update(self.environment)
        keyring.set_keyring(FileKeyring())
        try:
            yield
        finally:
            keyring.set_keyring(known)
            os.environ.clear()
            os.environ.update(variables)
            for number, handler in zip(_SIGNALS, handlers, strict=True):
                signal.signal(number, handler)
            set_language("en")


@contextmanager
def _streams(given: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Stand in for the three streams of a process."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(given))
    sys.stdout, sys.stderr = io.TextIOWrapper(out), io.TextIOWrapper(err)
    try:
        yield out, err
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = before
