"""One window a data folder: a second start hands its files to the first and ends.

The name of the meeting place holds a hash of user and data folder, so that portable copies with folders of their own
run side by side. What crosses is a list of absolute paths as JSON, nothing is executed.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_log = logging.getLogger("app.desktop")

_PATIENCE_MS = 2000
_STARTING_MS = 20_000
_LARGEST_BYTES = 1_000_000
_WELCOME = b"acervo 1\n"


def meeting_place(data_folder: Path) -> str:
    """Return the name under which the window of a data folder listens."""
    whose = f"{getpass.getuser()}\0{data_folder.resolve()}"
    return f"acervo-{hashlib.sha256(whose.encode('utf-8', 'surrogateescape')).hexdigest()[:24]}"


def hand_over(place: str, paths: Sequence[str]) -> bool:
    """Give files to the window that listens at `place`; False where there is none."""
    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    try:
        # A window that is just starting answers late. A stranger that took the place, or one that hangs, never does.
        if not socket.waitForReadyRead(_STARTING_MS) or not bytes(socket.readAll().data()).startswith(_WELCOME):
            return False
        socket.write(json.dumps([str(Path(path).absolute()) for path in paths]).encode() + b"\n")
        return socket.waitForBytesWritten(_PATIENCE_MS)
    finally:
        socket.disconnectFromServer()


class FirstInstance(QObject):
    """Listens for second starts."""

    files_given = Signal(list)
    """Absolute paths, as texts; empty where the second start only wanted the window."""

    def __init__(self, place: str, parent: QObject | None = None, *, answering: bool = True) -> None:
        """Take the place. Who comes before `answer` is called (without `answering`) waits until then."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._half: dict[QLocalSocket, bytearray] = {}
        if not self._server.listen(place):
            # A crash left it behind: nobody answered there before this was called.
            QLocalServer.removeServer(place)
            if not self._server.listen(place):
                _log.warning("no_meeting_place", extra={"error": self._server.errorString()})
        if answering:
            self.answer()

    def answer(self) -> None:
        """Take what second starts give, from now on."""
        self._server.newConnection.connect(self._take)
        self._take()

    @property
    def listening(self) -> bool:
        """Return whether second starts can reach this window."""
        return self._server.isListening()

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()
        for socket in list(self._half):
            socket.abort()

    def _take(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._half[socket] = bytearray()
            socket.readyRead.connect(lambda speaker=socket: self._read(speaker))
            socket.disconnected.connect(lambda speaker=socket: self._gone(speaker))
            socket.write(_WELCOME)

    def _read(self, socket: QLocalSocket) -> None:
        heard = self._half.get(socket)
        if heard is None:
            return
        heard += bytes(socket.readAll().data())
        line, ended, _rest = bytes(heard).partition(b"\n")
        if ended:
            self._half.pop(socket)
            self.files_given.emit(_paths(line))
            socket.disconnectFromServer()
        elif len(heard) > _LARGEST_BYTES:
            socket.abort()

    def _gone(self, socket: QLocalSocket) -> None:
        self._half.pop(socket, None)
        socket.deleteLater()


def _paths(line: bytes) -> list[str]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    return [path for path in found if isinstance(path, str)] if isinstance(found, list) else []
