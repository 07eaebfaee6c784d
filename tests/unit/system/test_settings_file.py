"""The settings' file is written whole, read with suspicion, and never a reason not to start."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.services.settings import ACCOUNT_COLOURS, CHAT_SPLIT, SCALE, THEME, UiSettings
from app.system.settings_file import NAME, SettingsFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / NAME


def test_what_is_kept_is_there_in_the_next_run(path: Path) -> None:
    settings: UiSettings = SettingsFile(path)
    settings.put(THEME, "dark")
    settings.put(ACCOUNT_COLOURS, {"1/são-josé": "anil"})
    settings.save()
    again = SettingsFile(path)
    assert (again.get(THEME), again.get(ACCOUNT_COLOURS)) == ("dark", {"1/são-josé": "anil"})
    assert again.get(SCALE) == 1.0


def test_nothing_is_written_where_nothing_changed(path: Path) -> None:
    settings = SettingsFile(path)
    settings.save()
    assert not path.exists()
    settings.put(THEME, "dark")
    settings.save()
    path.unlink()
    settings.put(THEME, "dark")
    settings.save()
    assert not path.exists()


def test_a_file_is_swapped_into_place_and_leaves_nothing_beside_it(path: Path) -> None:
    settings = SettingsFile(path)
    for theme in ("dark", "light"):
        settings.put(THEME, theme)
        settings.save()
    assert [file.name for file in path.parent.iterdir()] == [NAME]


@pytest.mark.parametrize("content", [b"", b"{", b"[1, 2]", b"\xff\xfe\x00", b'"text"', b"[" * 100_000])
def test_a_damaged_file_means_defaults_and_is_mended_by_the_next_save(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    settings = SettingsFile(path)
    assert settings.get(THEME) == "system"
    settings.put(THEME, "dark")
    settings.save()
    assert SettingsFile(path).get(THEME) == "dark"


def test_a_file_that_is_far_too_large_is_not_read(path: Path) -> None:
    path.write_text(json.dumps({"theme": "dark", "padding": "x" * 1_100_000}))
    assert SettingsFile(path).get(THEME) == "system"


def test_keys_of_a_newer_version_outlive_an_older_one(path: Path) -> None:
    path.write_text(json.dumps({"future.thing": [1, 2], "theme": "dark"}))
    settings = SettingsFile(path)
    settings.put(SCALE, 1.5)
    settings.save()
    assert json.loads(path.read_text("utf-8")) == {"future.thing": [1, 2], "scale": 1.5, "theme": "dark"}


def test_a_value_by_hand_that_does_not_fit_is_the_default(path: Path) -> None:
    path.write_text(json.dumps({"theme": "pink", "scale": 77}))
    settings = SettingsFile(path)
    assert (settings.get(THEME), settings.get(SCALE)) == ("system", 2.0)


def test_changing_what_was_got_changes_nothing_that_is_kept(path: Path) -> None:
    settings = SettingsFile(path)
    settings.put(CHAT_SPLIT, [288, 600])
    settings.get(CHAT_SPLIT).append(3)
    assert settings.get(CHAT_SPLIT) == [288, 600]
    SettingsFile(path).get(CHAT_SPLIT).append(7)
    assert CHAT_SPLIT.default == []


def test_a_disk_that_takes_nothing_is_no_reason_to_fail_and_is_tried_again(tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    settings = SettingsFile(folder / NAME)
    settings.put(THEME, "dark")
    settings.save()
    folder.mkdir()
    settings.save()
    assert SettingsFile(folder / NAME).get(THEME) == "dark"
