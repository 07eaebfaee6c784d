"""What a user types into arguments is read as meant, or refused with the name of the field."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.arguments import choices, media_ids, moment, upload_ids
from app.domain.errors import CommandError
from app.domain.kinds import MediaKind

DAY_S = 24 * 3600


@pytest.fixture
def sao_paulo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the computer stand in São Paulo, three hours behind UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system has no tzset")
    monkeypatch.setenv("TZ", "America/Sao_Paulo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_a_day_is_the_day_of_this_computer(sao_paulo: None) -> None:
    start = moment("2026-07-31", field="from")
    assert start == 1785466800
    assert moment("2026-07-31", field="to", end=True) == start + DAY_S


def test_a_moment_may_be_written_with_or_without_its_zone(sao_paulo: None) -> None:
    assert moment("2026-07-31T00:00", field="from") == 1785466800
    assert moment("2026-07-31T03:00:00+00:00", field="from") == 1785466800
    assert moment("2026-07-31T03:00:00Z", field="to", end=True) == 1785466800


def test_no_date_is_no_limit() -> None:
    assert moment("", field="from") is None


@given(st.text(min_size=1, max_size=12))
def test_any_other_date_is_refused_by_name_or_read(text: str) -> None:
    try:
        assert isinstance(moment(text, field="from"), int)
    except CommandError as error:
        assert error.field == "from"


def test_several_values_are_one_set() -> None:
    kinds = choices(["image,video", "audio", ""], MediaKind, field="kind")
    assert kinds == {MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO}


def test_an_unknown_value_names_the_field_and_what_is_known() -> None:
    with pytest.raises(CommandError) as caught:
        choices(["image,gif"], MediaKind, field="kind")
    assert caught.value.field == "kind"
    assert "sticker" in caught.value.detail


def test_each_id_is_taken_once_and_in_order() -> None:
    assert media_ids(["3,1", "3", " 2 "]) == (3, 1, 2)


@pytest.mark.parametrize("text", ["x", "-1", "1.5", "١", "../1", "9" * 30, "9223372036854775808"])
def test_what_is_no_id_is_refused(text: str) -> None:
    for read, field in ((media_ids, "media"), (upload_ids, "id")):
        with pytest.raises(CommandError) as caught:
            read([text])
        assert caught.value.field == field
