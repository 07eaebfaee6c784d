"""Clients are added, listed and really removed."""

from __future__ import annotations

from tests.support.cli import Acervo


def test_a_client_is_added_and_listed(acervo: Acervo) -> None:
    assert acervo.run("client", "add", "Padaria Sol")["client"] == {"id": 1, "name": "Padaria Sol", "vault": "plain"}
    acervo.run("client", "add", "Açougue Lua", "--id", "7", "--vault", "plain")
    assert [(one["id"], one["name"]) for one in acervo.run("client", "list")["clients"]] == [
        (1, "Padaria Sol"),
        (7, "Açougue Lua"),
    ]


def test_the_list_is_a_table_without_json(acervo: Acervo) -> None:
    assert "There is no client yet" in acervo.call("client", "list").stdout
    acervo.client("Padaria Sol")
    header, row = acervo.call("client", "list").stdout.splitlines()
    assert header.split()[:2] == ["Id", "Name"]
    assert row.split()[:3] == ["1", "Padaria", "Sol"]


def test_an_id_is_given_once(acervo: Acervo) -> None:
    acervo.run("client", "add", "A", "--id", "3")
    error = acervo.run("client", "add", "B", "--id", "3", expect=1)["error"]
    assert (error["code"], error["field"]) == ("already_exists", "id")


def test_a_name_is_one_to_two_hundred_characters_that_can_be_seen(acervo: Acervo) -> None:
    for name in ("", "  ", "\u202e", "x" * 201):
        error = acervo.run("client", "add", name, expect=2)["error"]
        assert (error["code"], error["field"]) == ("bad_input", "name")


def test_a_removal_asks_for_a_word_and_says_what_would_go(shop: Acervo) -> None:
    error = shop.run("client", "remove", "1", expect=2)["error"]
    assert error["code"] == "confirm"
    assert "--yes" in error["remedy"]
    assert "would delete" in error["detail"]
    assert len(shop.run("client", "list")["clients"]) == 1


def test_a_removed_client_leaves_nothing_behind(shop: Acervo) -> None:
    shop.run("stats", "1/loja")
    removed = shop.run("client", "remove", "1", "--yes")["removed"]
    assert removed["files"] >= 2 and removed["bytes"] > 0 and removed["messages"] == 0
    assert shop.run("client", "list")["clients"] == []
    assert shop.run("instance", "list")["instances"] == []
    assert list((shop.data_dir / "media_storage").iterdir()) == []
    assert list(shop.keyring_dir.iterdir()) == []


def test_what_does_not_exist_is_not_found(acervo: Acervo) -> None:
    for words in (["client", "remove", "5", "--yes"], ["instance", "list", "5"], ["stats", "5"], ["gallery", "5"]):
        error = acervo.run(*words, expect=1)["error"]
        assert (error["code"], error["field"]) == ("not_found", "client")
