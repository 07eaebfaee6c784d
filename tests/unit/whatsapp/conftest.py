"""Servers that the tests of providers speak to, and values that they share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.media_host import MediaHost


@pytest.fixture
def host() -> Iterator[MediaHost]:
    """A media host on loopback."""
    with MediaHost() as running:
        yield running
