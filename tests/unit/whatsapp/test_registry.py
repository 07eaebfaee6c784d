"""Which providers there are, and that making a gateway asks nobody anything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.ports import Credentials
from app.whatsapp.registry import PROVIDERS, make_gateway
from app.whatsapp.wapi.client import BASE_URL
from tests.unit.whatsapp.values import instance


def never() -> Credentials | None:
    raise AssertionError("the keychain is asked only when a token is needed")


@pytest.mark.parametrize("provider", ["wapi", "sandbox"])
def test_a_gateway_is_made_without_asking_provider_or_keychain(provider: str) -> None:
    made = make_gateway(instance(provider, "http://127.0.0.1:1"), never)
    assert made.abilities.upload_is_send
    assert getattr(made, "name") == provider  # noqa: B009 - not in the protocol


@pytest.mark.parametrize("provider", ["cloud", "evolution"])
def test_providers_to_come_say_so(provider: str) -> None:
    with pytest.raises(CommandError) as caught:
        make_gateway(instance(provider, "https://example.org"), never)
    assert (caught.value.code, caught.value.field) == (ErrorCode.NOT_YET, "provider")


def test_an_unknown_provider_is_wrong_input() -> None:
    with pytest.raises(CommandError) as caught:
        make_gateway(instance("pombo", "https://example.org"), never)
    assert (caught.value.code, caught.value.field) == (ErrorCode.BAD_INPUT, "provider")


def test_what_an_instance_of_each_provider_is_made_of() -> None:
    assert PROVIDERS["wapi"].settings >= {"instance_id", "media_host"}
    assert PROVIDERS["wapi"].base_url == BASE_URL
    assert "media_host" in PROVIDERS["sandbox"].settings
    assert "token" not in {key for facts in PROVIDERS.values() for key in facts.settings}
    assert all(facts.credentials == {"token"} for facts in PROVIDERS.values())


def test_a_worker_that_only_fetches_loads_no_provider_no_models_and_no_requests() -> None:
    code = (
        "import sys, app.whatsapp.fetching\n"
        "heavy = {'requests', 'pydantic', 'app.whatsapp.wapi.client'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
