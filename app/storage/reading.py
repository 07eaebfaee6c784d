"""A read snapshot of one instance."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from app.domain.ids import InstanceRef, MediaId, MessageId, UploadId
from app.domain.kinds import MediaState
from app.domain.messages import Blob, MediaItem
from app.domain.statuses import Status, later
from app.domain.uploads import Upload
from app.services.ports import Thumb
from app.services.store import Count, GalleryPage, GalleryQuery
from app.storage import statistics
from app.storage.gallery import gallery_page, items
from app.storage.sql import Sql
from app.storage.thumbnails import Thumbnails
from app.storage.uploads import uploads_listed

_BLOB = """SELECT blob.sha256, blob.size_bytes, blob.mime, blob.extension, blob.path
  FROM media JOIN blob ON blob.sha256 = media.sha256 WHERE media.id = ? AND media.state = 'local'"""


class Reader:
    """`Reading` on SQLite."""

    def __init__(self, connection: Connection, ref: InstanceRef, thumbnails: Thumbnails) -> None:
        self._connection = connection
        self._sql = Sql(connection)
        self._ref = ref
        self._thumbnails = thumbnails

    def gallery(self, query: GalleryQuery) -> GalleryPage:
        """Return a page by keyset.

        Raises:
            CommandError: field `after`: a cursor of another query or not ours; field `chat`: no such chat; field `sort`
                or `limit`.
        """
        return gallery_page(self._connection, self._ref, query)

    def media(self, media: MediaId) -> MediaItem | None:
        """Return one media."""
        return next(iter(items(self._sql, [media])), None)

    def blob_of(self, media: MediaId) -> Blob | None:
        """Return the kept bytes of a *local* media."""
        row = self._sql.one(_BLOB, media)
        return None if row is None else Blob(*row)

    def thumb(self, media: MediaId, long_edge_px: int) -> Thumb | None:
        """Return a stored thumbnail of a *local* media."""
        blob = self.blob_of(media)
        return None if blob is None else self._thumbnails.get(blob.sha256, long_edge_px)

    def counts(self) -> list[Count]:
        """Return the running counters."""
        return statistics.counts(self._sql)

    def counts_by_month(self) -> list[tuple[int, Count]]:
        """Return the counters per month of UTC (`202611`)."""
        return statistics.counts_by_month(self._sql)

    def kept(self) -> tuple[int, int]:
        """Return files and bytes that are kept, equal bytes once."""
        return statistics.holding(self._sql)["kept"]

    def recount(self) -> list[Count]:
        """Count the rows themselves."""
        return statistics.recount(self._sql)

    def totals(self) -> tuple[int, int, int]:
        """Return the numbers of messages, chats and contacts."""
        return statistics.totals(self._sql)

    def status_of(self, message_id: str) -> Status | None:
        """Return how far an outgoing message has come."""
        status: Status | None = None
        for (value,) in self._sql.all(
            "SELECT status FROM message WHERE provider_id = ? AND status IS NOT NULL", message_id
        ):
            status = later(status, Status(value))
        return status

    def uploads(self, ids: Collection[UploadId] | None = None) -> list[Upload]:
        """Return uploads, all or these, oldest first."""
        return uploads_listed(self._sql, ids)

    def find_message(self, message_id: str) -> MessageId | None:
        """Look a message up by WhatsApp's id; of several the first recorded."""
        row = self._sql.one("SELECT min(id) FROM message WHERE provider_id = ?", message_id)
        return None if row is None or row[0] is None else MessageId(row[0])

    def undone(self) -> int:
        """Return how many media are *remote* or *downloading*."""
        return sum(count.files for count in self.counts() if count.state in (MediaState.REMOTE, MediaState.DOWNLOADING))
