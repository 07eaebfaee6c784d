"""Events come from files and standard input; what is wrong with one is said, and the others are taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support.cli import ROOT, Acervo

TEXT = json.loads((ROOT / "tests/fixtures/wapi/2026_received_text.json").read_text(encoding="utf-8"))


def message(number: int) -> dict[str, Any]:
    """Return the W-API event of a text message with an id of its own."""
    return {**TEXT, "instanceId": "T34398", "messageId": f"3EB0{number:016X}"}


def test_an_array_is_taken_and_counted(shop: Acervo, tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text(json.dumps([message(1), message(2)]))
    assert shop.run("ingest", "1/loja", file) == {
        "events": 2, "messages": 2, "media": 0, "statuses": 0, "contacts": 1, "duplicates": 0, "unknown": 0,
        "rejected": [],
    }  # fmt: skip
    again = shop.run("ingest", "1/loja", file)
    assert (again["messages"], again["duplicates"]) == (0, 2)


def test_lines_on_standard_input_are_taken_and_a_bad_one_is_named(shop: Acervo) -> None:
    lines = [json.dumps(message(1)), "{not json", json.dumps(message(2)), '"a text"']
    taken = shop.run("ingest", "1/loja", "-", stdin="\n".join(lines), expect=3)
    assert taken["messages"] == 2
    assert [one["index"] for one in taken["rejected"]] == [1, 3]
    assert all(one["reason"] for one in taken["rejected"])


def test_nothing_but_bad_input_is_a_failure(shop: Acervo) -> None:
    for stdin in ("no json at all", "[" * 5000, '{"a": 5}', ""):
        taken = shop.run("ingest", "1/loja", "-", stdin=stdin, expect=1)
        assert taken["rejected"] and taken["events"] == 0


def test_several_files_are_summed_and_each_rejection_names_its_file(shop: Acervo, tmp_path: Path) -> None:
    good, bad, zipped = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "chat.zip"
    good.write_text(json.dumps(message(1)))
    bad.write_text(json.dumps({**message(2), "instanceId": "somebody-else"}))
    zipped.write_bytes(b"PK\x03\x04" + bytes(40))
    taken = shop.run("ingest", "1/loja", good, bad, zipped, tmp_path / "absent.json", expect=3)
    assert taken["messages"] == 1
    assert [Path(one["file"]).name for one in taken["rejected"]] == ["bad.json", "chat.zip", "absent.json"]
    assert "instanceId" in taken["rejected"][0]["reason"]


def test_a_file_that_cannot_be_taken_at_all_is_an_error(shop: Acervo, tmp_path: Path) -> None:
    zipped = tmp_path / "chat.zip"
    zipped.write_bytes(b"PK\x03\x04" + bytes(40))
    assert shop.run("ingest", "1/loja", zipped, expect=1)["error"]["code"] == "not_yet"
    assert shop.run("ingest", "1/loja", tmp_path / "absent", expect=1)["error"]["code"] == "not_found"
    assert shop.run("ingest", "1/nobody", "-", stdin="{}", expect=1)["error"]["field"] == "instance"


def test_the_table_shows_what_was_rejected(shop: Acervo) -> None:
    ended = shop.call("ingest", "1/loja", "-", stdin="[1]", expect=1)
    assert "Rejected" in ended.stdout
    assert "not an object" in ended.stdout
