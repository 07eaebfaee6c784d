"""Ids, names and addresses that a person types: accepted in one form, refused by the name of the field."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import display_name, is_loopback, service_address
from app.domain.backoff import FIRST_S, LONGEST_S, wait_s
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.ids import instance_ref
from app.domain.kinds import MediaKind
from app.domain.reasons import ErrorCode, Reason


def test_an_instance_is_written_with_its_client() -> None:
    assert str(instance_ref("1/loja-centro")) == "1/loja-centro"


@pytest.mark.parametrize(
    "text",
    ["", "1", "1/", "/loja", "0/loja", "-1/loja", "1/Loja", "1/../2", "1/a:b", "1/" + "a" * 65, "1/loja\n", "٣/loja"],
)
def test_an_id_that_could_become_a_path_is_refused(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        instance_ref(text)
    assert caught.value.code is ErrorCode.BAD_INPUT
    assert caught.value.field in {"client", "instance"}


@given(st.text(max_size=400))
def test_any_text_is_an_instance_or_is_refused_with_its_field(text: str) -> None:
    try:
        ref = instance_ref(text)
    except CommandError as error:
        assert error.field in {"client", "instance"}
    else:
        assert str(ref) == text


def test_a_name_loses_what_cannot_be_seen() -> None:
    assert display_name("  Loja\u202eacirfA\x07 ") == "LojaacirfA"
    for bad in ("", "  ", "x" * 201):
        with pytest.raises(CommandError):
            display_name(bad)


@pytest.mark.parametrize("text", ["https://api.example.com/v1/", "http://127.0.0.1:9/v1", "http://localhost:1"])
def test_an_address_is_taken_without_its_trailing_slash(text: str) -> None:
    assert service_address(text, field="base_url") == text.rstrip("/")


@pytest.mark.parametrize(
    "text",
    ["", "ftp://x", "http://example.com", "https://", "https://u:p@x", "https://x/?a=1", "x", "http://10.0.0.1",
     "http://127.0.0.1.example.com", "https://[broken", "https://api.example:99999", "https://my host/", "https://a\tb"],
)  # fmt: skip
def test_an_address_without_tls_or_with_secrets_in_it_is_refused(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        service_address(text, field="base_url")
    assert caught.value.field == "base_url"


@given(st.text(max_size=60))
def test_any_other_text_is_taken_or_refused_and_never_breaks(text: str) -> None:
    try:
        service_address(f"https://{text}", field="base_url")
    except CommandError as refused:
        assert refused.field == "base_url"


def test_loopback_is_told_by_the_whole_name() -> None:
    assert is_loopback("127.0.0.1")
    assert is_loopback("localhost")
    assert not is_loopback("127.0.0.1.example.com")


@given(st.integers(1, 60), st.integers(0, 2**32))
def test_waiting_grows_is_bounded_and_is_spread(attempts: int, seed: int) -> None:
    longest = min(LONGEST_S, FIRST_S * 2 ** (attempts - 1))
    assert longest / 2 <= wait_s(attempts, rng=random.Random(seed)) <= longest


def test_what_the_other_side_asked_for_is_the_least() -> None:
    assert wait_s(1, retry_after_s=90.0) == 90.0
    assert wait_s(1, retry_after_s=10**9) == 24 * 3600.0


def test_errors_survive_the_way_from_a_worker_process() -> None:
    import pickle

    refused = pickle.loads(pickle.dumps(RefusedError(Reason.MAC, "seal")))
    unavailable = pickle.loads(pickle.dumps(UnavailableError(Reason.TIMEOUT, "slow", retry_after_s=3.0)))
    assert (refused.reason, refused.detail) == (Reason.MAC, "seal")
    assert (unavailable.reason, unavailable.retry_after_s) == (Reason.TIMEOUT, 3.0)


def test_each_kind_has_the_folder_that_people_know() -> None:
    assert [kind.folder for kind in MediaKind] == ["imagens", "videos", "audios", "documentos", "stickers"]
