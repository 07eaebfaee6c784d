"""The judge of the journeys in the window: what counts as a complaint, and what was expected."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.desktop.complaints import FILM, sizes, unexpected


def entry(level: str, event: str = "something") -> str:
    return json.dumps({"level": level, "event": event}) + "\n"


@pytest.mark.parametrize(
    "said",
    [
        "Qt warning in qt.core.qobject.connect: no such signal",
        "Qt critical in default: something",
        "Traceback (most recent call last):",
        "threads left behind: errand_0",
    ],
)
def test_every_line_on_stderr_is_a_complaint(tmp_path: Path, said: str) -> None:
    assert unexpected(f"{said}\n\n", tmp_path) == said
    assert unexpected(said, tmp_path, [r"no such signal|something|Traceback|threads"]) == ""


def test_warnings_and_worse_in_any_log_are_complaints(tmp_path: Path) -> None:
    (tmp_path / "chat.jsonl").write_text(entry("info") + entry("warning", "slow") + entry("error", "lost"))
    (tmp_path / "libraries.jsonl").write_text("half a li")
    said = unexpected("", tmp_path).splitlines()
    assert [line.partition(":")[0] for line in said] == ["log chat", "log chat", "log libraries"]
    assert "slow" in said[0] and "lost" in said[1] and "not JSON" in said[2]
    assert unexpected("", tmp_path, [r"log chat: .*(slow|lost)", r"log libraries"]) == ""


def test_what_is_older_than_the_run_was_judged_before(tmp_path: Path) -> None:
    log = tmp_path / "chat.jsonl"
    log.write_text(entry("error"))
    before = sizes(tmp_path)
    assert unexpected("", tmp_path, after=before) == ""
    with log.open("a") as more:
        more.write(entry("warning", "new"))
    assert "new" in unexpected("", tmp_path, after=before)


def test_what_a_film_brings_along_is_expected_only_where_it_is_allowed(tmp_path: Path) -> None:
    said = """Qt warning in qt.multimedia.symbolsresolver: Couldn't load pipewire-0.3 library
Qt warning in default: PulseAudioService: pa_context_connect() failed
Input #0, mov,mp4, from 'film.mp4':
  Metadata:
    major_brand     : isom
  Duration: 00:00:02.00, start: 0.000000
  Stream #0:0[0x1](und): Video: h264"""
    assert unexpected(said, tmp_path, FILM) == ""
    assert len(unexpected(said, tmp_path).splitlines()) == 7
