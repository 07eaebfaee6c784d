"""Which language is spoken: asked for, else ACERVO_LANG, else the system's, else English."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest

from app.texts.choice import _from_macos, choose, matching, system_codes


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("pt", "pt_BR"),
        ("pt_BR", "pt_BR"),
        ("pt-PT", "pt_BR"),
        ("PT_br.UTF-8", "pt_BR"),
        ("es_AR.UTF-8", "es"),
        ("es-419", "es"),
        ("en_GB", "en"),
        ("de", None),
        ("C.UTF-8", None),
        ("espresso", None),
        ("", None),
        (None, None),
    ],
)
def test_a_code_in_any_spelling_means_one_of_three_languages(code: str | None, language: str | None) -> None:
    assert matching(code) == language


def test_what_was_asked_for_beats_the_variable_and_the_variable_beats_the_system() -> None:
    everything = {"ACERVO_LANG": "es", "LANG": "pt_BR.UTF-8"}
    assert choose("en", environment=everything) == "en"
    assert choose(None, environment=everything) == "es"
    assert choose(None, environment={"LANG": "pt_BR.UTF-8"}) == "pt_BR"


def test_a_code_without_catalogue_leaves_the_choice_to_the_next() -> None:
    assert choose("fr", environment={"ACERVO_LANG": "es", "LANG": "C"}) == "es"
    assert choose(None, environment={"ACERVO_LANG": "klingon", "LANG": "pt_PT"}) == "pt_BR"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LC_ALL": "es_MX.UTF-8", "LANG": "pt_BR"}, "es"),
        ({"LC_MESSAGES": "pt_BR", "LANG": "es_ES"}, "pt_BR"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "pt_BR:en"}, "pt_BR"),
        ({"LANG": "es_ES.UTF-8", "LANGUAGE": "fr:es"}, "en"),
        ({"LC_ALL": "", "LANG": "es"}, "es"),
    ],
)
def test_the_variables_of_a_terminal_are_read_as_gettext_reads_them(environment: dict[str, str], language: str) -> None:
    assert choose(None, environment=environment) == language


def test_the_c_locale_says_nothing_about_the_language() -> None:
    assert "pt" not in system_codes({"LANG": "C.UTF-8", "LANGUAGE": "pt"})


def test_the_language_of_system_settings_is_read_on_macos(tmp_path: Path) -> None:
    preferences = tmp_path / "preferences.plist"
    preferences.write_bytes(plistlib.dumps({"AppleLanguages": ["pt-BR", "en-US"]}))
    assert _from_macos(preferences) == ["pt-BR", "en-US"]


@pytest.mark.parametrize("content", [b"", b"not a property list", plistlib.dumps({"AppleLanguages": [7]})])
def test_preferences_that_say_nothing_are_no_error(tmp_path: Path, content: bytes) -> None:
    preferences = tmp_path / "preferences.plist"
    preferences.write_bytes(content)
    assert _from_macos(preferences) == []
    assert _from_macos(tmp_path / "absent.plist") == []
