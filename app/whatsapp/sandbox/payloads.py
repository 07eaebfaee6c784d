"""The shapes of the sandbox gateway's events (its own contract, in the docstring of `app.sandbox`)."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from app.whatsapp.fields import (
    Count,
    Digest,
    Label,
    Link,
    MessageId,
    Moment,
    Preview,
    Scalar,
    Seconds,
    Size,
    Text,
    Waveform,
)
from app.whatsapp.parts import Part


class SandboxPart(Part):
    """An object of the sandbox's JSON: its keys are written as ours are."""

    model_config = ConfigDict(alias_generator=None)


class MediaPart(SandboxPart):
    """`media` of a message; an echo has no key and no path."""

    mime: Text = ""
    name: Label = ""
    size: Count = None
    sha256: Digest = None
    enc_sha256: Digest = None
    media_key: Any = None
    direct_path: Text = ""
    url: Link = ""
    width: Size = None
    height: Size = None
    seconds: Seconds = None
    pages: Size = None
    voice: bool = False
    waveform: Waveform = b""
    thumbnail: Preview = b""


class MessageBody(SandboxPart):
    """`{"event":"message"}`."""

    number: Scalar = ""
    id: MessageId
    at: Moment
    sender: Scalar = Field(default="", alias="from")
    from_name: Label = ""
    from_lid: Text = ""
    chat: Scalar = ""
    from_me: bool = False
    from_api: bool | None = None
    type: Text
    text: Text = ""
    caption: Text = ""
    reply_to: Label = ""
    client_ref: Label = ""
    media: MediaPart | None = None


class ErrorPart(SandboxPart):
    """Why a message failed."""

    code: Label = ""


class StatusBody(SandboxPart):
    """`{"event":"status"}`."""

    message_id: MessageId
    chat: Scalar = ""
    status: Text
    at: Moment
    error: ErrorPart = ErrorPart()


class ConnectionBody(SandboxPart):
    """`{"event":"connection"}`."""

    connected: bool
    at: Moment
