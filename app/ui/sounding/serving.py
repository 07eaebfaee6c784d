"""The loop of the process that plays: lines in, lines out, until the window closes the pipe or is gone."""

from __future__ import annotations

import sys
import threading
from typing import BinaryIO

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from app.services.sounds import OpenSamples
from app.ui.sounding.messages import Message, packed, unpacked
from app.ui.sounding.turntable import Turntable


class _Ear(QObject):
    """Reads lines on a thread of its own and hands them over on the one that made it."""

    told = Signal(object)
    ended = Signal()

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def open(self) -> None:
        """Begin to listen."""
        # A daemon: it stands in a read that only the window's end ends.
        threading.Thread(target=self._listen, name="ear", daemon=True).start()

    def _listen(self) -> None:
        for line in iter(self._stream.readline, b""):
            message = unpacked(line)
            if message is not None:
                self.told.emit(message)
        self.ended.emit()


def service(heard: BinaryIO, said: BinaryIO, open_samples: OpenSamples, *, silent: bool = False) -> QCoreApplication:
    """Return a program that, once its loop runs, plays what the lines of `heard` ask for and answers in `said`."""
    app = QCoreApplication(sys.argv[:1])
    app.setApplicationName("Acervo")

    def say(message: Message) -> None:
        try:
            said.write(packed(message))
            said.flush()
        except OSError:  # the window is gone
            app.quit()

    turntable, ear = Turntable(open_samples, say, silent=silent), _Ear(heard)
    for part in (turntable, ear):
        part.setParent(app)
    ear.told.connect(turntable.do, Qt.ConnectionType.QueuedConnection)
    ear.ended.connect(app.quit, Qt.ConnectionType.QueuedConnection)
    turntable.tell_outputs()
    ear.open()
    return app
