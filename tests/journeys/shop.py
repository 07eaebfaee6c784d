"""A shop that uses the program: one client, one instance, and the steps that a journey takes again and again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.journeys.databases import ask, instance_folder, is_made
from tests.journeys.wapi_events import INSTANCE_ID
from tests.support.cli import Acervo
from tests.support.media_host import MediaHost
from tests.support.sandbox import SandboxProcess
from tests.support.wapi_process import WapiProcess

Json = dict[str, Any]

REF = "1/loja"
NUMBER = "5511900000001"


class Shop:
    """One instance of the program on a data folder.

    Attributes:
        acervo: the program.
        ref: `CLIENT/INSTANCE`.
    """

    def __init__(self, acervo: Acervo, ref: str = REF) -> None:
        self.acervo = acervo
        self.ref = ref

    @property
    def folder(self) -> Path:
        """The instance's own folder."""
        return instance_folder(self.acervo.data_dir, self.ref)

    @property
    def database(self) -> Path:
        """The instance's database."""
        return self.folder / "media_database.db"

    def ingest(self, *events: Any, expect: int = 0) -> Json:
        """Take events from standard input, as one array."""
        return self.acervo.run("ingest", self.ref, "-", stdin=json.dumps(events), expect=expect)

    def download(self, *options: object, expect: int | None = 0) -> Json:
        """Download until nothing can run now."""
        return self.run("download", *options, expect=expect)

    def gallery(self, *filters: object) -> list[Json]:
        """Return every tile, newest first, page by page."""
        items: list[Json] = []
        after: tuple[object, ...] = ()
        while True:
            page = self.acervo.run("gallery", self.ref, "--limit", 1000, *filters, *after)
            items += page["items"]
            if not page["next"]:
                return items
            after = ("--after", page["next"])

    def tiles(self) -> dict[str, Json]:
        """Return the tiles by message id."""
        return {item["message_id"]: item for item in self.gallery()}

    def send(self, to: str, *files: object, expect: int | None = 0) -> list[Json]:
        """Send files or options and return the uploads."""
        uploads: list[Json] = self.run("send", "--to", to, *files, expect=expect)["uploads"]
        return uploads

    def queue(self, *words: object, expect: int | None = 0) -> list[Json]:
        """Ask the queue and return the uploads that it tells of."""
        uploads: list[Json] = self.run("queue", *words, expect=expect)["uploads"]
        return uploads

    def run(self, verb: str, *words: object, expect: int | None = 0) -> Json:
        """Run a verb on the instance; `expect` None takes every exit code."""
        return self.acervo.call("--json", verb, self.ref, *words, expect=expect).json

    def upload_states(self) -> list[str]:
        """Return the states of all uploads, oldest first, without starting the program."""
        if not is_made(self.database):
            return []
        return [state for (state,) in ask(self.database, "SELECT state FROM upload ORDER BY id")]

    def save_all(self, to: Path, *options: object, expect: int = 0) -> dict[str, Path]:
        """Save everything and return the files by SHA-256."""
        report = self.run("save", "--to", to, *(options or ("--all",)), expect=expect)
        return {digest(Path(file)): Path(file) for file in report["files"]}

    def hook(self) -> str:
        """Return the path that the provider is to call."""
        listed = self.acervo.run("instance", "list")["instances"]
        return next(str(one["webhook"]) for one in listed if one["id"] == self.ref)


def wapi_shop(
    acervo: Acervo, wapi: WapiProcess, host: MediaHost, *, ref: str = REF, instance_id: str = INSTANCE_ID
) -> Shop:
    """Add an instance of W-API; the client must be there."""
    options = ("--base-url", wapi.base_url, "--set", f"instance_id={instance_id}", "--set", f"media_host={host.url}")
    acervo.instance(ref, *options, provider="wapi", credentials={"token": wapi.token})
    return Shop(acervo, ref)


def sandbox_shop(acervo: Acervo, sandbox: SandboxProcess, *, ref: str = REF, number: str = NUMBER) -> Shop:
    """Add an instance of the sandbox gateway; the client must be there."""
    options = ("--base-url", sandbox.url, "--number", f"+{number}", "--set", f"media_host={sandbox.url}")
    acervo.instance(ref, *options, provider="sandbox", credentials={"token": sandbox.token})
    return Shop(acervo, ref)


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, hex."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def states(rows: Iterable[Json]) -> list[str]:
    """Return the states of uploads or tiles, in order."""
    return [row["state"] for row in rows]
