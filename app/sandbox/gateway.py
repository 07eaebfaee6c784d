"""The gateway's state as a whole: numbers, media, misbehaviour, background tasks, the folder where all of it rests."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import shutil
import tempfile
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from app.sandbox.events import History
from app.sandbox.journal import Journal
from app.sandbox.media_store import MediaStore
from app.sandbox.misbehaviour import Misbehaviour, Plan, Scope
from app.sandbox.number import Journals, Number
from app.sandbox.phones import Directory
from app.sandbox.webhooks import Postman

logger = logging.getLogger("app.sandbox")


@dataclass(frozen=True, slots=True)
class Settings:
    """How a gateway is started.

    Attributes:
        state: folder that outlives the process; None for a temporary one.
        tick_delay_s: pause before each of sent, delivered, read.
    """

    token: str
    seed: int = 0
    misbehave: str = ""
    state: Path | None = None
    tick_delay_s: float = 0.2
    max_file_bytes: int = 2_000_000_000


class Gateway:
    """All that one sandbox process knows; its loop alone touches it."""

    def __init__(self, settings: Settings) -> None:
        """Open or make the folder and take back what is in it.

        Raises:
            MisbehaviourError: the specification cannot be read.
            OSError: the folder cannot be used.
        """
        self.settings = settings
        self.misbehaviour = Misbehaviour(settings.misbehave, settings.seed)
        self.url = ""
        self.stopping = asyncio.Event()
        self.directory = Directory()
        self.requests: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self._attempts: Counter[tuple[str, str]] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._postmen: dict[str, Postman] = {}
        self.numbers: dict[str, Number] = {}
        self.folder = self._folder()
        self._journals = Journals(self._journal("events"), self._journal("log"), self._journal("numbers"))
        self._media_journal = self._journal("media")
        secret = hashlib.sha256(f"paths {settings.seed}".encode()).digest()
        self.media = MediaStore(self._subfolder("media"), self._media_journal, secret)
        self.received = self._subfolder("received")
        self.spool = self._subfolder("spool")
        self._restore()

    def number(self, number: str) -> Number:
        """Return the state of a number; the first mention makes it."""
        if number not in self.numbers:
            history = History(number, self._journals.events)
            self.numbers[number] = Number(number, self.settings.seed, history, self._journals)
        return self.numbers[number]

    def postman(self, number: str) -> Postman:
        """Return the number's postman, at work."""
        if number not in self._postmen:
            owner = self.number(number)
            postman = Postman(number, owner.history, owner.subscription, lambda: self.misbehaviour, owner.save)
            self._postmen[number] = postman
            self._session = self._session or aiohttp.ClientSession()
            self.spawn(postman.run(self._session))
        return self._postmen[number]

    def plan(self, scope: Scope, key: str) -> Plan:
        """Count one attempt of a request and return what it will meet."""
        self.requests[scope] += 1
        self._attempts[scope, key] += 1
        plan = self.misbehaviour.plan(scope, key, self._attempts[scope, key])
        if plan.fault is not None:
            self.faults[f"{scope}.{plan.fault}"] += 1
        return plan

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` in the background until it ends or the gateway stops."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def pause(self, seconds: float) -> None:
        """Wait, or until the gateway stops."""
        if seconds > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), seconds)

    async def close(self) -> None:
        """End every task, close every file, remove the temporary folder."""
        self.stopping.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
        self.close_files()

    def close_files(self) -> None:
        """Close the journals and remove the temporary folder, if it is one."""
        for journal in (self._journals.events, self._journals.log, self._journals.numbers, self._media_journal):
            journal.close()
        if self.settings.state is None:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a background task broke", exc_info=error)

    def _folder(self) -> Path:
        if self.settings.state is None:
            return Path(tempfile.mkdtemp(prefix="acervo-sandbox-"))
        self.settings.state.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.settings.state / "spool", ignore_errors=True)
        return self.settings.state

    def _subfolder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def _journal(self, name: str) -> Journal:
        return Journal(self.folder / f"{name}.ndjson")

    def _restore(self) -> None:
        for line in self._journals.events.lines():
            event = json.loads(line)
            self.number(event["number"]).history.restore(line)
            if event["event"] == "message" and event["from"].isdigit():
                self.directory.meet(event["from"], event["from_name"])
        for entry in self._journals.log.entries():
            self.number(entry["number"]).log.append(entry)
        for snapshot in self._journals.numbers.entries():
            self.number(snapshot["number"]).restore(snapshot)
        for number in self.numbers.values():
            number.skip_issued()
