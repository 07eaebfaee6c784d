"""The filters that `gallery` and `save` share, from text to a query."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.arguments import choices, media_ids, moment
from app.domain.errors import CommandError
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.services.store import GalleryQuery

KindOption = Annotated[
    list[str] | None, typer.Option("--kind", metavar=",".join(MediaKind), help=_("Only these kinds."))
]
ChatOption = Annotated[str, typer.Option("--chat", metavar="ID", help=_("Only this conversation: a number or JID."))]
FromOption = Annotated[str, typer.Option("--from", metavar="DATE", help=_("From this day on, for example 2026-07-31."))]
ToOption = Annotated[str, typer.Option("--to", "--until", metavar="DATE", help=_("Up to and with this day."))]
UntilOption = Annotated[str, typer.Option("--until", metavar="DATE", help=_("Up to and with this day."))]
"""The same where `--to` is a folder already."""

StateOption = Annotated[
    list[str] | None, typer.Option("--state", metavar=",".join(MediaState), help=_("Only media in these states."))
]
DirectionOption = Annotated[
    Direction | None, typer.Option("--direction", help=_("Only what came in, or only what went out."))
]
TagOption = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help=_("Only media with this tag."))]


def query_of(
    *,
    kind: Sequence[str] | None,
    chat: str,
    since: str,
    until: str,
    state: Sequence[str] | None,
    direction: Direction | None,
    tag: Sequence[str] | None,
    media: Sequence[str] | None = None,
    until_field: str = "to",
) -> GalleryQuery:
    """Return the query that the filters describe.

    Raises:
        CommandError: names the filter that cannot be understood; `not_yet` for tags.
    """
    from app.domain.addresses import address
    from app.services.store import GalleryQuery

    if tag:
        raise CommandError(ErrorCode.NOT_YET, "tag", _("media cannot be tagged yet"))
    conversation = address(chat) if chat else None
    if chat and conversation is None:
        raise CommandError(ErrorCode.BAD_INPUT, "chat", _("a number such as +5511999990000, or a JID"))
    return GalleryQuery(
        kinds=choices(kind or (), MediaKind, field="kind"),
        states=choices(state or (), MediaState, field="state"),
        direction=direction,
        chat=conversation,
        since=moment(since, field="from"),
        until=moment(until, field=until_field, end=True),
        ids=media_ids(media or ()),
    )
