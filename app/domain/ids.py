"""Identifiers: typed numbers and the address of an instance."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NewType

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode

ClientId = NewType("ClientId", int)
InstanceId = NewType("InstanceId", str)
ContactId = NewType("ContactId", int)
ChatId = NewType("ChatId", int)
MessageId = NewType("MessageId", int)
"""Row number of a message; the provider's own id is `Message.provider_id`."""
MediaId = NewType("MediaId", int)
"""Row number of a media, per instance."""
UploadId = NewType("UploadId", int)
RawEventId = NewType("RawEventId", int)

_INSTANCE = re.compile(r"[a-z0-9-]{1,64}\Z")
_CLIENT = re.compile(r"[1-9][0-9]{0,8}\Z")


@dataclass(frozen=True, slots=True, order=True)
class InstanceRef:
    """One WhatsApp number of one client, written `CLIENT/INSTANCE`: `1/loja`."""

    client: ClientId
    instance: InstanceId

    def __str__(self) -> str:
        return f"{self.client}/{self.instance}"


def client_id(text: str) -> ClientId:
    """Return the id in `text`, a positive integer of at most nine digits.

    Raises:
        CommandError: field `client`, code `bad_input`.
    """
    if not _CLIENT.match(text):
        raise CommandError(ErrorCode.BAD_INPUT, "client", "a client id is a positive integer")
    return ClientId(int(text))


def instance_id(text: str) -> InstanceId:
    """Return the id in `text`: 1 to 64 of a-z, 0-9 and the hyphen. Nothing else can become part of a path.

    Raises:
        CommandError: field `instance`, code `bad_input`.
    """
    if not _INSTANCE.match(text):
        raise CommandError(ErrorCode.BAD_INPUT, "instance", "an instance id is 1 to 64 of a-z, 0-9 and -")
    return InstanceId(text)


def instance_ref(text: str) -> InstanceRef:
    """Return the instance that `CLIENT/INSTANCE` names.

    Raises:
        CommandError: field `instance` or `client`, code `bad_input`.
    """
    client, slash, instance = text.partition("/")
    if not slash:
        raise CommandError(ErrorCode.BAD_INPUT, "instance", "written CLIENT/INSTANCE, for example 1/loja")
    return InstanceRef(client_id(client), instance_id(instance))
