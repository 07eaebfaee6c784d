"""Files and texts go out through the sandbox gateway, each once, with a state that says what is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.journeys.databases import ask, left_over
from tests.journeys.files import photo
from tests.journeys.shop import NUMBER, Shop, states
from tests.journeys.waiting import until
from tests.support import samples
from tests.support.sandbox import SandboxProcess

Json = dict[str, Any]

CUSTOMER = "5511988887777"
NOBODY = "5511988880000"
_LARGE = b"%PDF-1.4\n" + b"% a long paper\n" * 900_000
_SLOW = "send.slow=1:80000"
"""At this speed the file would take minutes, longer than any wait below: who waits for its end fails."""


def _written(folder: Path, files: dict[str, bytes]) -> list[Path]:
    paths = [folder / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    return paths


def _state_of(shop: Shop, upload: int) -> str:
    return str(ask(shop.database, "SELECT state FROM upload WHERE id = ?", upload)[0][0])


def test_every_kind_arrives_byte_for_byte_and_its_ticks_come_back(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    files = {
        "vitrine.jpg": samples.jpeg(), "filme.mp4": samples.film(), "música.mp3": samples.mp3(),
        "orçamento.pdf": samples.pdf(2), "planilha.xlsx": samples.xlsx(),
    }  # fmt: skip
    paths = _written(tmp_path, files)
    (voice,) = _written(tmp_path, {"recado.ogg": samples.voice()})
    (sticker,) = _written(tmp_path, {"figura.webp": samples.webp()})
    sent = [
        *sandbox_loja.send(CUSTOMER, "--text", "segue tudo", *paths),
        *sandbox_loja.send(CUSTOMER, "--as", "voice", voice),
        *sandbox_loja.send(CUSTOMER, "--as", "sticker", sticker),
    ]
    kinds = ["text", "image", "video", "audio", "document", "document", "audio", "sticker"]
    assert [row["kind"] for row in sent] == kinds
    assert all(row["message_id"] and row["reason"] is None for row in sent)
    log = sandbox.log(NUMBER)
    assert [entry["message_id"] for entry in log] == [row["message_id"] for row in sent]
    assert [entry["type"] for entry in log] == [row["kind"] for row in sent]
    assert [entry.get("voice") for entry in log if entry["type"] == "audio"] == [False, True]
    contents = {**files, "recado.ogg": samples.voice(), "figura.webp": samples.webp()}
    for entry, content in zip(log[1:], contents.values(), strict=True):
        received = sandbox.call("GET", f"/control/{NUMBER}/received/{entry['message_id']}")
        assert received.content == content, entry["name"]

    with sandbox_loja.acervo.start("listen", sandbox_loja.ref):
        until(lambda: set(sandbox_loja.upload_states()) == {"read"}, "the ticks")
    assert left_over(sandbox_loja.folder) == []


def test_who_has_no_whatsapp_gets_nothing_and_what_cannot_be_sent_says_why(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    good, program, empty = _written(
        tmp_path, {"a.jpg": photo("good").plain, "foto.jpg": samples.exe(), "nada.pdf": b""}
    )
    (row,) = sandbox_loja.send(NOBODY, good, expect=1)
    assert (row["state"], row["reason"]) == ("failed", "not_on_whatsapp")
    rows = sandbox_loja.send(CUSTOMER, program, empty, tmp_path / "absent.pdf", good, expect=3)
    told = [(row["state"], row["reason"]) for row in rows[:3]]
    assert told == [("failed", "type_refused"), ("failed", "empty"), ("failed", "not_found")]
    assert [entry["name"] for entry in sandbox.log(NUMBER)] == ["a.jpg"]
    assert rows[3]["message_id"] == sandbox.log(NUMBER)[0]["message_id"]
    assert left_over(sandbox_loja.folder) == []


def test_an_upload_that_is_cancelled_half_way_never_arrives_and_may_be_sent_after_all(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (file,) = _written(tmp_path, {"longo.pdf": _LARGE})
    sandbox.misbehave(_SLOW)
    (queued,) = sandbox_loja.send(CUSTOMER, "--no-wait", file)
    with sandbox_loja.acervo.start("listen", sandbox_loja.ref) as listening:
        until(lambda: _state_of(sandbox_loja, queued["id"]) == "uploading", "the upload to begin")
        sandbox_loja.queue("cancel", queued["id"])
        listening.wait_for("upload", id=queued["id"], state="cancelled")
    assert sandbox.log(NUMBER) == []
    assert [(row["state"], row["reason"]) for row in sandbox_loja.queue()] == [("cancelled", "cancelled")]

    sandbox.misbehave("")
    (again,) = sandbox_loja.queue("retry", queued["id"], "--run")
    assert again["message_id"] == sandbox.log(NUMBER)[0]["message_id"]
    assert len(sandbox.log(NUMBER)) == 1


def test_a_paused_queue_keeps_everything_and_goes_on_in_order(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    files = _written(tmp_path, {f"{number}.jpg": photo(f"paused {number}").plain for number in range(3)})
    sandbox_loja.queue("pause")
    waiting = sandbox_loja.send(CUSTOMER, *files, expect=1)
    assert states(waiting) == ["queued"] * 3
    assert sandbox.log(NUMBER) == []
    dropped = sandbox_loja.queue("cancel", waiting[1]["id"])
    assert states(dropped) == ["cancelled"]
    gone = sandbox_loja.queue("resume", "--run")
    assert all(row["message_id"] for row in gone)
    assert [entry["name"] for entry in sandbox.log(NUMBER)] == ["0.jpg", "2.jpg"]


def test_an_answer_that_is_lost_is_found_again_by_our_own_id_in_the_echo(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (file,) = _written(tmp_path, {"recibo.jpg": photo("lost answer").plain})
    sandbox.misbehave("send.lose_answer=1")
    lost = sandbox_loja.send(CUSTOMER, "--text", "veja", file, expect=1)
    assert {(row["state"], row["reason"]) for row in lost} == {("unconfirmed", "unknown_outcome")}
    with sandbox_loja.acervo.start("listen", sandbox_loja.ref):
        until(lambda: set(sandbox_loja.upload_states()) == {"read"}, "the echoes")
    assert [entry["client_ref"] for entry in sandbox.log(NUMBER)] == [
        ref for (ref,) in ask(sandbox_loja.database, "SELECT client_ref FROM upload ORDER BY id")
    ]
    tiles = sandbox_loja.gallery()
    assert [(tile["state"], tile["direction"]) for tile in tiles] == [("local", "out")]


def test_a_program_that_is_asked_to_stop_half_way_through_an_upload_begins_it_anew_next_time(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (file,) = _written(tmp_path, {"longo.pdf": _LARGE})
    sandbox.misbehave(_SLOW)
    sending = sandbox_loja.acervo.start("send", sandbox_loja.ref, "--to", CUSTOMER, file)
    try:
        until(lambda: "uploading" in sandbox_loja.upload_states(), "the upload")
    finally:
        assert sending.stop() == 1, sending.stderr
    assert sandbox_loja.upload_states() == ["queued"]
    assert sandbox.log(NUMBER) == []
    sandbox.misbehave("")
    assert sandbox_loja.queue("list", "--run")[0]["message_id"] == sandbox.log(NUMBER)[0]["message_id"]


def test_a_send_whose_time_is_up_gives_the_file_back_to_the_queue(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (file,) = _written(tmp_path, {"longo.pdf": _LARGE})
    sandbox.misbehave(_SLOW)
    (row,) = sandbox_loja.send(CUSTOMER, "--timeout", "1", file, expect=1)
    assert (row["state"], row["message_id"]) == ("queued", None)
    assert sandbox.log(NUMBER) == []
    sandbox.misbehave("")
    assert sandbox_loja.queue("list", "--run")[0]["message_id"] == sandbox.log(NUMBER)[0]["message_id"]


def test_an_unclear_answer_is_never_taken_for_a_failure(
    sandbox_loja: Shop, sandbox: SandboxProcess, tmp_path: Path
) -> None:
    (file,) = _written(tmp_path, {"curto.jpg": photo("unclear").plain})
    sandbox.misbehave("send.http_503=1@1")
    (unclear,) = sandbox_loja.send(CUSTOMER, file, expect=1)
    assert (unclear["state"], unclear["reason"]) == ("unconfirmed", "unknown_outcome")
    assert sandbox.log(NUMBER) == []
    (resent,) = sandbox_loja.queue("resend", unclear["id"], "--run")
    assert [entry["message_id"] for entry in sandbox.log(NUMBER)] == [resent["message_id"]]
    assert sandbox.stats()["faults"] == {"send.http_503": 1}
