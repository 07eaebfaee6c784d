"""Puts the scripts of packaging/ within reach, and prints the measures at the end of the run."""

from __future__ import annotations

import sys

import pytest

from tests.architecture import measures
from tests.architecture.tree import APP, PACKAGING

# They are run as scripts, with their folder first on the path; it can be no package (see test_code.py).
sys.path.append(str(PACKAGING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the size of the program's files and functions."""
    terminalreporter.write_line(f"app/: {measures.summary(APP)}")
