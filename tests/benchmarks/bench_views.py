"""What the window asks: chat list, pages of bubbles, ids and days of the gallery, search while typing.

A busy thread may run beside (`beside it`): then the interpreter's lock, not SQLite, is what a list of ids waits for.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app.domain.addresses import Address
from app.domain.events import IncomingMessage, Party
from app.domain.ids import ChatId
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.services.store import GalleryQuery
from app.services.views import ChatFilter, Viewing
from app.storage.premises import DiskPremises
from tests.benchmarks import libraries, measure
from tests.benchmarks.make_library import LARGE
from tests.benchmarks.measure import Figure, Options

_BRAZIL_S = -10_800
_ASKED = {
    "a word in one text of seventeen": "orcamento",
    "one letter": "c",
    "two letters": "co",
    "a common prefix": "comprov",
    "two words": "nota fiscal",
    "two letters each": "no fi",
    "a number of one document": "12345",
    "nothing": "zzzz",
}
_SEARCH_MS = 50.0
_MANY_CHATS = 100_000


def run(options: Options) -> list[Figure]:
    """Measure on each size, and the chat list of an account with very many chats."""
    figures = [figure for media in libraries.sizes(options) for figure in _at(media, rounds=3 if options.quick else 9)]
    return [*figures, *_chat_list(1_000 if options.quick else _MANY_CHATS)]


def _at(media: int, *, rounds: int) -> list[Figure]:
    where = f"at {media:,} media"
    premises = DiskPremises(libraries.library(media), "bench")
    with premises.open_store(LARGE) as store, store.view() as view:
        chats = view.chat_ids(ChatFilter.ALL)
        biggest = max(chats[:200], key=lambda chat: _media_of(view, chat))
        newest = view.messages_before(ChatId(biggest), None, 200)
        middle = (newest[0].sent_at, newest[0].id)
        ids = view.media_ids(GalleryQuery())
        asked: dict[str, Callable[[], object]] = {
            "chat list, ids": lambda: view.chat_ids(ChatFilter.ALL),
            "chat list, 40 rows": lambda: view.chats(chats[:40]),
            "newest 50 bubbles": lambda: view.messages_before(ChatId(biggest), None, 50),
            "50 bubbles further up": lambda: view.messages_before(ChatId(biggest), middle, 50),
            "side panel": lambda: view.contact(ChatId(biggest)),
            "gallery, all ids": lambda: view.media_ids(GalleryQuery()),
            "gallery, ids of one kind": lambda: view.media_ids(GalleryQuery(kinds=frozenset({MediaKind.AUDIO}))),
            "gallery, ids of two kinds": lambda: view.media_ids(
                GalleryQuery(kinds=frozenset({MediaKind.IMAGE, MediaKind.VIDEO}))
            ),
            "gallery, ids by size": lambda: view.media_ids(GalleryQuery(sort="size")),
            "gallery, days": lambda: view.media_days(GalleryQuery(), _BRAZIL_S),
            "gallery, counts by kind": lambda: view.kind_counts(GalleryQuery()),
            "200 tiles": lambda: view.media_rows(ids[5_000:5_200]),
            "200 thumbnails": lambda: view.thumbs(ids[5_000:5_200], 256),
            "expiring": lambda: view.expiring(1 << 40),
            **{f"search, {what}": (lambda text=text: view.search(text, 50)) for what, text in _ASKED.items()},  # type: ignore[misc]
            "search in one chat": lambda: view.search("co", 50, ChatId(biggest)),
        }
        figures = []
        for what, ask in asked.items():
            budget = _SEARCH_MS if what.startswith("search") else None
            alone = measure.best_of(rounds, ask)
            with _busy():
                beside = measure.best_of(3, ask)
            figures.append(
                Figure(f"{what}, {where}", alone * 1000, "ms", budget, "less", f"a busy thread: {beside * 1000:.3g} ms")
            )
        return figures


def _media_of(view: Viewing, chat: int) -> int:
    row = view.contact(ChatId(chat))
    return sum(count for _kind, count in row.media_counts) if row else 0


def _chat_list(chats: int) -> list[Figure]:
    """Measure the list of an account with very many chats."""
    where = f"of {chats:,} chats"
    with libraries.scratch() as folder, DiskPremises(folder, "bench").open_store(LARGE) as store:
        for begin in range(0, chats, 5_000):
            with store.write() as tx:
                for number in range(begin, min(begin + 5_000, chats)):
                    tx.library.record(_greeting(number))
        with store.view() as view:
            asked: dict[str, Callable[[], object]] = {
                "ids": lambda: view.chat_ids(ChatFilter.ALL),
                "unread": lambda: view.chat_ids(ChatFilter.UNREAD),
                "with media": lambda: view.chat_ids(ChatFilter.WITH_MEDIA),
                "named ma…": lambda: view.chat_ids(ChatFilter.ALL, "ma"),
                "by a part of a number": lambda: view.chat_ids(ChatFilter.ALL, "0012"),
                "sum of unread": view.unread,
            }
            return [Figure(f"{what} {where}", measure.best_of(5, ask) * 1000, "ms") for what, ask in asked.items()]


def _greeting(number: int) -> IncomingMessage:
    person = Party((Address(f"+5511{900_000_000 + number}"),), name=f"{('Maria', 'João', 'Zoë')[number % 3]} {number}")
    later = 4_000_000_000 + number * 37 % 1_000_003
    return IncomingMessage(f"3EB0{number}", person, person, Direction.IN, later, MessageKind.TEXT, "Bom dia!")


@contextmanager
def _busy() -> Iterator[None]:
    """Let another thread hold the interpreter's lock as much as it can."""
    over = threading.Event()

    def work() -> None:
        while not over.is_set():
            sum(range(1_000))

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


if __name__ == "__main__":
    measure.main("bench_views", run)
