"""The options of every verb are found before and after it, and what is not theirs is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.options import Options, split, wants_json
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode

VERB = ["gallery", "1/loja", "--limit", "5"]
COMMON = ["--json", "--data-dir=/tmp/x", "--lang=pt", "-v"]


@given(st.permutations(COMMON), st.integers(0, len(VERB) - 1))
def test_the_options_of_every_verb_may_stand_anywhere(common: list[str], at: int) -> None:
    at = at if VERB[at - 1] != "--limit" else 0
    options, rest = split([*VERB[:at], *common, *VERB[at:]])
    assert rest == VERB
    assert options == Options(json=True, data_dir=Path("/tmp/x"), lang="pt", verbose=1)


def test_values_may_follow_a_blank() -> None:
    options, rest = split(["--data-dir", "/tmp/y", "client", "list", "--lang", "es"])
    assert (options.data_dir, options.lang, rest) == (Path("/tmp/y"), "es", ["client", "list"])


def test_nothing_after_two_dashes_is_an_option() -> None:
    options, rest = split(["send", "--", "--json", "-v"])
    assert (options, rest) == (Options(), ["send", "--", "--json", "-v"])
    assert not wants_json(["send", "--", "--json"])


def test_a_value_with_an_equals_sign_is_never_taken_for_an_option() -> None:
    assert split(["send", "--caption=--json"]) == (Options(), ["send", "--caption=--json"])


def test_verbose_counts() -> None:
    assert split(["-vv", "--verbose"])[0].verbose == 3


@pytest.mark.parametrize(
    ("given_words", "together"),
    [
        (["--media", "1", "2", "3"], ["--media", "1,2,3"]),
        (["--media", "1,2", "3", "--to", "4"], ["--media", "1,2,3", "--to", "4"]),
        (["--media", "x"], ["--media", "x"]),
        (["--kind", "image", "video", "1/loja"], ["--kind", "image,video", "1/loja"]),
        (["--state", "failed"], ["--state", "failed"]),
        (["--media"], ["--media"]),
    ],
)
def test_options_that_take_several_values_take_them_all(given_words: list[str], together: list[str]) -> None:
    assert split(["save", *given_words])[1] == ["save", *together]


@pytest.mark.parametrize("wrong", [["--data-dir"], ["--data-dir="], ["--lang"], ["--lang", "klingon"]])
def test_a_wrong_common_option_is_named(wrong: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        split(["client", "list", *wrong])
    assert caught.value.code is ErrorCode.USAGE
    assert caught.value.field == wrong[0].partition("=")[0]


@given(st.lists(st.text(max_size=8).filter(lambda word: not word.startswith("-")), max_size=6))
def test_words_that_are_no_options_come_through_unchanged(words: list[str]) -> None:
    assert split(words) == (Options(), words)
