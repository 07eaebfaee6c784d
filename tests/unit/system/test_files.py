"""What the disk says is put in the user's words, and files that leave the vault are marked as received."""

from __future__ import annotations

import errno
import re
import sys
from pathlib import Path

import pytest

from app.domain.reasons import Reason
from app.system.files import disk_reason, free_bytes, fsync_dir, mark_as_received


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, Reason.DISK_FULL),
        (errno.EACCES, Reason.NO_PERMISSION),
        (errno.EPERM, Reason.NO_PERMISSION),
        (errno.EROFS, Reason.NO_PERMISSION),
        (errno.EFBIG, Reason.TOO_LARGE),
        (errno.EIO, Reason.UNREADABLE),
        (errno.ENOENT, Reason.UNREADABLE),
    ],
)
def test_an_error_of_the_disk_has_a_reason(code: int, reason: Reason) -> None:
    assert disk_reason(OSError(code, "words of the system")) is reason


@pytest.mark.skipif(not hasattr(errno, "EDQUOT"), reason="Windows has no such number")
def test_an_exceeded_quota_is_a_full_disk() -> None:
    assert disk_reason(OSError(errno.EDQUOT, "quota")) is Reason.DISK_FULL


@pytest.mark.parametrize(("code", "reason"), [(112, Reason.DISK_FULL), (32, Reason.NO_PERMISSION)])
def test_the_numbers_of_windows_are_known_too(code: int, reason: Reason) -> None:
    error = OSError(errno.EINVAL, "words of the system")
    error.winerror = code  # type: ignore[attr-defined,unused-ignore]
    assert disk_reason(error) is reason


def test_a_real_failure_of_the_disk_is_understood(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no full device")
    with pytest.raises(OSError) as failed, open("/dev/full", "wb", buffering=0) as full:
        full.write(b"x")
    assert disk_reason(failed.value) is Reason.DISK_FULL


def test_free_space_is_known_also_for_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    assert free_bytes(tmp_path) > 0
    assert free_bytes(tmp_path / "not" / "there" / "yet") > 0


def test_a_rename_is_synced(tmp_path: Path) -> None:
    (tmp_path / "new").write_bytes(b"x")
    (tmp_path / "new").replace(tmp_path / "final")
    fsync_dir(tmp_path)
    if sys.platform != "win32":
        with pytest.raises(OSError, match="No such file"):
            fsync_dir(tmp_path / "absent")


def test_windows_is_told_by_the_zone_of_the_internet(tmp_path: Path) -> None:
    saved = tmp_path / "photo.jpg"
    saved.write_bytes(b"x")
    assert mark_as_received(saved, platform="win32")
    with open(f"{saved}:Zone.Identifier", "rb") as stream:
        assert stream.read() == b"[ZoneTransfer]\r\nZoneId=3\r\n"
    assert saved.read_bytes() == b"x"


def test_macos_is_told_by_the_quarantine_attribute(tmp_path: Path) -> None:
    told: list[tuple[str, str, bytes]] = []
    assert mark_as_received(tmp_path / "a.pdf", platform="darwin", set_attribute=lambda *all_: told.append(all_))
    ((path, name, value),) = told
    assert (path, name) == (str(tmp_path / "a.pdf"), "com.apple.quarantine")
    assert re.fullmatch(rb"0081;[0-9a-f]{8};Acervo;[0-9A-F-]{36}", value)


def test_a_file_system_without_marks_keeps_the_file_unmarked(tmp_path: Path) -> None:
    def refuse(path: str, name: str, value: bytes) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    assert not mark_as_received(tmp_path / "a", platform="darwin", set_attribute=refuse)
    assert not mark_as_received(tmp_path / "no" / "folder", platform="win32")
    assert not mark_as_received(tmp_path / "a", platform="linux")


@pytest.mark.skipif(sys.platform != "darwin", reason="the system call of macOS")
def test_the_system_call_of_macos_sets_the_attribute(tmp_path: Path) -> None:
    saved = tmp_path / "a"
    saved.write_bytes(b"x")
    assert mark_as_received(saved)
