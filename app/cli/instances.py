"""`instance add`, `list`, `test` and `remove`: the WhatsApp numbers of a client and how they are connected."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import credentials
from app.cli.arguments import choices
from app.cli.clients import removed_answer, what_would_go
from app.cli.connection_report import report_answer
from app.cli.credentials import CredentialsOption
from app.cli.output import Answer
from app.cli.problems import PARTLY
from app.cli.session import Session, session_of
from app.domain.accounts import Instance
from app.domain.errors import CommandError
from app.domain.ids import client_id, instance_ref
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.bootstrap.core import Core


class ProviderName(StrEnum):
    """The providers of the command line's contract; this version may not have all of them yet."""

    CLOUD = "cloud"
    EVOLUTION = "evolution"
    WAPI = "wapi"
    SANDBOX = "sandbox"


InstanceArgument = Annotated[
    str, typer.Argument(metavar="CLIENT/INSTANCE", help=_("The instance, for example 1/loja."))
]


def add(
    ctx: typer.Context,
    instance: InstanceArgument,
    provider: Annotated[
        str, typer.Option("--provider", metavar="|".join(ProviderName), help=_("The API behind the number."))
    ],
    base_url: Annotated[
        str,
        typer.Option("--base-url", metavar="URL", help=_("Where the provider is; its usual address if left out.")),
    ] = "",
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help=_("How the number is called on the team."))] = "",
    number: Annotated[
        str, typer.Option("--number", metavar="E164", help=_("The WhatsApp number, for example +5511999990000."))
    ] = "",
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help=_("A setting of the provider; repeatable."))
    ] = None,
    credentials_stdin: CredentialsOption = False,
) -> Answer:
    """Add an instance and keep its credentials in the system's keychain."""
    session, ref = session_of(ctx), instance_ref(instance)
    known = _provider(session.core, provider)
    values = _settings(settings or [])
    given = _credentials(session, known, from_stdin=credentials_stdin)
    warnings: list[str] = []
    try:
        session.core.accounts.add_instance(
            ref, provider=known, base_url=base_url, name=name, number=number, settings=values, credentials=given
        )
    except CommandError as error:
        if error.code is not ErrorCode.NO_KEYCHAIN:
            raise
        warnings.append(error.code.value)
        session.output.say(_no_keychain())
    return _added(session.core.accounts.instance(ref), warnings)


def list_instances(
    ctx: typer.Context,
    client: Annotated[str, typer.Argument(metavar="[CLIENT]", help=_("Only the instances of this client."))] = "",
) -> Answer:
    """List the instances with their webhook paths."""
    instances = session_of(ctx).core.accounts.instances(client_id(client) if client else None)
    payload = {"instances": [_as_json(instance) | {"webhook": webhook_path(instance)} for instance in instances]}
    if not instances:
        return Answer(payload, lambda: [_("There is no instance yet. Add one with: acervo instance add")])
    return Answer(payload, lambda: [_table(instances, webhooks=True)])


def test(ctx: typer.Context, instance: InstanceArgument, credentials_stdin: CredentialsOption = False) -> Answer:
    """Call the provider and show the number, the name and the limits that it answers with."""
    ref = instance_ref(instance)
    core = session_of(ctx).core
    credentials.give(core, ref, from_stdin=credentials_stdin)
    report, gateway = core.accounts.test(ref)
    return report_answer(core.accounts.instance(ref).provider, report, gateway.abilities)


def remove(
    ctx: typer.Context,
    instance: InstanceArgument,
    yes: Annotated[bool, typer.Option("--yes", help=_("Really delete its files, messages and credentials."))] = False,
) -> Answer:
    """Delete an instance: its files, its messages and its credentials."""
    core, ref = session_of(ctx).core, instance_ref(instance)
    core.accounts.instance(ref)
    if not yes:
        raise CommandError(ErrorCode.CONFIRM, "--yes", what_would_go(core, [ref]))
    return removed_answer(core.accounts.remove_instance(ref))


def webhook_path(instance: Instance) -> str:
    """Return the path below the listener's address that the provider is to call. It holds a secret."""
    return f"/hook/{instance.ref}/{instance.hook_secret}"


def _provider(core: Core, name: str) -> str:
    """Return a provider that this version has.

    Raises:
        CommandError: field `provider`: unknown, or known and still to come (`not_yet`).
    """
    provider = next(iter(choices([name], ProviderName, field="provider")), None)
    if provider is None:
        raise CommandError(ErrorCode.BAD_INPUT, "provider", _("one of {values}").format(values=", ".join(ProviderName)))
    if provider.value not in core.providers:
        detail = _("this version has {values}").format(values=", ".join(sorted(core.providers)))
        raise CommandError(ErrorCode.NOT_YET, "provider", detail)
    return provider.value


def _settings(texts: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or key.strip() in found:
            raise CommandError(ErrorCode.BAD_INPUT, "set", _("written KEY=VALUE, each key once"))
        found[key.strip()] = value.strip()
    return found


def _credentials(session: Session, provider: str, *, from_stdin: bool) -> dict[str, str]:
    if from_stdin:
        return credentials.from_stdin()
    if session.output.interactive:
        session.output.say(_("What you type is not shown. Leave empty what the provider did not give you."))
        return credentials.from_prompt(sorted(session.core.providers[provider].credentials))
    return {}


def _no_keychain() -> str:
    return _(
        "The instance was added, but no keychain of the system answers, so its credentials were not kept. "
        "Give them to each run with --credentials-stdin."
    )


def _added(instance: Instance, warnings: Sequence[str]) -> Answer:
    payload: dict[str, Any] = {"instance": _as_json(instance)}
    if warnings:
        payload["warnings"] = list(warnings)
    return Answer(payload, lambda: [_table([instance], webhooks=False)], PARTLY if warnings else 0)


def _as_json(instance: Instance) -> dict[str, Any]:
    return {
        "id": str(instance.ref),
        "client": instance.ref.client,
        "instance": instance.ref.instance,
        "provider": instance.provider,
        "name": instance.name,
        "number": instance.number,
        "base_url": instance.base_url,
        "settings": dict(instance.settings),
    }


def _table(instances: Sequence[Instance], *, webhooks: bool) -> Any:
    from app.cli.tables import table
    from app.domain.addresses import formatted

    columns = [_("Instance"), _("Provider"), _("Name"), _("Number"), _("Address")]
    rows = [[i.ref, i.provider, i.name, formatted(i.number), i.base_url] for i in instances]
    if webhooks:
        columns.append(_("Webhook path (keep it secret)"))
        rows = [[*row, webhook_path(instance)] for row, instance in zip(rows, instances, strict=True)]
    return table(columns, rows)
