"""Every test of the window: no screen, one language; neither Qt nor a log may complain, and no thread stays behind."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

# Without a screen Qt imagines one of 800 × 800, on which the window has no room.
if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('screen.json')}"

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtGui import QGuiApplication

from app.texts import set_language
from tests.gui.furniture import errands, icons, lane, look, read, theme

__all__ = ["errands", "icons", "lane", "look", "read", "theme"]

_COMPLAINTS = {QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg}
# What the platform without a screen says of itself.
_OF_THE_PLATFORM = ("This plugin does not support", "propagateSizeHints", "QFontDatabase: Cannot find font directory")
_PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    set_language("en")
    yield
    set_language(None)


@pytest.fixture(autouse=True)
def _nobody_complains(qtlog: object, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on any warning of Qt or in the log that the test did not expect (`qt_log_ignore`, `caplog.clear()`)."""
    yield
    records = getattr(qtlog, "records", [])
    qt = [
        record.message
        for record in records
        if record.type in _COMPLAINTS and not record.ignored and not record.message.startswith(_OF_THE_PLATFORM)
    ]
    logged = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert not qt, f"Qt complained: {qt}"
    assert not logged, f"logged: {logged}"


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Fail where a test leaves a thread behind."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _PATIENCE_S
    while left := [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]:
        if time.monotonic() > deadline:
            pytest.fail(f"threads stayed: {[thread.name for thread in left]}")
        time.sleep(0.02)


@pytest.fixture(autouse=True, scope="session")
def _nothing_stays_on_the_clipboard() -> Iterator[None]:
    """Clear it at the end: without a screen Qt keeps what Python made until after Python is gone, and crashes then."""
    yield
    if QGuiApplication.instance() is not None:
        QGuiApplication.clipboard().clear()
