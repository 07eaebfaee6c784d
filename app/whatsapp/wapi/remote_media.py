"""From a media object of W-API's payload to what is needed to fetch, decrypt and verify the file."""

from __future__ import annotations

from app.domain.encryption import Declared, Encryption, KeyInfo
from app.domain.errors import RefusedError
from app.domain.events import RemoteMedia
from app.domain.kinds import MediaKind
from app.domain.reasons import Reason
from app.domain.spellings import expiry_of, media_key
from app.whatsapp.direct import usable_url
from app.whatsapp.wapi.payloads import MediaPart


def remote_media(part: MediaPart, kind: MediaKind, *, view_once: bool, public: bool) -> RemoteMedia:
    """Return the media that a payload tells of.

    Args:
        view_once: the object was wrapped as one that is shown once.
        public: the chat is a channel, whose files WhatsApp does not encrypt.
    """
    encryption, problem = _encryption(part, kind, public=public)
    return RemoteMedia(
        kind=kind,
        mime=part.mimetype,
        name=part.file_name or part.title,
        encryption=encryption,
        declared=Declared(part.file_sha256, part.file_enc_sha256, part.file_length),
        direct_path=part.direct_path,
        url=part.url,
        expires_at=expiry_of(part.direct_path or part.url),
        width=part.width,
        height=part.height,
        duration_s=part.seconds,
        pages=part.page_count,
        voice=part.ptt,
        animated=part.is_animated or part.gif_playback,
        view_once=view_once or part.view_once,
        waveform=part.waveform,
        preview=part.jpeg_thumbnail,
        problem=problem or _nowhere(part),
    )


def _encryption(part: MediaPart, kind: MediaKind, *, public: bool) -> tuple[Encryption | None, Reason | None]:
    if public and part.media_key is None and part.file_enc_sha256 is None and part.file_sha256 is not None:
        return None, None
    try:
        key = media_key(part.media_key or part.context_info.media_domain_info.e2_ee_media_key)
    except RefusedError as error:
        return None, error.reason
    return Encryption(key, KeyInfo.of(kind)), None


def _nowhere(part: MediaPart) -> Reason | None:
    """Return why a media with a key can still never be fetched: the payload names no place."""
    return None if part.direct_path or usable_url(part.url) else Reason.UNSUPPORTED
