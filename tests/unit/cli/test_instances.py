"""Instances are added with credentials that nobody ever sees again; without a keychain there is a way on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import NO_KEYRING, Acervo
from tests.support.file_keyring import entries
from tests.support.sandbox import SandboxProcess

SECRET = "t-very-secret-0815"
WAPI = ("--provider", "wapi", "--set", "instance_id=T34398")


def test_an_instance_is_added_and_its_token_goes_to_the_keychain(acervo: Acervo) -> None:
    acervo.client()
    added = acervo.instance(
        "1/loja",
        "--set",
        "instance_id=T34398",
        "--name",
        "Loja",
        "--number",
        "+55 11 99999-0000",
        provider="wapi",
        credentials={"token": SECRET},
    )["instance"]
    assert added["id"] == "1/loja"
    assert (added["name"], added["number"], added["provider"]) == ("Loja", "+5511999990000", "wapi")
    assert added["settings"] == {"instance_id": "T34398"}
    (entry,) = entries(acervo.keyring_dir)
    assert json.loads(entry["password"]) == {"token": SECRET}


def test_the_list_shows_the_webhook_path_and_no_token(shop: Acervo) -> None:
    (instance,) = shop.run("instance", "list")["instances"]
    hook, client, name, secret = instance["webhook"].strip("/").split("/")
    assert (hook, client, name) == ("hook", "1", "loja")
    assert len(secret) >= 32
    assert instance["webhook"] in shop.call("instance", "list", "1").stdout


def test_no_secret_is_printed_or_kept_in_a_file(acervo: Acervo) -> None:
    acervo.client()
    calls = [
        acervo.call(
            "instance", "add", "1/loja", *WAPI, "--credentials-stdin", "-v", stdin=json.dumps({"token": SECRET})
        ),
        acervo.call("instance", "list", "-v"),
        acervo.call("instance", "add", "1/b", *WAPI, "--credentials-stdin", stdin=f'{{"tokn": "{SECRET}"}}', expect=2),
        acervo.call("instance", "add", "1/c", *WAPI, "--credentials-stdin", stdin=f'"{SECRET}"', expect=2),
        acervo.call("instance", "add", "1/d", *WAPI, "--credentials-stdin", stdin=f'{{"{SECRET}', expect=2),
    ]
    assert not [call for call in calls if SECRET in call.stdout + call.stderr]
    kept = [path for path in acervo.data_dir.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert kept == []


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        ("", "not JSON"),
        ("[1]", "object"),
        ("{}", "object"),
        ('{"token": 5}', "token"),
        ('{"token": ""}', "token"),
        ('{"token": "x", "colour": "y"}', "colour"),
        ("[" * 100_000, "longer"),
    ],
)
def test_credentials_that_are_none_are_refused(acervo: Acervo, stdin: str, words: str) -> None:
    acervo.client()
    error = acervo.run("instance", "add", "1/loja", *WAPI, "--credentials-stdin", stdin=stdin, expect=2)["error"]
    assert error["field"].startswith("credentials")
    assert words in error["detail"]
    assert acervo.run("instance", "list")["instances"] == []


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (["--provider", "wapi", "--set", "colour=red"], "set colour"),
        (["--provider", "wapi", "--set", "instance_id"], "set"),
        (["--provider", "wapi", "--base-url", "http://api.example.com"], "base_url"),
        (["--provider", "wapi", "--set", "media_host=http://10.0.0.1"], "set media_host"),
        (["--provider", "wapi", "--number", "twelve"], "number"),
        (["--provider", "sandbox"], "base_url"),
        (["--provider", "sandbox", "--base-url", "http://127.0.0.1:9"], "number"),
    ],
)
def test_a_wrong_setting_is_named(acervo: Acervo, options: list[str], field: str) -> None:
    acervo.client()
    error = acervo.run("instance", "add", "1/loja", *options, expect=2)["error"]
    assert (error["code"], error["field"]) == ("bad_input", field)


def test_without_a_keychain_the_instance_is_added_and_says_what_to_do(tmp_path: Path) -> None:
    acervo = Acervo(tmp_path / "data", keyring=NO_KEYRING)
    acervo.client()
    given = json.dumps({"token": SECRET})
    ended = acervo.call("--json", "instance", "add", "1/loja", *WAPI, "--credentials-stdin", stdin=given, expect=3)
    assert ended.json["instance"]["id"] == "1/loja"
    assert ended.json["warnings"] == ["no_keychain"]
    assert "--credentials-stdin" in ended.stderr
    assert len(acervo.run("instance", "list")["instances"]) == 1


def test_a_token_that_was_given_for_the_run_is_enough_where_there_is_no_keychain(tmp_path: Path) -> None:
    acervo = Acervo(tmp_path / "data", keyring=NO_KEYRING)
    acervo.client()
    with SandboxProcess() as gateway:
        at = ("--base-url", gateway.url, "--number", "+5511999990000")
        acervo.instance("1/demo", *at, provider="sandbox", credentials={"token": gateway.token}, expect=3)
        tested = acervo.run(
            "instance", "test", "1/demo", "--credentials-stdin", stdin=json.dumps({"token": gateway.token})
        )
        assert tested["ok"] and tested["number"] == "+5511999990000"
        without = acervo.run("instance", "test", "1/demo", expect=1)
    assert without["error"]["code"] == "no_keychain"
    assert acervo.run("instance", "remove", "1/demo", "--yes")["removed"]["messages"] == 0


def test_a_connection_test_tells_number_name_abilities_and_limits(acervo: Acervo) -> None:
    acervo.client()
    with SandboxProcess() as gateway:
        at = ("--base-url", gateway.url, "--number", "+5511999990000")
        acervo.instance("1/demo", *at, provider="sandbox", credentials={"token": gateway.token})
        tested = acervo.run("instance", "test", "1/demo")
        shown = acervo.call("instance", "test", "1/demo").stdout
    assert set(tested) >= {"ok", "number", "name", "abilities", "limits", "warnings"}
    assert tested["abilities"]["sends"] == ["audio", "document", "image", "sticker", "video"]
    assert tested["limits"]["image"]["max_bytes"] == 10_000_000
    assert "The connection works." in shown


def test_a_provider_that_does_not_answer_is_no_success(acervo: Acervo) -> None:
    acervo.client()
    at = ("--base-url", "http://127.0.0.1:9", "--number", "+5511999990000")
    acervo.instance("1/demo", *at, provider="sandbox", credentials={"token": "x"})
    tested = acervo.run("instance", "test", "1/demo", expect=1)
    assert (tested["ok"], tested["reason"]) == (False, "offline")


def test_a_removed_instance_is_gone_with_its_token(shop: Acervo) -> None:
    assert shop.run("instance", "remove", "1/loja", expect=2)["error"]["code"] == "confirm"
    shop.run("instance", "remove", "1/loja", "--yes")
    assert shop.run("instance", "list")["instances"] == []
    assert entries(shop.keyring_dir) == []
    error = shop.run("instance", "remove", "1/loja", "--yes", expect=1)["error"]
    assert (error["code"], error["field"]) == ("not_found", "instance")
