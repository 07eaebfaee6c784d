"""The rules by which two accounts become one are associative, commutative and idempotent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.kinds import MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.storage import rules

texts = st.sampled_from(["", "a", "b", "c"])
numbers = st.none() | st.integers(0, 3)
addresses = st.sampled_from(["", "+5511", "+5522", "9@lid", "8@lid"])
objects = st.dictionaries(st.sampled_from("xy"), st.sampled_from(["1", "2"])).map(lambda d: rules.facts(d.items()))
CASES: list[tuple[Any, Any]] = [
    (rules.least, texts),
    (rules.least, numbers),
    (rules.most, numbers),
    (rules.more_telling_kind, st.sampled_from([kind.value for kind in MessageKind])),
    (rules.better_address, addresses),
    (rules.no_problem, st.none() | st.sampled_from([Reason.NO_KEY.value, Reason.BAD_KEY.value])),
    (rules.joined_facts, objects),
    (rules.later_status, st.none() | st.sampled_from([status.value for status in Status])),
]
NAMES = [f"{rule.__name__}-{number}" for number, (rule, _values) in enumerate(CASES)]


@pytest.mark.parametrize(("rule", "values"), CASES, ids=NAMES)
@settings(max_examples=60, derandomize=True)
@given(data=st.data())
def test_a_rule_does_not_care_about_order_or_repetition(rule: Any, values: Any, data: st.DataObject) -> None:
    a, b, c = (data.draw(values) for _ in range(3))
    assert rule(a, b) == rule(b, a)
    assert rule(rule(a, b), c) == rule(a, rule(b, c))
    assert rule(a, a) == a


links = st.fixed_dictionaries(
    {"direct_path": texts, "direct_path_until": numbers, "url": texts, "url_until": numbers}
).map(lambda link: dict.fromkeys(rules.SOURCE) | {"animated": 0, "view_once": 0} | link)


@settings(max_examples=100, derandomize=True)
@given(links, links, links)
def test_the_link_that_lives_longest_wins_in_any_order(a: Any, b: Any, c: Any) -> None:
    def joined(left: Any, right: Any) -> Any:
        return left | rules.merged_source(left, right)

    def links_of(account: Any) -> Any:
        return [(account[link], account[f"{link}_until"]) for link in ("direct_path", "url") if account[link]]

    assert links_of(joined(a, b)) == links_of(joined(b, a))
    assert links_of(joined(joined(a, b), c)) == links_of(joined(a, joined(b, c)))


def test_a_link_without_a_known_end_gives_way_to_one_that_surely_lives() -> None:
    known = dict.fromkeys(rules.SOURCE, None) | {"animated": 0, "view_once": 0, "url": "", "url_until": None}
    old = known | {"direct_path": "/old", "direct_path_until": None}
    new = known | {"direct_path": "/new", "direct_path_until": 5}
    assert rules.merged_source(old, new) == {"direct_path": "/new", "direct_path_until": 5}
    assert rules.merged_source(new, old) == {}


def test_facts_have_one_spelling_whatever_order_their_pairs_have() -> None:
    assert rules.facts([("b", "2"), ("a", "ã")]) == rules.facts([("a", "ã"), ("b", "2")])
    assert json.loads(rules.facts([("a", "2"), ("a", "1")])) == {"a": "1"}
    assert rules.facts([]) == ""
