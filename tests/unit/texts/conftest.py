"""Leave the language of the process as it was after each test of the texts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app import texts


@pytest.fixture(autouse=True)
def _restored_language() -> Iterator[None]:
    yield
    texts.set_language(None)
