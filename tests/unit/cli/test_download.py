"""Files are fetched, shown and saved byte for byte; what fails has its reason and is tried again."""

from __future__ import annotations

from pathlib import Path

from tests.support import samples
from tests.unit.cli.station import CUSTOMER, REF, Station

KEYS = [
    *(
        "id",
        "message_id",
        "instance",
        "chat",
        "contact",
        "direction",
        "kind",
        "state",
        "reason",
        "name",
        "mime",
        "size",
    ),
    *("sha256", "width", "height", "duration_s", "pages", "sent_at", "caption", "tags", "verified"),
]


def test_what_was_sent_is_fetched_shown_and_saved_byte_for_byte(station: Station, tmp_path: Path) -> None:
    sent = station.deliver_three()
    station.ingest()
    report = station.acervo.run("download", REF)
    size = sum(path.stat().st_size for path in sent)
    assert report == {"downloaded": 3, "failed": 0, "expired": 0, "quarantined": 0, "pending": 0, "bytes": size}

    page = station.acervo.run("gallery", REF)
    newest = page["items"][0]
    assert (page["total"], page["next"]) == (3, None)
    assert list(newest)[: len(KEYS)] == KEYS
    assert (newest["kind"], newest["state"], newest["verified"], newest["tags"]) == ("audio", "local", True, [])
    assert (newest["instance"], newest["chat"]) == (REF, f"+{CUSTOMER}")
    assert newest["sent_at"] == "2025-10-09T08:53:20Z"
    assert page["items"][1]["pages"] == 2
    assert (page["items"][2]["width"], page["items"][2]["caption"]) == (64, "a vitrine")

    saved = station.acervo.run("save", REF, "--to", tmp_path / "out", "--all")
    assert (saved["saved"], saved["already"], saved["failed"]) == (3, 0, [])
    assert all(Path(file).is_absolute() for file in saved["files"])
    assert {Path(file).read_bytes() for file in saved["files"]} == {path.read_bytes() for path in sent}
    again = station.acervo.run("save", REF, "--to", tmp_path / "out", "--all")
    assert (again["saved"], again["already"], again["files"]) == (0, 3, saved["files"])


def test_ids_choose_what_is_fetched_and_saved_and_an_unknown_one_is_named(station: Station, tmp_path: Path) -> None:
    station.deliver_three()
    station.ingest()
    first, second, third = sorted(item["id"] for item in station.acervo.run("gallery", REF)["items"])
    assert station.acervo.run("download", REF, "--media", second)["downloaded"] == 1
    local = station.acervo.run("gallery", REF, "--state", "local")["items"]
    assert [item["id"] for item in local] == [second]
    saved = station.acervo.run("save", REF, "--to", tmp_path, "--media", first, second, expect=3)
    assert saved["saved"] == 1
    assert [one["id"] for one in saved["failed"]] == [first]
    error = station.acervo.run("download", REF, "--media", third, "77", expect=1)["error"]
    assert (error["code"], error["field"]) == ("not_found", "media")


def test_a_damaged_file_is_a_tile_with_a_reason_and_is_fetched_again_later(station: Station, tmp_path: Path) -> None:
    station.gateway.misbehave("media.corrupt")
    station.deliver("foto.jpg", samples.jpeg(), "image", "image/jpeg")
    station.ingest()
    report = station.acervo.run("download", REF, expect=3)
    assert (report["downloaded"], report["failed"]) == (0, 1)
    (item,) = station.acervo.run("gallery", REF)["items"]
    assert (item["state"], item["verified"]) == ("failed", False)
    assert item["reason"] in ("mac", "cipher_hash")
    saved = station.acervo.run("save", REF, "--to", tmp_path / "out", "--all", expect=1)
    assert saved["failed"] == [{"id": item["id"], "reason": item["reason"]}]
    station.gateway.misbehave("")
    assert station.acervo.run("reprocess", REF, "--state", "failed")["downloaded"] == 1
    assert station.acervo.run("reprocess", REF)["downloaded"] == 0
