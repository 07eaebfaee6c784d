"""Files at rest, plain and sealed: placed once, never replaced, never outside, never readable without the key."""

from __future__ import annotations

import hashlib
import pickle
import stat
import sys
from pathlib import Path

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.domain.sealing import Seal
from app.services.ports import TempFile
from app.storage import streams
from app.storage import vault as vault_module
from app.storage.age import Identity
from app.storage.vault import FolderVault

OWNER = "a" * 32
SEAL = Seal(bytes(range(32)))


@pytest.fixture(params=[None, SEAL], ids=["plain", "sealed"])
def vault(request: pytest.FixtureRequest, tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "instance_loja", OWNER, request.param)


@pytest.fixture
def plain(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "instance_loja", OWNER)


@pytest.fixture
def sealed(tmp_path: Path) -> FolderVault:
    return FolderVault(tmp_path / "instance_loja", OWNER, SEAL)


def written(vault: FolderVault, content: bytes) -> TempFile:
    temp = vault.new_temp()
    with vault.writer(temp) as stream:
        stream.write(content)
    return temp


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def placed(vault: FolderVault, content: bytes, *, name: str = "receipt.pdf", sha256: str = "") -> str:
    return vault.place(
        written(vault, content),
        sha256=sha256 or digest(content),
        kind=MediaKind.DOCUMENT,
        name=name,
        extension="pdf",
    )


def blob(path: str) -> Blob:
    return Blob("0" * 64, 1, "application/pdf", "pdf", path)


def test_a_plain_file_is_called_by_its_name_and_its_content(plain: FolderVault) -> None:
    assert placed(plain, b"content") == f"documentos/receipt~{digest(b'content')[:8]}.pdf"


def test_a_sealed_file_says_nothing_of_what_it_is(sealed: FolderVault) -> None:
    path = placed(sealed, b"content")
    assert path == placed(sealed, b"content") and path.startswith("documentos/") and path.endswith(".age")
    assert "receipt" not in path and digest(b"content")[:8] not in path
    other = FolderVault(sealed.folder, OWNER, Seal(bytes(32)))
    assert placed(other, b"content") != path
    kept = (sealed.folder / path).read_bytes()
    assert kept.startswith(b"age-encryption.org/v1\n") and b"content" not in kept


def test_the_recovery_key_opens_a_sealed_file_with_any_age_program(sealed: FolderVault) -> None:
    import pyrage

    identity = pyrage.x25519.Identity.from_str(Identity(SEAL.secret).text)
    assert pyrage.decrypt((sealed.folder / placed(sealed, b"content")).read_bytes(), [identity]) == b"content"


def test_a_sealed_file_is_unreadable_without_its_key_and_when_it_was_changed(sealed: FolderVault) -> None:
    path = placed(sealed, b"content")
    with pytest.raises(RefusedError):
        FolderVault(sealed.folder, OWNER, Seal(bytes(32))).open(blob(path))
    kept = bytearray((sealed.folder / path).read_bytes())
    kept[-1] ^= 1
    (sealed.folder / path).write_bytes(kept)
    with pytest.raises(RefusedError) as caught:
        sealed.open(blob(path))
    assert caught.value.reason is Reason.UNREADABLE


def test_a_damaged_sealed_file_does_not_stand_in_the_way_of_the_same_content(sealed: FolderVault) -> None:
    damaged = placed(sealed, b"content")
    (sealed.folder / damaged).write_bytes(b"damaged")
    again = placed(sealed, b"content")
    assert again != damaged
    with sealed.open(blob(again)) as stream:
        assert stream.read() == b"content"


def test_what_is_kept_can_be_read_from_any_place(vault: FolderVault) -> None:
    with vault.open(blob(placed(vault, b"content"))) as stream:
        assert stream.read() == b"content"
        stream.seek(3)
        assert stream.read() == b"tent"


def test_a_plain_stream_in_can_seek(plain: FolderVault) -> None:
    with plain.writer(temp := plain.new_temp()) as stream:
        stream.write(b"0123456789")
        stream.seek(2)
        stream.write(b"xx")
        assert stream.seekable()
    with plain.reader(temp) as back:
        assert back.read() == b"01xx456789"


def test_a_file_that_fails_half_way_is_gone(vault: FolderVault) -> None:
    temp = vault.new_temp()
    with pytest.raises(KeyError), vault.writer(temp) as stream:
        stream.write(b"0123456789")
        raise KeyError
    assert not Path(temp.path).exists()


def test_a_temporary_file_can_be_read_and_written_anew(vault: FolderVault) -> None:
    temp = vault.new_temp()
    with vault.writer(temp) as stream:
        stream.write(b"0123456789")
    with vault.reader(temp) as back:
        assert back.read() == b"0123456789"
    with vault.writer(temp) as stream:
        stream.write(b"anew")
    with vault.reader(temp) as back:
        assert back.read() == b"anew"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_only_this_user_can_read_what_is_kept(vault: FolderVault) -> None:
    path = vault.folder / placed(vault, b"content")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_temporary_files_say_whose_they_are_and_are_never_shared(vault: FolderVault) -> None:
    same = FolderVault(vault.folder, OWNER, vault.seal)
    temps = {Path(each.new_temp().path).name for each in (vault, same, vault)}
    assert len(temps) == 3
    assert all(name.startswith(OWNER + ".") and name.endswith(".part") for name in temps)


def test_an_equal_file_left_by_a_crash_is_adopted(vault: FolderVault) -> None:
    first = placed(vault, b"content")
    assert placed(vault, b"content") == first
    assert [path.name for path in (vault.folder / "documentos").iterdir()] == [Path(first).name]
    assert list((vault.folder / "tmp").iterdir()) == []


def test_two_files_of_one_name_never_replace_each_other(vault: FolderVault) -> None:
    one, two = placed(vault, b"one"), placed(vault, b"two")
    assert one != two
    with vault.open(blob(one)) as stream:
        assert stream.read() == b"one"


@pytest.mark.parametrize("taken", [1, 2, 3])
def test_a_name_taken_by_other_bytes_gets_more_of_the_digest(plain: FolderVault, taken: int) -> None:
    vault = plain
    lengths = (8, 16, 32, 64)
    folder = vault.folder / "documentos"
    folder.mkdir(parents=True)
    for length in lengths[:taken]:
        (folder / f"receipt~{digest(b'content')[:length]}.pdf").write_bytes(b"other bytes")
    path = placed(vault, b"content")
    assert path == f"documentos/receipt~{digest(b'content')[: lengths[taken]]}.pdf"
    assert (folder / f"receipt~{digest(b'content')[:8]}.pdf").read_bytes() == b"other bytes"


def test_a_file_system_without_links_works_too(vault: FolderVault, monkeypatch: pytest.MonkeyPatch) -> None:
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
def test_no_name_leads_out_of_the_folder(plain: FolderVault, name: str) -> None:
    vault = plain
    path = vault.folder / placed(vault, b"content", name=name)
    assert path.resolve().parent == (vault.folder / "documentos").resolve()
    assert len(path.name.encode()) < 200 and path.suffix == ".pdf"


@pytest.mark.parametrize("extension", ["", "p/df", "PDF", "a" * 40, "..", "php;"])
def test_an_extension_that_is_none_becomes_a_neutral_one(plain: FolderVault, extension: str) -> None:
    vault = plain
    temp = written(vault, b"x")
    path = vault.place(temp, sha256=digest(b"x"), kind=MediaKind.IMAGE, name="n", extension=extension)
    assert path == f"imagens/n~{digest(b'x')[:8]}.bin"


@pytest.mark.parametrize("path", ["../other/x", "/etc/passwd", "a/b/c", "imagens/../../x", "C:/x", "x", "a\\b"])
def test_no_path_leads_out_of_the_folder(vault: FolderVault, path: str) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.open(blob(path))
    assert caught.value.reason is Reason.UNREADABLE


def test_a_kept_file_that_is_gone_is_unreadable(vault: FolderVault) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.open(blob("imagens/none.jpg"))
    assert caught.value.reason is Reason.UNREADABLE and "none" not in str(caught.value)


def test_the_quarantine_names_nothing_and_opens_with_nothing(vault: FolderVault) -> None:
    evil = digest(b"MZ evil")
    paths = {vault.quarantine(written(vault, b"MZ evil"), sha256=evil) for _ in range(2)}
    (path,) = paths
    assert path == f"quarantena/{evil}.bin" if vault.seal is None else path.endswith(".age") and evil not in path
    assert list((vault.folder / "tmp").iterdir()) == []


def test_another_instances_temporary_file_is_not_touched(vault: FolderVault, tmp_path: Path) -> None:
    other = FolderVault(tmp_path / "instance_outra", OWNER)
    temp = written(other, b"theirs")
    for step in (vault.reader, vault.writer, vault.discard):
        with pytest.raises(ValueError, match="vault"):
            step(temp)
    with pytest.raises(ValueError, match="vault"):
        vault.quarantine(TempFile(str(vault.folder / "tmp" / ".." / "x.1.part")), sha256="0" * 64)


def test_discarding_what_is_gone_is_fine(vault: FolderVault) -> None:
    temp = vault.new_temp()
    vault.discard(temp)
    vault.discard(written(vault, b"x"))
    assert list((vault.folder / "tmp").iterdir()) == []


def test_placing_what_is_gone_is_refused(vault: FolderVault) -> None:
    with pytest.raises(RefusedError) as caught:
        vault.place(vault.new_temp(), sha256="0" * 64, kind=MediaKind.IMAGE, name="n", extension="jpg")
    assert caught.value.reason is Reason.UNREADABLE


def test_a_sweep_takes_the_files_of_the_dead_only(vault: FolderVault) -> None:
    theirs = FolderVault(vault.folder, "b" * 32)
    dead, alive = written(theirs, b"x"), written(vault, b"y")
    foreign = vault.folder / "tmp" / "notes.txt"
    foreign.write_text("somebody's")
    assert vault.sweep(lambda owner: owner == OWNER) == 1
    assert not Path(dead.path).exists() and Path(alive.path).exists() and foreign.exists()


def test_a_sweep_of_an_instance_without_files_finds_nothing(vault: FolderVault) -> None:
    assert vault.sweep(lambda owner: False) == 0


def test_a_folder_that_cannot_be_made_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UnavailableError) as caught:
        FolderVault(tmp_path / "file", OWNER).new_temp()
    assert caught.value.reason is Reason.NO_PERMISSION


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_told_as_such_while_writing() -> None:
    raw = streams._Outflow("/dev/full", "r+")
    with pytest.raises(UnavailableError) as caught:
        raw.write(b"x")
    raw.close()
    assert caught.value.reason is Reason.DISK_FULL


def test_a_vault_crosses_to_another_process(vault: FolderVault) -> None:
    temp = written(vault, b"x")
    again, same = pickle.loads(pickle.dumps((vault, temp)))
    with again.reader(same) as stream:
        assert stream.read() == b"x"
