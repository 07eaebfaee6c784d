"""Every code has words of its own, in three languages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app import texts
from app.domain.kinds import MediaKind, MediaState, MessageKind
from app.domain.reasons import ErrorCode, Reason
from app.domain.uploads import UploadState
from app.texts.reasons import known_reasons, reason_fault, reason_remedy, reason_title
from app.texts.refusals import error_remedy, error_title, known_errors
from app.texts.titles import kind_count, kind_title, media_state_title, upload_state_title

TRANSLATED = ("pt_BR", "es")


def in_languages(say: Callable[[], str]) -> dict[str, str]:
    said = {}
    for language in texts.LANGUAGES:
        texts.set_language(language)
        said[language] = say()
    return said


def assert_said_in_three_languages(say: Callable[[], str]) -> None:
    said = in_languages(say)
    assert all(sentence.strip() and sentence.endswith(".") for sentence in said.values())
    assert len(set(said.values())) == 3


def test_every_reason_and_error_code_has_texts_of_its_own_and_no_text_is_left_over() -> None:
    assert known_reasons() == {reason.value for reason in Reason}
    assert known_errors() == {code.value for code in ErrorCode}


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_says_what_happened_whose_fault_it_is_and_what_to_do(reason: Reason) -> None:
    assert_said_in_three_languages(lambda: reason_title(reason))
    assert_said_in_three_languages(lambda: reason_fault(reason))
    assert_said_in_three_languages(lambda: reason_remedy(reason))


@pytest.mark.parametrize("code", ErrorCode)
def test_a_refused_command_says_what_happened_and_what_to_do(code: ErrorCode) -> None:
    assert_said_in_three_languages(lambda: error_title(code))
    assert_said_in_three_languages(lambda: error_remedy(code))


def test_no_two_reasons_say_the_same() -> None:
    texts.set_language("en")
    assert len({reason_title(reason) for reason in Reason}) == len(Reason)


def test_a_reason_of_a_newer_version_still_gets_a_calm_sentence() -> None:
    assert_said_in_three_languages(lambda: reason_title("from_the_future"))
    assert_said_in_three_languages(lambda: reason_remedy("from_the_future"))


@pytest.mark.parametrize("state", MediaState)
def test_a_media_state_has_a_name_in_three_languages(state: MediaState) -> None:
    assert len(set(in_languages(lambda: media_state_title(state)).values())) == 3


@pytest.mark.parametrize("state", UploadState)
def test_an_upload_state_has_a_name_in_three_languages(state: UploadState) -> None:
    said = in_languages(lambda: upload_state_title(state))
    assert said["en"] != state.value
    assert all(said[language] != said["en"] for language in TRANSLATED)


def test_failed_means_one_thing_for_a_download_and_another_for_an_upload() -> None:
    texts.set_language("en")
    assert media_state_title("failed") != upload_state_title("failed")


@pytest.mark.parametrize("kind", [*MediaKind, *MessageKind])
def test_a_kind_has_a_name(kind: MediaKind | MessageKind) -> None:
    assert all(in_languages(lambda: kind_title(kind)).values())


def test_counts_follow_the_plural_rules_of_each_language() -> None:
    assert in_languages(lambda: kind_count("image", 1)) == {"pt_BR": "1 imagem", "es": "1 imagen", "en": "1 image"}
    assert in_languages(lambda: kind_count("image", 0)) == {"pt_BR": "0 imagem", "es": "0 imágenes", "en": "0 images"}
    many = in_languages(lambda: kind_count("document", 1234))
    assert many == {"pt_BR": "1.234 documentos", "es": "1.234 documentos", "en": "1,234 documents"}


@pytest.mark.parametrize("kind", MediaKind)
def test_one_and_many_differ(kind: MediaKind) -> None:
    texts.set_language("pt_BR")
    assert kind_count(kind, 1)[2:] != kind_count(kind, 2)[2:]
