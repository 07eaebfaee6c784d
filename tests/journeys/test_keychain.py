"""Credentials in a real keychain of Linux: kept over restarts, and honest words when it is locked or gone."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.shop import NUMBER, REF, sandbox_shop
from tests.support.cli import Acervo
from tests.support.sandbox import SandboxProcess
from tests.support.secret_service import SecretService

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's keychain")


@pytest.fixture
def keychain(tmp_path: Path) -> Iterator[SecretService]:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    with SecretService(folder) as running:
        yield running


@pytest.fixture
def acervo(tmp_path: Path, keychain: SecretService) -> Acervo:
    environment = keychain.environment
    return Acervo(tmp_path / "data", keyring=environment["PYTHON_KEYRING_BACKEND"], environment=environment)


def test_credentials_are_in_the_keychain_and_go_with_their_instance(
    acervo: Acervo, keychain: SecretService, sandbox: SandboxProcess
) -> None:
    acervo.client()
    sandbox_shop(acervo, sandbox)
    assert [json.loads(text) for text in keychain.texts()] == [{"token": sandbox.token}]
    assert acervo.run("instance", "test", REF)["ok"] is True
    keychain.end()
    keychain.unlock()
    assert acervo.run("instance", "test", REF)["ok"] is True
    acervo.run("instance", "remove", REF, "--yes")
    assert keychain.texts() == []


def test_a_locked_keychain_is_told_and_there_is_a_way_on(
    acervo: Acervo, keychain: SecretService, sandbox: SandboxProcess
) -> None:
    acervo.client()
    sandbox_shop(acervo, sandbox)
    keychain.lock()
    error = acervo.run("instance", "test", REF, expect=1)["error"]
    assert error["code"] == "no_keychain" and "locked" in error["detail"]
    assert "standard input" in error["remedy"]
    given = json.dumps({"token": sandbox.token})
    assert acervo.run("instance", "test", REF, "--credentials-stdin", stdin=given)["ok"] is True


def test_a_keychain_that_is_gone_is_told_and_nothing_is_kept_elsewhere(
    acervo: Acervo, keychain: SecretService, sandbox: SandboxProcess
) -> None:
    keychain.end()
    acervo.client()
    said = acervo.call(
        "instance", "add", REF, "--provider", "sandbox", "--base-url", sandbox.url, "--number", f"+{NUMBER}",
        "--credentials-stdin", stdin=json.dumps({"token": sandbox.token}), expect=3,
    )  # fmt: skip
    assert "no keychain" in said.stderr
    kept = [
        path for path in acervo.data_dir.rglob("*") if path.is_file() and sandbox.token in path.read_text("latin-1")
    ]
    assert kept == []
