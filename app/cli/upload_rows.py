"""Uploads as `send` and `queue` print them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from app.domain.reasons import Reason
from app.domain.uploads import ARRIVED, Upload, UploadState
from app.texts import _
from app.texts.reasons import reason_remedy, reason_title
from app.texts.titles import kind_title, upload_state_title

if TYPE_CHECKING:
    from app.services.drafts import Draft

TEXT = "text"


def upload_json(upload: Upload, *, file: str | None = None) -> dict[str, Any]:
    """Return one upload; `file` is the path that the user gave, else the file's name."""
    return {
        "id": upload.id,
        "file": file if file is not None else upload.name or None,
        "kind": upload.kind.value if upload.kind else TEXT,
        "state": upload.state.value,
        "message_id": upload.message_id or None,
        "reason": upload.reason.value if upload.reason else None,
        "size": upload.size_bytes,
        "converted": upload.converted or None,
        "to": upload.to,
        "attempts": upload.attempts,
    }


def refused_json(draft: Draft, *, file: str, to: str) -> dict[str, Any]:
    """Return a file that was refused before it came into the queue; it has no id."""
    return {
        "id": None,
        "file": file,
        "kind": draft.kind.value,
        "state": UploadState.FAILED.value,
        "message_id": None,
        "reason": draft.problem.value if draft.problem else None,
        "size": draft.size_bytes,
        "converted": None,
        "to": to,
        "attempts": 0,
    }


def arrived(row: Mapping[str, Any]) -> bool:
    """Tell whether the provider is known to have it."""
    return row["state"] in {state.value for state in ARRIVED}


def uploads_table(rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return the uploads as a table, with what to do about those that did not go out."""
    from app.cli.tables import table
    from app.domain.addresses import formatted
    from app.texts.formats import format_bytes

    rows = list(rows)
    if not rows:
        return [_("The queue is empty.")]
    columns = (_("Id"), _("To"), _("File"), _("Kind"), _("Size"), _("State"), _("Why"))
    shown = [
        (
            row["id"],
            formatted(row["to"]),
            row["file"],
            kind_title(row["kind"]),
            format_bytes(row["size"]) if row["size"] else "",
            upload_state_title(row["state"]),
            _why(row)[0],
        )
        for row in rows
    ]
    remedies = dict.fromkeys(remedy for row in rows if (remedy := _why(row)[1]))
    return [table(columns, shown, right=(0, 4)), *remedies]


def _why(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return what happened to an upload and what to do about it, "" twice where all is well."""
    if not row["reason"]:
        return "", ""
    if row["id"] is None and row["reason"] == Reason.NOT_FOUND.value:
        # The texts of this reason speak of a file at WhatsApp; here it is one on this computer.
        return _("There is no such file on this computer."), _("Check how its path is written.")
    return reason_title(row["reason"]), reason_remedy(row["reason"])


def unconfirmed_notice(rows: Iterable[Mapping[str, Any]], instance: object) -> str:
    """Return what to say of uploads whose outcome is not known, "" where there is none."""
    ids = [str(row["id"]) for row in rows if row["state"] == UploadState.UNCONFIRMED.value]
    if not ids:
        return ""
    return _(
        "It is not known whether {ids} arrived, so nothing is sent again by itself. "
        "Decide with: acervo queue {instance} check, resend or arrived."
    ).format(ids=", ".join(ids), instance=instance)
