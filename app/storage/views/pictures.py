"""Small pictures and waveforms by media, many at once."""

from __future__ import annotations

from collections.abc import Sequence

from app.services.ports import Thumb
from app.storage.sql import Sql, listed
from app.storage.thumbnails import Thumbnails

_DIGESTS = """SELECT id, sha256 FROM media
  WHERE id IN (SELECT value FROM json_each(?)) AND state = 'local' AND sha256 IS NOT NULL"""
_DECLARED = """SELECT media_id, waveform FROM source
  WHERE media_id IN (SELECT value FROM json_each(?)) AND waveform IS NOT NULL"""
_PREVIEWS = """SELECT media_id, preview FROM source
  WHERE media_id IN (SELECT value FROM json_each(?)) AND preview IS NOT NULL"""
_LOUDEST = 100


def thumbs(sql: Sql, thumbnails: Thumbnails, ids: Sequence[int], long_edge_px: int) -> dict[int, Thumb]:
    """Return stored thumbnails of *local* media; those without one are left out."""
    digests = _digests(sql, ids)
    found = thumbnails.get_many(set(digests.values()), long_edge_px)
    return {id: found[sha256] for id, sha256 in digests.items() if sha256 in found}


def waveforms(sql: Sql, thumbnails: Thumbnails, ids: Sequence[int]) -> dict[int, bytes]:
    """Return waveforms, values 0 to 100: ours where the sound is here, else the one that the event declared."""
    digests = _digests(sql, ids)
    made = thumbnails.waveforms(set(digests.values()))
    declared = {id: _bounded(bytes(data)) for id, data in sql.all(_DECLARED, listed(ids))}
    return declared | {id: made[sha256] for id, sha256 in digests.items() if sha256 in made}


def previews(sql: Sql, ids: Sequence[int]) -> dict[int, bytes]:
    """Return the tiny JPEGs that came inside the events."""
    return {id: bytes(data) for id, data in sql.all(_PREVIEWS, listed(ids))}


def _digests(sql: Sql, ids: Sequence[int]) -> dict[int, str]:
    return dict(sql.all(_DIGESTS, listed(ids)))


def _bounded(declared: bytes) -> bytes:
    """Return a stranger's waveform without values over 100."""
    return bytes(min(value, _LOUDEST) for value in declared)
