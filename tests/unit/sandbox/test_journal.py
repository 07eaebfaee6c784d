from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.journal import Journal, line_of

entries = st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20) | st.integers(), max_size=3), max_size=8)


@given(entries)
def test_what_was_appended_is_there_after_a_restart(wanted: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.ndjson"
        journal = Journal(path)
        for entry in wanted:
            journal.append([line_of(entry)], sync=True)
        assert list(journal.entries()) == wanted
        journal.close()
        reopened = Journal(path)
        assert list(reopened.entries()) == wanted
        reopened.close()


@pytest.mark.parametrize("tail", [b"{", b'{"id":2', b'{"id":2}'])
def test_a_line_that_was_cut_off_by_a_kill_is_taken_away(tmp_path: Path, tail: bytes) -> None:
    path = tmp_path / "log.ndjson"
    path.write_bytes(b'{"id":1}\n' + tail)
    journal = Journal(path)
    journal.append([b'{"id":3}'])
    assert list(journal.entries()) == [{"id": 1}, {"id": 3}]
    journal.close()


def test_lines_of_many_threads_are_whole(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "log.ndjson")

    def write(name: str) -> None:
        for index in range(50):
            journal.append([line_of({"name": name * 100, "index": index})])

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = list(journal.entries())
    journal.close()
    assert len(found) == 200
    assert [entry["index"] for entry in found if entry["name"][0] == "a"] == list(range(50))
