"""Names that start programs."""

from __future__ import annotations

import pytest

from app.domain import filetypes as ft
from app.domain.programs import by_name, holds_programs

SCRIPTS = ["bat", "cmd", "ps1", "vbs", "js", "jse", "wsf", "hta", "reg", "scr", "com", "lnk", "url", "jar", "apk", "sh"]


@pytest.mark.parametrize("extension", SCRIPTS)
def test_names_that_the_system_runs_are_dangerous(extension: str) -> None:
    row = by_name(extension)
    assert row is not None
    assert row.dangerous


@pytest.mark.parametrize("extension", ["", "txt", "py", "csv", "docx", "jpg", "zip", "key", "psd"])
def test_names_that_open_in_a_program_of_their_own_are_not(extension: str) -> None:
    assert by_name(extension) is None


def test_a_row_of_the_catalogue_is_preferred_to_a_general_one() -> None:
    assert by_name("jar") is ft.JAVA_ARCHIVE
    assert by_name("scr") is ft.WINDOWS_PROGRAM
    assert by_name("bat").mime == "application/x-bat"
    assert by_name("wsf").mime == "application/x-script"


def test_an_archive_with_a_program_in_it_is_told_apart() -> None:
    assert holds_programs(["nota/nota.pdf", "nota/nota.pdf.lnk"])
    assert holds_programs(["SETUP.EXE. "])
    assert not holds_programs(["nota/nota.pdf", "bat/photo.jpg", ""])
