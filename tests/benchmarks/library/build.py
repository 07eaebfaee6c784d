"""Builds one instance of a synthetic library: plans it, makes its pictures and files, writes its databases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.domain.kinds import Direction, MediaKind
from app.domain.messages import Blob
from app.services.ports import Vault
from tests.benchmarks.library import files, rows, sent
from tests.benchmarks.library.blobs import Kept, Shelf, shelf
from tests.benchmarks.library.database import BulkWriter, bulk_writer
from tests.benchmarks.library.people import Contact, contacts
from tests.benchmarks.library.pictures import Picture
from tests.benchmarks.library.plan import DIRECTIONS, FINE, KINDS, STATES, Plan, make_plan

_PIECE = 20_000
_PIECES_A_TRANSACTION = 10
_CHAT_SHARE = 0.9
"""Of the contacts; the others are only members of groups."""

_CONTACT = "id address name name_at verified_name verified_at picture_url picture_at seen"
_BLOB = "sha256 size_bytes mime extension path kind derived width height duration_s pages codec"
_THUMB = "sha256 long_edge_px width height mime data"

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What an instance is to hold."""

    media: int
    contacts: int
    files: int
    seed: int


@dataclass(frozen=True, slots=True)
class Built:
    """What it holds."""

    media: int
    messages: int
    contacts: int
    blobs: int
    thumbnails: int
    files: list[Blob]


def build(folder: Path, vault: Vault, wish: Wish, pictures: Sequence[Picture], tell: Tell) -> Built:
    """Fill the databases and folders of an instance that exists and is empty.

    Args:
        folder: the instance's own, with its two databases.
    """
    random = np.random.default_rng(wish.seed)
    people = list(contacts(wish.contacts))
    plan = make_plan(wish.media, max(1, round(wish.contacts * _CHAT_SHARE)), random)
    tell(f"{wish.media:,} media are planned")
    shelves, real = _shelves(plan, vault, wish.files, pictures, random)
    tell(f"{len(real):,} files lie on disk")
    kept = [one for each in shelves.values() for one in each.blobs]
    thumbnails = _write_thumbnails(folder / "thumbnails.db", kept)
    tell(f"{thumbnails:,} thumbnails are stored")
    with bulk_writer(folder / "media_database.db") as writer:
        _write_people(writer, people, plan)
        _write_blobs(writer, kept)
        _write_messages(writer, _rows(plan, people, shelves, pictures, random), plan.messages, tell)
        tell("statistics for the query planner")
    return Built(wish.media, plan.messages, len(people), len(kept), thumbnails, real)


def _shelves(
    plan: Plan, vault: Vault, count: int, pictures: Sequence[Picture], random: np.random.Generator
) -> tuple[dict[MediaKind, Shelf], list[Blob]]:
    local = {kind: int(_local(plan, kind).sum()) for kind in KINDS}
    wanted = {kind: min(number, local[kind]) for kind, number in files.kinds_of(count).items()}
    real = list(files.place_files(vault, wanted, pictures))
    shelves = {
        kind: shelf(kind, local[kind], [one for one in real if one.kind is kind], pictures, random) for kind in KINDS
    }
    return shelves, [one.blob for one in real]


def _local(plan: Plan, kind: MediaKind) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return (plan.kind == list(KINDS).index(kind)) & (plan.state == STATES.index(FINE))


def _rows(
    plan: Plan,
    people: Sequence[Contact],
    shelves: dict[MediaKind, Shelf],
    pictures: Sequence[Picture],
    random: np.random.Generator,
) -> rows.Rows:
    shown: list[Kept | None] = [None] * len(plan.kind)
    for kind, each in shelves.items():
        for place, blob in zip(np.flatnonzero(_local(plan, kind)).tolist(), each.shown.tolist(), strict=True):
            shown[place] = each.blobs[blob]
    outgoing = plan.direction == list(DIRECTIONS).index(Direction.OUT)
    own = sent.uploads(len(plan.kind), np.flatnonzero(outgoing & (plan.state == STATES.index(FINE))), random)
    return rows.Rows(plan, people, shown, own, pictures, random)


def _write_people(writer: BulkWriter, people: Sequence[Contact], plan: Plan) -> None:
    at = int(plan.sent_at[0])
    with writer.transaction():
        writer.insert("contact", _CONTACT, [_contact_row(one, at) for one in people])
        aliases = sorted((address, one.number + 1) for one in people for address in one.addresses)
        writer.insert("alias", "address contact_id", aliases)
        chats = int(plan.chat.max()) + 1
        writer.insert("chat", "id contact_id", [(number + 1, number + 1) for number in range(chats)])


def _contact_row(one: Contact, at: int) -> rows.Row:
    business = one.name if one.number % 33 == 7 else ""
    picture = f"https://pps.whatsapp.net/v/t61.24694-24/{one.number:09}_n.jpg?oe=6A425196" if one.number % 2 else ""
    return (
        one.number + 1, one.address, one.name, at if one.name else 0, business, at if business else 0, picture,
        at if picture else 0, 1,
    )  # fmt: skip


def _write_blobs(writer: BulkWriter, kept: Sequence[Kept]) -> None:
    with writer.transaction():
        writer.insert(
            "blob",
            _BLOB,
            [
                (b.sha256, b.size_bytes, b.mime, b.extension, b.path, b.kind.value, 1, b.width, b.height, b.duration_s,
                 b.pages, b.codec)
                for b in kept
            ],
        )  # fmt: skip


def _write_thumbnails(path: Path, kept: Sequence[Kept]) -> int:
    """Write the pictures of all blobs in the order of their keys, which is the quickest."""
    count, ordered = 0, sorted(kept, key=lambda blob: blob.sha256)
    with bulk_writer(path) as writer, writer.transaction():
        for start in range(0, len(ordered), _PIECE):
            piece = ordered[start : start + _PIECE]
            pictures = [(b.sha256, t.long_edge_px, t.width, t.height, t.mime, t.data) for b in piece for t in b.thumbs]
            writer.insert("thumb", _THUMB, pictures)
            writer.insert("waveform", "sha256 data", [(b.sha256, b.waveform) for b in piece if b.waveform])
            count += len(pictures)
    return count


def _write_messages(writer: BulkWriter, source: rows.Rows, messages: int, tell: Tell) -> None:
    pieces, done = source.pieces(_PIECE), 0
    while done < messages:
        with writer.transaction():
            for _ in range(_PIECES_A_TRANSACTION):
                piece = next(pieces, None)
                if piece is None:
                    break
                for table, lines in piece.rows.items():
                    writer.insert(table, rows.COLUMNS[table], lines)
                done = min(done + _PIECE, messages)
            writer.index_texts()
        tell(f"{done:,} of {messages:,} messages are written")
