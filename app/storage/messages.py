"""Writes messages and their media, and makes two accounts of one message into one row."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, insert, update

from app.domain.addresses import best_of
from app.domain.events import IncomingMessage, RemoteMedia
from app.domain.ids import MessageId
from app.domain.kinds import Direction, MediaState, MessageKind
from app.domain.messages import Blob
from app.services.store import NewUpload
from app.storage import rules
from app.storage.rules import Account
from app.storage.sql import Sql
from app.storage.tables.media import DUE, LEASED, NO_JOB, media, source
from app.storage.tables.messages import message as messages

_ADD = """INSERT INTO message (chat_id, provider_id, direction, kind, sent_at, sender, text, reply_to, client_ref,
  from_api, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_MEDIA = """INSERT INTO media (id, chat_id, direction, kind, state, reason, problem, sent_at, name, name_key,
  size_bytes, voice, expires_at, job) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ADD_SOURCE = """INSERT INTO source (media_id, mime, media_key, key_info, direct_path, direct_path_until, url,
  url_until, provider_ref, plain_sha256, cipher_sha256, length, width, height, duration_s, pages, animated, view_once,
  waveform, preview) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

_FATE = ("state", "reason", "sha256", "size_bytes", "checks", "way", "job", "attempts", "next_try_at")
_AGAIN = {
    "state": MediaState.REMOTE.value,
    "reason": None,
    "job": DUE,
    "attempts": 0,
    "next_try_at": None,
}
"""What a media becomes when something new makes it worth fetching."""

_STATE_RANK = {
    MediaState.LOCAL: 0,
    MediaState.QUARANTINED: 1,
    MediaState.DOWNLOADING: 2,
    MediaState.REMOTE: 3,
    MediaState.EXPIRED: 4,
    MediaState.FAILED: 5,
}
_ENDED = {MediaState.FAILED, MediaState.EXPIRED}


class Messages:
    """The rows of messages, media and sources of one instance."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sql = Sql(connection)

    def add(self, chat_id: int, event: IncomingMessage) -> MessageId:
        """Write a message that is not known, and its media with a job."""
        account = message_account(event)
        row_id = self._sql.insert(_ADD, chat_id, event.provider_id, event.direction.value, *account_values(account))
        if event.media is not None:
            self._add_media(row_id, chat_id, event.direction, event.sent_at, event.media)
        return MessageId(row_id)

    def _add_media(self, row_id: int, chat_id: int, direction: Direction, sent_at: int, found: RemoteMedia) -> None:
        """Give a message its media: *remote* with a job, or *failed* where it can never be fetched."""
        state, job = (MediaState.FAILED, NO_JOB) if found.problem else (MediaState.REMOTE, DUE)
        self._sql.run(
            _ADD_MEDIA, row_id, chat_id, direction.value, found.kind.value, state.value, found.problem,
            found.problem, sent_at, found.name, found.name.casefold(), found.declared.length, int(found.voice),
            found.expires_at, job,
        )  # fmt: skip
        self._sql.run(_ADD_SOURCE, row_id, *source_account(found).values())

    def add_own(self, chat_id: int, new: NewUpload, blob: Blob | None) -> MessageId:
        """Write a message of our own queue; its file is here already."""
        kind = new.kind.value if new.kind else MessageKind.TEXT.value
        sent_at = int(new.created_at)
        out = Direction.OUT.value
        row_id = self._sql.insert(
            _ADD, chat_id, None, out, kind, sent_at, "", new.text, new.reply_to, new.client_ref, None, ""
        )
        if blob is not None:
            self._sql.run(
                _ADD_MEDIA, row_id, chat_id, out, kind, MediaState.LOCAL.value, None, None, sent_at, new.name,
                new.name.casefold(), blob.size_bytes, int(new.voice), None, NO_JOB,
            )  # fmt: skip
            self._sql.run("UPDATE media SET sha256 = ?, way = 'local' WHERE id = ?", blob.sha256, row_id)
            self._sql.run(
                "INSERT INTO source (media_id, mime, width, height, duration_s) VALUES (?, ?, ?, ?, ?)",
                row_id, new.mime, new.width, new.height, new.duration_s,
            )  # fmt: skip
        return MessageId(row_id)

    def absorb_event(self, row_id: int, event: IncomingMessage, *, own: bool) -> None:
        """Fill a known message with what another delivery of it says."""
        before = self._row(messages, row_id)
        assert before is not None
        changes = rules.merged_message(before, message_account(event), own=own)
        self._update(messages, row_id, changes)
        ours = self._row(media, row_id)
        if ours is None and event.media is not None:
            sent_at = min(before["sent_at"], event.sent_at)
            self._add_media(row_id, before["chat_id"], event.direction, sent_at, event.media)
        elif event.media is not None and ours is not None:
            self._merge_media(row_id, ours, media_account(event.media), source_account(event.media), own=own)
        if "sent_at" in changes:
            self._retime(row_id)

    def absorb_row(self, keep: int, drop: int, *, own: bool) -> None:
        """Make message `drop` part of message `keep`, which stays; payloads that waited for it wait for `keep`."""
        ours, other = self._row(messages, keep), self._row(messages, drop)
        assert ours is not None and other is not None
        other_media, other_source = self._row(media, drop), self._row(source, drop)
        self._sql.run("UPDATE OR IGNORE raw_waiting SET message_id = ? WHERE message_id = ?", keep, drop)
        for statement in _REMOVE:
            self._sql.run(statement, drop)
        changes = rules.merged_message(ours, other, own=own)
        if ours["provider_id"] is None:
            changes["provider_id"] = other["provider_id"]
        self._update(messages, keep, changes)
        if other_media is not None:
            self._absorb_media(keep, ours, other_media, other_source, own=own)
        self._retime(keep)

    def claim_id(self, own: int, provider_id: str) -> None:
        """Give a message of our queue WhatsApp's id; another row that has it in the same chat is the same message.

        An id that another of our own messages has already is not given twice.
        """
        twins = self._sql.all(_TWINS, provider_id, own)
        if any(upload_id is not None for _id, upload_id in twins):
            return
        for twin, _upload in twins:
            self.absorb_row(own, twin, own=True)
        self._sql.run("UPDATE message SET provider_id = ? WHERE id = ?", provider_id, own)

    def _absorb_media(
        self, keep: int, message: Account, other: Account, other_source: Account | None, *, own: bool
    ) -> None:
        ours = self._row(media, keep)
        if ours is not None:
            self._merge_media(keep, ours, other, other_source, own=own)
            return
        moved = dict(other) | {"id": keep, "chat_id": message["chat_id"]} | _unleased(other)
        self._connection.execute(insert(media).values(**moved))
        if other_source is not None:
            self._connection.execute(insert(source).values(**(dict(other_source) | {"media_id": keep})))

    def _merge_media(
        self, row_id: int, ours: Account, other: Account, other_source: Account | None, *, own: bool
    ) -> None:
        """Unite two accounts of one file, then decide whether that makes it worth fetching (again)."""
        changes = rules.merged_media(ours, other, own=own)
        improved, length = self._merge_source(row_id, other_source)
        after = dict(ours) | changes
        changes |= _fate(ours, other, after, improved=improved)
        if "name" in changes:
            changes["name_key"] = changes["name"].casefold()
        if changes.get("sha256", ours["sha256"]) is None and length is not None:
            changes["size_bytes"] = length
        self._update(media, row_id, {name: value for name, value in changes.items() if value != ours[name]})

    def _merge_source(self, row_id: int, other: Account | None) -> tuple[bool, int | None]:
        """Return whether there is a better way to the bytes now, and their declared length."""
        ours = self._row(source, row_id)
        if other is None:
            return False, ours["length"] if ours else None
        if ours is None:
            self._connection.execute(insert(source).values(**(dict(other) | {"media_id": row_id})))
            return True, other["length"]
        changes = rules.merged_source(ours, other)
        self._update(source, row_id, changes)
        improved = bool(changes.keys() & {"direct_path", "url", "provider_ref", "media_key"})
        return improved, changes.get("length", ours["length"])

    def _retime(self, row_id: int) -> None:
        """Repeat the message's time in its media."""
        self._sql.run(
            "UPDATE media SET sent_at = message.sent_at FROM message"
            " WHERE media.id = ? AND message.id = media.id AND media.sent_at <> message.sent_at",
            row_id,
        )

    def _row(self, table: Table, row_id: int) -> Account | None:
        row = self._sql.one(_ROW[table.name], row_id)
        return None if row is None else row._asdict()

    def _update(self, table: Table, row_id: int, changes: dict[str, Any]) -> None:
        if changes:
            (key,) = table.primary_key.columns
            self._connection.execute(update(table).where(key == row_id).values(**changes))


_TWINS = """SELECT twin.id, upload.id FROM message AS own
  JOIN message AS twin ON twin.chat_id = own.chat_id AND twin.direction = own.direction AND twin.id <> own.id
    AND twin.provider_id = ?
  LEFT JOIN upload ON upload.message_id = twin.id WHERE own.id = ?"""
_ROW = {
    "message": "SELECT * FROM message WHERE id = ?",
    "media": "SELECT * FROM media WHERE id = ?",
    "source": "SELECT * FROM source WHERE media_id = ?",
}
_REMOVE = (
    "DELETE FROM raw_waiting WHERE message_id = ?",
    "DELETE FROM source WHERE media_id = ?",
    "DELETE FROM listening WHERE media_id = ?",
    "DELETE FROM media WHERE id = ?",
    "DELETE FROM message WHERE id = ?",
)


def message_account(event: IncomingMessage) -> dict[str, Any]:
    """Return what an event says of a message, by column, in the order of the INSERT."""
    return {
        "kind": event.kind.value,
        "sent_at": event.sent_at,
        "sender": best_of(list(event.sender.addresses)) if event.sender else "",
        "text": event.text,
        "reply_to": event.reply_to,
        "client_ref": event.client_ref,
        "from_api": None if event.from_api is None else int(event.from_api),
        "extra": rules.facts(event.extra) if event.extra else "",
        "status": None,
        "revoked_at": None,
    }


def account_values(account: Account) -> list[Any]:
    """Return the values of a message's account that are written when it is added."""
    return list(account.values())[:8]


def media_account(found: RemoteMedia) -> dict[str, Any]:
    """Return what an event says of a media, by column."""
    return {
        "kind": found.kind.value,
        "name": found.name,
        "voice": int(found.voice),
        "problem": found.problem,
        "expires_at": found.expires_at,
        "priority": 0,
    }


def source_account(found: RemoteMedia) -> dict[str, Any]:
    """Return how an event says the bytes are fetched and checked, by column, in the order of the INSERT."""
    key = found.encryption
    declared = found.declared
    return {
        "mime": found.mime,
        "media_key": key.media_key if key else None,
        "key_info": key.info.value if key else None,
        "direct_path": found.direct_path,
        "direct_path_until": found.expires_at if found.direct_path else None,
        "url": found.url,
        "url_until": found.expires_at if found.url else None,
        "provider_ref": found.provider_ref,
        "plain_sha256": declared.plain_sha256,
        "cipher_sha256": declared.cipher_sha256,
        "length": declared.length,
        "width": found.width,
        "height": found.height,
        "duration_s": found.duration_s,
        "pages": found.pages,
        "animated": int(found.animated),
        "view_once": int(found.view_once),
        "waveform": found.waveform or None,
        "preview": found.preview or None,
    }


def _unleased(row: Account) -> dict[str, Any]:
    """Return the columns that end a lease: whoever holds it knows the media by a number that goes."""
    lease = dict.fromkeys(("lease_owner", "lease_token", "lease_until"))
    return lease | ({"state": MediaState.REMOTE.value, "job": DUE} if row["job"] == LEASED else {})


def _fate(ours: Account, other: Account, after: Account, *, improved: bool) -> dict[str, Any]:
    """Return the columns of state and job that change when two accounts of a media become one."""
    taken = dict(ours)
    if "state" in other and _STATE_RANK[MediaState(other["state"])] < _STATE_RANK[MediaState(ours["state"])]:
        taken |= {name: other[name] for name in _FATE} | _unleased(other)
    if after["problem"] is not None:
        taken["reason"] = after["problem"] if taken["state"] == MediaState.FAILED else taken["reason"]
    elif taken["state"] in _ENDED and (improved or taken["problem"] is not None):
        taken |= _AGAIN
    return {name: taken[name] for name in (*_FATE, "lease_owner", "lease_token", "lease_until")}
