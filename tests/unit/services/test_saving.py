"""Saving: what leaves the vault keeps its bytes, gets a safe name and replaces nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import CommandError
from app.domain.kinds import MediaState
from app.domain.messages import MediaItem
from app.domain.reasons import Reason
from app.services.saving import Saver
from app.services.store import GalleryQuery
from tests.unit.services.making import Shop
from tests.unit.storage.making import message, remote

JPEG = b"\xff\xd8\xff picture"


def kept(desk: Shop, *names: str, content: bytes = JPEG) -> list[MediaItem]:
    with desk.store.write() as tx:
        for number, name in enumerate(names):
            tx.library.record(message(f"M{number}-{name}"[:60], media=remote(name=name)))
    desk.transfers.answers = {"direct": [content]}
    desk.downloads.run_until_idle()
    with desk.store.read() as rd:
        return rd.gallery(GalleryQuery()).items


def saver(desk: Shop) -> Saver:
    marked: list[Path] = []
    return Saver(
        desk.store,
        desk.vault,
        {"client": "Móveis Ramires", "instance": "loja"},
        marked.append,
        lambda _e: Reason.DISK_FULL,
    )


def test_a_file_is_saved_with_its_bytes_below_client_contact_and_month(desk: Shop, tmp_path: Path) -> None:
    items = kept(desk, "recibo.jpg")
    target = tmp_path / "out"
    report = saver(desk).save(items, target)
    path = Path(report.files[0])
    assert path.read_bytes() == JPEG
    assert path.relative_to(target).parts[0] == "Móveis Ramires"
    assert path.name == "recibo.jpg"
    assert (report.saved, report.already, report.failed) == (1, 0, [])


def test_saving_again_finds_it_there_already(desk: Shop, tmp_path: Path) -> None:
    items = kept(desk, "recibo.jpg")
    first = saver(desk).save(items, tmp_path / "out")
    again = saver(desk).save(items, tmp_path / "out")
    assert (again.saved, again.already, again.files) == (0, 1, first.files)


def test_another_file_of_the_same_name_is_never_replaced(desk: Shop, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "boleto.jpg").write_bytes(b"somebody else's")
    report = saver(desk).save(kept(desk, "boleto.jpg"), target, pattern="{original name}")
    assert (target / "boleto.jpg").read_bytes() == b"somebody else's"
    assert Path(report.files[0]).name == "boleto (2).jpg"


@pytest.mark.parametrize("name", ["../../etc/passwd", "CON", "a\u202egpj.exe", "x" * 4000, "..", "nul.txt", "a/b\\c:d"])
def test_a_hostile_name_stays_below_the_folder(desk: Shop, tmp_path: Path, name: str) -> None:
    target = tmp_path / "out"
    report = saver(desk).save(kept(desk, name), target)
    path = Path(report.files[0]).resolve()
    assert path.is_relative_to(target.resolve())
    assert path.suffix == ".jpg"
    assert "\u202e" not in path.name
    assert len(path.name.encode()) <= 200


def test_what_is_not_here_fails_alone_with_its_reason(desk: Shop, tmp_path: Path) -> None:
    items = kept(desk, "a.jpg", "b.jpg")
    with desk.store.write() as tx:
        tx.library.record(message("REMOTE", media=remote(name="c.jpg", problem=Reason.NO_KEY)))
    with desk.store.read() as rd:
        items = rd.gallery(GalleryQuery()).items
    report = saver(desk).save(items, tmp_path / "out")
    assert report.saved == 2
    missing = next(item for item in items if item.state is not MediaState.LOCAL)
    assert report.failed == [(missing.id, Reason.NO_KEY)]


def test_no_half_written_file_is_left(desk: Shop, tmp_path: Path) -> None:
    items = kept(desk, "a.jpg")
    for path in (desk.folder / "imagens").iterdir():
        path.unlink()
    report = saver(desk).save(items, tmp_path / "out")
    assert report.failed == [(items[0].id, Reason.UNREADABLE)]
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == []


def test_a_pattern_that_names_nothing_known_is_refused_before_anything_is_written(desk: Shop, tmp_path: Path) -> None:
    with pytest.raises(CommandError) as caught:
        saver(desk).save(kept(desk, "a.jpg"), tmp_path / "out", pattern="{token}/{name}")
    assert caught.value.field == "pattern"
    assert not (tmp_path / "out").exists()
