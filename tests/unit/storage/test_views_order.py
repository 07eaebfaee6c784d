"""The chat list does not depend on the order in which messages came, nor on how often."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from app.storage.store import FILE
from tests.unit.storage.chatter import Chatter
from tests.unit.storage.making import Happening, apply_all, content, opened
from tests.unit.storage.oracle import Oracle


def lines_after(folder: Path, happened: list[Happening], *, batch: int) -> tuple[list[Any], set[tuple[str, str]]]:
    """Return the chat list, and what can be searched, after some events."""
    folder.mkdir()
    with opened(folder) as store:
        apply_all(store, happened, batch=batch)
        with store.view() as view:
            found = {(hit.field, hit.snippet) for asked in ("b", "m", "ana") for hit in view.search(asked, 1000)}
    assert any(row.unread for row in Oracle(folder / FILE).chat_line)
    return content(folder)["lines"], found


@pytest.mark.parametrize("seed", range(8))
def test_any_order_and_any_repetition_give_the_same_list_and_the_same_search(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    happened = Chatter(seed, ids=12).events(40)
    again = happened + rng.sample(happened, 15)
    rng.shuffle(again)
    first = lines_after(tmp_path / "first", happened, batch=1000)
    assert lines_after(tmp_path / "again", again, batch=rng.choice([1, 5, 1000])) == first
