"""SIGINT and SIGTERM as a Qt signal: Python looks at signals only when it runs, and Qt's loop may sleep for long."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK", "SIGHUP") if hasattr(signal, name))


class StopSignal(QObject):
    """Says `asked` whenever the system asks the program to stop. Made in the main thread."""

    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read, self._write = socket.socketpair()
        for end in (self._read, self._write):
            end.settimeout(0.0)
        self._fd_before = signal.set_wakeup_fd(self._write.fileno(), warn_on_full_buffer=False)
        self._before = {number: signal.signal(number, _nothing) for number in _SIGNALS}
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        """Leave the signals as they were found."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._fd_before)
        for number, before in self._before.items():
            signal.signal(number, before)
        self._read.close()
        self._write.close()

    def _woken(self) -> None:
        try:
            numbers = self._read.recv(4096)
        except BlockingIOError:
            return
        if any(number in _SIGNALS for number in numbers):
            self.asked.emit()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Exist: what is to be done is done when the wake-up has been read."""
