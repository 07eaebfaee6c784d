"""Log files are read back newest first, a stretch at a time, while others write and turn them over."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path

import pytest

from app.services.logs import LogEntry, LogLevel, LogPage, LogQuery
from app.system.log_shelf import FileLogShelf
from app.system.logs import Logs

ALL = LogQuery()


def line(number: int, level: str = "info", **facts: object) -> str:
    at = f"2026-11-20T10:{number // 60:02}:{number % 60:02}.000+00:00"
    return json.dumps({"event": f"event_{number}", **facts, "level": level, "at": at, "logger": "app.x"}) + "\n"


def write(folder: Path, name: str, numbers: range | list[int], **facts: object) -> Path:
    path = folder / name
    with path.open("a", encoding="utf-8") as file:
        file.writelines(line(number, **facts) for number in numbers)
    return path


def told(shelf: FileLogShelf, page: LogPage) -> list[str]:
    return [entry.event for entry in shelf.entries(page, page.places)]


def events(*numbers: int) -> list[str]:
    return [f"event_{number}" for number in numbers]


def test_entries_of_all_files_come_newest_first(tmp_path: Path) -> None:
    write(tmp_path, "uploads.jsonl", [1, 4, 5])
    write(tmp_path, "window.jsonl", [2, 3, 6])
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(ALL, 10)
    assert told(shelf, page) == events(6, 5, 4, 3, 2, 1)
    assert page.resume is None
    assert {file.subject for file in shelf.files()} == {"uploads", "window"}


def test_a_stretch_goes_on_where_the_one_before_ended(tmp_path: Path) -> None:
    write(tmp_path, "uploads.jsonl", range(0, 100, 2))
    write(tmp_path, "window.jsonl", range(1, 100, 2))
    shelf, found = FileLogShelf(tmp_path), []
    page = shelf.newest(ALL, 7)
    while True:
        found += told(shelf, page)
        assert len(page.places) <= 7
        if page.resume is None:
            break
        page = shelf.older(ALL, page, 7)
    assert found == events(*reversed(range(100)))


def test_long_files_are_read_in_blocks_and_only_as_far_as_needed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.system.log_shelf._BLOCK", 1000)
    write(tmp_path, "uploads.jsonl", range(3_000), text="é" * 40)
    parsed: list[int] = []
    real = json.loads
    monkeypatch.setattr("app.system.log_shelf.json.loads", lambda raw: parsed.append(1) or real(raw))
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(ALL, 50)
    assert len(page.places) == 50
    assert len(parsed) <= 51 + 10, "one more block at most"
    assert told(shelf, page) == events(*reversed(range(2_950, 3_000)))


def test_only_what_passes_level_and_text_is_found(tmp_path: Path) -> None:
    write(tmp_path, "uploads.jsonl", [1, 2])
    write(tmp_path, "uploads.jsonl", [3], level="warning", instance="1/loja")
    write(tmp_path, "window.jsonl", [4], level="error")
    write(tmp_path, "window.jsonl", [5], level="critical", instance="1/Loja")
    write(tmp_path, "window.jsonl", [6], level="debug")
    shelf = FileLogShelf(tmp_path)

    def found(**query: object) -> list[str]:
        return told(shelf, shelf.newest(LogQuery(**query), 99))

    assert found(level=LogLevel.WARNING) == events(5, 4, 3)
    assert found(level=LogLevel.INFO) == events(5, 4, 3, 2, 1)
    assert found(text="LOJA") == events(5, 3)
    assert found(subject="uploads", text="loja") == events(3)
    assert found(text="nothing") == []


def test_what_came_since_is_asked_for_alone(tmp_path: Path) -> None:
    path = write(tmp_path, "uploads.jsonl", range(5))
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(ALL, 3)
    assert told(shelf, shelf.since(ALL, page, 99)) == []
    with path.open("a", encoding="utf-8") as file:
        file.write(line(5) + line(6) + line(7)[:20])
    came = shelf.since(ALL, page, 99)
    assert told(shelf, came) == events(6, 5)
    with path.open("a", encoding="utf-8") as file:
        file.write(line(7)[20:])
    assert told(shelf, shelf.since(ALL, came, 99)) == events(7)
    assert told(shelf, shelf.older(ALL, came, 99)) == events(1, 0), "the way back is still known"
    assert shelf.since(ALL, page, 2) is None, "too much: read anew"


def test_a_file_that_was_turned_over_is_read_anew(tmp_path: Path) -> None:
    path = write(tmp_path, "uploads.jsonl", range(5))
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(ALL, 99)
    path.rename(tmp_path / "uploads.jsonl.1")
    write(tmp_path, "uploads.jsonl", [5])
    assert shelf.since(ALL, page, 99) is None
    assert told(shelf, shelf.newest(ALL, 99)) == events(5, 4, 3, 2, 1, 0)
    again = shelf.newest(ALL, 99)
    write(tmp_path, "uploads.jsonl.1", [6])
    assert shelf.since(ALL, again, 99) is None, "another file stands under the old name"


def test_a_place_that_went_away_is_an_empty_entry(tmp_path: Path) -> None:
    path = write(tmp_path, "uploads.jsonl", [1])
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(ALL, 9)
    path.unlink()
    assert told(shelf, page) == [""]


def test_a_crash_report_is_one_entry(tmp_path: Path) -> None:
    write(tmp_path, "uploads.jsonl", [1])
    report = tmp_path / "crash-20261120T100000Z-12345678.txt"
    report.write_text("Acervo 0.1\nerror: ValueError\n  app/x.py:1 in f\n", encoding="utf-8")
    (tmp_path / "faults.txt").touch()
    (tmp_path / "rotation.guard").write_text("x")
    (tmp_path / "notes.jsonl.old").write_text("x")
    os.utime(report, (1, 1))
    shelf = FileLogShelf(tmp_path)
    page = shelf.newest(LogQuery(subject="crash"), 9)
    (entry,) = shelf.entries(page, page.places)
    assert (entry.level, entry.event, entry.at) == (LogLevel.ERROR, report.name, 1.0)
    assert "app/x.py:1 in f" in entry.details
    assert told(shelf, shelf.newest(LogQuery(text="valueerror"), 9)) == [report.name]
    assert [file.name for file in shelf.files()][-1] == report.name, "newest first"
    assert len(shelf.files()) == 2


def test_a_line_that_is_no_json_stands_for_itself(tmp_path: Path) -> None:
    (tmp_path / "uploads.jsonl").write_bytes(b"half a li\xff\n\n[1]\n" + line(3).encode())
    shelf = FileLogShelf(tmp_path)
    assert told(shelf, shelf.newest(ALL, 9)) == ["event_3", "[1]", "half a li\ufffd"]


def test_everything_that_passes_is_saved_oldest_first_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    write(folder, "uploads.jsonl", [1, 4])
    write(folder, "window.jsonl", [2, 3], level="warning")
    shelf, target = FileLogShelf(folder), tmp_path / "excerpt.jsonl"
    assert shelf.save(ALL, target) == 4
    assert [json.loads(row)["event"] for row in target.read_text(encoding="utf-8").splitlines()] == events(1, 2, 3, 4)
    assert shelf.save(LogQuery(level=LogLevel.WARNING), target) == 2


def test_what_the_program_logs_is_read_back_redacted(tmp_path: Path) -> None:
    logs = Logs(tmp_path)
    try:
        try:
            raise OSError(5, "secret")
        except OSError:
            logging.getLogger("app.uploads").exception("broke", extra={"upload": 7, "phone": "+5511999990000"})
    finally:
        logs.close()
    shelf = FileLogShelf(tmp_path)
    (entry,) = _entries(shelf)
    assert (entry.subject, entry.level, entry.event) == ("uploads", LogLevel.ERROR, "broke")
    assert entry.at > 1_700_000_000
    assert "999990000" not in entry.raw
    assert "Traceback" in entry.details and entry.details.rstrip().endswith("secret")


def test_no_folder_is_an_error_to_be_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileLogShelf(tmp_path / "none").newest(ALL, 9)
    assert FileLogShelf(tmp_path).newest(ALL, 9).places.tolist() == []


def _entries(shelf: FileLogShelf) -> list[LogEntry]:
    page = shelf.newest(ALL, 99)
    return shelf.entries(page, page.places)
