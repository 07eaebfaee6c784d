"""What a message holds: `msgContent` unwrapped and read, whatever kind it is; nothing that a person wrote is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.events import RemoteMedia
from app.domain.kinds import MediaKind, MessageKind
from app.whatsapp.fields import LABEL_CHARACTERS, clean, is_message_id
from app.whatsapp.parts import find, joined, read
from app.whatsapp.wapi.payloads import (
    ContactPart,
    ContactsPart,
    ContentPart,
    ConversationPart,
    LocationPart,
    MediaPart,
    PollPart,
    ReactionPart,
    TextPart,
)
from app.whatsapp.wapi.remote_media import remote_media

_DEEPEST = 8
_WRAPPERS = {
    "documentwithcaptionmessage",
    "viewoncemessage",
    "viewoncemessagev2",
    "viewoncemessagev2extension",
    "ephemeralmessage",
    "editedmessage",
    "groupmentionedmessage",
    "lottiestickermessage",
    "associatedchildmessage",
    "devicesentmessage",
    "botinvokemessage",
}
_ACCOMPANYING = {"messagecontextinfo", "senderkeydistributionmessage", "devicelistmetadata"}
_UNSEEN = {"pollupdatemessage", "encreactionmessage", "keepinchatmessage", "pininchatmessage"}
_MEDIA = {
    "imagemessage": MediaKind.IMAGE,
    "videomessage": MediaKind.VIDEO,
    "ptvmessage": MediaKind.VIDEO,
    "audiomessage": MediaKind.AUDIO,
    "documentmessage": MediaKind.DOCUMENT,
    "stickermessage": MediaKind.STICKER,
}


@dataclass(frozen=True, slots=True)
class Content:
    """One member of `msgContent`, out of its wrappers.

    Attributes:
        name: its key in lower case, "" where there is nothing but company.
        path: dotted, as the payload spells it.
        edited: it came in the wrapper that says so.
        public: the chat is a channel.
    """

    name: str
    value: Any
    path: str
    view_once: bool = False
    edited: bool = False
    public: bool = False

    @property
    def unseen(self) -> bool:
        """Tell whether it is something between devices that no person sees."""
        return self.name in _UNSEEN


@dataclass(frozen=True, slots=True)
class Shown:
    """What a person sees of a message."""

    kind: MessageKind
    text: str = ""
    media: RemoteMedia | None = None
    reply_to: str = ""
    extra: tuple[tuple[str, str], ...] = ()


def content_of(members: Mapping[str, Any], path: str, *, public: bool = False) -> Content:
    """Return what counts in `msgContent`; at most eight wrappers deep."""
    view_once = edited = False
    for _depth in range(_DEEPEST):
        key, value = _telling(members)
        name, path_here = key.lower(), joined(path, key)
        if name not in _WRAPPERS or not isinstance(value, Mapping):
            break
        inner_key, inner = find(value, "message")
        if not isinstance(inner, Mapping):
            break
        view_once, edited = view_once or name.startswith("viewonce"), edited or name == "editedmessage"
        members, path = inner, joined(path_here, inner_key)
    return Content(name, value, path_here, view_once=view_once, edited=edited, public=public)


def shown(content: Content) -> Shown:
    """Return what a person sees.

    Raises:
        BadEventError: a field is wrong.
    """
    if content.name in _MEDIA:
        return _media(content)
    reader = _READERS.get(content.name, _unknown)
    return reader(content)


def _telling(members: Mapping[str, Any]) -> tuple[str, Any]:
    """Return the member that says what the message is: one that is known before one that is not, text last of these."""
    there = [(key, value) for key, value in members.items() if value is not None and key.lower() not in _ACCOMPANYING]

    def rank(member: tuple[str, Any]) -> int:
        name = member[0].lower()
        if name == "conversation":
            return 1 if member[1] != "" else 3
        return 0 if name in _MEDIA or name in _READERS or name in _WRAPPERS else 2

    return min(there, key=rank, default=("", None))


def _media(content: Content) -> Shown:
    kind = _MEDIA[content.name]
    part = read(MediaPart, content.value, content.path)
    media = remote_media(part, kind, view_once=content.view_once, public=content.public)
    return Shown(MessageKind(kind.value), part.caption, media, _reply_to(part))


def _conversation(content: Content) -> Shown:
    parent, _dot, key = content.path.rpartition(".")
    return Shown(MessageKind.TEXT, read(ConversationPart, {key: content.value}, parent).conversation)


def _text(content: Content) -> Shown:
    part = read(TextPart, content.value, content.path)
    return Shown(MessageKind.TEXT, part.text or part.selected_display_text or part.title, reply_to=_reply_to(part))


def _reaction(content: Content) -> Shown:
    part = read(ReactionPart, content.value, content.path)
    return Shown(MessageKind.REACTION, part.text, reply_to=part.key.id)


def _location(content: Content) -> Shown:
    part = read(LocationPart, content.value, content.path)
    extra = _pairs(
        latitude=_number(part.degrees_latitude),
        longitude=_number(part.degrees_longitude),
        name=part.name,
        address=part.address,
    )
    return Shown(MessageKind.LOCATION, part.caption, reply_to=_reply_to(part), extra=extra)


def _contact(content: Content) -> Shown:
    part = read(ContactPart, content.value, content.path)
    return Shown(MessageKind.CONTACT, reply_to=_reply_to(part), extra=_card(part))


def _contacts(content: Content) -> Shown:
    part = read(ContactsPart, content.value, content.path)
    extra = tuple(pair for one in part.contacts for pair in _card(one))
    return Shown(MessageKind.CONTACT, reply_to=_reply_to(part), extra=extra)


def _poll(content: Content) -> Shown:
    part = read(PollPart, content.value, content.path)
    extra = tuple(("option", one.option_name) for one in part.options)
    return Shown(MessageKind.POLL, part.name, reply_to=_reply_to(part), extra=extra)


def _unknown(content: Content) -> Shown:
    name = clean(content.path.rpartition(".")[2])[:LABEL_CHARACTERS] if content.name else ""
    return Shown(MessageKind.UNKNOWN, extra=_pairs(content=name))


def _card(part: ContactPart) -> tuple[tuple[str, str], ...]:
    return _pairs(name=part.display_name, vcard=part.vcard)


def _reply_to(part: ContentPart) -> str:
    replied = part.context_info.stanza_id
    return replied if is_message_id(replied) else ""


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)


def _pairs(**facts: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in facts.items() if value)


_READERS: dict[str, Callable[[Content], Shown]] = {
    "conversation": _conversation,
    "extendedtextmessage": _text,
    "buttonsresponsemessage": _text,
    "listresponsemessage": _text,
    "templatebuttonreplymessage": _text,
    "reactionmessage": _reaction,
    "locationmessage": _location,
    "livelocationmessage": _location,
    "contactmessage": _contact,
    "contactsarraymessage": _contacts,
    "pollcreationmessage": _poll,
    "pollcreationmessagev2": _poll,
    "pollcreationmessagev3": _poll,
    "pollcreationmessagev5": _poll,
}
