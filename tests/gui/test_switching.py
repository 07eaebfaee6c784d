"""Whoever changes the account never sees nor writes to what belongs to the one before, however late it answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.services.bus import Bus
from app.system.settings_file import SettingsFile
from app.ui.bridge import Bridge, Crossing, Errands, Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.listing import Filters
from app.ui.panes.gallery import Reach, Scope
from app.ui.panes.gallery.source import ListingSource
from app.ui.panes.rail import Rail
from app.ui.wiring.accounts import Accounts
from tests.support.gallery_store import FormulaMedia, GalleryStore
from tests.support.view_store import MemoryStore

ONE, OTHER = (InstanceRef(ClientId(number), InstanceId("loja")) for number in (1, 2))


class Slow:
    """A store that answers when it is told to."""

    def __init__(self, store: Any) -> None:
        self._store, self.release = store, threading.Event()

    @contextmanager
    def view(self) -> Iterator[Any]:
        self.release.wait(5)
        with self._store.view() as view:
            yield view

    def changed(self) -> int:
        return int(self._store.changed())


def test_a_gallery_never_shows_the_list_of_the_account_before(qtbot: QtBot) -> None:
    slow, quick = Slow(GalleryStore(FormulaMedia(500, 5))), GalleryStore(FormulaMedia(7, 1))
    source, came = ListingSource(), []
    source.came.connect(lambda listing: came.append(len(listing.ids)))
    with ThreadPoolExecutor(2) as lane:
        readers = [Reader(store, lane, seen=store.changed()) for store in (slow, quick)]
        for reader in readers:
            source.open(reader, Scope(Reach.ACCOUNT, "Loja"), Filters())
        qtbot.waitUntil(lambda: bool(came))
        slow.release.set()
        done: list[int] = []
        readers[0].ask(lambda _view: 1, done.append)
        qtbot.waitUntil(lambda: bool(done))
        assert came == [7]
        for reader in readers:
            reader.close()


def test_the_account_that_is_left_answers_nobody(qtbot: QtBot, theme: Theme, icons: Icons, tmp_path: Path) -> None:
    slow, crossing, rail = Slow(MemoryStore()), Crossing(), Rail(theme, icons)
    qtbot.addWidget(rail)
    with ThreadPoolExecutor(2) as lane:
        accounts: Any = Accounts(
            rail, setup=None, settings=SettingsFile(tmp_path / "window.json"), work=None, crossing=crossing,
            bridge=Bridge(Bus(), crossing), errands=Errands(lane, crossing), read_lane=lane, colours=["anil"],
            provider_name=str,
        )  # fmt: skip
        accounts._instances = {ONE: None, OTHER: None}
        accounts._readers = {
            ONE: Reader(slow, lane, crossing, seen=slow.changed()),
            OTHER: Reader(MemoryStore(), lane, crossing, seen=0),
        }
        accounts.choose(ONE)
        answered: list[str] = []
        accounts.reader(ONE).ask(lambda _view: None, lambda _done: answered.append("contact"), group="contact")
        accounts.choose(OTHER)
        slow.release.set()
        accounts.reader(ONE).ask(lambda _view: None, lambda _done: answered.append("unread"), group="rail")
        qtbot.waitUntil(lambda: bool(answered))
        assert answered == ["unread"]
        accounts.close()
