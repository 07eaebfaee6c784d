"""Turns rows into the values that services know; each list of columns stands beside the function that reads it."""

from __future__ import annotations

from typing import Any

from app.domain.addresses import Address
from app.domain.encryption import Check, Declared, Encryption, KeyInfo
from app.domain.ids import MediaId, MessageId, UploadId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.domain.messages import MediaItem, MediaSource
from app.domain.reasons import Reason
from app.domain.uploads import Upload, UploadState

SOURCE_COLUMNS = """media.id, media.kind, coalesce(source.mime, '') AS mime, media.name,
  coalesce(message.provider_id, '') AS provider_id, contact.address, media.direction, media.sent_at, source.media_key,
  source.key_info, source.plain_sha256, source.cipher_sha256, source.length,
  coalesce(source.direct_path, '') AS direct_path, coalesce(source.url, '') AS url,
  coalesce(source.provider_ref, '') AS provider_ref, media.expires_at"""

CONTACT_NAME = "coalesce(nullif(contact.name, ''), nullif(contact.verified_name, ''), contact.address)"
"""How a person or group is called where there is room for one name."""

ITEM_COLUMNS = f"""media.id, coalesce(message.provider_id, '') AS provider_id, contact.address,
  {CONTACT_NAME} AS contact_name,
  media.direction, media.kind, media.state, media.reason, media.name, coalesce(blob.mime, source.mime, '') AS mime,
  media.size_bytes, coalesce(media.sha256, lower(hex(source.plain_sha256))) AS sha256,
  coalesce(blob.width, source.width) AS width, coalesce(blob.height, source.height) AS height,
  coalesce(blob.duration_s, source.duration_s) AS duration_s, coalesce(blob.pages, source.pages) AS pages,
  media.sent_at, coalesce(message.edited_text, message.text) AS caption, media.voice, media.checks, media.expires_at,
  media.next_try_at, media.attempts, listening.heard_at IS NOT NULL AS heard"""
ITEM_TABLES = """media JOIN message ON message.id = media.id JOIN chat ON chat.id = media.chat_id
  JOIN contact ON contact.id = chat.contact_id LEFT JOIN source ON source.media_id = media.id
  LEFT JOIN blob ON blob.sha256 = media.sha256 LEFT JOIN listening ON listening.media_id = media.id"""

UPLOAD_COLUMNS = """upload.id, upload.message_id, coalesce(message.provider_id, '') AS provider_id, upload.to_address,
  media.kind, upload.state, upload.reason, coalesce(media.name, '') AS name, upload.mime,
  coalesce(blob.size_bytes, 0) AS size_bytes, coalesce(blob.sha256, '') AS sha256, message.text,
  coalesce(media.voice, 0) AS voice, coalesce(blob.path, '') AS path, upload.client_ref, upload.attempts,
  upload.next_try_at, upload.sending_at, upload.created_at, upload.converted"""
UPLOAD_TABLES = """upload JOIN message ON message.id = upload.message_id LEFT JOIN media ON media.id = message.id
  LEFT JOIN blob ON blob.sha256 = media.sha256"""


def reason_of(value: str | None) -> Reason | None:
    """Return a stored reason."""
    return None if value is None else Reason(value)


def media_source(row: Any) -> MediaSource:
    """Return what is needed to fetch a media, from `SOURCE_COLUMNS`."""
    encryption = None
    if row.media_key is not None and row.key_info is not None:
        encryption = Encryption(row.media_key, KeyInfo(row.key_info))
    return MediaSource(
        id=MediaId(row.id),
        kind=MediaKind(row.kind),
        mime=row.mime,
        name=row.name,
        message_id=row.provider_id,
        chat=Address(row.address),
        direction=Direction(row.direction),
        sent_at=row.sent_at,
        encryption=encryption,
        declared=Declared(row.plain_sha256, row.cipher_sha256, row.length),
        direct_path=row.direct_path,
        url=row.url,
        provider_ref=row.provider_ref,
        expires_at=row.expires_at,
    )


def media_item(row: Any) -> MediaItem:
    """Return one tile of the gallery, from `ITEM_COLUMNS`."""
    return MediaItem(
        id=MediaId(row.id),
        row_id=MessageId(row.id),
        message_id=row.provider_id,
        chat=Address(row.address),
        contact=row.contact_name,
        direction=Direction(row.direction),
        kind=MediaKind(row.kind),
        state=MediaState(row.state),
        reason=reason_of(row.reason),
        name=row.name,
        mime=row.mime,
        size_bytes=row.size_bytes,
        sha256=row.sha256 or None,
        width=row.width,
        height=row.height,
        duration_s=row.duration_s,
        pages=row.pages,
        sent_at=row.sent_at,
        caption=row.caption,
        voice=bool(row.voice),
        checks=tuple(Check(check) for check in row.checks.split(",") if check),
        expires_at=row.expires_at,
        next_try_at=row.next_try_at,
        attempts=row.attempts,
        heard=bool(row.heard),
    )


def upload_of(row: Any) -> Upload:
    """Return one upload, from `UPLOAD_COLUMNS`."""
    return Upload(
        id=UploadId(row.id),
        row_id=MessageId(row.message_id),
        message_id=row.provider_id,
        to=Address(row.to_address),
        kind=None if row.kind is None else MediaKind(row.kind),
        state=UploadState(row.state),
        reason=reason_of(row.reason),
        name=row.name,
        mime=row.mime,
        size_bytes=row.size_bytes,
        sha256=row.sha256,
        caption=row.text,
        voice=bool(row.voice),
        path=row.path,
        client_ref=row.client_ref,
        attempts=row.attempts,
        next_try_at=row.next_try_at,
        sending_at=row.sending_at,
        created_at=row.created_at,
        converted=row.converted,
    )
