"""Which providers there are, what an instance of each is made of, and how its gateway is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.accounts import Instance
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.services.accounts import PLANNED, ProviderFacts
from app.services.gateway import Gateway
from app.services.ports import Credentials

PROVIDERS: Mapping[str, ProviderFacts] = {
    "wapi": ProviderFacts(
        settings=frozenset({"instance_id", "media_host", "max_document_mb"}),
        credentials=frozenset({"token"}),
        base_url="https://api.w-api.app/v1",
    ),
    "sandbox": ProviderFacts(
        settings=frozenset({"media_host", "max_document_mb"}),
        credentials=frozenset({"token"}),
        base_url="",
    ),
}
"""Providers that an instance can be added for."""


def make_gateway(instance: Instance, credentials: Callable[[], Credentials | None]) -> Gateway:
    """Return the gateway of an instance. Nothing is asked of the provider or the keychain yet.

    Args:
        credentials: asks the keychain; called when a token is first needed.

    Raises:
        CommandError: field `provider` (`not_yet`, or unknown), or `number` (a sandbox instance without one).
    """
    # Imported here, because a provider costs memory only where one of its instances is open.
    if instance.provider == "wapi":
        from app.whatsapp.wapi.client import WapiGateway

        return WapiGateway(instance, credentials)
    if instance.provider == "sandbox":
        from app.whatsapp.sandbox.client import SandboxGateway

        return SandboxGateway(instance, credentials)
    if instance.provider in PLANNED:
        raise CommandError(ErrorCode.NOT_YET, "provider", f"{instance.provider} is not built yet")
    raise CommandError(ErrorCode.BAD_INPUT, "provider", f"one of {', '.join(sorted(PROVIDERS))}")
