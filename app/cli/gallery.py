"""`gallery`: the media of an instance, or of all instances of a client, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.arguments import refs_of
from app.cli.media_filters import (
    ChatOption,
    DirectionOption,
    FromOption,
    KindOption,
    StateOption,
    TagOption,
    ToOption,
    query_of,
)
from app.cli.output import Answer
from app.cli.session import session_of
from app.domain.ids import InstanceRef
from app.texts import _
from app.texts.reasons import reason_title
from app.texts.titles import kind_title, media_state_title

if TYPE_CHECKING:
    from app.domain.messages import MediaItem
    from app.services.gallery import MergedPage

_MOST = 1000


class SortName(StrEnum):
    """The orders of the gallery."""

    DATE = "date"
    SIZE = "size"
    NAME = "name"


def gallery(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="CLIENT[/INSTANCE]", help=_("The client or instance, for example 1 or 1/loja."))
    ],
    kind: KindOption = None,
    chat: ChatOption = "",
    since: FromOption = "",
    until: ToOption = "",
    state: StateOption = None,
    direction: DirectionOption = None,
    tag: TagOption = None,
    sort: Annotated[SortName, typer.Option("--sort", help=_("By date (newest first), size or name."))] = SortName.DATE,
    limit: Annotated[int, typer.Option("--limit", min=1, max=_MOST, metavar="N", help=_("How many on a page."))] = 50,
    after: Annotated[str, typer.Option("--after", metavar="CURSOR", help=_("Go on after an earlier page."))] = "",
) -> Answer:
    """Show media, newest first."""
    core = session_of(ctx).core
    query = query_of(kind=kind, chat=chat, since=since, until=until, state=state, direction=direction, tag=tag)
    page = core.gallery.page(refs_of(core, target), replace(query, sort=sort.value, limit=limit, after=after))
    payload = {
        "items": [item_json(ref, item) for ref, item in page.items],
        "next": page.next or None,
        "total": page.total,
    }
    return Answer(payload, lambda: _view(page))


def item_json(ref: InstanceRef, item: MediaItem) -> dict[str, Any]:
    """Return one media as the command line's contract writes it, with some additions at the end."""
    return {
        "id": item.id,
        "message_id": item.message_id,
        "instance": str(ref),
        "chat": item.chat,
        "contact": item.contact,
        "direction": item.direction.value,
        "kind": item.kind.value,
        "state": item.state.value,
        "reason": item.reason.value if item.reason else None,
        "name": item.name,
        "mime": item.mime,
        "size": item.size_bytes,
        "sha256": item.sha256,
        "width": item.width,
        "height": item.height,
        "duration_s": item.duration_s,
        "pages": item.pages,
        "sent_at": _utc(item.sent_at),
        "caption": item.caption,
        "tags": [],
        "verified": item.verified,
        "checks": [check.value for check in item.checks],
        "voice": item.voice,
        "expires_at": _utc(item.expires_at),
        "next_try_at": _utc(item.next_try_at),
        "attempts": item.attempts,
    }


def _utc(at_s: float | None) -> str | None:
    """Return Unix seconds as ISO 8601 in UTC. A sender's clock may name a year that no calendar has."""
    if at_s is None:
        return None
    try:
        return datetime.fromtimestamp(int(at_s), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None


def _view(page: MergedPage) -> list[Any]:
    from app.cli.tables import table
    from app.texts.formats import format_number

    if not page.total:
        return [_("There is no such media.")]
    columns = (_("Id"), _("Instance"), _("When"), _("Contact"), _("Kind"), _("Name"), _("Size"), _("State"))
    rows = [_row(ref, item) for ref, item in page.items]
    shown, total = format_number(len(page.items)), format_number(page.total)
    lines: list[Any] = [table(columns, rows, right=(0, 6)), _("{shown} of {total}").format(shown=shown, total=total)]
    if page.next:
        lines.append(_("Go on with --after {cursor}").format(cursor=page.next))
    return lines


def _row(ref: InstanceRef, item: MediaItem) -> Sequence[object]:
    from app.texts.formats import format_bytes, format_moment

    state = media_state_title(item.state.value)
    if item.reason is not None:
        state = f"{state}. {reason_title(item.reason.value)}"
    size = "" if item.size_bytes is None else format_bytes(item.size_bytes)
    return item.id, ref, format_moment(item.sent_at), item.contact, kind_title(item.kind), item.name, size, state
