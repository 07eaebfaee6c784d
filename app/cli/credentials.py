"""Credentials of a run: one JSON object on standard input, or a prompt that shows nothing. Never an argument."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, cast

import typer

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.bootstrap.core import Core

CredentialsOption = Annotated[
    bool,
    typer.Option("--credentials-stdin", help=_("Read the credentials as one JSON object from standard input.")),
]
_FIELD = "credentials"
_LONGEST = 64 * 1024


def from_stdin() -> dict[str, str]:
    """Read the credentials of one instance.

    Raises:
        CommandError: field `credentials`; the detail never quotes what was read.
    """
    return _checked(_object(), _FIELD)


def give(core: Core, ref: InstanceRef, *, from_stdin: bool) -> None:
    """Let the run's one instance use credentials from standard input, where the user said so."""
    if from_stdin:
        core.secrets.give(ref, _checked(_object(), _FIELD))


def give_each(core: Core, refs: Sequence[InstanceRef], *, from_stdin: bool) -> None:
    """Let the instances of a run use credentials from standard input: of the one, or by instance (`{"1/loja": {…}}`).

    Raises:
        CommandError: field `credentials`.
    """
    if not from_stdin:
        return
    found = _object()
    if not any(isinstance(value, Mapping) for value in found.values()):
        if len(refs) != 1:
            raise _refused(_("for several instances, one object for each, under its name"))
        found = {str(refs[0]): found}
    for name, value in found.items():
        core.secrets.give(instance_ref(name), _checked(value, f"{_FIELD} {name[:80]}"))


def from_prompt(names: Sequence[str]) -> dict[str, str]:
    """Ask for each credential; one that is left empty is left out."""
    asked = {name: getpass.getpass(f"{name}: ", stream=sys.stderr).strip() for name in names}
    return {name: value for name, value in asked.items() if value}


def _object() -> dict[str, object]:
    text = sys.stdin.buffer.read(_LONGEST + 1)
    if len(text) > _LONGEST:
        raise _refused(_("standard input is longer than credentials can be"))
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused(_("standard input is not JSON")) from None
    if not isinstance(found, dict):
        raise _refused(_("standard input is not one JSON object"))
    return cast("dict[str, object]", found)


def _checked(found: object, field: str) -> dict[str, str]:
    if not isinstance(found, Mapping) or not found:
        raise _refused(_("an object with the names and values of the credentials"), field)
    for name, value in found.items():
        if not isinstance(value, str) or not value:
            raise _refused(_("a text that is not empty"), f"{field} {str(name)[:40]}")
    return dict(found)


def _refused(detail: str, field: str = _FIELD) -> CommandError:
    return CommandError(ErrorCode.BAD_INPUT, field, detail)
