"""`send`: files and texts to one conversation, each with an honest state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import credentials
from app.cli.credentials import CredentialsOption
from app.cli.download import TimeoutOption
from app.cli.instances import InstanceArgument
from app.cli.output import Answer
from app.cli.problems import DONE, FAILED, PARTLY
from app.cli.sending import run_uploads
from app.cli.session import Session, session_of
from app.cli.upload_rows import arrived, refused_json, unconfirmed_notice, upload_json, uploads_table
from app.domain.errors import CommandError
from app.domain.ids import instance_ref
from app.domain.reasons import ErrorCode
from app.domain.uploads import Upload, UploadState
from app.texts import _

if TYPE_CHECKING:
    from app.domain.addresses import Address
    from app.services.desk import Desk


class AsKind(StrEnum):
    """What a file is sent as."""

    AUTO = "auto"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    VOICE = "voice"
    DOCUMENT = "document"
    STICKER = "sticker"


Row = tuple[Upload | None, dict[str, Any]]
"""What became of one file or text: its upload, None where it was refused, and what is printed of it."""


def send(
    ctx: typer.Context,
    instance: InstanceArgument,
    to: Annotated[str, typer.Option("--to", metavar="NUMBER|JID", help=_("The conversation to send to."))],
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE…]", help=_("The files to send."))] = None,
    text: Annotated[str, typer.Option("--text", metavar="TEXT", help=_("A text message, sent before the files."))] = "",
    caption: Annotated[str, typer.Option("--caption", metavar="TEXT", help=_("The caption of each file."))] = "",
    as_kind: Annotated[
        AsKind, typer.Option("--as", help=_("What to send the files as; chosen by their content if left out."))
    ] = AsKind.AUTO,
    original: Annotated[
        bool, typer.Option("--original", help=_("Send the files as they are. Nothing is converted yet anyway."))
    ] = False,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help=_("Only put them into the queue; listen or queue --run sends them."))
    ] = False,
    timeout: TimeoutOption = None,
    credentials_stdin: CredentialsOption = False,
) -> Answer:
    """Send files or a text and wait until the provider has accepted them."""
    session, ref, address = session_of(ctx), instance_ref(instance), _address(to)
    if not files and not text:
        raise CommandError(ErrorCode.USAGE, "FILE", _("name a file to send, or give --text"))
    credentials.give(session.core, ref, from_stdin=credentials_stdin)
    desk = session.core.desk(ref)
    rows = _enqueue(session, desk, address, files or (), text=text, caption=caption, as_kind=as_kind)
    queued = [upload for upload, _row in rows if upload is not None]
    if queued and not no_wait:
        rows = _updated(rows, run_uploads(session, desk, queued, timeout_s=timeout))
    return _answer(session, desk, [row for _upload, row in rows], waited=not no_wait)


def _address(text: str) -> Address:
    from app.domain.addresses import address

    found = address(text)
    if found is None:
        raise CommandError(ErrorCode.BAD_INPUT, "to", _("a number such as +5511999990000, or a JID"))
    return found


def _enqueue(
    session: Session, desk: Desk, to: Address, files: Sequence[str], *, text: str, caption: str, as_kind: AsKind
) -> list[Row]:
    rows: list[Row] = []
    if text:
        upload = desk.outbox.enqueue_text(to, text)
        rows.append((upload, upload_json(upload)))
    with session.output.progress() as bars:
        task = bars.add_task(_("Preparing"), total=len(files)) if bars else None
        for file in files:
            rows.append(_enqueue_file(desk, to, file, caption=caption, as_kind=as_kind))
            if bars is not None and task is not None:
                bars.advance(task)
    return rows


def _enqueue_file(desk: Desk, to: Address, file: str, *, caption: str, as_kind: AsKind) -> Row:
    """Queue one file; one that is refused does not stop the others."""
    draft = desk.preparer.prepare(Path(file), as_kind=as_kind.value, caption=caption)
    if draft.problem is not None:
        return None, refused_json(draft, file=file, to=to)
    upload = desk.outbox.enqueue_file(to, draft, caption=caption)
    return upload, upload_json(upload, file=file)


def _updated(rows: Sequence[Row], now: Sequence[Upload]) -> list[Row]:
    by_id = {upload.id: upload for upload in now}
    return [
        (upload, row) if upload is None else (upload, upload_json(by_id.get(upload.id, upload), file=row["file"]))
        for upload, row in rows
    ]


def _answer(session: Session, desk: Desk, rows: Sequence[Mapping[str, Any]], *, waited: bool) -> Answer:
    done = [row for row in rows if (arrived(row) if waited else row["state"] == UploadState.QUEUED.value)]
    code = DONE if len(done) == len(rows) else PARTLY if done else FAILED
    _notices(session, desk, rows, waited=waited)
    return Answer({"uploads": list(rows)}, lambda: uploads_table(rows), code)


def _notices(session: Session, desk: Desk, rows: Sequence[Mapping[str, Any]], *, waited: bool) -> None:
    if notice := unconfirmed_notice(rows, desk.instance.ref):
        session.output.say(notice)
    states = {row["state"] for row in rows}
    if not waited or states & {UploadState.QUEUED.value, UploadState.WAITING.value}:
        session.output.say(
            _("What is in the queue goes out with: acervo listen {instance}").format(instance=desk.instance.ref)
        )
