"""Whatever is wrong with what comes in: an error that names the field, the rest taken, nothing written elsewhere."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

from tests.journeys.databases import ask, left_over, tree
from tests.journeys.files import Sealed, photo, serve
from tests.journeys.shop import Shop
from tests.journeys.wapi_events import INSTANCE_ID, NOON, content, message_id, received, text
from tests.support.cli import Acervo
from tests.support.media_host import MediaHost

Json = dict[str, Any]

_GOOD = received("good", text("oi"))


def _without(name: str) -> Json:
    return {key: value for key, value in _GOOD.items() if key != name}


def _picture(**told: Any) -> Json:
    return received("picture", content(photo("bad"), **told))


BAD: dict[str, tuple[Any, str]] = {
    "no id": (_without("messageId"), "messageId"),
    "no chat": (_without("chat"), "chat.id"),
    "no time": (_without("moment"), "moment"),
    "no content": (_without("msgContent"), "msgContent"),
    "an id with a path": (_GOOD | {"messageId": "../../../etc/passwd"}, "messageId"),
    "an id with a backslash": (_GOOD | {"messageId": "..\\..\\boot.ini"}, "messageId"),
    "an id of 300 characters": (_GOOD | {"messageId": "A" * 300}, "messageId"),
    "an id that is a number": (_GOOD | {"messageId": 5}, "messageId"),
    "a chat with a path": (_GOOD | {"chat": {"id": "../../x"}}, "chat.id"),
    "a chat of 300 digits": (_GOOD | {"chat": {"id": "5" * 300}}, "chat.id"),
    "another instance's": (_GOOD | {"instanceId": "LITE-OTHER-1"}, "instanceId"),
    "a negative length": (_picture(fileLength="-5"), "fileLength"),
    "a length of forty digits": (_picture(fileLength="9" * 40), "fileLength"),
    "half a hash": (_picture(fileSha256="zzz"), "fileSHA256"),
    "a time in words": (_GOOD | {"moment": "yesterday"}, "moment"),
    "a time before time": (_GOOD | {"moment": -5}, "moment"),
    "a time after all": (_GOOD | {"moment": 10**30}, "moment"),
    "a list for content": (_GOOD | {"msgContent": [1, 2]}, "msgContent"),
    "nothing": (None, "not an object"),
    "a number": (5, "not an object"),
}


def test_each_bad_event_is_named_with_its_place_and_the_others_are_taken(quiet_loja: Shop, tmp_path: Path) -> None:
    lines: list[str] = []
    for number, (bad, _field) in enumerate(BAD.values()):
        lines += [json.dumps(bad), json.dumps(received(f"between {number}", text("oi")))]
    lines += ["{this is not JSON", "[" * 3000 + "]" * 3000, json.dumps(received("last", text("fim")))]
    file = tmp_path / "events.ndjson"
    file.write_text("\n".join(lines), encoding="utf-8")
    told = quiet_loja.run("ingest", file, expect=3)
    assert told["messages"] == len(BAD) + 1
    rejected = {one["index"]: one["reason"] for one in told["rejected"]}
    assert sorted(rejected) == [*range(0, 2 * len(BAD), 2), 2 * len(BAD), 2 * len(BAD) + 1]
    for number, (label, (_bad, field)) in enumerate(BAD.items()):
        assert field in rejected[2 * number].partition(":")[0], f"{label}: {rejected[2 * number]}"
    taken = {id for (id,) in ask(quiet_loja.database, "SELECT provider_id FROM message")}
    assert taken == {message_id(f"between {number}") for number in range(len(BAD))} | {message_id("last")}


NO_INPUTS = {
    "words": b"this is not JSON",
    "50 MB of nesting": b"[" * 50_000_000,
    "no text": b"\xff\xfe\x00",
    "cut off": b'{"event": "' + b"x" * 100_000,
    "a line that is cut off": json.dumps(_GOOD).encode()[:-20],
}


def test_an_input_that_is_no_input_is_refused_in_words(quiet_loja: Shop, tmp_path: Path) -> None:
    files = [tmp_path / str(number) for number in range(len(NO_INPUTS))]
    for file, body in zip(files, NO_INPUTS.values(), strict=True):
        file.write_bytes(body)
        told = quiet_loja.run("ingest", file, expect=1)
        assert told["messages"] == 0 and told["rejected"][0]["reason"]
    good = tmp_path / "good.json"
    good.write_text(json.dumps(_GOOD), encoding="utf-8")
    told = quiet_loja.run("ingest", *files, good, tmp_path / "absent", expect=3)
    assert told["messages"] == 1
    assert {one["file"] for one in told["rejected"]} == {str(file) for file in [*files, tmp_path / "absent"]}


NAMES = {
    "long": "n" * 4000 + ".jpg",
    "long and accented": "ã" * 4000,
    "device": "CON",
    "device with an ending": "nul.jpg",
    "right to left": "foto\u202egpj.exe",
    "upwards": "../../../../upwards.jpg",
    "absolute": "/etc/cron.d/absolute.jpg",
    "drive": "C:\\Windows\\drive.jpg",
    "stream": "foto.jpg:hidden.exe",
    "control": "a\x00b\nc\rd.jpg",
    "dots": "....",
    "dash": "-rf.jpg",
    "hidden": ".profile",
    "blank": "   ",
}


def test_hostile_names_become_safe_ones_and_nothing_is_written_outside(
    wapi_loja: Shop, media_host: MediaHost, tmp_path: Path
) -> None:
    files = {
        label: Sealed("document", photo(label).plain, "image/jpeg", name, label=label) for label, name in NAMES.items()
    }
    serve(media_host, *files.values())
    events = [received(label, content(file)) for label, file in files.items()]
    before = _outside(tmp_path)
    told = wapi_loja.ingest(*events)
    assert (told["messages"], told["rejected"]) == (len(NAMES), [])
    assert wapi_loja.download()["downloaded"] == len(NAMES)
    saved = wapi_loja.save_all(tmp_path / "saved", "--all", "--pattern", "{contact}/{original name}")
    assert _outside(tmp_path) == before
    assert set(saved) == {file.sha256 for file in files.values()}
    for path in [*saved.values(), *wapi_loja.folder.glob("documentos/*")]:
        _is_safe(path.name)
    assert {path.parent.parent for path in saved.values()} == {tmp_path / "saved"}
    assert left_over(wapi_loja.folder) == []
    names = {tile["name"] for tile in wapi_loja.gallery()}
    assert NAMES["right to left"] in names, "the name as it came is kept as a label"


def _outside(folder: Path) -> dict[str, str]:
    """Return every file but those of the data folder and of the folder to save into."""
    return {name: hash for name, hash in tree(folder).items() if not name.startswith(("data/", "saved/"))}


def _is_safe(name: str) -> None:
    assert 0 < len(name.encode()) <= 200, name
    assert not set(name) & set('/\\:*?"<>|'), name
    assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in name), ascii(name)
    assert name[0] not in ".-" and name[-1] not in ". ", name
    assert name.partition(".")[0].upper() not in ("CON", "NUL", "PRN", "AUX"), name
    assert not name.lower().endswith(".exe"), name


def test_addresses_in_an_event_lead_nowhere_but_to_the_media_host(wapi_loja: Shop, media_host: MediaHost) -> None:
    with MediaHost() as elsewhere:
        file = photo("elsewhere")
        serve(elsewhere, file)
        paths = [f"{before}{elsewhere.authority}{file.path}" for before in ("http://", "//", "@", "\\\\")]
        events = [received(f"path {path}", content(file, directPath=path)) for path in paths]
        events.append(received("url", content(file, directPath=None, url=f"{elsewhere.url}{file.path}")))
        events.append(received("file", content(file, directPath=None, url="file:///etc/passwd")))
        wapi_loja.ingest(*events)
        wapi_loja.download(expect=None)
        assert elsewhere.seen == []
    assert {tile["state"] for tile in wapi_loja.gallery()} <= {"failed", "remote"}
    assert left_over(wapi_loja.folder) == []


REFUSED = {
    ("gallery", "1/../2"): "instance",
    ("gallery", "../1/loja"): "client",
    ("gallery", "1/LOJA"): "instance",
    ("gallery", "1/a:b"): "instance",
    ("gallery", f"1/{'a' * 300}"): "instance",
    ("gallery", "0/loja"): "client",
    ("ingest", "2/loja", "-"): "instance",
    ("listen", "1/outra"): "instance",
    ("download", "1/loja", "--media", "../../x"): "media",
    ("download", "1/loja", "--media", "99"): "media",
    ("save", "1/loja", "--to", "x", "--media", "-1"): "media",
    ("save", "1/loja", "--to", "x", "--all", "--pattern", "../{name}"): "pattern",
    ("save", "1/loja", "--to", "x", "--all", "--pattern", "{secret}"): "pattern",
    ("send", "1/loja", "--to", "../x", "--text", "oi"): "to",
    ("queue", "1/loja", "retry", "99"): "id",
    ("client", "add", "x", "--id", "-1"): "client",
}


def test_a_command_with_a_bad_word_is_refused_and_names_it(quiet_loja: Shop, tmp_path: Path, soak: bool) -> None:
    before = tree(tmp_path).keys()
    words = list(REFUSED) if soak else list(REFUSED)[::2]
    for command in words:
        ended = quiet_loja.acervo.call("--json", *command, expect=None)
        assert ended.code in (1, 2), command
        error = ended.json["error"]
        assert error["field"] == REFUSED[command], (command, error)
        assert error["title"] and error["remedy"], command
    new = {name for name in tree(tmp_path).keys() - before if not name.startswith(("data/log", "data/run"))}
    assert {Path(name).parent.name for name in new} <= {"instance_loja", "cliente_1"}, new


def test_ids_of_one_instance_mean_nothing_in_another(acervo: Acervo, quiet_loja: Shop) -> None:
    acervo.run("instance", "add", "1/outra", "--provider", "wapi", "--set", f"instance_id={INSTANCE_ID}")
    quiet_loja.ingest(received("mine", content(photo("mine")), at=NOON))
    (tile,) = quiet_loja.gallery()
    for words in (("download", "1/outra"), ("save", "1/outra", "--to", "x")):
        error = acervo.run(*words, "--media", tile["id"], expect=1)["error"]
        assert (error["code"], error["field"]) == ("not_found", "media")
