"""Makes events, stores and files for the storage tests, and reads a library back without its generated numbers."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.addresses import Address
from app.domain.encryption import Check, Declared, Encryption, KeyInfo
from app.domain.events import (
    ContactSeen,
    IncomingMessage,
    MessageEdited,
    MessageRevoked,
    Party,
    RemoteMedia,
    StatusChanged,
)
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.kinds import Direction, MediaKind, MessageKind
from app.services.store import DownloadJob, Landed, NewUpload, Store, UploadJob, Writing
from app.storage import engine
from app.storage.store import FILE, InstanceStore

REF = InstanceRef(ClientId(1), InstanceId("loja"))
PHONE = Address("+5511999990000")
OTHER = Address("+5511988880000")
LID = Address("100000000000002@lid")
GROUP = Address("1203630@g.us")
NOW = 1_750_000_000.0
OWNER = "a" * 32


@cache
def _template() -> Path:
    """Return a folder with empty databases, made once: copying them is quicker than making each anew."""
    folder = Path(tempfile.mkdtemp(prefix="acervo-empty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    InstanceStore(REF, folder, owner=OWNER).close()
    return folder


@contextmanager
def empty_folder() -> Iterator[Path]:
    """Give a temporary folder with the empty databases of an instance."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(_template(), folder, dirs_exist_ok=True))


@contextmanager
def opened(folder: Path, *, owner: str = OWNER, clock: Callable[[], float] = lambda: NOW) -> Iterator[InstanceStore]:
    """Open an instance's store in `folder`."""
    store = InstanceStore(REF, folder, owner=owner, clock=clock)
    try:
        yield store
    finally:
        store.close()


def remote(kind: MediaKind = MediaKind.IMAGE, **facts: Any) -> RemoteMedia:
    """Return a media as an event describes it."""
    given: dict[str, Any] = {
        "mime": "image/jpeg",
        "encryption": Encryption(b"k" * 32, KeyInfo.of(kind)),
        "declared": Declared(hashlib.sha256(b"file").digest(), None, 4),
        "direct_path": "/v/one",
    }
    return RemoteMedia(kind, **(given | facts))


def message(id: str = "AAA", *, media: RemoteMedia | None = None, **facts: Any) -> IncomingMessage:
    """Return a message of PHONE's chat; with `media` it is of that kind."""
    chat = facts.pop("chat", (PHONE,))
    sender = facts.pop("sender", None)
    given: dict[str, Any] = {
        "provider_id": id,
        "chat": chat if isinstance(chat, Party) else Party(tuple(chat)),
        "sender": sender if sender is None or isinstance(sender, Party) else Party(tuple(sender)),
        "direction": Direction.IN,
        "sent_at": int(NOW),
        "kind": MessageKind(media.kind.value) if media else MessageKind.TEXT,
        "media": media,
    }
    return IncomingMessage(**(given | facts))


def landed(content: bytes = b"file", path: str = "imagens/f~1.jpg", **facts: Any) -> Landed:
    """Return a verified file that is placed without a vault."""
    given: dict[str, Any] = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "mime": "image/jpeg",
        "extension": "jpg",
        "checks": (Check.MAC, Check.PLAIN_SHA256),
        "way": "direct",
        "place": lambda: path,
    }
    return Landed(**(given | facts))


def new_upload(ref: str = "ref-1", *, to: Address = PHONE, content: bytes | None = b"file", **facts: Any) -> NewUpload:
    """Return a message to be queued: an image, or a text where `content` is None."""
    given: dict[str, Any] = {
        "to": to,
        "kind": MediaKind.IMAGE if content is not None else None,
        "text": "hello",
        "name": "photo.jpg" if content is not None else "",
        "mime": "image/jpeg" if content is not None else "",
        "voice": False,
        "blob": landed(content, checks=(), way="local") if content is not None else None,
        "created_at": NOW,
        "client_ref": ref,
    }
    return NewUpload(**(given | facts))


def claim_download(store: Store, *, owner: str = OWNER, now: float = NOW, **options: Any) -> list[DownloadJob]:
    """Claim downloads in a transaction of their own."""
    with store.write() as tx:
        return tx.downloads.claim(owner, now=now, lease_s=60, limit=options.pop("limit", 10), **options)


def claim_upload(store: Store, *, owner: str = OWNER, now: float = NOW, limit: int = 10) -> list[UploadJob]:
    """Claim uploads in a transaction of their own."""
    with store.write() as tx:
        return tx.uploads.claim(owner, now=now, lease_s=60, limit=limit)


Happening = IncomingMessage | StatusChanged | MessageRevoked | MessageEdited | ContactSeen


def apply(tx: Writing, event: Happening) -> None:
    """Give one event to the library."""
    match event:
        case IncomingMessage():
            tx.library.record(event)
        case ContactSeen():
            tx.library.see(event)
        case _:
            tx.library.mark(event)


def apply_all(store: Store, events: list[Happening], *, batch: int = 1000) -> None:
    """Give events to the library, `batch` a transaction."""
    for begin in range(0, len(events), batch):
        with store.write() as tx:
            for event in events[begin : begin + batch]:
                apply(tx, event)


_PEOPLE = """SELECT contact.*, (SELECT group_concat(address, ' ') FROM
    (SELECT address FROM alias WHERE contact_id = contact.id ORDER BY address)) AS aliases, chat.id IS NOT NULL AS talks
  FROM contact LEFT JOIN chat ON chat.contact_id = contact.id"""
_MESSAGES = """SELECT contact.address AS chat, message.* FROM message JOIN chat ON chat.id = message.chat_id
  JOIN contact ON contact.id = chat.contact_id"""
_MEDIA = """SELECT contact.address AS chat, message.provider_id, media.* FROM media
  JOIN message ON message.id = media.id JOIN chat ON chat.id = media.chat_id
  JOIN contact ON contact.id = chat.contact_id"""
_SOURCES = """SELECT message.provider_id, message.direction, contact.address, source.* FROM source
  JOIN message ON message.id = source.media_id JOIN chat ON chat.id = message.chat_id
  JOIN contact ON contact.id = chat.contact_id"""
_MARKS = "SELECT contact.address, mark.* FROM mark LEFT JOIN contact ON contact.id = mark.contact_id"
_UPLOADS = """SELECT upload.client_ref, upload.state, upload.reason, message.provider_id FROM upload
  JOIN message ON message.id = upload.message_id"""
_LINES = """SELECT contact.address, chat_line.last_at, chat_line.unread, chat_line.pinned, chat_line.with_media
  FROM chat_line JOIN chat ON chat.id = chat_line.chat_id JOIN contact ON contact.id = chat.contact_id"""
_GENERATED = {"id", "chat_id", "contact_id", "media_id", "message_id"}


def content(folder: Path) -> dict[str, list[Any]]:
    """Return every row of a library without its generated numbers, in an order that does not depend on them."""
    queries = {
        "people": _PEOPLE,
        "messages": _MESSAGES,
        "media": _MEDIA,
        "sources": _SOURCES,
        "marks": _MARKS,
        "uploads": _UPLOADS,
        "lines": _LINES,
        "counters": "SELECT * FROM counter WHERE files <> 0",
        "hours": "SELECT * FROM counter_hour WHERE files <> 0",
        "holding": "SELECT * FROM holding",
        "tally": "SELECT * FROM tally",
    }
    connection = engine.connect(folder / FILE)
    try:
        return {name: sorted((_facts(connection, query)), key=repr) for name, query in queries.items()}
    finally:
        connection.close()


def _facts(connection: Any, query: str) -> list[list[tuple[str, Any]]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description]
    return [[pair for pair in zip(names, row, strict=True) if pair[0] not in _GENERATED] for row in cursor.fetchall()]
