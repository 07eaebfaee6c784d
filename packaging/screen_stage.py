"""What the screenshots show on top of the demo: files that arrive slowly, expire, and one that is being sent."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

from app.bootstrap.demo.papers import Page, write_pdf
from app.bootstrap.demo.people import ACCOUNTS, PEOPLE
from app.bootstrap.demo.play import SEED, Demo
from app.bootstrap.demo.shelf import Item, Shelf
from app.domain.addresses import Address
from app.domain.ids import UploadId
from app.domain.kinds import MediaState
from app.domain.reasons import Reason
from app.services.desk import Desk
from app.services.store import GalleryQuery
from app.services.uploads import UploadProgress
from app.ui.wiring.window import Window

MARINA = 0
_SLOW_DOWNLOAD = "media.slow=1:400"
_NOTHING_COMES = "media.http_503=1,send.slow=1:32768"
"""Files that are announced now cannot be had, and what is sent leaves slowly."""
_SOON_S = 3 * 3600
_LARGE_BYTES, _SENT_SHARE = 22_000_000, 0.47
"""So much that it takes longer than all pictures; how much of it has left is told as drawn."""
_SETTLE_S, _FETCH_S, _ARRIVE_S = 120.0, 30.0, 4.0
_UNDER_WAY = (MediaState.REMOTE, MediaState.DOWNLOADING)


class Stage:
    """The demo, and what is added to it."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self.demo = demo
        self.shelf = Shelf(folder, SEED)
        self._folder = folder
        self._upload: UploadId | None = None

    async def dress(self, window: Window) -> None:
        """Wait for the demo's history, then let something be under way."""
        await self._settled()
        self.demo.silence()
        strings = self.demo.strings
        await asyncio.to_thread(strings.misbehave, "")
        await self._fetched(window)
        await asyncio.to_thread(strings.misbehave, _SLOW_DOWNLOAD)
        await self._arrive(3, self.shelf.photo(9), age_s=1_500)
        await asyncio.sleep(_ARRIVE_S)
        await asyncio.to_thread(strings.misbehave, _NOTHING_COMES)
        for person, photo in ((6, 2), (7, 10), (7, 11), (8, 20)):
            await self._arrive(person, self.shelf.photo(photo), age_s=1_800 + 60 * photo, expires_s=_SOON_S)
        await self._send(window)
        await asyncio.sleep(2 * _ARRIVE_S)

    def tell_progress(self, window: Window) -> None:
        """Say how far the large file is."""
        ref = window.accounts.current
        if self._upload is not None and ref is not None:
            done = round(_LARGE_BYTES * _SENT_SHARE)
            bus: Any = window._bridge._bus
            bus.publish(UploadProgress(ref, self._upload, done, _LARGE_BYTES))

    async def say_one(self) -> None:
        """Let one picture arrive, and nothing else."""
        await self._arrive(MARINA, self.shelf.photo(0), age_s=600, caption="Chegaram só duas caixas, falta a mesa.")
        await asyncio.sleep(_ARRIVE_S)

    def files(self) -> list[str]:
        """Return the files of the preparation sheet: of several kinds, one of which is refused."""
        items = [self.shelf.photo(0), self.shelf.paper(6), self.shelf.photo(9), self.shelf.film(2), self.shelf.paper(3)]
        refused = self._folder / "instalador.exe"
        refused.write_bytes(b"MZ" + bytes(2_000))
        return [*(str(item.path) for item in items), str(refused)]

    async def _settled(self) -> None:
        deadline = time.monotonic() + _SETTLE_S
        while not self.demo.settled.is_set() and time.monotonic() < deadline:
            await asyncio.sleep(0.2)

    async def _fetched(self, window: Window) -> None:
        """Have everything fetched that failed on its way."""
        work: Any = window._media._work
        deadline = time.monotonic() + _FETCH_S
        while time.monotonic() < deadline:
            undone = [desk for desk in window.accounts.desks() if _undone(desk)]
            if not undone:
                return
            for desk in undone:
                with desk.store.write() as tx:
                    tx.downloads.hurry(list(Reason), now=time.time())
                work.wake(desk.instance.ref)
            await asyncio.sleep(1.0)

    async def _arrive(self, person: int, item: Item, *, age_s: int, **more: Any) -> None:
        name, phone = PEOPLE[person]
        wish: dict[str, Any] = {"from": phone, "name": name, "at": int(time.time()) - age_s, "type": item.type}
        wish |= {"file_path": str(item.path), "mime": item.mime, "voice": item.voice, **more}
        await asyncio.to_thread(self.demo.strings.deliver, ACCOUNTS[0].number, wish)

    async def _send(self, window: Window) -> None:
        """Begin to send a large file to the first customer."""
        desk = window.accounts.desk(window.accounts.current)
        if desk is None:
            return
        path = self._folder / "boleto_segunda_via_4102.pdf"
        page = Page()
        page.text(40, 70, "BANCO AURORA", 16, bold=True)
        page.pad(_LARGE_BYTES)
        write_pdf(path, [page])
        with desk.store.view() as view:
            chat = view.chat_at(Address(f"+{PEOPLE[MARINA][1]}"))
        if chat is not None:
            window.open_chat(chat)
        draft = await asyncio.to_thread(desk.preparer.prepare, path)
        upload = await asyncio.to_thread(desk.outbox.enqueue_file, Address(f"+{PEOPLE[MARINA][1]}"), draft)
        self._upload = upload.id


def _undone(desk: Desk) -> int:
    with desk.store.view() as view:
        return len(view.media_ids(GalleryQuery(states=frozenset(_UNDER_WAY))))
