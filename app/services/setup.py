"""Setting up clients and instances step by step, as the window's wizard does: try first, keep at the end."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.accounts import Client, Instance
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import MediaKind
from app.domain.limits import limit_for
from app.domain.reasons import ErrorCode, Reason
from app.services.accounts import Accounts
from app.services.connections import UNREACHED
from app.services.gateway import ConnectionReport, Gateway
from app.services.ports import Credentials

_TRIAL = InstanceId("trial")
_KEY_REFUSED = frozenset({Reason.TOKEN_REFUSED, Reason.NO_CREDENTIALS, Reason.PERMISSION_MISSING})
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that the wizard asks for.

    Attributes:
        name: as errors name it: `base_url`, `number`, `set KEY` or `credentials KEY`.
    """

    name: str
    required: bool = True

    @property
    def secret(self) -> bool:
        """Tell whether it goes to the keychain and is not shown while it is typed."""
        return self.name.startswith("credentials ")


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "wapi": (
        Field("base_url", required=False),
        Field("set instance_id"),
        Field("number", required=False),
        Field("credentials token"),
    ),
    "sandbox": (Field("base_url"), Field("number"), Field("credentials token")),
}
"""What is asked for, by provider."""


@dataclass(frozen=True, slots=True)
class InstanceDraft:
    """What was typed so far. `credentials` are kept nowhere until the instance is added."""

    client: ClientId
    provider: str
    base_url: str = ""
    number: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    credentials: Credentials = field(default_factory=dict, repr=False)

    def value(self, name: str) -> str:
        """Return what was typed into a field, "" for nothing."""
        kind, _space, key = name.partition(" ")
        if kind == "set":
            return self.settings.get(key, "")
        if kind == "credentials":
            return self.credentials.get(key, "")
        return {"base_url": self.base_url, "number": self.number}[name]

    def with_value(self, name: str, text: str) -> InstanceDraft:
        """Return the draft with a field's text; an empty one counts as not typed."""
        kind, _space, key = name.partition(" ")
        if kind == "set":
            return replace(self, settings=_with(self.settings, key, text))
        if kind == "credentials":
            return replace(self, credentials=_with(self.credentials, key, text))
        return replace(self, base_url=text) if name == "base_url" else replace(self, number=text)


def _with(values: Mapping[str, str], key: str, text: str) -> dict[str, str]:
    rest = {known: value for known, value in values.items() if known != key}
    return rest | {key: text} if text else rest


class Verdict(StrEnum):
    """What came of one check."""

    PASSED = "passed"
    FAILED = "failed"
    WARNED = "warned"
    WAITING = "waiting"
    """It cannot run before another has passed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the connection test.

    Attributes:
        name: `address`, `key`, `limits`, `number`, or the code of a warning.
        facts: what was found, as pairs (`number`, `name`, or a kind of media and its ceiling in bytes).
    """

    name: str
    verdict: Verdict
    reason: Reason | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SetupReport:
    """The connection test as a list; `ok` where nothing failed."""

    checks: tuple[Check, ...]
    number: str = ""
    name: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the instance may be added: warnings do not hold it back."""
        return not any(check.verdict is Verdict.FAILED for check in self.checks)


@dataclass(frozen=True, slots=True)
class Added:
    """An instance that was added; `kept` is False where no keychain took its credentials."""

    instance: Instance
    kept: bool


class Setup:
    """What the window's set-up dialogs ask for. Blocking: called on a lane.

    Args:
        accounts: gives the service of clients and instances, made when it is first asked for.
        trial: makes a gateway with credentials that are kept nowhere.
        remember: gives credentials to this run only, where no keychain answers.
    """

    def __init__(
        self,
        accounts: Callable[[], Accounts],
        trial: Callable[[Instance, Credentials], Gateway],
        remember: Callable[[InstanceRef, Credentials], None],
    ) -> None:
        self._accounts_of = accounts
        self._trial = trial
        self._remember = remember

    @property
    def _accounts(self) -> Accounts:
        return self._accounts_of()

    def clients(self) -> list[Client]:
        """Return all clients, by id."""
        return self._accounts.clients()

    def instances(self) -> list[Instance]:
        """Return all instances."""
        return self._accounts.instances()

    def add_client(self, name: str) -> Client:
        """Add a client. Raises CommandError, field `name`."""
        return self._accounts.add_client(name)

    def check(self, draft: InstanceDraft, fields: Collection[str] | None = None) -> None:
        """Look whether what was typed is complete and well written; nothing is called.

        Args:
            fields: only these must have been typed by now; None for all.

        Raises:
            CommandError: names the field.
        """
        for wanted in FIELDS[draft.provider]:
            asked = fields is None or wanted.name in fields
            if asked and wanted.required and not draft.value(wanted.name):
                raise CommandError(ErrorCode.BAD_INPUT, wanted.name, "is needed")
        self._draft(draft)

    def test(self, draft: InstanceDraft) -> SetupReport:
        """Really call the provider and report check by check. Raises CommandError naming a field."""
        self.check(draft)
        instance = self._draft(draft)
        gateway = self._trial(instance, draft.credentials)
        return report_of(instance.provider, gateway.check(), gateway)

    def add(self, draft: InstanceDraft, *, name: str) -> Added:
        """Add the instance under a name and put its credentials into the keychain. Raises CommandError."""
        ref = InstanceRef(draft.client, self._free_id(draft.client, name))
        try:
            instance = self._accounts.add_instance(
                ref,
                provider=draft.provider,
                base_url=draft.base_url,
                name=name,
                number=draft.number,
                settings=draft.settings,
                credentials=draft.credentials,
            )
        except CommandError as error:
            if error.code is not ErrorCode.NO_KEYCHAIN:
                raise
            self._remember(ref, draft.credentials)
            return Added(self._accounts.instance(ref), kept=False)
        return Added(instance, kept=True)

    def _draft(self, draft: InstanceDraft) -> Instance:
        return self._accounts.draft(
            InstanceRef(draft.client, _TRIAL),
            provider=draft.provider,
            base_url=draft.base_url,
            number=draft.number,
            settings=draft.settings,
            credentials=draft.credentials,
        )

    def _free_id(self, client: ClientId, name: str) -> InstanceId:
        taken = {instance.ref.instance for instance in self._accounts.instances(client)}
        stem = id_stem(name)
        number = 1
        while InstanceId(found := stem if number == 1 else f"{stem}-{number}") in taken:
            number += 1
        return InstanceId(found)


def id_stem(name: str) -> str:
    """Return the id that a name suggests: `Loja Centro` becomes `loja-centro`, a name without Latin letters `conta`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_ID].strip("-") or "conta"


def report_of(provider: str, found: ConnectionReport, gateway: Gateway) -> SetupReport:
    """Turn what a provider answered into checks, in the order in which they depend on each other."""
    unreached = found.reason in UNREACHED
    refused = found.reason in _KEY_REFUSED
    other = found.reason is not None and not unreached and not refused
    answered = Verdict.WAITING if unreached else Verdict.PASSED
    checks = [
        Check("address", Verdict.FAILED if unreached else Verdict.PASSED, found.reason if unreached else None),
        Check("key", Verdict.FAILED if refused or other else answered, found.reason if refused or other else None),
        Check("limits", Verdict.PASSED, facts=_limits(provider, gateway)),
    ]
    if found.ok:
        checks.append(Check("number", Verdict.PASSED, facts=(("number", found.number), ("name", found.name))))
    elif not found.warnings:
        checks.append(Check("number", Verdict.WAITING))
    checks += [Check(code, Verdict.WARNED if found.ok else Verdict.FAILED) for code in found.warnings]
    return SetupReport(tuple(checks), found.number, found.name)


def _limits(provider: str, gateway: Gateway) -> tuple[tuple[str, str], ...]:
    kinds = [kind for kind in MediaKind if kind in gateway.abilities.sends]
    return tuple((kind.value, str(limit_for(provider, kind).default_bytes)) for kind in kinds)
