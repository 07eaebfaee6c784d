"""Credentials go to the keychain and nowhere else; a computer without one is told apart from one that is locked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.system.keychain import SERVICE, Keychain, RunSecrets
from tests.support.file_keyring import AbsentKeyring, FileKeyring, LockedKeyring, entries

REF = instance_ref("1/loja")
CREDENTIALS = {"token": "t0p-s3cr3t", "app_secret": "ção"}
CHECKOUT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    before = keyring.core._keyring_backend
    monkeypatch.setenv("ACERVO_TEST_KEYRING", str(tmp_path / "keyring"))
    keyring.set_keyring(FileKeyring())
    yield tmp_path / "keyring"
    keyring.core._keyring_backend = before


def refusal(act: object, *arguments: object) -> CommandError:
    with pytest.raises(CommandError) as refused:
        act(*arguments)  # type: ignore[operator]
    return refused.value


def test_what_was_saved_is_loaded_and_deleting_it_twice_is_fine() -> None:
    keychain = Keychain("a" * 32)
    assert keychain.load(REF) is None
    keychain.save(REF, CREDENTIALS)
    assert keychain.load(REF) == CREDENTIALS
    keychain.delete(REF)
    assert keychain.load(REF) is None
    keychain.delete(REF)


def test_instances_and_data_folders_do_not_share_secrets(folder: Path) -> None:
    Keychain("a" * 32).save(REF, CREDENTIALS)
    assert Keychain("b" * 32).load(REF) is None
    assert Keychain("a" * 32).load(instance_ref("11/loja")) is None
    assert [(entry["service"], entry["username"]) for entry in entries(folder)] == [(SERVICE, f"1/loja@{'a' * 32}")]


@pytest.mark.parametrize("backend", [AbsentKeyring(), fail.Keyring(), null.Keyring()])
def test_a_computer_without_keychain_is_said_so_and_nothing_is_written_elsewhere(
    backend: KeyringBackend, folder: Path
) -> None:
    keyring.set_keyring(backend)
    keychain = Keychain("a" * 32)
    assert refusal(keychain.load, REF).code is ErrorCode.NO_KEYCHAIN
    assert refusal(keychain.save, REF, CREDENTIALS).detail
    keychain.delete(REF)
    assert entries(folder) == []


def test_a_locked_keychain_is_told_apart_and_does_not_pretend_to_forget() -> None:
    keyring.set_keyring(LockedKeyring())
    keychain = Keychain("a" * 32)
    for refused in (refusal(keychain.load, REF), refusal(keychain.save, REF, CREDENTIALS)):
        assert refused.code is ErrorCode.NO_KEYCHAIN
        assert "locked" in refused.detail
    assert refusal(keychain.delete, REF).code is ErrorCode.NO_KEYCHAIN


class Broken(FileKeyring):
    """Fails as a system library would, quoting the value."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password}")


def test_whatever_a_backend_raises_no_secret_is_in_the_error() -> None:
    keyring.set_keyring(Broken())
    refused = refusal(Keychain("a" * 32).save, REF, CREDENTIALS)
    assert refused.code is ErrorCode.NO_KEYCHAIN
    assert "RuntimeError" in refused.detail
    assert "t0p" not in str(refused)
    assert refused.__cause__ is None
    assert refused.__suppress_context__


@pytest.mark.parametrize("kept", ["not json", "[1]", '{"token": 7}', ""])
def test_an_entry_that_cannot_be_read_has_to_be_entered_again(kept: str) -> None:
    FileKeyring().set_password(SERVICE, f"{REF}@{'a' * 32}", kept)
    assert Keychain("a" * 32).load(REF) is None


def test_credentials_for_this_run_come_first_and_are_kept_nowhere(folder: Path) -> None:
    keychain = Keychain("a" * 32)
    keychain.save(REF, {"token": "kept"})
    secrets = RunSecrets(keychain)
    secrets.give(REF, {"token": "given"})
    assert secrets.load(REF) == {"token": "given"}
    assert [entry for entry in entries(folder) if "given" in entry["password"]] == []
    secrets.save(REF, {"token": "newer"})
    assert secrets.load(REF) == {"token": "newer"}
    secrets.delete(REF)
    assert secrets.load(REF) is None


def test_credentials_for_this_run_need_no_keychain() -> None:
    keyring.set_keyring(AbsentKeyring())
    secrets = RunSecrets(Keychain("a" * 32))
    secrets.give(REF, CREDENTIALS)
    assert secrets.load(REF) == CREDENTIALS
    assert refusal(secrets.load, InstanceRef(REF.client, instance_ref("1/other").instance))
    secrets.delete(REF)
    assert refusal(secrets.load, REF).code is ErrorCode.NO_KEYCHAIN


@pytest.mark.parametrize("name", ["tests.support.file_keyring.AbsentKeyring", "no.such.Keyring", "keyring.nothing"])
def test_a_backend_named_in_the_environment_that_does_not_work_is_no_keychain(name: str) -> None:
    script = (
        "from app.system.keychain import Keychain\nfrom app.domain.ids import instance_ref\n"
        "from app.domain.errors import CommandError\n"
        "try:\n    Keychain('a' * 32).load(instance_ref('1/a'))\n"
        "except CommandError as error:\n    print(error.code.value)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHON_KEYRING_BACKEND": name, "PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "no_keychain"


def test_the_keychain_library_is_not_loaded_before_it_is_needed() -> None:
    script = "import sys, app.system.keychain\nassert not [name for name in sys.modules if name.startswith('keyring')]"
    subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, check=True)
