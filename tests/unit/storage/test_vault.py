"""Files at rest in plain folders: placed once, never replaced, never outside."""

from __future__ import annotations

import hashlib
import os
import pickle
import stat
import sys
from pathlib import Path

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.services.ports import TempFile
from app.storage import vault as vault_module
from app.storage.vault import PlainVault

OWNER = "a" * 32


@pytest.fixture
def vault(tmp_path: Path) -> PlainVault:
    return PlainVault(tmp_path / "instance_loja", OWNER)


def written(vault: PlainVault, content: bytes) -> TempFile:
    temp = vault.new_temp()
    with vault.writer(temp) as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    return temp


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def placed(vault: PlainVault, content: bytes, *, name: str = "receipt.pdf", sha256: str = "") -> str:
    return vault.place(
        written(vault, content),
        sha256=sha256 or digest(content),
        kind=MediaKind.DOCUMENT,
        name=name,
        extension="pdf",
    )


def blob(path: str) -> Blob:
    return Blob("0" * 64, 1, "application/pdf", "pdf", path)


def test_a_file_is_called_by_its_name_and_its_content(vault: PlainVault) -> None:
    path = placed(vault, b"content")
    assert path == f"documentos/receipt~{digest(b'content')[:8]}.pdf"
    with vault.open(blob(path)) as stream:
        assert stream.read() == b"content"
        stream.seek(3)
        assert stream.read() == b"tent"


def test_streams_in_can_seek_and_be_read_again(vault: PlainVault) -> None:
    temp = vault.new_temp()
    with vault.writer(temp) as stream:
        stream.write(b"0123456789")
        stream.seek(2)
        stream.write(b"xx")
        assert stream.seekable()
    with vault.reader(temp) as back:
        assert back.read() == b"01xx456789"
    with vault.writer(temp) as stream:
        stream.write(b"anew")
    with vault.reader(temp) as back:
        assert back.read() == b"anew"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_this_user_can_read_what_is_kept(vault: PlainVault) -> None:
    path = vault.folder / placed(vault, b"content")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_temporary_files_say_whose_they_are_and_are_never_shared(vault: PlainVault) -> None:
    same = PlainVault(vault.folder, OWNER)
    temps = {Path(each.new_temp().path).name for each in (vault, same, vault)}
    assert len(temps) == 3
    assert all(name.startswith(OWNER + ".") and name.endswith(".part") for name in temps)


def test_an_equal_file_left_by_a_crash_is_adopted(vault: PlainVault) -> None:
    first = placed(vault, b"content")
    assert placed(vault, b"content") == first
    assert [path.name for path in (vault.folder / "documentos").iterdir()] == [Path(first).name]
    assert list((vault.folder / "tmp").iterdir()) == []


def test_two_files_of_one_name_never_replace_each_other(vault: PlainVault) -> None:
    one, two = placed(vault, b"one"), placed(vault, b"two")
    assert one != two
    with vault.open(blob(one)) as stream:
        assert stream.read() == b"one"


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_name_taken_by_other_bytes_gets_more_of_the_digest(vault: PlainVault, taken: int) -> None:
    lengths = (8, 16, 32, 64)
    folder = vault.folder / "documentos"
    folder.mkdir(parents=True)
    for length in lengths[:taken]:
        (folder / f"receipt~{digest(b'content')[:length]}.pdf").write_bytes(b"other bytes")
    path = placed(vault, b"content")
    assert path == f"documentos/receipt~{digest(b'content')[: lengths[taken]]}.pdf"
    assert (folder / f"receipt~{digest(b'content')[:8]}.pdf").read_bytes() == b"other bytes"


def test_a_file_system_without_links_works_too(vault: PlainVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_paths: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(vault_module.os, "link", refuse)
    first = placed(vault, b"content")
    assert placed(vault, b"content") == first
    (vault.folder / first).write_bytes(b"changed by somebody")
    assert placed(vault, b"content") != first


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "a/b\\c", "CON", "", ".", "..", "x" * 400, "\u202egpj.exe", "a\x00b", "nul.txt", "~"]
)
def test_no_name_leads_out_of_the_folder(vault: PlainVault, name: str) -> None:
    path = vault.folder / placed(vault, b"content", name=name)
    assert path.resolve().parent == (vault.folder / "documentos").resolve()
    assert len(path.name.encode()) < 200 and path.suffix == ".pdf"


@pytest.mark.parametrize("extension", ["", "p/df", "PDF", "a" * 40, "..", "php;"])
def test_an_extension_that_is_none_becomes_a_neutral_one(vault: PlainVault, extension: str) -> None:
    temp = written(vault, b"x")
    path = vault.place(temp, sha256=digest(b"x"), kind=MediaKind.IMAGE, name="n", extension=extension)
    assert path == f"imagens/n~{digest(b'x')[:8]}.bin"


@pytest.mark.parametrize("path", ["../other/x", "/etc/passwd", "a/b/c", "imagens/../../x", "C:/x", "x", "a\\b"])
def test_no_path_leads_out_of_the_folder(vault: PlainVault, path: str) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.open(blob(path))
    assert caught.value.reason is Reason.UNREADABLE


def test_a_kept_file_that_is_gone_is_unreadable(vault: PlainVault) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.open(blob("imagens/none.jpg"))
    assert caught.value.reason is Reason.UNREADABLE and "none" not in str(caught.value)


def test_the_quarantine_names_nothing_and_opens_with_nothing(vault: PlainVault) -> None:
    evil = digest(b"MZ evil")
    paths = {vault.quarantine(written(vault, b"MZ evil"), sha256=evil) for _ in range(2)}
    assert paths == {f"quarantena/{evil}.bin"}
    assert list((vault.folder / "tmp").iterdir()) == []


def test_another_instances_temporary_file_is_not_touched(vault: PlainVault, tmp_path: Path) -> None:
    other = PlainVault(tmp_path / "instance_outra", OWNER)
    temp = written(other, b"theirs")
    for step in (vault.reader, vault.writer, vault.discard):
        with pytest.raises(ValueError, match="vault"):
            step(temp)
    with pytest.raises(ValueError, match="vault"):
        vault.quarantine(TempFile(str(vault.folder / "tmp" / ".." / "x.1.part")), sha256="0" * 64)


def test_discarding_what_is_gone_is_fine(vault: PlainVault) -> None:
    temp = vault.new_temp()
    vault.discard(temp)
    vault.discard(written(vault, b"x"))
    assert list((vault.folder / "tmp").iterdir()) == []


def test_placing_what_is_gone_is_refused(vault: PlainVault) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.place(vault.new_temp(), sha256="0" * 64, kind=MediaKind.IMAGE, name="n", extension="jpg")
    assert caught.value.reason is Reason.UNREADABLE


def test_a_sweep_takes_the_files_of_the_dead_only(vault: PlainVault) -> None:
    theirs = PlainVault(vault.folder, "b" * 32)
    dead, alive = written(theirs, b"x"), written(vault, b"y")
    foreign = vault.folder / "tmp" / "notes.txt"
    foreign.write_text("somebody's")
    assert vault.sweep(lambda owner: owner == OWNER) == 1
    assert not Path(dead.path).exists() and Path(alive.path).exists() and foreign.exists()


def test_a_sweep_of_an_instance_without_files_finds_nothing(vault: PlainVault) -> None:
    assert vault.sweep(lambda owner: False) == 0


def test_a_folder_that_cannot_be_made_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnavailableError) as caught:
        PlainVault(tmp_path / "file", OWNER).new_temp()
    assert caught.value.reason is Reason.NO_PERMISSION


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_as_such_while_writing() -> None:
    raw = vault_module._Outflow("/dev/full", "r+")
    with pytest.raises(UnavailableError) as caught:
        raw.write(b"x")
    raw.close()
    assert caught.value.reason is Reason.DISK_FULL


def test_a_vault_crosses_to_another_process(vault: PlainVault) -> None:
    temp = written(vault, b"x")
    again, same = pickle.loads(pickle.dumps((vault, temp)))
    with again.reader(same) as stream:
        assert stream.read() == b"x"
