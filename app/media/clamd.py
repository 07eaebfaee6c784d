"""Asks ClamAV's daemon about bytes: streamed to its socket, never handed over as a path (`INSTREAM`, clamd(8)).

Ours because the one library on PyPI has had no release for ten years and reads whole files into memory.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from app.domain.scanning import Scanned, ScanState

_CHUNK_BYTES = 64 * 1024
_MOST_ANSWER = 4_096
_END = b"\0"
_FOUND, _OK, _ERROR = " FOUND", " OK", " ERROR"
_CONNECT_S = 5.0


class ClamdError(OSError):
    """The daemon is not there, does not answer, or says something that is not in its protocol."""


@dataclass(frozen=True, slots=True)
class ClamdAddress:
    """Where the daemon listens: a Unix socket's path, or a host and port. Plain data, for worker processes."""

    path: str = ""
    host: str = ""
    port: int = 3310

    @classmethod
    def parse(cls, text: str) -> ClamdAddress:
        """Read `/run/clamav/clamd.ctl`, `127.0.0.1:3310` or `[::1]:3310`.

        Raises:
            ValueError: none of these.
        """
        if text.startswith("/"):
            return cls(path=text)
        host, separator, port = text.rpartition(":")
        if not separator or not host or not port.isdecimal() or not 0 < int(port) < 65_536:
            raise ValueError("a socket's path, or host:port")
        return cls(host=host.removeprefix("[").removesuffix("]"), port=int(port))


class Clamd:
    """One daemon. Each question is a connection of its own, so that any thread may ask.

    Args:
        timeout_s: of each step; a daemon that loads new signatures can take half a minute to answer.
    """

    def __init__(self, address: ClamdAddress, *, timeout_s: float = 120.0) -> None:
        self._address = address
        self._timeout_s = timeout_s

    def version(self) -> str:
        """Return what the daemon calls itself, with the age of its signatures.

        Raises:
            ClamdError: it is not there.
        """
        with self._asked(b"VERSION") as connection:
            return _answer(connection)

    def scan(self, stream: BinaryIO) -> Scanned:
        """Send the rest of a stream and return the verdict; never raises for what the daemon does.

        A daemon that is missing, dies midway, or takes less than the file has gives `not_scanned` and the reason.
        """
        try:
            with self._asked(b"INSTREAM") as connection:
                return _judged(_verdict(connection, stream))
        except ClamdError as error:
            return Scanned(ScanState.NOT_SCANNED, detail=str(error))

    @contextmanager
    def _asked(self, command: bytes) -> Iterator[socket.socket]:
        try:
            with self._connected() as connection:
                connection.sendall(b"z" + command + _END)
                yield connection
        except ClamdError:
            raise
        except TimeoutError as error:
            raise ClamdError("the scanner does not answer") from error
        except OSError as error:
            raise ClamdError(f"the scanner cannot be reached: {type(error).__name__}") from error

    def _connected(self) -> socket.socket:
        where = self._address
        if not where.path:
            connection = socket.create_connection((where.host, where.port), timeout=_CONNECT_S)
        elif sys.platform == "win32":
            raise ClamdError("Windows reaches the scanner by host and port only")
        else:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(_CONNECT_S)
                connection.connect(where.path)
            except BaseException:  # whatever it was, the socket must not stay open
                connection.close()
                raise
        connection.settimeout(self._timeout_s)
        return connection


def _verdict(connection: socket.socket, stream: BinaryIO) -> str:
    """Send a stream in its lengths and return the answer; an early one, as for a file over the limit, counts."""
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
        connection.sendall(bytes(4))
    except (BrokenPipeError, ConnectionResetError):
        # It stopped listening: what it had to say may still be there to be read.
        return _answer(connection)
    return _answer(connection)


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(_END) and len(said) < _MOST_ANSWER:
        part = connection.recv(_MOST_ANSWER)
        if not part:
            break
        said += part
    if not said.endswith(_END):
        raise ClamdError("the scanner broke off in the middle")
    return said.rstrip(_END).decode("utf-8", "replace").strip()


def _judged(answer: str) -> Scanned:
    words = answer.removeprefix("stream:")
    if words.endswith(_FOUND):
        return Scanned(ScanState.INFECTED, signature=words.removesuffix(_FOUND).strip())
    if words.strip() == _OK.strip():
        return Scanned(ScanState.CLEAN)
    if "size limit exceeded" in words:
        return Scanned(ScanState.NOT_SCANNED, detail="the file is larger than the scanner takes (StreamMaxLength)")
    return Scanned(ScanState.NOT_SCANNED, detail=f"the scanner could not: {words.removesuffix(_ERROR).strip()[:200]}")
