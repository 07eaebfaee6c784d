"""A process at the other end of a pipe, started by the window: lines out, lines in, its end told once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import app
from app.ui.sounding.messages import Message, packed, unpacked

_END_MS = 2_000
NOT_STARTED = -1


class Pipe(QObject):
    """One process. Nothing here waits for it but `see_end`."""

    told = Signal(object)
    """A `Message` came."""
    gone = Signal(int)
    """It ended by itself with this exit code, or it was `NOT_STARTED`."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dropped = False
        self._process = QProcess(self)
        self._process.setProcessEnvironment(_environment())
        # Qt's libraries and FFmpeg talk there; what must be known comes as a message or as an exit code.
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._failed)
        self._process.start(command[0], list(command[1:]))

    def tell(self, message: Message) -> None:
        """Send a message; one to a process that is not there any more is lost."""
        if not self._dropped:
            self._process.write(packed(message))

    def drop(self) -> None:
        """Kill it without waiting and hear nothing of it any more."""
        if self._dropped:
            return
        self._dropped = True
        if self._process.state() is QProcess.ProcessState.NotRunning:
            self.deleteLater()
        else:
            self._process.kill()

    def see_end(self) -> None:
        """Wait until a process that was dropped is gone: the program closes."""
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.waitForFinished(_END_MS)

    def _read(self) -> None:
        while not self._dropped and self._process.canReadLine():
            message = unpacked(bytes(self._process.readLine().data()))
            if message is not None:
                self.told.emit(message)

    def _finished(self, code: int) -> None:
        if self._dropped:
            self.deleteLater()
            return
        self._read()
        if not self._dropped:
            self.gone.emit(code)

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart and not self._dropped:
            self.gone.emit(NOT_STARTED)


def _environment() -> QProcessEnvironment:
    """Return this process's environment, in which the program finds itself wherever it was started."""
    environment = QProcessEnvironment.systemEnvironment()
    root = str(Path(app.__file__).parents[1])
    known = environment.value("PYTHONPATH")
    environment.insert("PYTHONPATH", f"{root}{os.pathsep}{known}" if known else root)
    return environment
