"""The life of an upload: no path leads from `sending` to a blind repeat."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import IllegalMoveError
from app.domain.statuses import Status, later
from app.domain.uploads import (
    ARRIVED,
    ARROWS,
    CANCELLABLE,
    HOLDING,
    RUNNING,
    UploadState,
    after_restart,
    checked_move,
    reached,
)

S = UploadState
states = st.sampled_from(list(S))
ticks = st.sampled_from(list(Status))


def test_every_state_has_its_arrows() -> None:
    assert set(ARROWS) == set(S)


@pytest.mark.parametrize(("state", "target"), list(product(S, S)))
def test_a_move_is_allowed_exactly_where_an_arrow_is(state: UploadState, target: UploadState) -> None:
    if target in ARROWS[state]:
        assert checked_move(state, target) is target
    else:
        with pytest.raises(IllegalMoveError):
            checked_move(state, target)


def test_from_sending_nothing_leads_back_into_the_queue_but_the_users_word() -> None:
    assert not ARROWS[S.SENDING] & {S.QUEUED, S.PREPARING, S.UPLOADING}
    assert after_restart(S.SENDING) is S.UNCONFIRMED


@pytest.mark.parametrize("state", [S.PREPARING, S.UPLOADING])
def test_what_was_cut_off_before_sending_is_queued_again(state: UploadState) -> None:
    assert after_restart(state) is S.QUEUED


@pytest.mark.parametrize("state", sorted(set(S) - RUNNING))
def test_a_restart_leaves_what_was_not_running_as_it_is(state: UploadState) -> None:
    assert after_restart(state) is state


def test_what_ended_or_is_in_doubt_holds_nobody_back() -> None:
    assert not HOLDING & {S.FAILED, S.UNCONFIRMED, S.CANCELLED, *ARRIVED}
    assert S.SENDING not in CANCELLABLE


@given(states, st.lists(ticks, max_size=6))
def test_ticks_never_move_an_upload_back(state: UploadState, seen: list[Status]) -> None:
    order = [S.ACCEPTED, S.SENT, S.DELIVERED, S.READ]
    for tick in seen:
        after = reached(state, tick)
        if state in order and after in order:
            assert order.index(after) >= order.index(state)
        state = after


@given(st.lists(ticks, min_size=1, max_size=5), st.randoms())
def test_ticks_in_any_order_end_the_same(seen: list[Status], rng: object) -> None:
    def fold(items: list[Status]) -> Status | None:
        best: Status | None = None
        for item in items:
            best = later(best, item)
        return best

    shuffled = list(seen)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert fold(shuffled) is fold(seen)


def test_a_tick_does_not_touch_what_has_not_left() -> None:
    assert reached(S.QUEUED, Status.READ) is S.QUEUED
    assert reached(S.CANCELLED, Status.SENT) is S.CANCELLED
