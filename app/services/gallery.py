"""The gallery of one instance or of all instances of one client; never across clients."""

from __future__ import annotations

import base64
import binascii
import heapq
import json
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from app.domain.errors import CommandError
from app.domain.ids import InstanceRef
from app.domain.messages import MediaItem
from app.domain.reasons import ErrorCode
from app.services.registry import Premises
from app.services.store import GalleryPage, GalleryQuery, Reading

_ENDED = "-"
"""Stands for the cursor of an instance that has nothing more."""


@dataclass(frozen=True, slots=True)
class MergedPage:
    """A page over several instances; each item with the instance it belongs to."""

    items: list[tuple[InstanceRef, MediaItem]]
    next: str
    total: int


class Gallery:
    """Merges the readers of one client's instances by their cursors."""

    def __init__(self, premises: Premises) -> None:
        self._premises = premises

    def page(self, refs: Sequence[InstanceRef], query: GalleryQuery) -> MergedPage:
        """Return one page of `refs`, which must all belong to one client.

        Raises:
            CommandError: field `after`: not a cursor of this query.
        """
        if len(refs) == 1:
            return self._single(refs[0], query)
        cursors = _decode(query.after)
        with ExitStack() as stack:
            readers = {
                ref: stack.enter_context(stack.enter_context(self._premises.open_store(ref)).read()) for ref in refs
            }
            pages = {ref: _part(reader, query, cursors.get(str(ref), "")) for ref, reader in readers.items()}
            merged = list(heapq.merge(*(_keyed(ref, page.items, query) for ref, page in pages.items())))
            chosen = [(ref, item) for _key, ref, _index, item in merged[: query.limit]]
            for ref, page in pages.items():
                taken = sum(1 for other, _item in chosen if other == ref)
                if taken == len(page.items):
                    cursors[str(ref)] = page.next or _ENDED
                elif taken:
                    short = replace(query, after=cursors.get(str(ref), ""), limit=taken)
                    cursors[str(ref)] = readers[ref].gallery(short).next
        more = any(cursors.get(str(ref)) != _ENDED for ref in refs)
        return MergedPage(chosen, _encode(cursors) if more else "", sum(page.total for page in pages.values()))

    def _single(self, ref: InstanceRef, query: GalleryQuery) -> MergedPage:
        with self._premises.open_store(ref) as store, store.read() as rd:
            page = rd.gallery(query)
        return MergedPage([(ref, item) for item in page.items], page.next, page.total)


def _part(reader: Reading, query: GalleryQuery, cursor: str) -> GalleryPage:
    """Return an instance's next items; of one that was read to its end only the total."""
    if cursor != _ENDED:
        return reader.gallery(replace(query, after=cursor))
    return GalleryPage([], "", reader.gallery(replace(query, after="", limit=1)).total)


@dataclass(frozen=True, slots=True)
class _Backwards:
    """Turns an order around for `heapq.merge`."""

    value: object

    def __lt__(self, other: _Backwards) -> bool:
        return bool(other.value < self.value)  # type: ignore[operator]


def _keyed(
    ref: InstanceRef, items: list[MediaItem], query: GalleryQuery
) -> list[tuple[object, InstanceRef, int, MediaItem]]:
    return [(_key(item, query.sort), ref, index, item) for index, item in enumerate(items)]


def _key(item: MediaItem, sort: str) -> object:
    if sort == "name":
        return item.name.casefold()
    return _Backwards(item.size_bytes or 0 if sort == "size" else item.sent_at)


def _encode(cursors: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(cursors).encode()).decode()


def _decode(after: str) -> dict[str, str]:
    if not after:
        return {}
    try:
        cursors = json.loads(base64.urlsafe_b64decode(after.encode()))
    except (ValueError, binascii.Error) as error:
        raise CommandError(ErrorCode.BAD_INPUT, "after", "not a cursor of this list") from error
    if not isinstance(cursors, dict) or not all(isinstance(value, str) for value in cursors.values()):
        raise CommandError(ErrorCode.BAD_INPUT, "after", "not a cursor of this list")
    return cursors
