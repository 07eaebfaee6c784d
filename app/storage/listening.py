"""What was heard and where sounds were left: written by the player, asked for by bubbles, tiles and the player."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

from collections.abc import Sequence

from app.domain.ids import MediaId
from app.domain.kinds import Direction, MediaKind, MediaState
from app.services.ports import Clock
from app.storage.sql import Sql, listed

_HEARD = """INSERT INTO listening (media_id, heard_at) SELECT id, ? FROM media WHERE id = ?
  ON CONFLICT (media_id) DO UPDATE SET heard_at = coalesce(heard_at, excluded.heard_at)"""
_LEFT = """INSERT INTO listening (media_id, left_at_s) SELECT id, ? FROM media WHERE id = ?
  ON CONFLICT (media_id) DO UPDATE SET left_at_s = excluded.left_at_s"""
_PLACES = """SELECT media_id, left_at_s FROM listening
  WHERE media_id IN (SELECT value FROM json_each(?)) AND left_at_s IS NOT NULL"""
# The plain comparison of times is what the index is entered by; the pair only decides within one second.
_NEXT = f"""SELECT after.id FROM media AS played
  JOIN media AS after INDEXED BY media_of_chat ON after.chat_id = played.chat_id AND after.sent_at >= played.sent_at
    AND (after.sent_at, after.id) > (played.sent_at, played.id)
  LEFT JOIN listening ON listening.media_id = after.id
  WHERE played.id = ? AND after.kind = '{MediaKind.AUDIO.value}' AND after.direction = '{Direction.IN.value}'
    AND after.state = '{MediaState.LOCAL.value}' AND after.voice = 1 AND listening.heard_at IS NULL
  ORDER BY after.sent_at, after.id LIMIT 1"""


class ListeningMarks:
    """What the player notes of media. A media that is not there is left alone."""

    def __init__(self, sql: Sql, clock: Clock) -> None:
        self._sql = sql
        self._clock = clock

    def mark_heard(self, media: MediaId) -> None:
        """Note that a sound was heard; the first time counts."""
        self._sql.run(_HEARD, self._clock(), media)

    def keep_place(self, media: MediaId, position_s: float) -> None:
        """Note where a sound was left; 0 is its start."""
        self._sql.run(_LEFT, position_s or None, media)


def left_at(sql: Sql, ids: Sequence[int]) -> dict[int, float]:
    """Return where sounds were left, in seconds by media id; those at their start are left out."""
    return dict(sql.all(_PLACES, listed(ids)))


def next_unheard(sql: Sql, media: MediaId) -> MediaId | None:
    """Return the first voice message from the other side after a media of its chat that is here and was never heard."""
    row = sql.one(_NEXT, media)
    return None if row is None else MediaId(row[0])
