"""`queue`: what is on its way out, and the user's word on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import credentials
from app.cli.arguments import upload_ids
from app.cli.credentials import CredentialsOption
from app.cli.download import TimeoutOption
from app.cli.instances import InstanceArgument
from app.cli.output import Answer
from app.cli.problems import DONE, PARTLY, RefusedCommandError
from app.cli.sending import current, queue_paused, run_uploads
from app.cli.session import Session, session_of
from app.cli.upload_rows import unconfirmed_notice, upload_json, uploads_table
from app.domain.errors import CommandError
from app.domain.ids import UploadId, instance_ref
from app.domain.reasons import ErrorCode
from app.domain.uploads import CANCELLABLE, Upload, UploadState
from app.texts import _

if TYPE_CHECKING:
    from app.services.desk import Desk


class QueueAction(StrEnum):
    """What can be asked of the queue."""

    LIST = "list"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    CHECK = "check"
    RESEND = "resend"
    ARRIVED = "arrived"


_ACTIONS = f"[{'|'.join(QueueAction)}]"
_ALL_OF = {
    QueueAction.CANCEL: CANCELLABLE,
    QueueAction.RETRY: frozenset({UploadState.FAILED, UploadState.CANCELLED}),
    QueueAction.RESEND: frozenset({UploadState.UNCONFIRMED}),
    QueueAction.ARRIVED: frozenset({UploadState.UNCONFIRMED}),
}
"""Which uploads `--all` means."""


def queue(
    ctx: typer.Context,
    instance: InstanceArgument,
    action: Annotated[
        QueueAction, typer.Argument(metavar=f"[{'|'.join(QueueAction)}]", help=_("What to do."))
    ] = QueueAction.LIST,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID…]", help=_("The uploads, by their ids."))] = None,
    every: Annotated[bool, typer.Option("--all", help=_("All uploads that the action can be done to."))] = False,
    run: Annotated[bool, typer.Option("--run", help=_("Then send what is in the queue and wait for it."))] = False,
    timeout: TimeoutOption = None,
    credentials_stdin: CredentialsOption = False,
) -> Answer:
    """Show and steer what is on its way out."""
    session, ref, chosen = session_of(ctx), instance_ref(instance), upload_ids(ids or ())
    credentials.give(session.core, ref, from_stdin=credentials_stdin)
    desk = session.core.desk(ref)
    touched, refused = _act(desk, action, chosen, every=every)
    if run:
        touched = run_uploads(session, desk, _open(desk, touched, action), timeout_s=timeout)
    elif action in (QueueAction.RETRY, QueueAction.RESEND, QueueAction.RESUME):
        session.output.say(_("What is in the queue goes out with: acervo listen {instance}").format(instance=ref))
    return _answer(session, desk, touched, refused)


def _act(
    desk: Desk, action: QueueAction, ids: Sequence[UploadId], *, every: bool
) -> tuple[list[Upload], list[CommandError]]:
    """Do what was asked; return the uploads it was about and what was refused."""
    match action:
        case QueueAction.LIST:
            return _listed(desk, ids), []
        case QueueAction.PAUSE | QueueAction.RESUME:
            return _pause(desk, ids, paused=action is QueueAction.PAUSE), []
        case QueueAction.CHECK:
            desk.outbox.check()
            return _listed(desk, ids or [u.id for u in current(desk, None) if u.state is UploadState.UNCONFIRMED]), []
        case _:
            return _each(_chosen(desk, action, ids, every=every), lambda one: _command(desk, one, action))


def _listed(desk: Desk, ids: Sequence[UploadId]) -> list[Upload]:
    found = current(desk, ids or None)
    missing = set(ids) - {upload.id for upload in found}
    if missing:
        listed = ", ".join(str(one) for one in sorted(missing))
        detail = _("there is no upload {ids} in {instance}").format(ids=listed, instance=desk.instance.ref)
        raise CommandError(ErrorCode.NOT_FOUND, "id", detail)
    return found


def _pause(desk: Desk, ids: Sequence[UploadId], *, paused: bool) -> list[Upload]:
    if ids:
        raise CommandError(ErrorCode.USAGE, "ID", _("the queue is paused and resumed as a whole"))
    with desk.store.write() as tx:
        tx.uploads.pause(paused=paused)
    return current(desk, None)


def _chosen(desk: Desk, action: QueueAction, ids: Sequence[UploadId], *, every: bool) -> Sequence[UploadId]:
    if every and not ids:
        return [upload.id for upload in current(desk, None) if upload.state in _ALL_OF[action]]
    if not ids or every:
        raise CommandError(ErrorCode.USAGE, "ID", _("name the uploads by their ids, or give --all"))
    return ids


def _command(desk: Desk, upload: UploadId, action: QueueAction) -> Upload:
    from app.services.store import UploadAction

    return desk.outbox.command(upload, UploadAction(action.value))


def _each(ids: Sequence[UploadId], act: Callable[[UploadId], Upload]) -> tuple[list[Upload], list[CommandError]]:
    """Do it to each; one that is refused does not stop the others. Raises the first refusal if nothing was done."""
    touched: list[Upload] = []
    refused: list[CommandError] = []
    for one in ids:
        try:
            touched.append(act(one))
        except CommandError as error:
            refused.append(error)
    if refused and not touched:
        raise RefusedCommandError(refused[0]) from refused[0]
    return touched, refused


def _open(desk: Desk, touched: Sequence[Upload], action: QueueAction) -> list[Upload]:
    """Return what `--run` is to wait for: what the action put into the queue, or all that is in it."""
    uploads = current(desk, None) if action in (QueueAction.LIST, QueueAction.RESUME) else touched
    return [upload for upload in uploads if upload.state in (UploadState.QUEUED, UploadState.WAITING)]


def _answer(session: Session, desk: Desk, touched: Sequence[Upload], refused: Sequence[CommandError]) -> Answer:
    rows = [upload_json(upload) for upload in touched]
    payload = {"uploads": rows, "paused": queue_paused(desk)}
    if refused:
        payload["refused"] = [
            {"code": error.code.value, "field": error.field, "detail": error.detail} for error in refused
        ]
        for error in refused:
            session.output.say(error.detail)
    if notice := unconfirmed_notice(rows, desk.instance.ref):
        session.output.say(notice)
    return Answer(payload, lambda: uploads_table(rows), PARTLY if refused else DONE)
