"""A customer's files come in by W-API's webhook, lie encrypted on WhatsApp's media host, and end up as saved files."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.journeys.databases import ask, left_over
from tests.journeys.files import Sealed, b64, of_every_kind, photo, serve
from tests.journeys.shop import Shop
from tests.journeys.wapi_events import ANA, BIA, content, from_phone, message_id, received, status, text
from tests.support.media_host import MediaHost, plain
from tests.support.wapi_process import WapiProcess

_GONE = plain(b"", status=404)


def test_files_of_every_kind_and_spelling_are_saved_byte_for_byte(
    wapi_loja: Shop, media_host: MediaHost, wapi: WapiProcess, tmp_path: Path
) -> None:
    files = of_every_kind()
    serve(media_host, *files.values())
    told = wapi_loja.ingest(
        received("photo", content(files["photo"], caption="a vitrine")),
        received("film", content(files["film"], year=2025), year=2025),
        received("voice", content(files["voice"]), event=None),
        received("song", content(files["song"], year=2025), year=2025, who=BIA),
        received("invoice", content(files["invoice"], caption="boleto", wrapped=True)),
        from_phone("report", content(files["report"])),
        received("sticker", content(files["sticker"], year=2025), year=2025),
        received("words", text("bom dia")),
        status("report", "READ"),
    )
    assert (told["messages"], told["media"], told["statuses"], told["rejected"]) == (8, 7, 1, [])

    report = wapi_loja.download()
    assert report == {
        "downloaded": 7, "failed": 0, "expired": 0, "quarantined": 0, "pending": 0,
        "bytes": sum(len(file.plain) for file in files.values()),
    }  # fmt: skip
    tiles = wapi_loja.tiles()
    for label, file in files.items():
        tile = tiles[message_id(label)]
        shown = {name: tile[name] for name in ("kind", "state", "reason", "sha256", "size", "verified")}
        expected = {"state": "local", "reason": None, "size": len(file.plain), "verified": True}
        assert shown == {"kind": file.kind, "sha256": file.sha256, **expected}, label
    assert {tile["chat"] for tile in tiles.values()} == {ANA.address, BIA.address}
    _has_what_was_derived(wapi_loja, tiles)

    saved = wapi_loja.save_all(tmp_path / "saved")
    assert set(saved) == {file.sha256 for file in files.values()}
    assert saved[files["invoice"].sha256].name == "orçamento maio.pdf"
    assert wapi.leaks() == []
    assert all("authorization" not in request.headers for request in media_host.seen)
    assert left_over(wapi_loja.folder) == []


def _has_what_was_derived(shop: Shop, tiles: dict[str, dict[str, object]]) -> None:
    """The probe's figures are on the tiles; pictures, the film's poster and the first page have thumbnails."""
    assert (tiles[message_id("photo")]["width"], tiles[message_id("photo")]["height"]) == (96, 64)
    assert tiles[message_id("film")]["width"] == 96
    assert round(float(str(tiles[message_id("voice")]["duration_s"]))) == 1
    assert tiles[message_id("invoice")]["pages"] == 3
    thumbs = dict(ask(shop.folder / "thumbnails.db", "SELECT sha256, count(*) FROM thumb GROUP BY sha256"))
    for label in ("photo", "film", "invoice", "sticker"):
        assert thumbs.get(str(tiles[message_id(label)]["sha256"])), label


def test_a_second_save_saves_nothing_twice_and_replaces_nothing(
    wapi_loja: Shop, media_host: MediaHost, tmp_path: Path
) -> None:
    twins = [Sealed("document", f"%PDF-1.4 {n}".encode(), "application/pdf", "boleto.pdf", label=str(n)) for n in "ab"]
    serve(media_host, *twins)
    wapi_loja.ingest(*(received(f"twin {file.label}", content(file)) for file in twins))
    assert wapi_loja.download()["downloaded"] == 2
    first = wapi_loja.run("save", "--to", tmp_path / "saved", "--all")
    again = wapi_loja.run("save", "--to", tmp_path / "saved", "--all")
    assert (first["saved"], first["already"], again["saved"], again["already"]) == (2, 0, 0, 2)
    assert sorted(again["files"]) == sorted(first["files"])
    kept = [hashlib.sha256(Path(file).read_bytes()).hexdigest() for file in first["files"]]
    assert sorted(kept) == sorted(file.sha256 for file in twins)


def test_a_dead_link_is_fetched_by_way_of_w_api_and_the_token_stays_with_it(
    wapi_loja: Shop, media_host: MediaHost, wapi: WapiProcess, tmp_path: Path
) -> None:
    plain_link, raw_link = photo("second way"), photo("raw address")
    elsewhere = photo("elsewhere")
    for file in (plain_link, raw_link, elsewhere):
        media_host[file.path] = _GONE
    known = {file: {"mediaKey": b64(file.key), "directPath": file.direct_path, "base64": b64(file.plain)} for file in (
        plain_link, raw_link, elsewhere,
    )}  # fmt: skip
    wapi.control("media", **known[plain_link])
    wapi.control("media", **known[raw_link], link="http://10.1.2.3:8080{path}")
    wapi.control("media", **known[elsewhere], link="https://files.example.org{path}")
    wapi_loja.ingest(
        *(received(file.label, content(file)) for file in (plain_link, raw_link, elsewhere)),
    )
    report = wapi_loja.download(expect=3)
    assert (report["downloaded"], report["failed"]) == (2, 1)
    tiles = wapi_loja.tiles()
    assert tiles[message_id("second way")]["state"] == tiles[message_id("raw address")]["state"] == "local"
    assert tiles[message_id("elsewhere")]["state"] == "failed"
    assert set(wapi_loja.save_all(tmp_path / "saved", "--state", "local")) == {plain_link.sha256, raw_link.sha256}
    assert wapi.leaks() == []
    assert all("authorization" not in request.headers for request in media_host.seen)
    ways = dict(ask(wapi_loja.database, "SELECT provider_id, way FROM media JOIN message USING (id)"))
    assert ways[message_id("second way")] == ways[message_id("raw address")] == "provider"
