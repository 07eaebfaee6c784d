"""An instance that a process has open is shared by all who ask for it, and closed when nobody needs it any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import cast

import pytest

from app.domain.ids import InstanceRef, instance_ref
from app.services.statistics import StatisticsDesk
from app.storage.premises import DiskPremises
from app.storage.store import InstanceStore
from tests.unit.storage.making import OWNER, message

LOJA, OUTRA = instance_ref("1/loja"), instance_ref("1/outra")


@pytest.fixture
def premises(tmp_path: Path) -> DiskPremises:
    return DiskPremises(tmp_path, OWNER)


def is_open(store: InstanceStore) -> bool:
    """Tell whether the writer's connection is held; the first write opens it."""
    return store._writer is not None


def count(premises: DiskPremises, ref: InstanceRef) -> int:
    return StatisticsDesk(premises).of([ref]).messages


def test_who_asks_for_an_open_instance_shares_it(premises: DiskPremises) -> None:
    with premises.open_store(LOJA) as one, premises.open_store(LOJA) as other, premises.open_store(OUTRA) as third:
        assert one is other
        assert one is not third


def test_only_the_last_to_leave_closes_it(premises: DiskPremises) -> None:
    with premises.open_store(LOJA) as store:
        with store.write() as tx:
            tx.library.record(message("A1"))
        assert count(premises, LOJA) == 1
        assert is_open(cast(InstanceStore, store))
        with store.write() as tx:
            tx.library.record(message("A2"))
        assert count(premises, LOJA) == 2
    assert not is_open(cast(InstanceStore, store))
    with premises.open_store(LOJA) as again:
        assert again is not store


def test_it_is_closed_when_its_user_fails(premises: DiskPremises) -> None:
    with pytest.raises(KeyError), premises.open_store(LOJA) as store:
        raise KeyError
    with premises.open_store(LOJA) as again:
        assert again is not store


def test_many_threads_may_come_and_go(premises: DiskPremises) -> None:
    def visit(number: int) -> None:
        with premises.open_store(LOJA) as store, store.write() as tx:
            tx.library.record(message(f"A{number}"))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(visit, range(64)))
    assert count(premises, LOJA) == 64
