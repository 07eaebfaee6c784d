"""From the plan of an instance to the rows of its tables, in pieces that fit into memory."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.domain.encryption import Check, KeyInfo
from app.domain.kinds import Direction, MediaKind, MediaState, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.storage.tables.media import DEFERRED, DUE, NO_JOB
from app.storage.vault import QUARANTINE
from tests.benchmarks.library.blobs import Kept
from tests.benchmarks.library.people import Contact
from tests.benchmarks.library.pictures import Picture
from tests.benchmarks.library.plan import DIRECTIONS, KINDS, STATES, Plan
from tests.benchmarks.library.raw import raw_rows
from tests.benchmarks.library.sent import Sent
from tests.benchmarks.library.wording import CAPTIONS, SENTENCES, STEMS, numbered

Row = tuple[Any, ...]

OWN_NUMBER = "+5511900000001"
LINK_LIFE_S = 30 * 86_400
"""How long a media link serves; the `oe` of recorded events lay 30 days after the message."""

COLUMNS = {
    "message": "id chat_id provider_id direction kind sent_at sender text reply_to client_ref from_api extra status",
    "mark": "provider_id contact_id status",
    "media": "id chat_id direction kind state reason problem sent_at name name_key size_bytes voice sha256 checks way"
    " expires_at job attempts next_try_at",
    "source": "media_id mime media_key key_info direct_path direct_path_until url url_until plain_sha256 cipher_sha256"
    " length width height duration_s pages waveform preview",
    "quarantined": "sha256 size_bytes mime extension path",
    "raw_event": "id digest source body received_at pending",
    "raw_waiting": "message_id raw_id",
    "upload": "message_id chat_id to_address state reason mime client_ref attempts sending_at created_at",
}
"""Columns that are written, in the order of the rows."""

_CHECKS = ",".join(check.value for check in Check)
_PATHS = {"image": "7118", "video": "7161", "audio": "7117", "document": "7119", "sticker": "15575"}
_KINDS, _DIRECTIONS = list(KINDS), list(DIRECTIONS)
_TICKS = (*[Status.READ.value] * 80, *[Status.DELIVERED.value] * 12, *[Status.SENT.value] * 5, Status.FAILED.value)
_NEVER = {Reason.NO_KEY.value, Reason.BAD_KEY.value}
"""Why a media could never be fetched, whoever asked for it: kept as its `problem` too."""

_REACTIONS = ("👍", "❤️", "😂", "🙏")
_RANDOM_BYTES = 32 * 3 + 10
_LIKELY_CAPTION = 15
"""In a hundred images, videos and documents."""


@dataclass(slots=True)
class Piece:
    """Rows by table."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in COLUMNS})

    def add(self, table: str, *values: Any) -> None:
        """Add one row, in the order of `COLUMNS`."""
        self.rows[table].append(values)


@dataclass(frozen=True, slots=True)
class Moment:
    """What all rows of one message share."""

    id: int
    chat: int
    contact: Contact
    at: int
    luck: int
    octets: bytes
    provider_id: str


class Rows:
    """The rows of one instance.

    Args:
        contacts: chat n + 1 is that of contacts[n].
        kept: for each media the blob that it shows, None where it is not local.
        sent: by media, those that our own queue sent.
    """

    def __init__(
        self,
        plan: Plan,
        contacts: Sequence[Contact],
        kept: Sequence[Kept | None],
        sent: dict[int, Sent],
        pictures: Sequence[Picture],
        random: np.random.Generator,
    ) -> None:
        self._plan = plan
        self._contacts = contacts
        self._people = [contact.address for contact in contacts if not contact.is_group]
        self._kept = kept
        self._sent = sent
        self._pictures = pictures
        self._random = random
        self._kinds, self._states = plan.kind.tolist(), plan.state.tolist()
        self._directions = plan.direction.tolist()

    def pieces(self, size: int) -> Iterator[Piece]:
        """Yield all rows, oldest messages first, `size` messages at a time."""
        for start in range(0, self._plan.messages, size):
            yield self._piece(start, min(start + size, self._plan.messages))

    def _piece(self, start: int, stop: int) -> Piece:
        piece = Piece()
        plan, count = self._plan, stop - start
        octets = self._random.bytes(count * _RANDOM_BYTES)
        luck = self._random.integers(0, 1_000_000, count).tolist()
        times, chats, media = (
            array[start:stop].tolist() for array in (plan.sent_at, plan.chat, plan.media)
        )  # fmt: skip
        for n in range(count):
            mine = octets[n * _RANDOM_BYTES : (n + 1) * _RANDOM_BYTES]
            contact = self._contacts[chats[n]]
            moment = Moment(start + n + 1, chats[n] + 1, contact, times[n], luck[n], mine, mine[96:].hex().upper())
            if media[n] < 0:
                self._text(piece, moment)
            else:
                self._media(piece, moment, media[n])
        return piece

    def _text(self, piece: Piece, moment: Moment) -> None:
        luck, kind, text, extra = moment.luck, MessageKind.TEXT, "", ""
        if luck % 100 < 2:
            kind, text = MessageKind.REACTION, _REACTIONS[luck % len(_REACTIONS)]
        elif luck % 100 == 2:
            kind, extra = MessageKind.LOCATION, '{"latitude": "-23.55052", "longitude": "-46.633308"}'
        else:
            text = numbered(SENTENCES[luck % len(SENTENCES)], luck)
        outgoing = luck % 1000 < 450
        self._message(piece, moment, kind, outgoing=outgoing, text=text, extra=extra)

    def _message(
        self,
        piece: Piece,
        moment: Moment,
        kind: MessageKind,
        *,
        outgoing: bool,
        text: str,
        extra: str = "",
        sent: Sent | None = None,
    ) -> None:
        direction = Direction.OUT if outgoing else Direction.IN
        status = sent.status if sent else _tick(moment) if outgoing else None
        provider_id = None if sent is not None and not sent.arrived else moment.provider_id
        sender = "" if sent else OWN_NUMBER if outgoing else self._sender(moment)
        piece.add(
            "message", moment.id, moment.chat, provider_id, direction.value, kind.value, moment.at, sender, text, "",
            sent.client_ref if sent else "", 1 if sent else 0, extra, status,
        )  # fmt: skip
        if status is not None and provider_id is not None:
            piece.add("mark", provider_id, moment.contact.number + 1, status)

    def _sender(self, moment: Moment) -> str:
        if moment.contact.is_group:
            return self._people[moment.luck * 7 % len(self._people)]
        return moment.contact.address

    def _media(self, piece: Piece, moment: Moment, number: int) -> None:
        kind, sent = _KINDS[self._kinds[number]], self._sent.get(number)
        outgoing = _DIRECTIONS[self._directions[number]] is Direction.OUT
        shown = Shown.of(moment, kind, self._kept[number], self._pictures[moment.luck % len(self._pictures)])
        self._message(piece, moment, MessageKind(kind.value), outgoing=outgoing, text=shown.caption, sent=sent)
        self._media_row(piece, moment, shown, STATES[self._states[number]], outgoing=outgoing, own=sent is not None)
        if sent is not None:
            piece.add(
                "upload", moment.id, moment.chat, moment.contact.address, sent.state.value, sent.reason, shown.mime,
                sent.client_ref, 1, float(moment.at + 2) if sent.left else None, float(moment.at),
            )  # fmt: skip

    def _media_row(
        self,
        piece: Piece,
        moment: Moment,
        shown: Shown,
        fate: tuple[MediaState, Any],
        *,
        outgoing: bool,
        own: bool,
    ) -> None:
        state, reason = fate
        local = state is MediaState.LOCAL
        plain = bytes.fromhex(shown.kept.sha256) if shown.kept else moment.octets[32:64]
        aside = state is MediaState.QUARANTINED
        deferred = state is MediaState.REMOTE and reason is not None
        job = DEFERRED if deferred else DUE if state is MediaState.REMOTE else NO_JOB
        expires_at = None if own else moment.at + LINK_LIFE_S
        piece.add(
            "media", moment.id, moment.chat, Direction.OUT.value if outgoing else Direction.IN.value,
            shown.kind.value, state.value, reason, reason if reason in _NEVER else None, moment.at, shown.name,
            shown.name.casefold(), shown.size_bytes, int(shown.kind is MediaKind.AUDIO),
            plain.hex() if local or aside else None, _CHECKS if local and not own else "",
            "local" if own else "direct" if local or aside else "", expires_at, job,
            0 if job == DUE or own else 1 + moment.luck % 3, float(moment.at + 3600) if deferred else None,
        )  # fmt: skip
        self._source_row(piece, moment, shown, plain, keyless=reason in _NEVER, own=own)
        if aside:
            path = f"{QUARANTINE}/{plain.hex()}.bin"
            piece.add("quarantined", plain.hex(), shown.size_bytes, shown.mime, shown.extension, path)
        if not local:
            for table, row in raw_rows(moment.id, moment.at, _payload(moment, shown, outgoing=outgoing)):
                piece.add(table, *row)

    def _source_row(
        self, piece: Piece, moment: Moment, shown: Shown, plain: bytes, *, keyless: bool, own: bool
    ) -> None:
        if own:
            piece.add("source", moment.id, shown.mime, *[None, None, "", None, "", None, None, None, None],
                      shown.width, shown.height, shown.duration_s, None, None, None)  # fmt: skip
            return
        path, until = link(moment, shown.kind), moment.at + LINK_LIFE_S
        key = (None, None) if keyless else (moment.octets[:32], KeyInfo.of(shown.kind).value)
        piece.add(
            "source", moment.id, shown.mime, *key, path, until, f"https://mmg.whatsapp.net{path}&mms3=true", until,
            plain, moment.octets[64:96], shown.size_bytes, shown.width, shown.height, shown.duration_s, shown.pages,
            shown.waveform or None, shown.preview or None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What one media looks like to its reader, local or not."""

    kind: MediaKind
    kept: Kept | None
    name: str
    caption: str
    mime: str
    extension: str
    size_bytes: int
    width: int | None
    height: int | None
    duration_s: float | None
    pages: int | None
    waveform: bytes
    preview: bytes

    @classmethod
    def of(cls, moment: Moment, kind: MediaKind, kept: Kept | None, picture: Picture) -> Shown:
        """Return what a media is: as its blob says, or made up where there is none."""
        luck = moment.luck
        pictorial = kind in (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.STICKER)
        mime, extension = (kept.mime, kept.extension) if kept else _AWAY[kind]
        named = kind is MediaKind.DOCUMENT
        captioned = kind not in (MediaKind.AUDIO, MediaKind.STICKER) and luck % 100 < _LIKELY_CAPTION
        sounding = kind in (MediaKind.AUDIO, MediaKind.VIDEO)
        return cls(
            kind=kind,
            kept=kept,
            name=f"{numbered(STEMS[luck % len(STEMS)], luck)}.{extension}" if named else "",
            caption=numbered(CAPTIONS[luck % len(CAPTIONS)], luck) if captioned else "",
            mime=mime,
            extension=extension,
            size_bytes=kept.size_bytes if kept else 20_000 + luck,
            width=kept.width if kept else picture.width * 2 if pictorial else None,
            height=kept.height if kept else picture.height * 2 if pictorial else None,
            duration_s=kept.duration_s if kept else 1.0 + luck % 120 if sounding else None,
            pages=kept.pages if kept else None,
            waveform=(kept.waveform if kept else bytes(64)) if kind is MediaKind.AUDIO else b"",
            preview=picture.preview if pictorial or extension == "pdf" else b"",
        )


_AWAY = {
    MediaKind.IMAGE: ("image/jpeg", "jpg"),
    MediaKind.VIDEO: ("video/mp4", "mp4"),
    MediaKind.STICKER: ("image/webp", "webp"),
    MediaKind.AUDIO: ("audio/ogg; codecs=opus", "ogg"),
    MediaKind.DOCUMENT: ("application/pdf", "pdf"),
}


def link(moment: Moment, kind: MediaKind) -> str:
    """Return a `directPath` as events carry it."""
    name = f"{moment.luck:09}_{moment.provider_id}_n.enc"
    expiry = f"{moment.at + LINK_LIFE_S:X}"
    return f"/v/t62.{_PATHS[kind.value]}-24/{name}?ccb=11-4&oh=01_Q5Aa{moment.luck:x}&oe={expiry}&_nc_sid=5e03e0"


def _tick(moment: Moment) -> str | None:
    place = moment.luck % 100
    return _TICKS[place] if place < len(_TICKS) else None


def _payload(moment: Moment, shown: Shown, *, outgoing: bool) -> bytes:
    """Return a webhook body that tells of this media, without its preview."""
    content = {
        "directPath": link(moment, shown.kind),
        "fileLength": str(shown.size_bytes),
        "fileSHA256": moment.octets[32:64].hex(),
        "mediaKey": moment.octets[:32].hex(),
        "mimetype": shown.mime,
    }
    return json.dumps(
        {
            "event": "webhookDelivery" if outgoing else "webhookReceived",
            "instanceId": "T34398-SYNTHETIC",
            "messageId": moment.provider_id,
            "fromMe": outgoing,
            "chat": {"id": moment.contact.address},
            "moment": moment.at,
            "msgContent": {f"{shown.kind.value}Message": content},
        }
    ).encode()
