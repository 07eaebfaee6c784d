"""Folders on their way out are walked by name, counted where they hold too much, and packed without leaving halves."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from app.domain.errors import RefusedError, UnavailableError
from app.domain.reasons import Reason
from app.services.folders import gathered, zipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Fotos da obra"
    (made / "sala").mkdir(parents=True)
    (made / ".cache").mkdir()
    (made / "b.jpg").write_bytes(b"picture" * 1000)
    (made / "sala" / "a.txt").write_bytes(b"text")
    (made / ".hidden").write_bytes(b"x")
    (made / ".cache" / "c").write_bytes(b"x")
    return made


def test_files_come_in_the_order_of_their_names_and_hidden_ones_stay(folder: Path) -> None:
    found = gathered([folder], most=10)
    assert [path.name for path in found.files] == ["b.jpg", "a.txt"]
    assert (found.left_out, found.size_bytes) == (0, 7004)


def test_what_is_too_much_is_counted(folder: Path) -> None:
    for number in range(5):
        (folder / f"n{number}").write_bytes(b"12345")
    found = gathered([folder, folder / "b.jpg"], most=3)
    assert [path.name for path in found.files] == ["b.jpg", "n0", "n1"]
    assert found.left_out == 5


def test_a_file_that_is_not_there_is_handed_on_to_be_refused_by_name(tmp_path: Path) -> None:
    assert gathered([tmp_path / "gone.pdf"], most=10).files == [tmp_path / "gone.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without pipes in folders")
def test_a_pipe_in_a_folder_is_no_file(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    assert len(gathered([folder], most=10).files) == 2


def test_a_folder_is_packed_under_its_own_name(folder: Path, tmp_path: Path) -> None:
    packed = zipped(folder, tmp_path / "out.zip", most_bytes=10**6)
    with zipfile.ZipFile(packed) as archive:
        assert archive.namelist() == ["Fotos da obra/b.jpg", "Fotos da obra/sala/a.txt"]
        assert archive.read("Fotos da obra/sala/a.txt") == b"text" and archive.testzip() is None


def test_a_file_older_than_zip_files_is_packed_all_the_same(folder: Path, tmp_path: Path) -> None:
    os.utime(folder / "b.jpg", (0, 0))
    with zipfile.ZipFile(zipped(folder, tmp_path / "out.zip", most_bytes=10**6)) as archive:
        assert archive.getinfo("Fotos da obra/b.jpg").date_time[0] == 1980


@pytest.mark.parametrize(
    ("most_bytes", "wanted", "reason"), [(10, True, Reason.TOO_LARGE), (10**6, False, Reason.CANCELLED)]
)
def test_a_zip_that_is_given_up_leaves_no_file(
    folder: Path, tmp_path: Path, most_bytes: int, wanted: bool, reason: Reason
) -> None:
    target = tmp_path / "out.zip"
    with pytest.raises(RefusedError) as refused:
        zipped(folder, target, most_bytes=most_bytes, wanted=lambda: wanted)
    assert refused.value.reason is reason and not target.exists()


def test_a_folder_without_files_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    with pytest.raises(RefusedError) as refused:
        zipped(tmp_path / "empty", tmp_path / "out.zip", most_bytes=10**6)
    assert refused.value.reason is Reason.EMPTY and not (tmp_path / "out.zip").exists()


def test_where_the_zip_cannot_be_written_it_says_why(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnavailableError) as failed:
        zipped(folder, tmp_path / "no" / "such" / "folder.zip", most_bytes=10**6)
    assert failed.value.reason is Reason.UNREADABLE
