"""Reads what a user typed into arguments: which instances, which days, which kinds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, MediaId, UploadId, client_id, instance_ref
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.bootstrap.core import Core

Choice = TypeVar("Choice", bound=StrEnum)
_LARGEST_ID = 2**63 - 1


def refs_of(core: Core, target: str) -> list[InstanceRef]:
    """Return the instances that `CLIENT` or `CLIENT/INSTANCE` names.

    Raises:
        CommandError: field `client` or `instance`.
    """
    if "/" not in target:
        return core.refs(client_id(target))
    return [core.accounts.instance(instance_ref(target)).ref]


def choices(values: Iterable[str], kind: type[Choice], *, field: str) -> frozenset[Choice]:
    """Return the members named in comma-separated values.

    Raises:
        CommandError: code `bad_input`, names `field`.
    """
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    known = {member.value: member for member in kind}
    for name in names:
        if name not in known:
            raise CommandError(ErrorCode.BAD_INPUT, field, _("one of {values}").format(values=", ".join(known)))
    return frozenset(known[name] for name in names)


def media_ids(values: Iterable[str]) -> tuple[MediaId, ...]:
    """Return the media ids in comma-separated values, each once. Raises CommandError, field `media`."""
    return tuple(MediaId(number) for number in _numbers(values, field="media"))


def upload_ids(values: Iterable[str]) -> tuple[UploadId, ...]:
    """Return the upload ids in comma-separated values, each once. Raises CommandError, field `id`."""
    return tuple(UploadId(number) for number in _numbers(values, field="id"))


def _numbers(values: Iterable[str], *, field: str) -> list[int]:
    found: dict[int, None] = {}
    for text in (part.strip() for value in values for part in value.split(",")):
        if not text:
            continue
        if not (text.isascii() and text.isdigit()) or not 0 < len(text) < 20 or int(text) > _LARGEST_ID:
            raise CommandError(ErrorCode.BAD_INPUT, field, _("an id is a positive number"))
        found[int(text)] = None
    return list(found)


def moment(text: str, *, field: str, end: bool = False) -> int | None:
    """Return the Unix seconds of a day (`2026-07-31`, local time) or an ISO 8601 moment; None for an empty text.

    Args:
        end: a day means its end, the first second that is no longer in it.

    Raises:
        CommandError: code `bad_input`, names `field`.
    """
    if not text:
        return None
    try:
        return int(_when(text, end=end).timestamp())
    except (ValueError, OverflowError, OSError) as error:
        detail = _("a date is written 2026-07-31 or 2026-07-31T14:30")
        raise CommandError(ErrorCode.BAD_INPUT, field, detail) from error


def _when(text: str, *, end: bool) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return datetime.fromisoformat(text)
    return datetime(day.year, day.month, day.day) + timedelta(days=1 if end else 0)
