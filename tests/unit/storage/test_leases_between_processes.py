"""Several processes on one data folder: no job is ever taken twice."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.domain.addresses import Address
from tests.unit.storage.making import NOW, claim_download, claim_upload, message, new_upload, opened, remote

ROOT = Path(__file__).parents[3]
JOBS = 60

_WORKER = """
import json, sys
from pathlib import Path
from tests.unit.storage.making import claim_download, claim_upload, opened

owner, taken, misses = sys.argv[2], [], 0
with opened(Path(sys.argv[1]), owner=owner) as store:
    while misses < 3:
        got = [["media", job.source.id] for job in claim_download(store, owner=owner, limit=2)]
        got += [["upload", job.upload.id] for job in claim_upload(store, owner=owner, limit=2)]
        misses = 0 if got else misses + 1
        taken += got
print(json.dumps(taken))
"""


def fill(folder: Path) -> None:
    with opened(folder) as store, store.write() as tx:
        for number in range(JOBS):
            tx.library.record(message(f"M{number}", media=remote()))
            tx.uploads.enqueue(new_upload(f"ref-{number}", to=Address(f"+5511999{number:06}"), content=None))


def test_two_real_processes_share_the_jobs_without_taking_one_twice(tmp_path: Path) -> None:
    fill(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", _WORKER, str(tmp_path), owner], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for owner in ("first", "second")
    ]
    taken = [tuple(job) for process in processes for job in json.loads(process.communicate(timeout=60)[0])]
    assert len(taken) == len(set(taken)) == 2 * JOBS


def test_two_stores_on_threads_share_the_jobs_without_taking_one_twice(tmp_path: Path) -> None:
    fill(tmp_path)

    def work(owner: str) -> list[int]:
        with opened(tmp_path, owner=owner) as store:
            taken: list[int] = []
            while jobs := claim_download(store, owner=owner, limit=3):
                taken += [job.source.id for job in jobs]
            return taken

    with ThreadPoolExecutor(3) as pool:
        taken = [id for ids in pool.map(work, "abc") for id in ids]
    assert len(taken) == len(set(taken)) == JOBS


def test_the_jobs_of_a_dead_process_go_to_a_living_one(tmp_path: Path) -> None:
    fill(tmp_path)
    with opened(tmp_path, owner="dead") as theirs, opened(tmp_path, owner="alive") as ours:
        assert len(claim_download(theirs, owner="dead", limit=5)) == 5
        assert len(claim_upload(theirs, owner="dead", limit=5)) == 5
        assert len(claim_download(ours, owner="alive", limit=5)) == 5
        with ours.write() as tx:
            assert tx.downloads.recover(lambda owner: owner == "alive", now=NOW) == 5
            assert tx.uploads.recover(lambda owner: owner == "alive", now=NOW) == []
        assert len(claim_download(ours, owner="alive", limit=1000)) == JOBS - 5
        assert len(claim_upload(ours, owner="alive", limit=1000)) == JOBS
