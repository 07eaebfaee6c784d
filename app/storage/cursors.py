"""Where a page of the gallery ended: an opaque text that serves the same question to the same instance only."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef
from app.domain.reasons import ErrorCode
from app.services.store import GalleryQuery

Key = int | str

_DIGEST_BYTES = 9


def encoded(ref: InstanceRef, query: GalleryQuery, key: Key, id: int) -> str:
    """Return the cursor after the item with this sort key and id."""
    text = json.dumps([_digest(ref, query), key, id], ensure_ascii=True, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decoded(ref: InstanceRef, query: GalleryQuery) -> tuple[Key, int] | None:
    """Return the sort key and id after which the page begins, None for the first page.

    Raises:
        CommandError: field `after`: a cursor of another query or instance, or no cursor at all.
    """
    if not query.after:
        return None
    try:
        padded = query.after + "=" * (-len(query.after) % 4)
        digest, key, id = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, TypeError, RecursionError) as error:
        raise CommandError(ErrorCode.BAD_INPUT, "after", "not a cursor of this list") from error
    if digest != _digest(ref, query) or type(id) is not int or type(key) is not (str if query.sort == "name" else int):
        raise CommandError(ErrorCode.BAD_INPUT, "after", "a cursor of another list")
    return key, id


def _digest(ref: InstanceRef, query: GalleryQuery) -> str:
    """Return a short digest of everything that decides which items there are and in which order."""
    asked = replace(query, after="", limit=0)
    facts = [
        str(ref), sorted(asked.kinds), sorted(asked.states), asked.direction, asked.chat, asked.since, asked.until,
        list(asked.ids), asked.sort,
    ]  # fmt: skip
    digest = hashlib.sha256(json.dumps(facts).encode()).digest()
    return base64.urlsafe_b64encode(digest[:_DIGEST_BYTES]).decode()
