"""The JSON bodies that the gateway takes: exactly the fields of the contract, each checked."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.sandbox.answers import RefusalError
from app.sandbox.kinds import MediaKind

Text = Annotated[str, Field(min_length=1, max_length=65_536)]
Label = Annotated[str, Field(min_length=1, max_length=255)]
Sha256 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$")]
MessageKey = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:=-]{1,300}$")]


class Body(BaseModel):
    """A body whose unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, populate_by_name=True)


BodyT = TypeVar("BodyT", bound=Body)


class TextSend(Body):
    """A text on its way out."""

    to: Label
    type: Literal["text"]
    text: Text
    client_ref: Label | None = None
    reply_to: Label | None = None


class MediaSend(Body):
    """The first part of a media on its way out; `size` in bytes, `sha256_b64` of the plain file."""

    to: Label
    type: MediaKind
    mime: Label
    size: Annotated[int, Field(ge=1)]
    name: Label | None = None
    caption: Annotated[str, Field(max_length=65_536)] | None = None
    voice: bool = False
    sha256_b64: Sha256 | None = None
    client_ref: Label | None = None
    reply_to: Label | None = None


class Webhook(Body):
    """Where events go; None stops them."""

    url: Annotated[str, Field(pattern=r"^https?://", max_length=2048)] | None


class Value(Body):
    """A yes or no."""

    value: bool


class Connection(Body):
    """Whether the phone is there."""

    connected: bool


class Spec(Body):
    """A specification of misbehaviour."""

    spec: str


class Incoming(Body):
    """A message that somebody sends to the number, or that the number's own phone sends.

    Attributes:
        from_: who sends; with `from_me` whom the phone writes to.
        chat: the group, or the address that the event shall carry; the sender unless given.
        count: so many messages alike, each with its own key.
        expires_s: life of the path from now on; 0 or less is already over.
        gone: neither the body nor a fresh path can be had.
    """

    from_: Annotated[Label, Field(alias="from")]
    name: Label | None = None
    text: Text | None = None
    type: MediaKind | Literal["text"] | None = None
    caption: Text | None = None
    file_path: Annotated[str, Field(min_length=1)] | None = None
    file_name: Label | None = None
    mime: Label | None = None
    voice: bool = False
    reply_to: Label | None = None
    chat: Label | None = None
    at: int | None = None
    count: Annotated[int, Field(ge=1, le=100_000)] = 1
    id: MessageKey | None = None
    from_me: bool = False
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    thumbnail: str | None = None
    expires_s: int | None = None
    gone: bool = False


class Population(Body):
    """Many messages at once: `media_dir` gives the files, `days` back from now they are spread over."""

    messages: Annotated[int, Field(ge=1, le=2_000_000)]
    seed: int = 0
    media_dir: str | None = None
    days: Annotated[int, Field(ge=1, le=3650)] = 30
    contacts: Annotated[int, Field(ge=1, le=10_000)] = 25


def read_body(model: type[BodyT], raw: bytes | str) -> BodyT:
    """Return `raw` as `model`.

    Raises:
        RefusalError: 400 that names the first bad field.
    """
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"][:1]) or None
        message = f"{field or 'body'}: {first['msg']}"
        raise RefusalError(400, "bad_request", message, field) from None
