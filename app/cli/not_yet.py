"""The verbs that are still to come: a clear answer in place of a guess."""

from __future__ import annotations

import typer

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import _

VERBS = (
    "search",
    "export",
    "contacts",
    "relay",
    "clean",
    "backup",
    "restore",
    "doctor",
    "audit",
    "bench",
)


def not_yet(ctx: typer.Context) -> None:
    """Refuse a verb that this version does not have."""
    raise refusal(ctx.info_name or "")


def refusal(what: str) -> CommandError:
    """Return the error of something that is still to come."""
    return CommandError(ErrorCode.NOT_YET, what, _("this version does not have it"))
