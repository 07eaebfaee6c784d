"""`download` and `reprocess`: fetch what WhatsApp still holds, and try again what failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import credentials
from app.cli.arguments import choices, media_ids
from app.cli.credentials import CredentialsOption
from app.cli.instances import InstanceArgument
from app.cli.output import Answer
from app.cli.problems import DONE, PARTLY
from app.cli.session import Session, session_of
from app.domain.errors import CommandError
from app.domain.ids import MediaId, instance_ref
from app.domain.kinds import MediaState
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.services.desk import Desk
    from app.services.downloads import DownloadEnded, DownloadReport

TimeoutOption = Annotated[
    float | None, typer.Option("--timeout", min=0.0, metavar="S", help=_("Stop after so many seconds."))
]
_AGAIN = (MediaState.FAILED, MediaState.EXPIRED, MediaState.QUARANTINED)


def download(
    ctx: typer.Context,
    instance: InstanceArgument,
    media: Annotated[
        list[str] | None, typer.Option("--media", metavar="ID…", help=_("Only these; the gallery shows their ids."))
    ] = None,
    timeout: TimeoutOption = None,
    credentials_stdin: CredentialsOption = False,
) -> Answer:
    """Work until nothing can be fetched now."""
    session, ref = session_of(ctx), instance_ref(instance)
    only = media_ids(media or ())
    credentials.give(session.core, ref, from_stdin=credentials_stdin)
    desk = session.core.desk(ref)
    demand_known(desk, only)
    return _run(session, desk, only=only, timeout_s=timeout)


def reprocess(
    ctx: typer.Context,
    instance: InstanceArgument,
    state: Annotated[
        list[str] | None,
        typer.Option("--state", metavar=",".join(_AGAIN), help=_("Only media in these states; all three if left out.")),
    ] = None,
    timeout: TimeoutOption = None,
    credentials_stdin: CredentialsOption = False,
) -> Answer:
    """Try again what failed, expired or was set aside."""
    session, ref = session_of(ctx), instance_ref(instance)
    states = choices(state or (), MediaState, field="state") or frozenset(_AGAIN)
    if not states <= frozenset(_AGAIN):
        raise CommandError(ErrorCode.BAD_INPUT, "state", _("one of {values}").format(values=", ".join(_AGAIN)))
    credentials.give(session.core, ref, from_stdin=credentials_stdin)
    desk = session.core.desk(ref)
    with desk.store.write() as tx:
        tx.downloads.retry(states)
    return _run(session, desk, only=(), timeout_s=timeout)


def demand_known(desk: Desk, media: Sequence[MediaId]) -> None:
    """Raise CommandError `not_found`, field `media`, if an id is not one of the instance's."""
    with desk.store.read() as rd:
        unknown = [str(one) for one in media if rd.media(one) is None]
    if unknown:
        detail = _("there is no media {ids} in {instance}")
        ids = ", ".join(unknown[:20])
        raise CommandError(ErrorCode.NOT_FOUND, "media", detail.format(ids=ids, instance=desk.instance.ref))


def _run(session: Session, desk: Desk, *, only: Sequence[MediaId], timeout_s: float | None) -> Answer:
    deadline = None if timeout_s is None else desk.clock() + timeout_s
    desk.inbox.process()
    with desk.store.read() as rd:
        total = len(only) or rd.undone()
    with session.output.progress() as bars:
        task = bars.add_task(_("Downloading"), total=total) if bars else None

        def ended(_ended: DownloadEnded) -> None:
            if bars is not None and task is not None:
                bars.advance(task)

        report = desk.downloads.run_until_idle(only=only or None, timeout_s=timeout_s, on_ended=ended)
        if bars is not None and task is not None:
            bars.update(task, description=_("Making thumbnails"), total=None)
        desk.deriver.run_until_idle(deadline=deadline)
    bad = report.failed + report.expired + report.quarantined
    return Answer(asdict(report), lambda: _view(report), PARTLY if bad else DONE)


def _view(report: DownloadReport) -> list[Any]:
    from app.cli.tables import facts
    from app.texts.formats import format_bytes, format_number

    counts = [
        (_("Downloaded"), report.downloaded),
        (_("Failed"), report.failed),
        (_("Expired"), report.expired),
        (_("Set aside for safety"), report.quarantined),
        (_("Still to come"), report.pending),
    ]
    rows = [(name, format_number(count)) for name, count in counts]
    return [facts([*rows, (_("Size"), format_bytes(report.bytes))])]
