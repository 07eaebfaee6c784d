"""Settings are declared: whatever a file says, what comes back fits the declaration."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services import settings
from app.services.settings import (
    ACCOUNT_COLOURS,
    CHAT_SPLIT,
    LANGUAGE,
    LAST_ACCOUNT,
    REDUCED_MOTION,
    SCALE,
    SHOWN,
    THEME,
    TILE_SIDE,
    Setting,
)
from app.system.settings_file import SettingsFile

ALL = [value for value in vars(settings).values() if isinstance(value, Setting)]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=8,
)


@given(value=ANYTHING)
def test_whatever_was_read_comes_back_as_what_was_declared(value: object) -> None:
    for setting in ALL:
        checked = setting.checked(value)
        assert type(checked) is type(setting.default), setting.key
        assert setting.checked(checked) == checked, setting.key
        assert not setting.choices or checked in setting.choices


def test_defaults_fit_their_own_declaration_and_keys_are_unique() -> None:
    assert all(setting.checked(setting.default) == setting.default for setting in ALL)
    assert len({setting.key for setting in ALL}) == len(ALL)


def test_numbers_are_brought_into_their_limits_and_whole_ones_pass_as_fractions() -> None:
    assert SCALE.checked(9) == 2.0 and SCALE.checked(0.1) == 0.8 and SCALE.checked(1) == 1.0
    assert TILE_SIDE.checked(5000) == 256
    assert SCALE.checked(float("nan")) == SCALE.default


def test_a_switch_is_not_a_number() -> None:
    assert REDUCED_MOTION.checked(1) is False
    assert SCALE.checked(True) == SCALE.default


def test_what_the_dialog_shows_has_a_title_and_a_help() -> None:
    assert all(setting.title and setting.help for setting in SHOWN)


def test_values_outlive_the_file_object(tmp_path: Path) -> None:
    first = SettingsFile(tmp_path / "window.json")
    first.put(THEME, "dark")
    first.put(CHAT_SPLIT, [280, 600, 288])
    first.put(ACCOUNT_COLOURS, {"1/loja": "anil"})
    first.save()
    again = SettingsFile(tmp_path / "window.json")
    assert again.get(THEME) == "dark"
    assert again.get(CHAT_SPLIT) == [280, 600, 288]
    assert again.get(ACCOUNT_COLOURS) == {"1/loja": "anil"}
    assert again.get(LANGUAGE) == "system"


def test_what_came_out_can_be_changed_without_changing_what_is_kept(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "window.json")
    file.get(ACCOUNT_COLOURS)["1/loja"] = "anil"
    assert file.get(ACCOUNT_COLOURS) == {} and ACCOUNT_COLOURS.default == {}


def test_a_value_that_does_not_fit_is_not_kept(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "window.json")
    file.put(THEME, "sepia")
    assert file.get(THEME) == "system"


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff\xfe", b'{"theme": 7}', b"null"])
def test_a_damaged_file_means_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "window.json"
    path.write_bytes(content)
    assert SettingsFile(path).get(THEME) == "system"


def test_keys_of_a_newer_version_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    path.write_text('{"of.tomorrow": [1, 2], "theme": "light"}', encoding="utf-8")
    file = SettingsFile(path)
    file.put(LAST_ACCOUNT, "1/loja")
    file.save()
    assert '"of.tomorrow"' in path.read_text(encoding="utf-8")


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    file = SettingsFile(path)
    file.save()
    assert not path.exists()
    file.put(THEME, "dark")
    file.save()
    written = path.stat().st_mtime_ns
    file.put(THEME, "dark")
    file.save()
    assert path.stat().st_mtime_ns == written


def test_a_disk_that_takes_nothing_is_no_reason_to_fail(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = SettingsFile(tmp_path / "not there" / "window.json")
    file.put(THEME, "dark")
    file.save()
    assert [record.getMessage() for record in caplog.records] == ["settings_not_saved"]
    assert file.get(THEME) == "dark"
