"""A process that is killed at the worst moments loses nothing and does nothing twice."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from app.domain.kinds import MediaKind, MediaState
from app.domain.uploads import UploadState
from app.services.store import GalleryQuery
from app.storage.vault import FolderVault
from tests.unit.storage.making import NOW, claim_download, claim_upload, landed, message, new_upload, opened, remote

ROOT = Path(__file__).parents[3]
_DIE = """
import os, sys
from pathlib import Path
from app.services import checkpoints
from tests.unit.storage import test_crashes as steps
from tests.unit.storage.making import opened

checkpoints.install(lambda name: os._exit(9) if name == sys.argv[2] else None)
with opened(Path(sys.argv[1]), owner="dead") as store:
    steps.download(store, Path(sys.argv[1]), "dead")
    steps.upload(store, "dead")
"""


def download(store, folder: Path, owner: str) -> None:  # type: ignore[no-untyped-def]
    """Fetch the one file, as the downloader does once it is verified."""
    vault = FolderVault(folder, owner)
    for job in claim_download(store, owner=owner):
        temp = vault.new_temp()
        with vault.writer(temp) as stream:
            stream.write(b"file")
        sha256 = hashlib.sha256(b"file").hexdigest()
        file = landed(
            place=lambda temp=temp, sha256=sha256: vault.place(
                temp, sha256=sha256, kind=MediaKind.IMAGE, name="n", extension="jpg"
            )
        )
        with store.write() as tx:
            tx.downloads.land(job, file, now=NOW)


def upload(store, owner: str) -> None:  # type: ignore[no-untyped-def]
    """Send the one queued text."""
    for job in claim_upload(store, owner=owner):
        for state, id in ((UploadState.UPLOADING, ""), (UploadState.SENDING, ""), (UploadState.ACCEPTED, "AAA")):
            with store.write() as tx:
                tx.uploads.move(job, state, now=NOW, message_id=id)


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        ("download.placed", UploadState.QUEUED),
        ("download.committed", UploadState.QUEUED),
        ("upload.sending_committed", UploadState.UNCONFIRMED),
        ("upload.accepted_before_commit", UploadState.UNCONFIRMED),
    ],
)
def test_a_killed_process_leaves_work_that_the_next_one_finishes(
    tmp_path: Path, moment: str, sent: UploadState
) -> None:
    with opened(tmp_path) as store, store.write() as tx:
        tx.library.record(message("1", media=remote()))
        tx.uploads.enqueue(new_upload(content=None))
    died = subprocess.run([sys.executable, "-c", _DIE, str(tmp_path), moment], cwd=ROOT, check=False, timeout=60)
    assert died.returncode == 9
    with opened(tmp_path, owner="next") as store:
        FolderVault(tmp_path, "next").sweep(lambda owner: owner == "next")
        with store.write() as tx:
            tx.downloads.recover(lambda owner: owner == "next", now=NOW)
            tx.uploads.recover(lambda owner: owner == "next", now=NOW)
        with store.read() as rd:
            assert [upload.state for upload in rd.uploads()] == [sent]
        download(store, tmp_path, "next")
        with store.read() as rd:
            item = next(item for item in rd.gallery(GalleryQuery()).items)
            blob = rd.blob_of(item.id)
    assert item.state is MediaState.LOCAL and blob is not None
    assert [path.name for path in (tmp_path / "imagens").iterdir()] == [Path(blob.path).name]
    assert list((tmp_path / "tmp").iterdir()) == []
