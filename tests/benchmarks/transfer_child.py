"""The program's side of a transfer benchmark, in a process of its own: `transfer_child.py TASK`, a JSON object.

Its peak of memory can then be taken from outside, and each run starts as a fresh program would. Prints what each step
took, in seconds, as one JSON array.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.bootstrap.core import Core
from app.domain.addresses import Address
from app.domain.ids import instance_ref
from app.services.desk import Desk
from app.services.uploads import settled
from tests.benchmarks import measure

REF = instance_ref("1/loja")
TO = Address("+5511990000000")
CREDENTIALS = {"token": "token-of-the-benchmark"}


def add_instance(data_dir: Path, *, provider: str, url: str) -> None:
    """Make the client and the instance that the child works for."""
    settings = {"media_host": url, "max_document_mb": "100"}
    if provider == "wapi":
        settings["instance_id"] = "T34398-SYNTHETIC"
    with Core(data_dir) as core:
        core.accounts.add_client("Loja", id=REF.client)
        core.accounts.add_instance(REF, provider=provider, base_url=url, number="+5511900000001", settings=settings)


def _download(desk: Desk, batches: Iterable[list[Any]]) -> list[float]:
    """Receive each batch of payloads and fetch its media; only the fetching is timed."""
    took = []
    for batch in batches:
        desk.inbox.ingest(enumerate(batch))

        def work(expected: int = len(batch)) -> None:
            report = desk.downloads.run_until_idle()
            if report.downloaded != expected:
                raise SystemExit(f"not all arrived: {report}")

        took.append(measure.seconds(work))
    return took


def _upload(desk: Desk, files: Iterable[str]) -> list[float]:
    """Queue each file and send it; only the sending is timed."""
    took = []
    for file in files:
        upload = desk.outbox.enqueue_file(TO, desk.preparer.prepare(Path(file), as_kind="document"))

        def work(ids: tuple[Any, ...] = (upload.id,)) -> None:
            (ended,) = desk.outbox.run_until(settled, ids=ids)
            if not ended.message_id:
                raise SystemExit(f"not sent: {ended.state} {ended.reason}")

        took.append(measure.seconds(work))
    return took


def main(task: dict[str, Any]) -> None:
    """Do what the task says and print what each step took."""
    with Core(Path(task["data_dir"])) as core:
        core.secrets.give(REF, CREDENTIALS)
        desk = core.desk(REF)
        took = _download(desk, task["batches"]) if "batches" in task else _upload(desk, task["files"])
        print(json.dumps(took))


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
