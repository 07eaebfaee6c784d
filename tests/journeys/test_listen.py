"""The webhook listener: what it has answered 200 for is safe, everybody gets their own, and it ends in order."""

from __future__ import annotations

import itertools
import signal
import sys
from pathlib import Path

import pytest

from tests.journeys.databases import ask, left_over
from tests.journeys.files import photo, serve
from tests.journeys.posting import NO_ANSWER, hook_of, post, post_all
from tests.journeys.shop import Shop, wapi_shop
from tests.journeys.waiting import until
from tests.journeys.wapi_events import content, message_id, received, text
from tests.support.cli import Acervo, Running
from tests.support.media_host import MediaHost, drip
from tests.support.wapi_process import WapiProcess

_BURST = 500
_UNREAD = "SELECT count(*) FROM raw_event WHERE pending = 1"


def _messages(shop: Shop) -> set[str]:
    return {id for (id,) in ask(shop.database, "SELECT provider_id FROM message")}


def _all_read(shop: Shop) -> bool:
    return ask(shop.database, _UNREAD) == [(0,)]


def test_a_burst_of_which_each_answer_was_meant_survives_a_kill(wapi_loja: Shop) -> None:
    events = [received(f"burst {number}", text(f"mensagem {number}")) for number in range(_BURST)]
    listening = wapi_loja.acervo.start("listen", wapi_loja.ref)
    left = itertools.count(_BURST // 2, -1)
    try:
        url = hook_of(listening, wapi_loja.ref)
        statuses = post_all(url, events, answered=lambda _status: None if next(left) else listening.process.kill())
    finally:
        listening.kill()
    assert set(statuses) == {200, NO_ANSWER}
    taken = {event["messageId"] for event, status in zip(events, statuses, strict=True) if status == 200}

    with wapi_loja.acervo.start("listen", wapi_loja.ref) as again:
        url = hook_of(again, wapi_loja.ref)
        until(lambda: _all_read(wapi_loja), "the events of the dead run to be read")
        assert taken <= _messages(wapi_loja)
        lost = [event for event, status in zip(events, statuses, strict=True) if status != 200]
        assert set(post_all(url, lost)) == {200}
        until(lambda: len(_messages(wapi_loja)) == _BURST, "all events")
    assert ask(wapi_loja.database, "SELECT count(*) FROM message") == [(_BURST,)]


def test_a_kill_right_after_the_answer_loses_nothing(wapi_loja: Shop, soak: bool) -> None:
    for number in range(5 if soak else 1):
        listening = wapi_loja.acervo.start("listen", wapi_loja.ref)
        try:
            assert post(hook_of(listening, wapi_loja.ref), received(f"only {number}", text("oi"))) == 200
        finally:
            listening.kill()
        wapi_loja.download()
        assert message_id(f"only {number}") in _messages(wapi_loja)


def test_what_is_not_for_this_door_is_turned_away(wapi_loja: Shop) -> None:
    with wapi_loja.acervo.start("listen", wapi_loja.ref) as listening:
        url = hook_of(listening, wapi_loja.ref)
        assert url.endswith(wapi_loja.hook())
        door, _slash, secret = url.rpartition("/")
        event = received("never", text("oi"))
        assert post(f"{door}/{secret[:-1]}x", event) == 404
        assert post(f"{door}/", event) == 404
        assert post(url.replace("/1/loja/", "/2/loja/"), event) == 404
        assert post(url.replace("/1/loja/", "/1/outra/"), event) == 404
        assert post(url, b"", method="GET") == 405
        assert post(url, b"") == 400
        assert post(url, b"x" * (3 * 1024 * 1024 + 1)) in (413, NO_ANSWER)
        assert post(url, b"[" * 2_000_000) == 200
        assert post(url, b"\xff\xfe not JSON") == 200
        assert post(url, received("taken", text("oi"))) == 200
        until(lambda: _all_read(wapi_loja), "the events to be read")
    assert _messages(wapi_loja) == {message_id("taken")}
    problems = ask(wapi_loja.database, "SELECT problem FROM raw_event WHERE problem <> ''")
    assert len(problems) == 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_asked_to_stop_it_ends_in_order_and_the_next_run_goes_on(
    wapi_loja: Shop, media_host: MediaHost, number: int
) -> None:
    if sys.platform == "win32":
        number = signal.CTRL_BREAK_EVENT
    file = photo("slow")
    media_host[file.path] = drip(file.body, pause_s=0.5)
    with wapi_loja.acervo.start("listen", wapi_loja.ref) as listening:
        assert post(hook_of(listening, wapi_loja.ref), received("slow", content(file))) == 200
        until(lambda: ask(wapi_loja.database, "SELECT 1 FROM media WHERE state = 'downloading'"), "the download")
        assert listening.stop(number) == 0
    assert listening.stderr == ""
    tile = wapi_loja.tiles()[message_id("slow")]
    assert (tile["state"], tile["reason"], tile["attempts"]) == ("remote", None, 0)
    assert left_over(wapi_loja.folder) == []
    serve(media_host, file)
    assert wapi_loja.download()["downloaded"] == 1


def test_two_clients_with_everything_alike_stay_apart(
    acervo: Acervo, wapi: WapiProcess, media_host: MediaHost, tmp_path: Path
) -> None:
    acervo.client("Outra Padaria")
    shops = [
        wapi_shop(acervo, wapi, media_host),
        wapi_shop(acervo, wapi, media_host, ref="2/loja", instance_id="LITE-2-OTHER"),
    ]
    file = photo("shared")
    serve(media_host, file)
    event = received("same id", content(file, fileName="mesmo nome.jpg"))
    others = event | {"instanceId": "LITE-2-OTHER"}
    with acervo.start("listen") as listening:
        urls = [hook_of(listening, shop.ref) for shop in shops]
        assert [post(urls[0], event), post(urls[0], others), post(urls[1], event)] == [200, 200, 200]
        _arrived(listening, shops[0])
        until(lambda: all(map(_all_read, shops)), "all events to be read")
        assert _messages(shops[1]) == set(), "the other client's events came in"
        assert post(urls[1], others) == 200
        _arrived(listening, shops[1])
    for shop in shops:
        assert [tile["instance"] for tile in shop.gallery()] == [shop.ref]
        assert ask(shop.database, "SELECT count(*) FROM blob") == [(1,)]
    assert [item["instance"] for item in acervo.run("gallery", 1)["items"]] == ["1/loja"]
    acervo.run("client", "remove", 2, "--yes")
    assert set(shops[0].save_all(tmp_path / "saved")) == {file.sha256}


def _arrived(listening: Running, shop: Shop) -> None:
    listening.wait_for("media", instance=shop.ref, state="local")
