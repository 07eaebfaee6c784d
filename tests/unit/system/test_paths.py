"""The data folder: where it is, what lies in it, and what is said when it cannot be used."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceId, InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.system.paths import DataDir, data_dir_id, open_data_dir


def refused(*arguments: str) -> CommandError:
    with pytest.raises(CommandError) as error:
        open_data_dir(*arguments, environment={})
    assert error.value.code is ErrorCode.DATA_DIR
    return error.value


def test_the_argument_beats_the_variable_and_the_variable_beats_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = {"ACERVO_DATA_DIR": str(tmp_path / "variable")}
    assert open_data_dir(str(tmp_path / "argument"), environment=variables).root == tmp_path / "argument"
    assert open_data_dir(environment=variables).root == tmp_path / "variable"
    monkeypatch.setattr("app.system.paths._platform_place", lambda: str(tmp_path / "platform" / "Acervo"))
    assert open_data_dir(environment={}).root == tmp_path / "platform" / "Acervo"


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_data_dir("here", environment={}).root == tmp_path / "here"


def test_everything_lies_where_the_contract_says(tmp_path: Path) -> None:
    data, ref = DataDir(tmp_path), instance_ref("7/loja-1")
    folder = tmp_path / "media_storage" / "cliente_7" / "instance_loja-1"
    assert data.registry_db == tmp_path / "acervo.db"
    assert data.client_db(ref.client) == tmp_path / "media_storage" / "cliente_7" / "client.db"
    assert data.instance(ref) == folder
    assert data.media_db(ref) == folder / "media_database.db"
    assert data.thumbnails_db(ref) == folder / "thumbnails.db"
    assert (data.run, data.log) == (tmp_path / "run", tmp_path / "log")


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Windows are not bits")
def test_folders_are_private(tmp_path: Path) -> None:
    data = open_data_dir(str(tmp_path / "deep" / "data"), environment={})
    made = [data.root, data.run, data.log, data.make_instance(instance_ref("1/a")), data.client(ClientId(1))]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}


def test_a_folder_that_is_there_is_opened_again_and_keeps_its_contents(tmp_path: Path) -> None:
    first = open_data_dir(str(tmp_path), environment={})
    first.registry_db.write_bytes(b"kept")
    assert open_data_dir(str(tmp_path), environment={}).registry_db.read_bytes() == b"kept"
    first.make_instance(instance_ref("1/a"))
    assert first.make_instance(instance_ref("1/a")).is_dir()


def test_a_file_in_the_way_is_named_as_the_cause(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "a file stands" in refused(str(tmp_path / "file")).detail
    assert refused(str(tmp_path / "file" / "below")).detail
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "run").write_bytes(b"")
    assert "a file stands" in refused(str(tmp_path / "data")).detail


@pytest.mark.parametrize("path", ["nul\0inside", "~nobody-of-this-name/data"])
def test_a_path_that_is_none_is_refused(path: str) -> None:
    assert refused(path).field == "data-dir"


def test_the_path_itself_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "Maria Silva").write_bytes(b"")
    assert "Maria" not in str(refused(str(tmp_path / "Maria Silva")))


@settings(derandomize=True)
@given(st.text(max_size=80), st.integers())
def test_no_id_leads_out_of_the_folder(instance: str, client: int) -> None:
    root = Path("/data").absolute()
    try:
        folder = DataDir(root).instance(InstanceRef(ClientId(client), InstanceId(instance)))
    except CommandError:
        return
    assert folder.relative_to(root).parts == ("media_storage", f"cliente_{client}", f"instance_{instance}")
    assert ".." not in folder.parts


def test_the_id_of_a_folder_stays_and_is_its_own(tmp_path: Path) -> None:
    first = open_data_dir(str(tmp_path / "one"), environment={})
    second = open_data_dir(str(tmp_path / "two"), environment={})
    assert data_dir_id(first) == data_dir_id(first) != data_dir_id(second)
    assert len(data_dir_id(first)) == 32


def test_first_uses_at_the_same_time_agree_on_one_id(tmp_path: Path) -> None:
    data = open_data_dir(str(tmp_path), environment={})
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(data_dir_id, [data] * 16))) == 1


@pytest.mark.parametrize("content", [b"", b"abc", b"\xff\xfe"])
def test_a_damaged_id_is_not_replaced_by_a_new_one(tmp_path: Path, content: bytes) -> None:
    data = open_data_dir(str(tmp_path), environment={})
    data_dir_id(data)
    (tmp_path / "data_dir_id").write_bytes(content)
    with pytest.raises(CommandError, match="data_dir_id"):
        data_dir_id(data)
    assert (tmp_path / "data_dir_id").read_bytes() == content
