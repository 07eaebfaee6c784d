"""Logs are JSON lines, one file a subject, turned over by size, without a word on the terminal."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from app.system.logs import Logs
from app.system.rotation import RotatedFile

CHECKOUT = Path(__file__).parents[3]


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    opened = Logs(tmp_path)
    yield tmp_path
    opened.close()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_subject_has_a_file_of_its_own(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("app.downloads").warning("media %s failed", 42)
    structlog.get_logger("app.uploads.runner").info("sent", upload=7)
    (download,), (upload,) = lines(logs / "downloads.jsonl"), lines(logs / "uploads.jsonl")
    assert (download["event"], download["level"], download["logger"]) == ("media 42 failed", "warning", "app.downloads")
    assert (upload["event"], upload["upload"], upload["logger"]) == ("sent", 7, "app.uploads.runner")
    assert download["at"].endswith("+00:00")
    assert capsys.readouterr() == ("", "")


def test_what_libraries_say_goes_to_a_file_and_only_from_warning_on(
    logs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("trouble")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("old call", DeprecationWarning, stacklevel=1)
    said = [line["event"] for line in lines(logs / "libraries.jsonl")]
    assert said[0] == "trouble"
    assert "old call" in said[1]
    assert capsys.readouterr() == ("", "")


def test_private_values_are_hidden_also_in_tracebacks(logs: Path) -> None:
    try:
        raise ValueError("no route to +5511999990000")
    except ValueError:
        logging.getLogger("app.sends").exception("failed for %s", "5511999990000@s.whatsapp.net")
    structlog.get_logger("app.sends").warning("refused", token="abc", caption="hello")
    text = (logs / "sends.jsonl").read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "test_private_values_are_hidden" in text
    for private in ("5511", "abc", "hello"):
        assert private not in text


def test_verbose_also_tells_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = Logs(tmp_path, verbose=True)
    logging.getLogger("app.inbox").debug("batch of %s for +5511999990000", 3)
    logs.close()
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "batch of 3 for [hidden]" in captured.err
    assert lines(tmp_path / "inbox.jsonl")[0]["level"] == "debug"


def test_after_closing_nothing_is_written_and_nothing_is_left_behind(tmp_path: Path) -> None:
    before = list(logging.getLogger().handlers)
    Logs(tmp_path).close()
    logging.getLogger("app.inbox").warning("too late")
    assert logging.getLogger().handlers == before
    assert list(tmp_path.iterdir()) == []


def record(number: int) -> logging.LogRecord:
    return logging.LogRecord("app.x", logging.INFO, "", 0, f"entry {number:04}", None, None)


def test_a_file_is_turned_over_by_size_and_the_oldest_goes(tmp_path: Path) -> None:
    file = RotatedFile(tmp_path / "x.jsonl", largest_bytes=1000, kept=2)
    for number in range(300):
        file.emit(record(number))
    file.close()
    names = sorted(path.name for path in tmp_path.glob("x.*"))
    assert names == ["x.jsonl", "x.jsonl.1", "x.jsonl.2"]
    assert "entry 0299" in (tmp_path / "x.jsonl").read_text()
    assert all((tmp_path / name).stat().st_size <= 1000 for name in names)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows renames no open file")
def test_two_writers_of_one_file_lose_nothing_when_it_is_turned_over(tmp_path: Path) -> None:
    writers = [RotatedFile(tmp_path / "x.jsonl", largest_bytes=2000, kept=50) for _ in range(2)]
    for number in range(600):
        writers[number % 2].emit(record(number))
    for writer in writers:
        writer.close()
    written = [line for path in tmp_path.glob("x.*") for line in path.read_text().splitlines()]
    assert sorted(written) == [f"entry {number:04}" for number in range(600)]


def test_a_log_that_cannot_be_written_disturbs_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    logs = Logs(tmp_path / "absent")
    logging.getLogger("app.inbox").warning("lost")
    logs.close()
    assert capsys.readouterr() == ("", "")


def test_structlog_and_rich_are_not_needed_by_those_who_only_log() -> None:
    script = "import sys, logging; logging.getLogger('app.x'); assert 'structlog' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, check=True)
