"""What goes out by W-API, which takes everything into a queue, tells little and knows numbers by their old spelling."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.journeys.files import photo
from tests.journeys.posting import hook_of, post
from tests.journeys.shop import Shop, digest, states
from tests.journeys.waiting import until
from tests.journeys.wapi_events import status
from tests.support import samples
from tests.support.cli import Running
from tests.support.wapi_process import WapiProcess

CUSTOMER = "5511966665551"
OLD_SPELLING = "5511966660009"
NOBODY = "5511966660000"


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    """Return three photos, no two alike."""
    files = [tmp_path / f"{number}.jpg" for number in range(3)]
    for file in files:
        file.write_bytes(photo(f"by wapi {file.name}").plain)
    return files


@pytest.fixture
def listening(wapi_loja: Shop) -> Iterator[Running]:
    """Return the program, listening."""
    with wapi_loja.acervo.start("listen", wapi_loja.ref) as running:
        yield running


def test_every_kind_is_taken_whole_and_ticks_move_its_state_forward_only(
    wapi_loja: Shop, wapi: WapiProcess, tmp_path: Path, listening: Running
) -> None:
    contents = {"a.jpg": samples.jpeg(), "b.mp4": samples.film(), "c.pdf": samples.pdf(), "d.mp3": samples.mp3()}
    files = [tmp_path / name for name in contents]
    for file in files:
        file.write_bytes(contents[file.name])
    sent = wapi_loja.send(CUSTOMER, "--text", "bom dia", *files)
    assert set(states(sent)) == {"accepted"}
    taken = wapi.messages()
    assert [entry["kind"] for entry in taken] == ["text", "image", "video", "document", "audio"]
    assert [entry["sha256"] for entry in taken[1:]] == [digest(file) for file in files]
    assert [entry["messageId"] for entry in taken] == [row["message_id"] for row in sent]

    url = hook_of(listening, wapi_loja.ref)
    for tick, state in (("SENT", "sent"), ("3", "delivered"), ("READ", "read"), ("DELIVERY", "read"), ("2", "read")):
        for entry in taken:
            assert post(url, status("", tick, chat=CUSTOMER, messageId=entry["messageId"])) == 200
        until(partial(_all_are, wapi_loja, state), state)
    assert wapi.leaks() == []


def _all_are(shop: Shop, state: str) -> bool:
    return set(shop.upload_states()) == {state}


def test_a_number_is_written_to_as_whatsapp_spells_it_and_nobody_is_written_to_in_vain(
    wapi_loja: Shop, wapi: WapiProcess, photos: list[Path], listening: Running
) -> None:
    (row,) = wapi_loja.send(OLD_SPELLING, photos[0])
    (entry,) = wapi.messages()
    assert (entry["phone"], entry["reached"]) == (f"{OLD_SPELLING[:4]}{OLD_SPELLING[5:]}", True)
    assert row["to"] == f"+{OLD_SPELLING}"
    tick = status("", "READ", chat=entry["phone"], messageId=entry["messageId"])
    assert post(hook_of(listening, wapi_loja.ref), tick) == 200
    until(lambda: wapi_loja.upload_states() == ["read"], "the tick under the other spelling")
    assert {tile["chat"] for tile in wapi_loja.gallery()} == {f"+{OLD_SPELLING}"}

    (refused,) = wapi_loja.send(NOBODY, photos[1], expect=1)
    assert (refused["state"], refused["reason"]) == ("failed", "not_on_whatsapp")
    assert len(wapi.messages()) == 1


def test_a_first_that_fails_does_not_hold_the_rest_of_its_chat_and_may_be_tried_again(
    wapi_loja: Shop, wapi: WapiProcess, photos: list[Path]
) -> None:
    wapi.fail("refused", path="/v1/message/send-image")
    rows = wapi_loja.send(CUSTOMER, *photos, expect=3)
    assert [(row["state"], row["reason"]) for row in rows] == [
        ("failed", "provider_error"), ("accepted", None), ("accepted", None),
    ]  # fmt: skip
    assert states(wapi_loja.queue("retry", rows[0]["id"], "--run")) == ["accepted"]
    order = [digest(photos[number]) for number in (1, 2, 0)]
    assert [entry["sha256"] for entry in wapi.messages()] == order


def test_a_rate_limit_is_waited_for_and_nothing_leaves_before_its_time(
    wapi_loja: Shop, wapi: WapiProcess, photos: list[Path]
) -> None:
    wapi.fail("rate_limited", retry_after=30, path="/v1/message/send-image")
    rows = wapi_loja.send(CUSTOMER, "--timeout", 1, *photos, expect=1)
    assert [row["reason"] for row in rows] == ["rate_limited", None, None]
    assert states(rows) == ["waiting", "queued", "queued"]
    elsewhere = wapi_loja.send(OLD_SPELLING, "--timeout", 1, "--text", "oi", expect=1)
    assert states(elsewhere) == ["queued"], "the limit is the number's, not the chat's"
    assert wapi.messages() == []


def test_a_rate_limit_that_is_over_lets_everything_go_in_order(
    wapi_loja: Shop, wapi: WapiProcess, photos: list[Path]
) -> None:
    wapi.fail("rate_limited", retry_after=1, path="/v1/message/send-image")
    assert set(states(wapi_loja.send(CUSTOMER, *photos))) == {"accepted"}
    assert [entry["sha256"] for entry in wapi.messages()] == [digest(file) for file in photos]


def test_a_line_that_is_cut_half_way_through_a_file_is_tried_again_by_itself(
    wapi_loja: Shop, wapi: WapiProcess, tmp_path: Path
) -> None:
    file = tmp_path / "longo.pdf"
    file.write_bytes(b"%PDF-1.4\n" + b"% a long paper\n" * 1_600_000)
    wapi.fail("cut_upload", path="/v1/message/send-document")
    (row,) = wapi_loja.send(CUSTOMER, file)
    assert (row["state"], row["attempts"]) == ("accepted", 2)
    assert [(entry["sha256"], entry["messageId"]) for entry in wapi.messages()] == [(digest(file), row["message_id"])]


def test_an_unknown_outcome_is_the_users_to_decide(wapi_loja: Shop, wapi: WapiProcess, photos: list[Path]) -> None:
    wapi.fail("lose_answer", times=2, path="/v1/message/send-image")
    rows = wapi_loja.send(CUSTOMER, *photos, expect=3)
    assert [(row["state"], row["reason"]) for row in rows] == [
        ("unconfirmed", "unknown_outcome"), ("unconfirmed", "unknown_outcome"), ("accepted", None),
    ]  # fmt: skip
    first, second = rows[0]["id"], rows[1]["id"]
    assert states(wapi_loja.queue("check")) == ["unconfirmed", "unconfirmed"]
    assert len(wapi.messages()) == 3, "asking sends nothing"
    assert states(wapi_loja.queue("arrived", first)) == ["accepted"]
    assert states(wapi_loja.queue("resend", second, "--run")) == ["accepted"]
    assert [entry["sha256"] for entry in wapi.messages()] == [digest(photos[number]) for number in (0, 1, 2, 1)]
    for word in ("arrived", "resend"):
        refused = wapi_loja.run("queue", word, first, expect=1)["error"]
        assert (refused["code"], refused["field"]) == ("bad_input", "id")
