"""What a gallery can be of: a chat, an account, a client; and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.addresses import Address
from app.services.store import GalleryQuery
from app.services.views import Viewing
from app.texts import _
from app.ui.bridge import Reader
from app.ui.models.gallery import Owner


class Reach(StrEnum):
    """How much a scope takes in."""

    CHAT = "chat"
    CONTACT = "contact"
    """The same person in all accounts of the client."""
    ACCOUNT = "account"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class Scope:
    """One segment of the gallery's head.

    Attributes:
        reach: what it takes in.
        name: the person's, account's or client's; a chat's segment shows it.
        chat: the one chat that it is of.
        reader: another database than the gallery's own (all accounts of a client).
        colour: of the account, "" for a person.
        owner: tells which account a media is of, where several mix.
    """

    reach: Reach
    name: str = ""
    chat: Address | None = None
    reader: Reader | None = None
    colour: str = ""
    note: str = ""
    owner: Callable[[int], Owner | None] | None = None

    @property
    def key(self) -> str:
        """Return what tells it from the others."""
        return f"{self.reach}:{self.chat or ''}"

    @property
    def label(self) -> str:
        """Return the words of its segment; a person is called by the first name."""
        if self.reach is Reach.CHAT and self.name:
            return self.name.split()[0]
        words = {Reach.CHAT: _("Chat"), Reach.CONTACT: _("Contact")}
        return {**words, Reach.ACCOUNT: _("Account"), Reach.CLIENT: _("Client")}[self.reach]


def scope_of(given: Scope | GalleryQuery, title: str) -> Scope:
    """Return a scope for what a caller gave; a question to the database stands for its chat, or for the account.

    What a chat is called is then still to be asked for.
    """
    if isinstance(given, Scope):
        return given
    return Scope(Reach.CHAT, "", given.chat) if given.chat else Scope(Reach.ACCOUNT, title)


def chat_name(view: Viewing, chat: Address) -> str:
    """Return what the person or group of a chat is called, its address where that is not known."""
    found = view.chat_at(chat)
    contact = None if found is None else view.contact(found)
    return contact.name if contact is not None and contact.name else str(chat)
