"""`client add`, `client list`, `client remove`: the companies that the team serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.output import Answer
from app.cli.session import session_of
from app.domain.accounts import Client, VaultForm
from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, client_id
from app.domain.reasons import ErrorCode
from app.texts import _, ngettext

if TYPE_CHECKING:
    from app.bootstrap.core import Core
    from app.services.accounts import Removed


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("The name of the company."))],
    id: Annotated[str, typer.Option("--id", metavar="N", help=_("Its number; the next free one if left out."))] = "",
    vault: Annotated[
        VaultForm, typer.Option("--vault", help=_("How its files rest: encrypted, or in readable folders."))
    ] = VaultForm.PLAIN,
) -> Answer:
    """Add a client."""
    accounts = session_of(ctx).core.accounts
    client = accounts.add_client(name, id=client_id(id) if id else None, vault=vault)
    return Answer({"client": _as_json(client)}, lambda: [_table([client])])


def list_clients(ctx: typer.Context) -> Answer:
    """List the clients."""
    clients = session_of(ctx).core.accounts.clients()
    payload = {"clients": [_as_json(client) for client in clients]}
    if not clients:
        return Answer(payload, lambda: [_("There is no client yet. Add one with: acervo client add NAME")])
    return Answer(payload, lambda: [_table(clients)])


def remove(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The number of the client."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Really delete its files, messages and credentials."))] = False,
) -> Answer:
    """Delete a client with all its instances."""
    core, client = session_of(ctx).core, client_id(id)
    refs = core.refs(client)
    if not yes:
        raise CommandError(ErrorCode.CONFIRM, "--yes", what_would_go(core, refs))
    return removed_answer(core.accounts.remove_client(client))


def what_would_go(core: Core, refs: Sequence[InstanceRef]) -> str:
    """Return in words what deleting these instances deletes."""
    from app.texts.formats import format_bytes, format_number

    measured = [core.premises.measure(ref) for ref in refs]
    files, size_bytes = sum(count for count, _size in measured), sum(size for _count, size in measured)
    messages = core.statistics.of(refs).messages
    counted = ngettext("{count} message", "{count} messages", messages).format(count=format_number(messages))
    return ngettext(
        "This would delete {files} file ({size}) and {messages}.",
        "This would delete {files} files ({size}) and {messages}.",
        files,
    ).format(files=format_number(files), size=format_bytes(size_bytes), messages=counted)


def removed_answer(removed: Removed) -> Answer:
    """Return the receipt of a removal."""
    payload = {"files": removed.files, "bytes": removed.bytes, "messages": removed.messages}

    def view() -> list[Any]:
        from app.cli.tables import facts
        from app.texts.formats import format_bytes, format_number

        files, messages = format_number(removed.files), format_number(removed.messages)
        rows = [(_("Files"), files), (_("Size"), format_bytes(removed.bytes)), (_("Messages"), messages)]
        return [_("Deleted for good:"), facts(rows)]

    return Answer({"removed": payload}, view)


def _as_json(client: Client) -> dict[str, object]:
    return {"id": client.id, "name": client.name, "vault": client.vault.value}


def _table(clients: Sequence[Client]) -> Any:
    from app.cli.tables import table

    forms = {VaultForm.SEALED: _("Encrypted"), VaultForm.PLAIN: _("Readable folders")}
    rows = [(client.id, client.name, forms[client.vault]) for client in clients]
    return table((_("Id"), _("Name"), _("Files at rest")), rows, right=(0,))
