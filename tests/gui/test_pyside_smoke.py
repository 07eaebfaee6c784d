"""The Qt bindings that the lock pins do not lose references to None.

PySide6 6.12.0 on CPython 3.11 gives one away with every call that returns nothing and aborts the interpreter after
some thousand calls; pyproject.toml therefore asks for 6.11. This test tells whether a newer one may be taken.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

CALLS = 500
# The test's own objects and Qt's start-up move the count a little; the fault moves it by one for each call.
TOLERANCE = 50

COUNTING = f"""
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QSlider

app = QApplication(["smoke"])
slider = QSlider()
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
before = sys.getrefcount(None)
for number in range({CALLS}):
    slider.setValue(number)
    settings.setValue("number", number)
print(sys.getrefcount(None) - before)
"""

REMEDY = (
    "Qt did not start. Run `python3 packaging/dev.py test`: it installs PySide6 from the lock and, on Debian and "
    "Ubuntu, the system libraries that Qt links with, or prints the command that does."
)


def test_qt_calls_that_return_nothing_keep_the_count_of_references_to_none(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNTING, str(tmp_path / "settings.ini")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, f"{REMEDY}\n{done.stderr}"
    # From 3.12 on None is immortal: its count is a constant and the difference nought.
    assert abs(int(done.stdout)) < TOLERANCE
