"""Folders and registry: each instance has its own, nothing crosses over, and what is removed is gone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.accounts import Client, Instance, VaultForm
from app.domain.errors import CommandError, UnavailableError
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind
from app.domain.reasons import ErrorCode
from app.services.store import GalleryQuery
from app.storage.premises import DiskPremises
from app.storage.registry import SqlRegistry
from tests.unit.storage.making import NOW, OWNER, claim_download, landed, message, remote

ROOT = Path(__file__).parents[3]
LOJA = InstanceRef(ClientId(1), InstanceId("loja"))
OUTRA = InstanceRef(ClientId(1), InstanceId("outra"))
ELSEWHERE = InstanceRef(ClientId(2), InstanceId("loja"))


@pytest.fixture
def premises(tmp_path: Path) -> DiskPremises:
    return DiskPremises(tmp_path, OWNER)


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[SqlRegistry]:
    opened = SqlRegistry(tmp_path / "acervo.db")
    yield opened
    opened.close()


def instance(ref: InstanceRef = LOJA, **facts: object) -> Instance:
    given = {"provider": "wapi", "name": "Loja", "number": "", "base_url": "https://x", "settings": {"a": "1"}} | facts
    return Instance(ref, **given)  # type: ignore[arg-type]


# ── premises ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everything_lies_where_the_contract_says(premises: DiskPremises, tmp_path: Path) -> None:
    with premises.open_store(LOJA) as store:
        assert store.ref == LOJA
    client = tmp_path / "media_storage" / "cliente_1"
    folder = client / "instance_loja"
    assert (client / "client.db").is_file()
    assert {"media_database.db", "thumbnails.db", *(kind.folder for kind in MediaKind)} <= {
        path.name for path in folder.iterdir()
    }


@pytest.mark.parametrize("bad", ["../outra", "a/b", "a:b", "..", "", "x" * 300, "Loja", "a\x00", "a b", "\u0430"])
def test_no_instance_id_leads_elsewhere(premises: DiskPremises, tmp_path: Path, bad: str) -> None:
    ref = InstanceRef(ClientId(1), InstanceId(bad))
    for step in (premises.vault, premises.measure, premises.erase):
        with pytest.raises(CommandError):
            step(ref)
    with pytest.raises(CommandError), premises.open_store(ref):
        pass
    assert list(tmp_path.rglob("*.db")) == []


@pytest.mark.parametrize("bad", [0, -1, 10**12, "1/../2", "x"])
def test_no_client_id_leads_elsewhere(premises: DiskPremises, bad: int) -> None:
    with pytest.raises(CommandError), premises.open_store(InstanceRef(ClientId(bad), InstanceId("loja"))):
        pass
    with pytest.raises(CommandError):
        premises.erase_client(ClientId(bad))


def test_the_same_message_and_the_same_file_in_two_instances_stay_two(premises: DiskPremises) -> None:
    paths = {}
    for ref in (LOJA, OUTRA, ELSEWHERE):
        vault = premises.vault(ref)
        with premises.open_store(ref) as store:
            with store.write() as tx:
                assert tx.library.record(message("1", media=remote(), text=str(ref))).new
            (job,) = claim_download(store)
            temp = vault.new_temp()
            with vault.writer(temp) as stream:
                stream.write(b"file")
            file = landed()

            def place(vault=vault, temp=temp, sha256=file.sha256) -> str:  # type: ignore[no-untyped-def]
                return str(vault.place(temp, sha256=sha256, kind=MediaKind.IMAGE, name="n", extension="jpg"))

            with store.write() as tx:
                blob = tx.downloads.land(job, landed(place=place), now=NOW)
            assert blob is not None
            paths[ref] = premises.instance_folder(ref) / blob.path
    for ref in (LOJA, OUTRA, ELSEWHERE):
        with premises.open_store(ref) as store, store.read() as rd:
            (item,) = rd.gallery(GalleryQuery()).items
            assert item.caption == str(ref)
    assert len(set(paths.values())) == 3 and all(path.is_file() for path in paths.values())


def test_an_instance_is_measured_and_really_deleted(premises: DiskPremises, tmp_path: Path) -> None:
    for ref in (LOJA, OUTRA):
        with premises.open_store(ref):
            pass
    kept = premises.instance_folder(LOJA) / "imagens" / "x.jpg"
    kept.write_bytes(b"12345")
    kept.chmod(0o400)
    files, size_bytes = premises.measure(LOJA)
    assert files >= 3 and size_bytes > 5
    premises.erase(LOJA)
    premises.erase(LOJA)
    assert premises.measure(LOJA) == (0, 0)
    assert not premises.instance_folder(LOJA).exists() and premises.instance_folder(OUTRA).exists()
    premises.erase_client(ClientId(1))
    assert list((tmp_path / "media_storage").iterdir()) == []


def test_a_store_is_closed_even_when_its_user_fails(premises: DiskPremises) -> None:
    with pytest.raises(KeyError), premises.open_store(LOJA):
        raise KeyError
    premises.erase(LOJA)


# ── registry ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_clients_are_numbered_one_after_the_other(registry: SqlRegistry) -> None:
    assert registry.add_client("A", id=None, vault=VaultForm.PLAIN) == Client(ClientId(1), "A", VaultForm.PLAIN)
    assert registry.add_client("Z", id=ClientId(7), vault=VaultForm.SEALED).id == 7
    assert registry.add_client("A", id=None, vault=VaultForm.PLAIN).id == 8
    assert [client.id for client in registry.clients()] == [1, 7, 8]
    assert registry.client(ClientId(7)) == Client(ClientId(7), "Z", VaultForm.SEALED)
    assert registry.client(ClientId(9)) is None


def test_the_last_number_does_not_end_the_numbering(registry: SqlRegistry) -> None:
    registry.add_client("last", id=ClientId(999_999_999), vault=VaultForm.PLAIN)
    assert [registry.add_client("n", id=None, vault=VaultForm.PLAIN).id for _ in range(3)] == [1, 2, 3]


def test_an_id_is_given_once(registry: SqlRegistry) -> None:
    registry.add_client("A", id=ClientId(3), vault=VaultForm.PLAIN)
    with pytest.raises(CommandError) as caught:
        registry.add_client("B", id=ClientId(3), vault=VaultForm.PLAIN)
    assert (caught.value.code, caught.value.field) == (ErrorCode.ALREADY_EXISTS, "id")


_ADD = """
import sys
from collections.abc import Iterator
from pathlib import Path
from app.domain.accounts import VaultForm
from app.storage.registry import SqlRegistry
registry = SqlRegistry(Path(sys.argv[1]))
print(*[registry.add_client("n", id=None, vault=VaultForm.PLAIN).id for _ in range(20)])
"""


def test_processes_that_add_clients_at_once_get_different_ids(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _ADD, str(tmp_path / "acervo.db")]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    ids = [int(id) for process in processes for id in process.communicate(timeout=60)[0].split()]
    assert sorted(ids) == list(range(1, 41))


def test_an_instance_comes_back_as_it_was_added(registry: SqlRegistry) -> None:
    registry.add_client("A", id=None, vault=VaultForm.PLAIN)
    added = instance(hook_secret="s" * 43, number="+5511999990000", name='Loja "é"')
    registry.add_instance(added)
    assert registry.instance(LOJA) == added
    assert registry.instances() == registry.instances(ClientId(1)) == [added]
    assert registry.instances(ClientId(2)) == []
    assert "s" * 43 not in repr(registry.instances())


def test_an_instance_without_a_hook_secret_is_given_one(registry: SqlRegistry) -> None:
    registry.add_client("A", id=None, vault=VaultForm.PLAIN)
    for ref in (LOJA, OUTRA):
        registry.add_instance(instance(ref))
    secrets = {found.hook_secret for found in registry.instances()}
    assert len(secrets) == 2 and all(len(secret) == 43 for secret in secrets)


@pytest.mark.parametrize(("ref", "code", "field"), [
    (ELSEWHERE, ErrorCode.NOT_FOUND, "client"),
    (LOJA, ErrorCode.ALREADY_EXISTS, "instance"),
])  # fmt: skip
def test_an_instance_needs_its_client_and_is_added_once(
    registry: SqlRegistry, ref: InstanceRef, code: ErrorCode, field: str
) -> None:
    registry.add_client("A", id=None, vault=VaultForm.PLAIN)
    registry.add_instance(instance())
    with pytest.raises(CommandError) as caught:
        registry.add_instance(instance(ref))
    assert (caught.value.code, caught.value.field) == (code, field)


def test_settings_are_changed_one_by_one(registry: SqlRegistry) -> None:
    registry.add_client("A", id=None, vault=VaultForm.PLAIN)
    registry.add_instance(instance(settings={"a": "1", "b": "2"}))
    registry.change_settings(LOJA, {"b": "", "c": "ç"})
    found = registry.instance(LOJA)
    assert found is not None and found.settings == {"a": "1", "c": "ç"}
    with pytest.raises(CommandError) as caught:
        registry.change_settings(OUTRA, {})
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_a_removed_client_takes_its_instances_along(registry: SqlRegistry) -> None:
    for ref in (LOJA, ELSEWHERE):
        registry.add_client("A", id=ref.client, vault=VaultForm.PLAIN)
        registry.add_instance(instance(ref))
    registry.remove_instance(OUTRA)
    registry.remove_client(ClientId(1))
    assert [found.ref for found in registry.instances()] == [ELSEWHERE]
    registry.remove_instance(ELSEWHERE)
    assert registry.instances() == []


def test_the_registry_is_there_for_the_next_start(tmp_path: Path) -> None:
    first = SqlRegistry(tmp_path / "acervo.db")
    first.add_client("A", id=None, vault=VaultForm.PLAIN)
    first.close()
    assert [client.name for client in SqlRegistry(tmp_path / "acervo.db").clients()] == ["A"]


def test_what_the_databases_take_is_told_without_counting_files(tmp_path: Path) -> None:
    premises = DiskPremises(tmp_path, "me")
    with premises.open_store(LOJA) as store:
        with store.write() as tx:
            tx.library.record(message("1"))
        use = premises.disk(LOJA)
    assert use.database_bytes > 0 and use.thumbnail_bytes > 0
    assert 0 < use.free_bytes < use.total_bytes
    with pytest.raises(UnavailableError):
        DiskPremises(tmp_path / "nowhere", "me").disk(LOJA)
