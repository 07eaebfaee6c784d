"""`stats`: the numbers of an instance or a client, under English keys and those of the older program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.arguments import refs_of
from app.cli.output import Answer
from app.cli.session import session_of
from app.domain.kinds import MediaState
from app.texts import _
from app.texts.titles import kind_title, media_state_title

if TYPE_CHECKING:
    from app.services.statistics import Statistics


def stats(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="CLIENT[/INSTANCE]", help=_("The client or instance, for example 1 or 1/loja."))
    ],
) -> Answer:
    """Show how much there is, and in which state."""
    core = session_of(ctx).core
    found = core.statistics.of(refs_of(core, target))
    return Answer(_english(found) | _older(found), lambda: _view(found))


def _english(found: Statistics) -> dict[str, Any]:
    return {
        "media": found.media,
        "messages": found.messages,
        "chats": found.chats,
        "contacts": found.contacts,
        "size_bytes": found.size_bytes,
        "local": found.in_state(MediaState.LOCAL),
        "pending": found.in_state(MediaState.REMOTE, MediaState.DOWNLOADING),
        "failed": found.in_state(MediaState.FAILED),
        "expired": found.in_state(MediaState.EXPIRED),
        "quarantined": found.in_state(MediaState.QUARANTINED),
        "by_kind": found.by_kind,
        "by_state": found.by_state,
        "by_direction": found.by_direction,
    }


def _older(found: Statistics) -> dict[str, Any]:
    """Return the keys that scripts written for the older program read (contract `wapi`, 5).

    Its three figures added up to the total, so whatever will not come without help counts as *falhadas*.
    """
    pending = found.in_state(MediaState.REMOTE, MediaState.DOWNLOADING)
    failed = found.in_state(MediaState.FAILED, MediaState.EXPIRED, MediaState.QUARANTINED)
    return {
        "total_midias": found.media,
        "midias_baixadas": found.in_state(MediaState.LOCAL),
        "midias_pendentes": pending,
        "midias_falhadas": failed,
        "por_tipo": found.by_kind,
        "tamanho_total_bytes": found.size_bytes,
        "tamanho_total_mb": round(found.size_bytes / 10**6, 2),
        "mensagens_processadas": found.messages,
        "midias_processadas": found.media - pending,
    }


def _view(found: Statistics) -> list[Any]:
    from app.cli.tables import facts
    from app.texts.formats import format_bytes, format_number

    totals = [
        (_("Media"), found.media),
        (_("Messages"), found.messages),
        (_("Chats"), found.chats),
        (_("Contacts"), found.contacts),
    ]
    rows = [(name, format_number(count)) for name, count in totals]
    rows.append((_("Kept here"), format_bytes(found.size_bytes)))
    rows += [(kind_title(kind), format_number(count)) for kind, count in found.by_kind.items()]
    rows += [(media_state_title(state), format_number(count)) for state, count in found.by_state.items()]
    return [facts(rows)]
