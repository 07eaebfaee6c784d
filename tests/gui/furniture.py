"""What tests of the window stand on: theme, icons, a lane to read on, and readers of stores in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.services.views import ViewStore
from app.ui.bridge import Crossing, Errands, Reader
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from tests.gui.looks import make_look

MakeReader = Callable[[ViewStore], Reader]


@pytest.fixture
def look(qapp: object) -> tuple[Theme, Icons]:
    """Return the light theme and its icons."""
    return make_look()


@pytest.fixture
def theme(look: tuple[Theme, Icons]) -> Theme:
    return look[0]


@pytest.fixture
def icons(look: tuple[Theme, Icons]) -> Icons:
    return look[1]


@pytest.fixture
def lane() -> Iterator[ThreadPoolExecutor]:
    """Return one thread, as the window has them for reading."""
    with ThreadPoolExecutor(1, "test-lane") as executor:
        yield executor


@pytest.fixture
def errands(qapp: object, lane: ThreadPoolExecutor) -> Iterator[Errands]:
    crossing = Crossing()
    made = Errands(lane, crossing)
    yield made
    made.close()
    crossing.close()


@pytest.fixture
def read(qapp: object, lane: ThreadPoolExecutor) -> Iterator[MakeReader]:
    """Return a function that makes a reader of a store; all are closed at the end."""
    readers: list[Reader] = []

    def make(store: ViewStore) -> Reader:
        readers.append(Reader(store, lane, seen=store.changed()))
        return readers[-1]

    yield make
    for reader in readers:
        reader.close()
