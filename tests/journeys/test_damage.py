"""Whatever is wrong with a file: its tile says what, nothing that could be mistaken for it is kept, mending helps."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.journeys.databases import left_over
from tests.journeys.files import Sealed, b64, photo, serve
from tests.journeys.shop import Shop
from tests.journeys.waiting import until
from tests.journeys.wapi_events import content, message_id, received
from tests.support import samples
from tests.support.media_host import Answer, MediaHost, hang, html, plain, truncated

_FAILED, _EXPIRED = "failed", "expired"
_PAST = 1_600_000_000


@dataclass(frozen=True)
class Damage:
    """One way for a file to be wrong.

    Attributes:
        reason: what the tile must say.
        answer: what the host serves, given the file; None for the right body.
        told: members of the event's media object that are wrong.
        mendable: a host that serves the right body makes it well.
    """

    reason: str
    answer: Callable[[Sealed], Answer] | None = None
    told: dict[str, Any] = field(default_factory=dict)
    state: str = _FAILED
    mendable: bool = True
    expires: int | None = None


def _served(change: Callable[[bytes], bytes]) -> Callable[[Sealed], Answer]:
    return lambda file: plain(change(file.body))


def _flipped(body: bytes) -> bytes:
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :]


def _wrong_mac(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


def _status(status: int) -> Callable[[Sealed], Answer]:
    return lambda _file: plain(b"gone", status=status)


_OTHER_HASH = b64(hashlib.sha256(b"another file").digest())

DAMAGES = {
    "a flipped bit": Damage("cipher_hash", _served(_flipped)),
    "a flipped bit and no hash of the body": Damage("mac", _served(_flipped), {"fileEncSha256": None}),
    "a wrong MAC and no hash of the body": Damage("mac", _served(_wrong_mac), {"fileEncSha256": None}),
    "another hash of the body": Damage("cipher_hash", told={"fileEncSha256": _OTHER_HASH}, mendable=False),
    "another hash of the file": Damage("plain_hash", told={"fileSha256": _OTHER_HASH}, mendable=False),
    "a length one too small": Damage("length", told={"fileLength": "100"}, mendable=False),
    "a short body": Damage("truncated", _served(lambda body: body[:-500])),
    "a cut connection": Damage("truncated", lambda file: truncated(file.body[:700], announced=len(file.body))),
    "a page of HTML": Damage("html_instead", lambda _file: html()),
    "an empty body": Damage("empty", _served(lambda _body: b"")),
    "403": Damage("denied", _status(403)),
    "403 after its time": Damage("denied", _status(403), state=_EXPIRED, expires=_PAST),
    "404": Damage("not_found", _status(404)),
    "410": Damage("gone", _status(410), state=_EXPIRED),
    "no key": Damage("no_key", told={"mediaKey": None}, mendable=False),
    "a key of 31 bytes": Damage("bad_key", told={"mediaKey": b64(b"k" * 31)}, mendable=False),
}


def _file(label: str) -> Sealed:
    expires = DAMAGES[label].expires
    return photo(label) if expires is None else photo(label, expires=expires)


def test_every_damage_has_its_reason_no_file_and_a_second_chance(
    wapi_loja: Shop, media_host: MediaHost, tmp_path: Path
) -> None:
    files = {label: _file(label) for label in DAMAGES}
    program = Sealed("image", samples.exe(), "image/jpeg", "foto.jpg", label="program")
    serve(media_host, program, *files.values())
    for label, damage in DAMAGES.items():
        if damage.answer is not None:
            media_host[files[label].path] = damage.answer(files[label])
    events = [received(label, content(files[label], **DAMAGES[label].told)) for label in DAMAGES]
    assert wapi_loja.ingest(*events, received("program", content(program)))["rejected"] == []

    report = wapi_loja.download(expect=3)
    assert (report["downloaded"], report["quarantined"], report["expired"]) == (0, 1, 2)
    _tiles_say_why(wapi_loja)
    _nothing_was_kept(wapi_loja, tmp_path)
    _nothing_was_saved(wapi_loja, tmp_path)

    serve(media_host, *files.values())
    mendable = [label for label, damage in DAMAGES.items() if damage.mendable]
    again = wapi_loja.run("reprocess", expect=3)
    assert (again["downloaded"], again["quarantined"]) == (len(mendable), 1)
    tiles = wapi_loja.tiles()
    assert {label: tiles[message_id(label)]["state"] for label in mendable} == dict.fromkeys(mendable, "local")
    saved = wapi_loja.save_all(tmp_path / "saved", "--state", "local")
    assert set(saved) == {files[label].sha256 for label in mendable}
    assert left_over(wapi_loja.folder) == []


def _tiles_say_why(shop: Shop) -> None:
    tiles = shop.tiles()
    found = {label: (tiles[message_id(label)]["state"], tiles[message_id(label)]["reason"]) for label in DAMAGES}
    assert found == {label: (damage.state, damage.reason) for label, damage in DAMAGES.items()}
    program = tiles[message_id("program")]
    assert (program["state"], program["reason"], program["verified"]) == ("quarantined", "type_refused", False)
    assert shop.acervo.run("stats", shop.ref)["by_state"] == {
        "remote": 0, "downloading": 0, "local": 0, "expired": 2, "failed": len(DAMAGES) - 2, "quarantined": 1,
    }  # fmt: skip


def _nothing_was_kept(shop: Shop, tmp_path: Path) -> None:
    """What was refused lies apart under a name that opens nothing; nothing of the others lies anywhere."""
    assert left_over(shop.folder) == []
    kept = [file for file in shop.folder.glob("*/*") if file.parent.name != "backups"]
    assert [(file.parent.name, file.suffix) for file in kept] == [("quarantena", ".bin")]


def _nothing_was_saved(shop: Shop, tmp_path: Path) -> None:
    report = shop.run("save", "--to", tmp_path / "nothing", "--all", expect=1)
    assert (report["saved"], report["files"]) == (0, [])
    reasons = sorted(one["reason"] for one in report["failed"])
    assert reasons == sorted(["type_refused", *(damage.reason for damage in DAMAGES.values())])
    assert not list((tmp_path / "nothing").rglob("*.*"))


def test_a_host_that_hangs_does_not_hold_the_program_and_the_file_comes_when_it_answers(
    wapi_loja: Shop, media_host: MediaHost
) -> None:
    silent, half = photo("silent"), photo("half")
    released = threading.Event()
    media_host[silent.path] = hang(released=released)
    media_host[half.path] = hang(begun=half.body[:600], announced=len(half.body), released=released)
    wapi_loja.ingest(received("silent", content(silent)), received("half", content(half)))
    report = wapi_loja.download("--timeout", 1, expect=None)
    released.set()
    assert (report["downloaded"], report["pending"]) == (0, 2)
    tiles = wapi_loja.tiles()
    assert {(tile["state"], tile["reason"]) for tile in tiles.values()} == {("remote", "timeout")}
    assert all(tile["next_try_at"] for tile in tiles.values())
    assert left_over(wapi_loja.folder) == []

    serve(media_host, silent, half)
    until(lambda: wapi_loja.download()["pending"] == 0, "the next try")
    assert {tile["state"] for tile in wapi_loja.gallery()} == {"local"}
