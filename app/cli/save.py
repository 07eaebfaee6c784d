"""`save`: copies of kept files, in a folder of the user's, never replacing a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli.download import demand_known
from app.cli.instances import InstanceArgument
from app.cli.media_filters import (
    ChatOption,
    DirectionOption,
    FromOption,
    KindOption,
    StateOption,
    TagOption,
    UntilOption,
    query_of,
)
from app.cli.output import Answer
from app.cli.problems import DONE, FAILED, PARTLY
from app.cli.session import Session, session_of
from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.texts import _
from app.texts.reasons import reason_title

if TYPE_CHECKING:
    from app.bootstrap.core import Core
    from app.domain.messages import MediaItem
    from app.services.saving import SaveReport
    from app.services.store import GalleryQuery

_PAGE = 500


def save(
    ctx: typer.Context,
    instance: InstanceArgument,
    to: Annotated[str, typer.Option("--to", metavar="DIR", help=_("The folder to save into; made if absent."))],
    media: Annotated[
        list[str] | None, typer.Option("--media", metavar="ID…", help=_("These media; the gallery shows their ids."))
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=_("Everything of the instance."))] = False,
    kind: KindOption = None,
    chat: ChatOption = "",
    since: FromOption = "",
    until: UntilOption = "",
    state: StateOption = None,
    direction: DirectionOption = None,
    tag: TagOption = None,
    pattern: Annotated[
        str | None, typer.Option("--pattern", metavar="P", help=_("How folders and files are named below the folder."))
    ] = None,
) -> Answer:
    """Save files to a folder, by ids, by filters, or all."""
    if not (media or every or kind or chat or since or until or state or direction or tag):
        raise CommandError(ErrorCode.USAGE, "--media", _("say what to save: --media, --all or filters"))
    query = query_of(
        kind=kind,
        chat=chat,
        since=since,
        until=until,
        state=state,
        direction=direction,
        tag=tag,
        media=media,
        until_field="until",
    )
    session, ref = session_of(ctx), instance_ref(instance)
    return _run(session, ref, query, _folder(to), pattern)


def _run(session: Session, ref: InstanceRef, query: GalleryQuery, folder: Path, pattern: str | None) -> Answer:
    from app.services.saving import DEFAULT_PATTERN

    core = session.core
    saver = core.saver(ref)
    demand_known(core.desk(ref), query.ids)
    total = core.gallery.page([ref], replace(query, limit=1)).total
    with session.output.progress() as bars:
        task = bars.add_task(_("Saving"), total=total) if bars else None

        def done() -> None:
            if bars is not None and task is not None:
                bars.advance(task)

        items = _items(core, ref, query)
        report = saver.save(items, folder, pattern=pattern or DEFAULT_PATTERN, on_done=done)
    return _answer(report)


def _folder(text: str) -> Path:
    if not text.strip():
        raise CommandError(ErrorCode.BAD_INPUT, "to", _("the path of a folder"))
    folder = Path(text).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise CommandError(ErrorCode.BAD_INPUT, "to", _("a file stands where a folder has to be"))
    return folder


def _items(core: Core, ref: InstanceRef, query: GalleryQuery) -> Iterator[MediaItem]:
    page = core.gallery.page([ref], replace(query, limit=_PAGE))
    while True:
        for _ref, item in page.items:
            yield item
        if not page.next:
            return
        page = core.gallery.page([ref], replace(query, limit=_PAGE, after=page.next))


def _answer(report: SaveReport) -> Answer:
    failed = [{"id": media, "reason": reason.value} for media, reason in report.failed]
    payload = {"saved": report.saved, "already": report.already, "failed": failed, "files": report.files}
    code = DONE if not failed else PARTLY if report.files else FAILED
    return Answer(payload, lambda: _view(report), code)


def _view(report: SaveReport) -> list[Any]:
    from app.cli.tables import facts, table
    from app.texts.formats import format_number

    counts = [(_("Saved"), report.saved), (_("There already"), report.already), (_("Failed"), len(report.failed))]
    lines: list[Any] = [facts((name, format_number(count)) for name, count in counts)]
    if report.failed:
        rows = [(media, reason_title(reason.value)) for media, reason in report.failed]
        lines.append(table((_("Id"), _("Why it was not saved")), rows, right=(0,)))
    return lines
