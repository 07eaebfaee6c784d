"""Says what went wrong: every error of a run as code, title, detail, remedy and exit code.

A run that is stopped by Ctrl+C or SIGTERM ends in order with exit code 1 and the code `cancelled`; `listen` and
`sandbox`, which only ever end that way, with 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import typer

from app.cli.signals import StoppedError
from app.cli.wrong_usage import usage_detail
from app.domain.errors import CommandError, RefusedError, UnavailableError
from app.domain.reasons import ErrorCode
from app.texts import _
from app.texts.reasons import reason_remedy, reason_title
from app.texts.refusals import error_remedy, error_title

DONE, FAILED, USAGE, PARTLY = 0, 1, 2, 3
"""The exit codes of every verb."""

_WRONG_USAGE = frozenset({ErrorCode.BAD_INPUT, ErrorCode.USAGE, ErrorCode.CONFIRM})


@dataclass(frozen=True, slots=True)
class Problem:
    """What a run that did not succeed tells.

    Attributes:
        field: the argument, option or field at fault, "" where none is.
    """

    code: str
    title: str
    detail: str
    remedy: str
    exit_code: int = FAILED
    field: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the object that `--json` prints."""
        error = {"code": self.code, "title": self.title, "detail": self.detail, "remedy": self.remedy}
        return {"error": error | ({"field": self.field} if self.field else {})}


class RefusedCommandError(Exception):
    """A well-written command that was refused: the cause's texts, exit code 1."""

    def __init__(self, cause: CommandError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def problem_of(error: BaseException) -> Problem | None:
    """Return what to tell of an error, None where it is a bug of ours."""
    if isinstance(error, RefusedCommandError):
        return _of_command(error.cause, exit_code=FAILED)
    if isinstance(error, CommandError):
        return _of_command(error, exit_code=USAGE if error.code in _WRONG_USAGE else FAILED)
    if isinstance(error, RefusedError | UnavailableError):
        reason = error.reason.value
        return Problem(reason, reason_title(reason), error.detail, reason_remedy(reason))
    if isinstance(error, typer.TyperException):
        return usage_problem(usage_detail(error))
    if isinstance(error, StoppedError | typer.Abort):
        return _stopped()
    return None


def usage_problem(detail: str) -> Problem:
    """Return what to tell of a command that is not written correctly."""
    code = ErrorCode.USAGE.value
    return Problem(code, error_title(code), detail, error_remedy(code), USAGE)


def internal_problem(detail: str) -> Problem:
    """Return what to tell of a bug of ours; `detail` says where its report lies."""
    code = ErrorCode.INTERNAL.value
    return Problem(code, error_title(code), detail, error_remedy(code))


def _of_command(error: CommandError, *, exit_code: int) -> Problem:
    code = error.code.value
    detail = ": ".join(part for part in (error.field, error.detail) if part)
    return Problem(code, error_title(code), detail, error_remedy(code), exit_code, error.field)


def _stopped() -> Problem:
    return Problem(
        "cancelled",
        _("Acervo was asked to stop and did so in order."),
        "",
        _("Nothing is lost: what is announced or queued stays so and goes on with download, listen or queue --run."),
    )
