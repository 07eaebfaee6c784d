"""What the side panel tells of the person or group of a chat."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from collections import Counter

from app.domain.addresses import Address, is_group
from app.domain.ids import ChatId
from app.domain.kinds import MediaKind, MediaState
from app.domain.uploads import UploadState
from app.services.views import ContactRow
from app.storage.rows import CONTACT_NAME
from app.storage.sql import Sql

_CONTACT = f"""SELECT contact.id, contact.address, {CONTACT_NAME} AS display, contact.name
  FROM chat JOIN contact ON contact.id = chat.contact_id WHERE chat.id = ?"""
_ALIASES = "SELECT address FROM alias WHERE contact_id = ? ORDER BY address"
_MEDIA = "SELECT kind, state, count(*) FROM media INDEXED BY media_of_chat WHERE chat_id = ? GROUP BY kind, state"
_UNCONFIRMED = f"SELECT count(*) FROM upload WHERE chat_id = ? AND state = '{UploadState.UNCONFIRMED.value}'"
_NOT_RECEIVED = (MediaState.FAILED, MediaState.EXPIRED)


def contact(sql: Sql, chat: ChatId) -> ContactRow | None:
    """Return who a chat is with; `not_received` counts media that failed or expired, `unconfirmed` sends."""
    row = sql.one(_CONTACT, chat)
    if row is None:
        return None
    kinds: Counter[str] = Counter()
    lost = 0
    for kind, state, count in sql.all(_MEDIA, chat):
        kinds[kind] += count
        lost += count if state in _NOT_RECEIVED else 0
    return ContactRow(
        address=Address(row.address),
        name=row.display,
        own_name=row.name,
        aliases=tuple(Address(address) for (address,) in sql.all(_ALIASES, row.id)),
        is_group=is_group(row.address),
        media_counts=tuple((kind.value, kinds[kind.value]) for kind in MediaKind if kinds[kind.value]),
        not_received=lost,
        unconfirmed=sql.value(_UNCONFIRMED, chat),
    )
