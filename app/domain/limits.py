"""What each provider takes: types and ceilings per kind (product 2.2), as data, shown to the user in the drop zone.

MB are 10^6 bytes. Sources: Meta's media reference for `cloud`; for `evolution` and `wapi` the policy that this project
was asked to hold, because these gateways document no ceilings of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.kinds import MediaKind
from app.domain.mimes import canonical

KB = 10**3
MB = 10**6


@dataclass(frozen=True, slots=True)
class Limit:
    """What a provider takes as one kind of media.

    Attributes:
        mimes: canonical types that go as they are; empty where every type may go.
        max_bytes: ceiling that the provider or the policy enforces.
        default_bytes: ceiling until the user raises it by setting; equal to `max_bytes` where there is no setting.
        animated_bytes: ceiling for animated files, None where it is the same.
        converted: canonical types that become one of `mimes` before they are sent.
    """

    kind: MediaKind
    mimes: frozenset[str]
    max_bytes: int
    default_bytes: int
    animated_bytes: int | None = None
    converted: frozenset[str] = frozenset()

    def takes(self, mime: str) -> bool:
        """Tell whether a file of this type goes as it is; parameters and aliases do not matter."""
        return not self.mimes or canonical(mime) in self.mimes

    def fits(self, size_bytes: int, *, animated: bool = False) -> bool:
        """Tell whether a file of this size is under the ceiling in force."""
        ceiling = self.animated_bytes if animated and self.animated_bytes is not None else self.default_bytes
        return 0 < size_bytes <= ceiling


def _types(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OFFICE = "application/vnd.openxmlformats-officedocument."
_PICTURES = _types("image/jpeg image/png image/gif image/webp image/heic image/heif")
_FILMS = _types("video/mp4 video/3gpp")
_SOUNDS = _types("audio/aac audio/mp4 audio/amr audio/mpeg audio/ogg")
_PAPERS = _types(
    "application/pdf application/msword application/vnd.ms-excel application/vnd.ms-powerpoint text/plain "
    f"{_OFFICE}wordprocessingml.document {_OFFICE}spreadsheetml.sheet {_OFFICE}presentationml.presentation"
)
_CONVERTED_FILMS = _types("video/quicktime video/x-msvideo video/x-ms-wmv")
_WEBP = _types("image/webp")


def _limit(
    kind: MediaKind,
    mimes: frozenset[str],
    max_bytes: int,
    *,
    default_bytes: int | None = None,
    animated_bytes: int | None = None,
    converted: frozenset[str] = frozenset(),
) -> Limit:
    return Limit(kind, mimes, max_bytes, default_bytes or max_bytes, animated_bytes, converted)


_CLOUD = (
    _limit(MediaKind.IMAGE, _types("image/jpeg image/png"), 5 * MB, converted=_WEBP),
    _limit(MediaKind.VIDEO, _FILMS, 16 * MB),
    _limit(MediaKind.AUDIO, _SOUNDS, 16 * MB),
    _limit(MediaKind.DOCUMENT, _PAPERS, 100 * MB),
    _limit(MediaKind.STICKER, _WEBP, 100 * KB, animated_bytes=500 * KB),
)
_GATEWAY = (
    _limit(MediaKind.IMAGE, _PICTURES, 10 * MB),
    _limit(MediaKind.VIDEO, _FILMS, 50 * MB, converted=_CONVERTED_FILMS),
    _limit(MediaKind.AUDIO, _SOUNDS, 16 * MB, converted=_types("audio/wav")),
    _limit(MediaKind.DOCUMENT, frozenset(), 100 * MB, default_bytes=25 * MB),
    _limit(MediaKind.STICKER, _WEBP, 500 * KB),
)

LIMITS: dict[str, dict[MediaKind, Limit]] = {
    provider: {limit.kind: limit for limit in table}
    for provider, table in (("cloud", _CLOUD), ("evolution", _GATEWAY), ("wapi", _GATEWAY), ("sandbox", _GATEWAY))
}
"""Provider name, then kind. A sticker's 500 KB at a gateway is WhatsApp's own ceiling for animated ones."""

_AUTOMATIC = (MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.AUDIO)


def limit_for(provider: str, kind: MediaKind) -> Limit:
    """Return a provider's limit for a kind.

    Raises:
        KeyError: no such provider. Always our bug.
    """
    return LIMITS[provider][kind]


def kind_for(mime: str, provider: str = "wapi", *, converting: bool = False) -> MediaKind:
    """Return the kind that `send --as auto` sends a file as.

    What the provider takes as image, video or audio goes as that; the rest goes as a document. A sticker is never
    chosen on its own: a WebP may as well be a picture.

    Args:
        converting: types that can be converted first count too.
    """
    base = canonical(mime)
    for kind in _AUTOMATIC:
        limit = limit_for(provider, kind)
        if base in limit.mimes or (converting and base in limit.converted):
            return kind
    return MediaKind.DOCUMENT
