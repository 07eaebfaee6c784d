"""What is read back from a file fits its declaration or is the default: no text editor can break the window."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.services.settings import (
    ACCOUNT_COLOURS,
    CHAT_SPLIT,
    GEOMETRY,
    LANGUAGE,
    PLAYBACK_SPEED,
    SCALE,
    SEND_BY_ENTER,
    SHOWN,
    THEME,
    TILE_SIDE,
    VOLUME,
    Setting,
)

EVERY: list[Setting[Any]] = [
    *SHOWN, GEOMETRY, CHAT_SPLIT, PLAYBACK_SPEED, VOLUME, TILE_SIDE, ACCOUNT_COLOURS,
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("setting", "read", "value"),
    [
        (THEME, "dark", "dark"),
        (THEME, "pink", "system"),
        (THEME, 3, "system"),
        (LANGUAGE, "pt_BR", "pt_BR"),
        (LANGUAGE, "klingon", "system"),
        (SCALE, 1.25, 1.25),
        (SCALE, 1, 1.0),
        (SCALE, 99, 2.0),
        (SCALE, -3.5, 0.8),
        (SCALE, True, 1.0),
        (SCALE, float("nan"), 1.0),
        (SCALE, float("inf"), 2.0),
        (SEND_BY_ENTER, False, False),
        (SEND_BY_ENTER, 0, True),
        (TILE_SIDE, 5, 96),
        (TILE_SIDE, 128.5, 128),
        (CHAT_SPLIT, [288, 600, 288], [288, 600, 288]),
        (CHAT_SPLIT, [288, "wide"], []),
        (CHAT_SPLIT, [-1], []),
        (CHAT_SPLIT, [True], []),
        (ACCOUNT_COLOURS, {"1/loja": "anil"}, {"1/loja": "anil"}),
        (ACCOUNT_COLOURS, {"1/loja": 3}, {}),
    ],
)
def test_a_value_that_does_not_fit_becomes_the_default_or_the_nearest(
    setting: Setting[Any], read: object, value: object
) -> None:
    found = setting.checked(read)
    assert found == value
    assert type(found) is type(setting.default)


@given(setting=st.sampled_from(EVERY), read=JSON)
@settings(derandomize=True, max_examples=300)
def test_whatever_was_read_the_window_gets_a_value_of_the_right_type(setting: Setting[Any], read: object) -> None:
    found = setting.checked(read)
    assert type(found) is type(setting.default)
    assert setting.checked(found) == found
    if setting.lowest is not None and setting.highest is not None:
        assert setting.lowest <= found <= setting.highest


def test_every_setting_has_its_own_key_and_every_shown_one_its_words() -> None:
    keys = [setting.key for setting in EVERY]
    assert len(set(keys)) == len(keys)
    assert all(setting.title and setting.help for setting in SHOWN)
    assert all(setting.checked(setting.default) == setting.default for setting in EVERY)
