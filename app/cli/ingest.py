"""`ingest`: events from files or standard input; the format is found by content."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from app.cli.instances import InstanceArgument
from app.cli.output import Answer
from app.cli.problems import DONE, FAILED, PARTLY
from app.cli.session import Session, session_of
from app.domain.errors import CommandError
from app.domain.ids import instance_ref
from app.domain.reasons import Reason
from app.texts import _

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from rich.progress import Progress

    from app.services.inbox import BadInput, Inbox, Intake
    from app.services.ports import Json

STDIN = "-"
_SHOWN = 20
_TELL_EVERY = 100

Payloads = Iterable[tuple[int, "Json | BadInput"]]


def ingest(
    ctx: typer.Context,
    instance: InstanceArgument,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help=_("Files of events; - is standard input."))],
) -> Answer:
    """Take events from files."""
    session, ref = session_of(ctx), instance_ref(instance)
    inbox = session.core.desk(ref).inbox
    totals: dict[str, Any] = {}
    rejected: list[dict[str, Any]] = []
    for file in files:
        try:
            intake = _take(session, inbox, file)
        except CommandError as error:
            if len(files) == 1:
                raise
            rejected.append({"index": 0, "reason": error.detail, "file": file})
            continue
        _add(totals, intake)
        rejected += [_rejected(index, reason, file, several=len(files) > 1) for index, reason in intake.rejected]
    return _answer(totals, rejected)


def _take(session: Session, inbox: Inbox, file: str) -> Intake:
    """Take one input.

    Raises:
        CommandError: it cannot be opened, or is of a form that is still to come.
    """
    from app.whatsapp.sources.files import read_payloads

    with _opened(file) as stream, session.output.progress(in_bytes=True) as bars:
        payloads: Payloads = _guarded(read_payloads(stream))
        if bars is not None:
            payloads = _watched(payloads, bars, _size_bytes(file), stream.tell)
        return inbox.ingest(payloads)


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    from app.whatsapp.sources.files import open_payloads

    return nullcontext(sys.stdin.buffer) if file == STDIN else open_payloads(Path(file))


def _guarded(payloads: Payloads) -> Iterator[tuple[int, Json | BadInput]]:
    """Let what was read count, also where the rest cannot be read."""
    from app.services.inbox import BadInput

    index = -1
    try:
        for index, payload in payloads:
            yield index, payload
    except OSError as error:
        yield index + 1, BadInput(f"{Reason.UNREADABLE.value}: {type(error).__name__}")


def _watched(
    payloads: Payloads, bars: Progress, total: int | None, position: Callable[[], int]
) -> Iterator[tuple[int, Json | BadInput]]:
    task = bars.add_task(_("Reading events"), total=total)
    for index, payload in payloads:
        yield index, payload
        if total is not None and index % _TELL_EVERY == 0:
            bars.update(task, completed=position())


def _size_bytes(file: str) -> int | None:
    return None if file == STDIN else Path(file).stat().st_size


def _add(totals: dict[str, Any], intake: Intake) -> None:
    for field in fields(intake):
        if field.name != "rejected":
            totals[field.name] = totals.get(field.name, 0) + getattr(intake, field.name)


def _rejected(index: int, reason: str, file: str, *, several: bool) -> dict[str, Any]:
    return {"index": index, "reason": reason} | ({"file": file} if several else {})


def _answer(totals: dict[str, Any], rejected: Sequence[dict[str, Any]]) -> Answer:
    from app.services.inbox import Intake

    payload = asdict(Intake()) | totals | {"rejected": list(rejected)}
    code = DONE if not rejected else PARTLY if payload["events"] else FAILED
    return Answer(payload, lambda: _view(payload), code)


def _view(payload: dict[str, Any]) -> list[Any]:
    from app.cli.tables import facts, table
    from app.texts.formats import format_number

    names = {
        "events": _("Events"),
        "messages": _("New messages"),
        "media": _("New media"),
        "statuses": _("New states"),
        "contacts": _("New contacts"),
        "duplicates": _("Known already"),
        "unknown": _("Of an unknown kind, kept for later"),
    }
    rows = [(name, format_number(payload[key])) for key, name in names.items()]
    rejected = payload["rejected"]
    lines: list[Any] = [facts([*rows, (_("Rejected"), format_number(len(rejected)))])]
    if rejected:
        shown = [(one["index"], one.get("file", ""), one["reason"]) for one in rejected[:_SHOWN]]
        lines.append(table((_("Position"), _("File"), _("Why it was rejected")), shown, right=(0,)))
    return lines
