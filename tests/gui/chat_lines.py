"""A message of every kind and state, for tests that go through all of them."""

from __future__ import annotations

from app.domain.kinds import MediaKind, MediaState, MessageKind
from app.domain.reasons import Reason
from app.domain.statuses import Status
from app.domain.uploads import UploadState
from app.services.views import MessageRow
from tests.gui.chat_store import NOW, media_item, message_row, own

LONG_NAME = "proposta_comercial_moveis_planejados_recepcao_hospital_santa_helena_cliente_final_rev3.pdf"
LONG_TEXT = "Muito obrigada pelo retorno. " * 60
HEBREW = "שלום, מתי ההזמנה שלי מגיעה? אשמח לדעת אם אפשר מחר בבוקר"
VCARD = "\n".join(
    ("BEGIN:VCARD", "FN:Ademir", "TEL;type=CELL;waid=5511988887777:+55 11 98888-7777", "TEL:+551133334444", "END:VCARD")
)
PLACE = (
    ("latitude", "-23.5614"),
    ("longitude", "-46.6558"),
    ("name", "Loja Centro"),
    ("address", "Avenida Paulista, 1374, Bela Vista, São Paulo"),
)


def texts() -> dict[str, MessageRow]:
    """Messages of words."""
    return {
        "short": message_row(1, text="Ok"),
        "own": own(2, text="Bom dia, Marina."),
        "long": message_row(3, text=LONG_TEXT),
        "link": message_row(4, text="Veja https://exemplo.com.br/rota/4471?x=1, por favor, e www.exemplo.org."),
        "hebrew": message_row(5, text=HEBREW),
        "one_word": message_row(6, text="x" * 300),
        "edited": own(7, text="Perfeito", edited=True, status=Status.DELIVERED),
        "deleted": message_row(8, revoked=True),
        "reply": message_row(
            9, text="Sim", reply_to="M1", reply_text="Bom dia! Tudo certo com a entrega de hoje? " * 3
        ),
        "reply_unknown": message_row(10, text="Sim", reply_to="M0"),
        "reaction": message_row(11, text="Ok", reactions=("👍", "❤️", "👍")),
        "unknown": message_row(12, kind=MessageKind.UNKNOWN, text=""),
        "location": message_row(13, kind=MessageKind.LOCATION, text="", extra=PLACE),
        "contact": message_row(14, kind=MessageKind.CONTACT, text="", extra=(("name", "Ademir"), ("vcard", VCARD))),
        "poll": message_row(15, kind=MessageKind.POLL, text="Que horas?", extra=(("option", "Manhã"),)),
        "text_failed": own(16, status=None, upload_state=UploadState.FAILED, upload_reason=Reason.NOT_ON_WHATSAPP),
        "text_queued": own(17, status=None, upload_state=UploadState.QUEUED),
    }


def media() -> dict[str, MessageRow]:
    """Messages with a file that is here, or on its way from the server."""
    kinds, states = MediaKind, MediaState
    image, video, audio, paper = kinds.IMAGE, kinds.VIDEO, kinds.AUDIO, kinds.DOCUMENT
    soon = NOW + 3 * 3600
    return {
        "image": _file(21, image),
        "tall_image": _file(22, image, width=900, height=3000),
        "wide_image": _file(23, image, text="Chegaram só duas caixas", width=3000, height=300),
        "shapeless_image": _file(24, image, width=None, height=None),
        "remote_image": _file(25, image, state=states.REMOTE, expires_at=soon),
        "arriving_image": _file(26, image, state=states.DOWNLOADING),
        "video": _file(27, video, duration_s=18.0),
        "audio": _file(28, audio, duration_s=42.0),
        "unheard_audio": _file(128, audio, duration_s=42.0, voice=True),
        "remote_audio": _file(29, audio, duration_s=42.0, state=states.REMOTE, expires_at=soon),
        "arriving_audio": _file(30, audio, state=states.DOWNLOADING),
        "document": _file(31, paper, name="boleto_4102.pdf", pages=2),
        "long_document": _file(32, paper, name=LONG_NAME, pages=15, text="Segue a proposta."),
        "remote_document": _file(33, paper, name="romaneio.xlsx", state=states.REMOTE),
        "sticker": _file(34, kinds.STICKER),
    }


def asking() -> dict[str, MessageRow]:
    """Messages that something is wrong with."""
    kinds, states = MediaKind, MediaState
    return {
        "too_large": _file(41, kinds.VIDEO, state=states.FAILED, reason=Reason.TOO_LARGE, attempts=3),
        "timeout": _file(
            42, kinds.IMAGE, state=states.FAILED, reason=Reason.TIMEOUT, attempts=1, next_try_at=NOW + 60.0
        ),
        "expired": _file(43, kinds.DOCUMENT, state=states.EXPIRED, reason=Reason.EXPIRED),
        "no_key": _file(44, kinds.AUDIO, state=states.FAILED, reason=Reason.NO_KEY, text="Ouça"),
        "infected": _file(45, kinds.DOCUMENT, state=states.QUARANTINED, reason=Reason.INFECTED),
    }


def leaving() -> dict[str, MessageRow]:
    """Files on their way out, in every state."""
    reasons = {UploadState.WAITING: Reason.OFFLINE, UploadState.FAILED: Reason.TYPE_REFUSED}
    return {
        f"upload_{state.value}": own(
            50 + number,
            kind=MessageKind.DOCUMENT,
            text="",
            status=None,
            upload_state=state,
            upload_reason=reasons.get(state),
            media=media_item(50 + number, kind=MediaKind.DOCUMENT, name=LONG_NAME, size_bytes=2_500_000),
        )
        for number, state in enumerate(UploadState)
    }


def all_lines() -> dict[str, MessageRow]:
    """All of them by name."""
    return texts() | media() | asking() | leaving()


def _file(number: int, kind: MediaKind, *, text: str = "", **facts: object) -> MessageRow:
    return message_row(number, kind=MessageKind(kind.value), text=text, media=media_item(number, kind=kind, **facts))
