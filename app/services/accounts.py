"""Clients and instances: adding, listing, testing and really removing them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from app.domain.accounts import Client, Instance, VaultForm, display_name, service_address
from app.domain.addresses import is_phone, phone
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceRef
from app.domain.reasons import ErrorCode
from app.services.drafts import max_document_bytes
from app.services.gateway import ConnectionReport, Gateway
from app.services.ports import Credentials, Secrets
from app.services.registry import Premises, Registry

PLANNED = frozenset({"cloud", "evolution"})
"""Providers that are named already and not here yet."""


@dataclass(frozen=True, slots=True)
class ProviderFacts:
    """What an instance of a provider is made of.

    Attributes:
        settings: keys that `--set` takes.
        credentials: keys of the credentials object.
        base_url: where the provider lives unless the administrator says otherwise, "" where they must.
    """

    settings: frozenset[str]
    credentials: frozenset[str]
    base_url: str


@dataclass(frozen=True, slots=True)
class Removed:
    """What a removal deleted."""

    files: int
    bytes: int
    messages: int


class Accounts:
    """The clients and instances of one data folder."""

    def __init__(
        self,
        registry: Registry,
        premises: Premises,
        keychain: Secrets,
        providers: Mapping[str, ProviderFacts],
        connect: Callable[[Instance], Gateway],
    ) -> None:
        self._registry = registry
        self._premises = premises
        self._keychain = keychain
        self._providers = providers
        self._connect = connect

    def clients(self) -> list[Client]:
        """Return all clients, by id."""
        return self._registry.clients()

    def add_client(self, name: str, *, id: ClientId | None = None, vault: VaultForm = VaultForm.PLAIN) -> Client:
        """Add a client.

        Raises:
            CommandError: field `name`, `id` (taken) or `vault` (the sealed form is not here yet).
        """
        if vault is VaultForm.SEALED:
            raise CommandError(ErrorCode.NOT_YET, "vault", "the sealed vault is not built yet")
        return self._registry.add_client(display_name(name), id=id, vault=vault)

    def instances(self, client: ClientId | None = None) -> list[Instance]:
        """Return instances, all or of one client.

        Raises:
            CommandError: field `client`: there is none with this id.
        """
        if client is not None and self._registry.client(client) is None:
            raise CommandError(ErrorCode.NOT_FOUND, "client", f"no client {client}")
        return self._registry.instances(client)

    def instance(self, ref: InstanceRef) -> Instance:
        """Return one instance. Raises CommandError `not_found`, field `instance`."""
        found = self._registry.instance(ref)
        if found is None:
            raise CommandError(ErrorCode.NOT_FOUND, "instance", f"no instance {ref}")
        return found

    def add_instance(
        self,
        ref: InstanceRef,
        *,
        provider: str,
        base_url: str = "",
        name: str = "",
        number: str = "",
        settings: Mapping[str, str] | None = None,
        credentials: Credentials | None = None,
    ) -> Instance:
        """Add an instance and put its credentials into the keychain.

        Where no keychain answers, the instance is added all the same and the CommandError `no_keychain` follows: the
        credentials must then be given to each run.

        Raises:
            CommandError: names the field at fault.
        """
        instance = self.draft(
            ref,
            provider=provider,
            base_url=base_url,
            name=name,
            number=number,
            settings=settings,
            credentials=credentials,
        )
        self._connect(instance)  # what no gateway can be made of is refused now, not at its first use
        self._registry.add_instance(instance)
        if credentials:
            self._keychain.save(ref, credentials)
        return instance

    def draft(
        self,
        ref: InstanceRef,
        *,
        provider: str,
        base_url: str = "",
        name: str = "",
        number: str = "",
        settings: Mapping[str, str] | None = None,
        credentials: Credentials | None = None,
    ) -> Instance:
        """Return an instance as `add_instance` would add it; nothing is kept.

        Raises:
            CommandError: names the field at fault.
        """
        facts = self._facts(provider)
        _only(credentials or {}, facts.credentials, field="credentials")
        return Instance(
            ref=ref,
            provider=provider,
            name=display_name(name) if name else str(ref.instance),
            number=_number(number),
            base_url=service_address(base_url or facts.base_url, field="base_url"),
            settings=_settings(settings or {}, facts.settings),
            hook_secret=secrets.token_urlsafe(32),
        )

    def test(self, ref: InstanceRef) -> tuple[ConnectionReport, Gateway]:
        """Call the provider and report what it found, with the gateway whose abilities and limits apply.

        Raises:
            CommandError: `not_found`; `no_keychain`: no keychain answers, or it is locked.
        """
        gateway = self._connect(self.instance(ref))
        # Asked here because a provider that gets no token can only say that there is none.
        self._keychain.load(ref)
        return gateway.check(), gateway

    def remove_instance(self, ref: InstanceRef) -> Removed:
        """Delete an instance: its files, database and keychain entry."""
        self.instance(ref)
        removed = self._measure(ref)
        self._registry.remove_instance(ref)
        self._keychain.delete(ref)
        self._premises.erase(ref)
        return removed

    def remove_client(self, client: ClientId) -> Removed:
        """Delete a client with all its instances."""
        each = [self.remove_instance(instance.ref) for instance in self.instances(client)]
        self._registry.remove_client(client)
        self._premises.erase_client(client)
        return Removed(sum(r.files for r in each), sum(r.bytes for r in each), sum(r.messages for r in each))

    def _measure(self, ref: InstanceRef) -> Removed:
        with self._premises.open_store(ref) as store, store.read() as rd:
            messages = rd.totals()[0]
        files, size_bytes = self._premises.measure(ref)
        return Removed(files, size_bytes, messages)

    def _facts(self, provider: str) -> ProviderFacts:
        if provider in PLANNED:
            raise CommandError(ErrorCode.NOT_YET, "provider", f"{provider} is not built yet")
        if provider not in self._providers:
            known = ", ".join(sorted(self._providers))
            raise CommandError(ErrorCode.BAD_INPUT, "provider", f"one of {known}")
        return self._providers[provider]


def _number(text: str) -> str:
    if not text:
        return ""
    found = phone(text)
    if found is None or not is_phone(found):
        raise CommandError(ErrorCode.BAD_INPUT, "number", "a number is written +5511999990000")
    return found


def _settings(settings: Mapping[str, str], allowed: Collection[str]) -> dict[str, str]:
    _only(settings, allowed, field="set")
    checked = dict(settings)
    for key in checked.keys() & {"media_host", "relay_url"}:
        checked[key] = service_address(checked[key], field=f"set {key}")
    max_document_bytes(checked)
    return checked


def _only(given: Mapping[str, str], allowed: Collection[str], *, field: str) -> None:
    for key in given:
        if key not in allowed:
            known = ", ".join(sorted(allowed)) or "none"
            raise CommandError(ErrorCode.BAD_INPUT, f"{field} {key[:40]}", f"not known here; allowed: {known}")
