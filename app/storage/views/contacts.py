"""What the side panel tells of the person or group of a chat."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

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
_LOST = (MediaState.FAILED, MediaState.EXPIRED)
# Sums in one walk: grouping would sort all media of a chat first.
_MEDIA = f"""SELECT {", ".join(f"total(kind = '{kind.value}')" for kind in MediaKind)},
    total(state IN ({", ".join(f"'{state.value}'" for state in _LOST)}))
  FROM media INDEXED BY media_of_chat WHERE chat_id = ?"""
_UNCONFIRMED = f"SELECT count(*) FROM upload WHERE chat_id = ? AND state = '{UploadState.UNCONFIRMED.value}'"


def contact(sql: Sql, chat: ChatId) -> ContactRow | None:
    """Return who a chat is with; `not_received` counts media that failed or expired, `unconfirmed` sends."""
    row = sql.one(_CONTACT, chat)
    if row is None:
        return None
    *counts, lost = map(int, sql.one(_MEDIA, chat))
    return ContactRow(
        address=Address(row.address),
        name=row.display,
        own_name=row.name,
        aliases=tuple(Address(address) for (address,) in sql.all(_ALIASES, row.id)),
        is_group=is_group(row.address),
        media_counts=tuple((kind.value, count) for kind, count in zip(MediaKind, counts, strict=True) if count),
        not_received=lost,
        unconfirmed=sql.value(_UNCONFIRMED, chat),
    )
