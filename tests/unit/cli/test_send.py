"""Files and texts go out once, each with an honest state; the queue shows them and takes the user's word."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support import samples
from tests.unit.cli.station import CUSTOMER, REF, Station

TO = ("--to", f"+{CUSTOMER}")


def test_files_and_a_text_are_accepted_and_arrive_once(station: Station) -> None:
    photo, paper = station.file("foto.jpg", samples.jpeg()), station.file("recibo.pdf", samples.pdf())
    rows = station.acervo.run("send", REF, *TO, photo, paper, "--text", "bom dia", "--caption", "olá")["uploads"]
    assert [(row["kind"], row["state"], row["file"]) for row in rows] == [
        ("text", "accepted", None),
        ("image", "accepted", str(photo)),
        ("document", "accepted", str(paper)),
    ]
    assert all(row["id"] and row["message_id"] and row["reason"] is None for row in rows)
    taken = station.gateway.log(station.number)
    assert [one["message_id"] for one in taken] == [row["message_id"] for row in rows]
    assert [one["caption"] for one in taken] == [None, "olá", "olá"]


def test_a_refused_file_does_not_stop_the_others(station: Station) -> None:
    good, empty = station.file("foto.jpg", samples.jpeg()), station.file("vazio.pdf", b"")
    program = station.file("jogo.jpg", samples.exe())
    ended = station.acervo.call("--json", "send", REF, *TO, empty, good, program, station.folder / "absent", expect=3)
    rows = ended.json["uploads"]
    assert [(row["id"] is None, row["state"], row["reason"]) for row in rows] == [
        (True, "failed", "empty"),
        (False, "accepted", None),
        (True, "failed", rows[2]["reason"]),
        (True, "failed", "not_found"),
    ]
    assert rows[2]["reason"] in ("type_mismatch", "type_refused")
    shown = station.acervo.call("send", REF, *TO, station.folder / "absent", expect=1)
    assert "There is no such file on this computer." in shown.stdout


def test_nobody_there_is_no_success(station: Station) -> None:
    rows = station.acervo.run("send", REF, "--to", "+5511900000000", "--text", "oi", expect=1)["uploads"]
    assert (rows[0]["state"], rows[0]["reason"]) == ("failed", "not_on_whatsapp")
    assert station.gateway.log(station.number) == []


def test_credentials_may_be_given_for_the_run_alone(station: Station) -> None:
    for entry in station.acervo.keyring_dir.iterdir():
        entry.unlink()
    words = ("send", REF, *TO, "--text", "oi", "--timeout", "5")
    without = station.acervo.run(*words, expect=1)["uploads"][0]
    assert without["reason"] == "no_credentials"
    token = json.dumps({"token": station.gateway.token})
    assert station.acervo.run(*words, "--credentials-stdin", stdin=token)["uploads"][0]["state"] == "accepted"


def test_the_tables_say_the_same(station: Station) -> None:
    assert "The queue is empty." in station.acervo.call("queue", REF).stdout
    path = Path(station.file("foto.jpg", samples.jpeg()))
    sent = station.acervo.call("send", REF, *TO, path, "--lang", "es").stdout
    assert "Aceptado por el proveedor" in sent
    assert "Accepted by the provider" in station.acervo.call("queue", REF).stdout
