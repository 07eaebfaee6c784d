"""The way a media body goes through a verifier: fed in chunks, then finished or aborted, once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self

from app.domain.encryption import Verified
from app.domain.errors import IllegalMoveError
from app.media.body import Body

Chunk = bytes | bytearray | memoryview


class Verifier(ABC):
    """Takes a body chunk by chunk and passes the plain bytes on; leaving its `with` block aborts what is unfinished.

    What it writes is not yet verified, so the sink is a temporary that the caller throws away unless `finish` returns.
    One thread at a time.
    """

    def __init__(self, body: Body) -> None:
        self._body = body
        self._over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.abort()

    def feed(self, chunk: Chunk) -> None:
        """Take the next piece of the body, of any size, empty too.

        Raises:
            RefusedError: `LENGTH`, `TOO_LARGE` or `HTML_INSTEAD`, as soon as the body is longer than it may be.
            IllegalMoveError: after `finish`, `abort` or an error.
        """
        self._check_running()
        view = memoryview(chunk)
        if not view.nbytes:
            return
        try:
            view = view.cast("B")
            self._body.take(view)
            self._take(view)
        except BaseException:  # whatever it was, the hashing thread must end with the verifier
            self.abort()
            raise

    def finish(self) -> Verified:
        """Make the remaining checks, write the end of the file and say what was verified.

        Raises:
            RefusedError: the first check that failed; nothing that was written may be used.
            IllegalMoveError: after `finish`, `abort` or an error.
        """
        self._check_running()
        try:
            self._body.check_complete()
            return self._verdict()
        finally:
            self.abort()

    def abort(self) -> None:
        """Stop and let every resource go; more than once, or after `finish`, does no harm."""
        self._over = True

    def _check_running(self) -> None:
        if self._over:
            raise IllegalMoveError("the body is already finished or aborted")

    @abstractmethod
    def _take(self, chunk: memoryview) -> None:
        """Work on a chunk that is not empty and within the size allowed."""

    @abstractmethod
    def _verdict(self) -> Verified:
        """Check a body that is complete as far as its size tells."""
