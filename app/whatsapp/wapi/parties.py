"""Who is who in a W-API payload: the chat, the sender, and which addresses are one person.

Since 2026 a chat is named by its LID while the sender also carries the phone. Only what one payload itself says is the
same person is joined; the account's own addresses never are.
"""

from __future__ import annotations

from app.domain.addresses import Address, address, is_person, is_phone
from app.domain.errors import BadEventError
from app.domain.events import Party
from app.domain.kinds import Direction
from app.whatsapp.wapi.payloads import ChatPart, MessageBody


def chat_address(chat: ChatPart, path: str) -> Address:
    """Return the conversation's address.

    Raises:
        BadEventError: `chat.id` is none.
    """
    found = address(chat.id)
    if found is None:
        raise BadEventError(path, "not an address of WhatsApp")
    return found


def parties(body: MessageBody, direction: Direction, *, path: str) -> tuple[Party, Party | None]:
    """Return chat and sender of a message.

    Args:
        path: of `chat.id` in the payload, for the error.

    Raises:
        BadEventError: `chat.id` is no address.
    """
    chat = chat_address(body.chat, path)
    picture = body.chat.profile_picture
    if direction is Direction.OUT:
        return Party((chat,), name=body.chat.name, picture_url=picture), _sender(body, _own(body))
    written_by = _distinct(address(body.sender.id), address(body.sender.sender_lid))
    if not is_person(chat):
        return Party((chat,), name=body.chat.name, picture_url=picture), _sender(body, written_by)
    addresses = (chat, *(one for one in written_by if one != chat)) if _same(chat, written_by, body) else (chat,)
    sender = body.sender
    person = Party(
        addresses, sender.push_name or body.chat.name, sender.verified_biz_name, picture or sender.profile_picture
    )
    return person, person


def _same(chat: Address, written_by: tuple[Address, ...], body: MessageBody) -> bool:
    """Tell whether the sender of a direct message is the chat's person, as it should be."""
    if chat in written_by:
        return True
    own = _distinct(address(body.connected_phone), address(body.connected_lid))
    contradicts = any(is_phone(one) == is_phone(chat) or one in own for one in written_by)
    return not contradicts


def _own(body: MessageBody) -> tuple[Address, ...]:
    addresses = (body.sender.id, body.sender.sender_lid, body.connected_phone, body.connected_lid)
    return _distinct(*(address(one) for one in addresses))


def _sender(body: MessageBody, addresses: tuple[Address, ...]) -> Party | None:
    if not addresses:
        return None
    sender = body.sender
    return Party(addresses, sender.push_name, sender.verified_biz_name, sender.profile_picture)


def _distinct(*found: Address | None) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(one for one in found if one is not None and is_person(one)))
