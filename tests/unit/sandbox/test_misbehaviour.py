from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.misbehaviour import SCOPES, Misbehaviour, MisbehaviourError, Part, Plan, Scope, parse_spec

ARGUMENTED = ("delay", "hang", "slow", "duplicate", "http_500", "http_429", "http_404")
PLAIN = (
    "drop",
    "html",
    "empty",
    "truncate",
    "corrupt",
    "wrong_hash",
    "bad_mac",
    "reorder",
    "lose_answer",
    "cut_upload",
)


def test_a_full_specification_is_read() -> None:
    parts = list(parse_spec("delay=0.2:1.5, media.http_404=0.1 ,slow=0.1:65536,bad_mac,event.duplicate=1@3"))
    assert parts == [
        Part("delay", None, 0.2, 1.5, None),
        Part("http_404", "media", 0.1, 0.0, None),
        Part("slow", None, 0.1, 65536.0, None),
        Part("bad_mac", None, 1.0, 0.0, None),
        Part("duplicate", "event", 1.0, 1.0, 3),
    ]


def test_left_out_arguments_have_their_defaults() -> None:
    assert [part.argument for part in parse_spec("delay=1,hang=1,slow=1,duplicate=1,http_429=1,http_500=1")] == [
        1.0,
        30.0,
        65536.0,
        1.0,
        1.0,
        0.0,
    ]


@pytest.mark.parametrize(
    ("spec", "part", "reason"),
    [
        ("delay=0.2,frobnicate=0.1", "'frobnicate=0.1'", "no misbehaviour called 'frobnicate'"),
        ("moon.delay=1", "'moon.delay=1'", "no scope 'moon'"),
        ("event.http_500=1", "'event.http_500=1'", "no scope 'event'"),
        ("send.reorder=1", "'send.reorder=1'", "no scope 'send'"),
        ("drop=1.5", "'drop=1.5'", "between 0 and 1"),
        ("drop=-1", "'drop=-1'", "expected"),
        ("drop=0.1.1", "'drop=0.1.1'", "no number"),
        ("drop=0.1:3", "'drop=0.1:3'", "takes no argument"),
        ("slow=1:0", "'slow=1:0'", "at least 1 byte"),
        ("http_200=1", "'http_200=1'", "no misbehaviour"),
        ("http_600=1", "'http_600=1'", "no misbehaviour"),
        ("=", "'='", "expected"),
        ("drop=0.1,drop=0.2", "'drop=0.2'", "twice"),
    ],
)
def test_a_part_that_cannot_be_read_is_named(spec: str, part: str, reason: str) -> None:
    with pytest.raises(MisbehaviourError) as caught:
        Misbehaviour(spec)
    assert part in str(caught.value)
    assert reason in str(caught.value)


@given(st.text(alphabet="abdelhiopstw_.=:,@0149 ", max_size=40))
def test_any_text_is_read_or_refused_with_our_error(spec: str) -> None:
    try:
        Misbehaviour(spec)
    except MisbehaviourError as error:
        assert str(error)


parts = st.one_of(
    st.builds(
        Part,
        st.sampled_from(ARGUMENTED),
        st.none(),
        st.floats(0, 1),
        st.floats(1, 1e9),
        st.none() | st.integers(0, 99),
    ),
    st.builds(Part, st.sampled_from(PLAIN), st.none(), st.floats(0, 1), st.just(0.0), st.none() | st.integers(0, 99)),
)


@given(st.lists(parts, unique_by=lambda part: part.name))
def test_what_is_written_is_read_back_the_same(wanted: list[Part]) -> None:
    assert list(parse_spec(",".join(map(str, wanted)))) == wanted


@given(st.integers(), st.sampled_from(SCOPES), st.text(max_size=20), st.integers(1, 5))
def test_the_same_question_has_the_same_answer(seed: int, scope: Scope, key: str, attempt: int) -> None:
    spec = "delay=0.5:2,http_500=0.5,corrupt=0.5,duplicate=0.5,cut_upload=0.5"
    first, second = Misbehaviour(spec, seed), Misbehaviour(spec, seed)
    second.hits("media", "another question in between", 1)
    assert first.hits(scope, key, attempt) == second.hits(scope, key, attempt)
    assert first.plan(scope, key, attempt) == second.plan(scope, key, attempt)


@pytest.mark.parametrize("rate", [0.05, 0.5, 0.9])
def test_a_rate_is_kept_over_many_requests(rate: float) -> None:
    misbehaviour = Misbehaviour(f"media.http_500={rate}", 3)
    struck = sum("http_500" in misbehaviour.hits("media", f"key {index}", 1) for index in range(4000))
    assert struck / 4000 == pytest.approx(rate, abs=0.03)


def test_seed_key_and_attempt_each_change_the_decisions() -> None:
    def pattern(seed: int, prefix: str, attempt: int) -> list[bool]:
        return [bool(Misbehaviour("drop=0.5", seed).hits("api", f"{prefix}{index}", attempt)) for index in range(64)]

    assert len({tuple(pattern(*question)) for question in [(1, "a", 1), (2, "a", 1), (1, "b", 1), (1, "a", 2)]}) == 4


def test_a_part_without_scope_holds_only_where_its_name_makes_sense() -> None:
    misbehaviour = Misbehaviour("corrupt,lose_answer,reorder,delay=1:2")
    struck = {scope: set(misbehaviour.hits(scope, "key", 1)) for scope in get_args(Scope)}
    assert struck == {
        "media": {"corrupt", "delay"},
        "send": {"lose_answer", "delay"},
        "event": {"reorder", "delay"},
        "api": {"delay"},
    }


def test_a_scoped_part_goes_before_the_general_one() -> None:
    misbehaviour = Misbehaviour("http_500=1,media.http_500=0")
    assert misbehaviour.plan("media", "key", 1).fault is None
    assert misbehaviour.plan("api", "key", 1).fault == "http_500"


def test_a_part_can_hold_for_the_first_attempts_only() -> None:
    misbehaviour = Misbehaviour("media.http_503@2")
    assert [misbehaviour.plan("media", "key", attempt).status for attempt in (1, 2, 3, 4)] == [503, 503, None, None]


def test_the_first_fault_is_played_and_delay_and_slow_come_on_top() -> None:
    plan = Misbehaviour("slow=1:1000,truncate,delay=1:3,http_404").plan("media", "key", 1)
    assert (plan.fault, plan.delay_s, plan.bytes_per_s, plan.status) == ("truncate", 3.0, 1000.0, None)


def test_what_is_decided_elsewhere_is_never_the_fault_of_an_answer() -> None:
    assert Misbehaviour("wrong_hash,bad_mac").plan("media", "key", 1) == Plan()
    assert Misbehaviour("fail_status").plan("send", "key", 1) == Plan()


def test_the_empty_specification_behaves() -> None:
    assert all(Misbehaviour("  ").plan(scope, "key", 1) == Plan() for scope in SCOPES)
