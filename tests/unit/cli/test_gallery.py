"""Filters, orders and pages of the gallery, and the numbers beside it."""

from __future__ import annotations

from pathlib import Path

from tests.support import samples
from tests.unit.cli.station import CUSTOMER, REF, Station


def test_filters_choose_what_is_shown_and_saved(station: Station, tmp_path: Path) -> None:
    station.deliver_three()
    station.ingest()
    station.acervo.run("download", REF)

    def names(*filters: str) -> list[str]:
        return [item["name"] for item in station.acervo.run("gallery", "1", *filters)["items"]]

    assert names("--kind", "image,document") == ["recibo.pdf", "foto.jpg"]
    assert names("--kind", "image", "--kind", "audio") == ["áudio.ogg", "foto.jpg"]
    assert names("--from", "2025-07-01") == ["áudio.ogg"]
    assert names("--until", "2025-07-01", "--sort", "name") == ["foto.jpg", "recibo.pdf"]
    assert names("--state", "remote") == names("--direction", "out") == []
    assert len(names("--chat", f"+{CUSTOMER}", "--direction", "in")) == 3
    saved = station.acervo.run("save", REF, "--to", tmp_path / "out", "--kind", "document", "--pattern", "{name}")
    assert saved["files"] == [str(tmp_path / "out" / "recibo.pdf")]


def test_pages_follow_one_another_without_gap_or_repeat(station: Station) -> None:
    station.deliver_three()
    station.ingest()
    seen, after = [], ""
    while after is not None:
        page = station.acervo.run("gallery", REF, "--limit", "2", "--after", after)
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
    assert sorted(seen) == sorted(set(seen)) and len(seen) == 3
    assert station.acervo.run("gallery", REF, "--after", "garbage", expect=2)["error"]["field"] == "after"


def test_equal_files_are_kept_once_and_counted_once_in_bytes(station: Station) -> None:
    station.deliver_three()
    station.deliver_three()
    station.ingest()
    numbers = station.acervo.run("stats", REF)
    assert (numbers["media"], numbers["size_bytes"]) == (6, 0)
    station.acervo.run("download", REF)
    once = station.acervo.run("stats", REF)
    files = [item for item in station.acervo.run("gallery", REF)["items"] if item["state"] == "local"]
    assert len(files) == 6
    assert once["size_bytes"] == once["tamanho_total_bytes"] == sum({f["sha256"]: f["size"] for f in files}.values())
    assert once["size_bytes"] < sum(file["size"] for file in files)


def test_the_tables_say_the_same(station: Station, tmp_path: Path) -> None:
    assert "There is no such media." in station.acervo.call("gallery", "1").stdout
    station.deliver_three()
    station.ingest()
    assert "Not downloaded yet" in station.acervo.call("gallery", "1").stdout
    assert "Downloaded" in station.acervo.call("download", REF).stdout
    shown = station.acervo.call("gallery", "1", "--limit", "1", "--lang", "pt_BR").stdout
    assert "Neste computador" in shown and "1 de 3" in shown and "--after" in shown
    assert "Saved" in station.acervo.call("save", REF, "--to", tmp_path, "--all").stdout


def test_the_numbers_add_up_under_both_names(station: Station) -> None:
    station.deliver_three()
    station.ingest()
    station.acervo.run("download", REF, "--media", "1")
    numbers = station.acervo.run("stats", REF)
    assert numbers == station.acervo.run("stats", "1")
    assert (numbers["media"], numbers["messages"], numbers["chats"], numbers["contacts"]) == (3, 3, 1, 1)
    assert (numbers["local"], numbers["pending"], numbers["failed"]) == (1, 2, 0)
    assert numbers["by_kind"] == {"image": 1, "video": 0, "audio": 1, "document": 1, "sticker": 0}
    assert numbers["by_direction"] == {"in": 3, "out": 0}
    assert numbers["total_midias"] == 3
    assert (numbers["midias_baixadas"], numbers["midias_pendentes"], numbers["midias_falhadas"]) == (1, 2, 0)
    assert numbers["por_tipo"] == numbers["by_kind"]
    assert numbers["tamanho_total_bytes"] == numbers["size_bytes"] == len(samples.jpeg())
    assert numbers["tamanho_total_mb"] == round(numbers["size_bytes"] / 10**6, 2)
    assert (numbers["mensagens_processadas"], numbers["midias_processadas"]) == (3, 1)
    assert "Messages" in station.acervo.call("stats", "1").stdout
