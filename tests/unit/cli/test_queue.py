"""The queue shows what is on its way out, is paused and resumed, and takes the user's word."""

from __future__ import annotations

from tests.support import samples
from tests.unit.cli.station import CUSTOMER, REF, Station

TO = ("--to", f"+{CUSTOMER}")


def test_what_is_only_queued_waits_for_its_run(station: Station) -> None:
    photo = station.file("foto.jpg", samples.jpeg())
    ended = station.acervo.call("--json", "send", REF, *TO, photo, "--no-wait")
    (row,) = ended.json["uploads"]
    assert (row["state"], row["message_id"]) == ("queued", None)
    assert "acervo listen" in ended.stderr
    assert station.gateway.log(station.number) == []
    assert station.acervo.run("queue", REF)["uploads"][0]["state"] == "queued"
    assert station.acervo.run("queue", REF, "list", "--run")["uploads"][0]["state"] == "accepted"
    assert len(station.gateway.log(station.number)) == 1


def test_the_queue_is_paused_and_resumed_as_a_whole(station: Station) -> None:
    assert station.acervo.run("queue", REF, "pause")["paused"] is True
    ended = station.acervo.call("--json", "send", REF, *TO, "--text", "oi", expect=1)
    assert ended.json["uploads"][0]["state"] == "queued"
    assert "paused" in ended.stderr
    assert station.acervo.run("queue", REF, "pause", "1", expect=2)["error"]["code"] == "usage"
    resumed = station.acervo.run("queue", REF, "resume", "--run")
    assert (resumed["paused"], resumed["uploads"][0]["state"]) == (False, "accepted")


def test_a_waiting_message_is_cancelled_and_queued_again_on_the_users_word(station: Station) -> None:
    station.acervo.run("send", REF, *TO, "--text", "oi", "--no-wait")
    assert station.acervo.run("queue", REF, "cancel", "1")["uploads"][0]["state"] == "cancelled"
    error = station.acervo.run("queue", REF, "cancel", "1", expect=1)["error"]
    assert (error["code"], error["field"]) == ("bad_input", "id")
    assert station.acervo.run("queue", REF, "cancel", "9", expect=1)["error"]["code"] == "not_found"
    assert station.acervo.run("queue", REF, "cancel", expect=2)["error"]["code"] == "usage"
    partly = station.acervo.run("queue", REF, "retry", "1", "9", expect=3)
    assert partly["uploads"][0]["state"] == "queued"
    assert partly["refused"][0]["code"] == "not_found"
    assert [row["id"] for row in station.acervo.run("queue", REF, "cancel", "--all")["uploads"]] == [1]


def test_a_lost_answer_is_unconfirmed_and_never_repeated_by_itself(station: Station) -> None:
    station.gateway.misbehave("send.lose_answer@1")
    ended = station.acervo.call("--json", "send", REF, *TO, "--text", "oi", expect=1)
    (row,) = ended.json["uploads"]
    assert (row["state"], row["reason"]) == ("unconfirmed", "unknown_outcome")
    assert "not known" in ended.stderr and "queue" in ended.stderr
    station.acervo.run("queue", REF, "list", "--run")
    assert len(station.gateway.log(station.number)) == 1
    assert station.acervo.run("queue", REF, "arrived", row["id"])["uploads"][0]["state"] in ("accepted", "sent")


def test_an_echo_of_our_own_id_settles_what_was_unconfirmed(station: Station) -> None:
    station.gateway.misbehave("send.lose_answer@1")
    station.acervo.run("send", REF, *TO, "--text", "oi", expect=1)
    station.ingest()
    (row,) = station.acervo.run("queue", REF, "check", "1")["uploads"]
    assert row["state"] not in ("unconfirmed", "failed", "queued")
    assert row["message_id"]
