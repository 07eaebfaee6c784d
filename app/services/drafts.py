"""What is about to be sent, looked at before it is queued: problems are values, shown before anything leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app.domain.encryption import Verified
from app.domain.errors import CommandError, RefusedError
from app.domain.kinds import MediaKind
from app.domain.limits import MB, Limit, kind_for, limit_for
from app.domain.reasons import ErrorCode, Reason
from app.services.gateway import Abilities
from app.services.ports import ByteWork, Derived, Judged, TempFile, Vault

AS_AUTO = "auto"
AS_VOICE = "voice"
_MOST_MB = 2000
_WORDLESS = frozenset({MediaKind.AUDIO, MediaKind.STICKER})


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was copied into the vault and judged, ready to be queued.

    Attributes:
        problem: why it cannot be sent, None where it can; then `temp` was discarded.
        voice: to be shown as a voice note.
    """

    name: str
    kind: MediaKind
    mime: str
    extension: str
    size_bytes: int
    sha256: str
    voice: bool
    temp: TempFile | None
    problem: Reason | None = None
    detail: str = ""


class Preparer:
    """Looks at files for one instance. The copy comes first, so that what was judged is what is sent."""

    def __init__(
        self,
        provider: str,
        abilities: Abilities,
        vault: Vault,
        work: ByteWork,
        *,
        max_document_bytes: int | None = None,
    ) -> None:
        """Take the provider's name (for its limits) and the administrator's ceiling for documents, if there is one."""
        self._provider = provider
        self._max_document_bytes = max_document_bytes
        self._abilities = abilities
        self._vault = vault
        self._work = work

    def prepare(self, path: Path, *, as_kind: str = AS_AUTO, caption: str = "") -> Draft:
        """Copy one file into the vault, sniff it and judge it against the provider's limits.

        Args:
            as_kind: `auto`, `voice` or a `MediaKind` value.
            caption: what is to stand below it; sound and stickers carry none.
        """
        temp = self._vault.new_temp()
        try:
            verified = self._work.hash_copy(str(path), temp)
            draft = self._judged(path.name, as_kind, temp, verified)
        except RefusedError as error:
            draft = _refused(path.name, as_kind, error)
        except BaseException:  # the copy must not outlive whatever went wrong; it goes on upwards
            self._vault.discard(temp)
            raise
        if draft.problem is None and caption and draft.kind in _WORDLESS:
            draft = replace(draft, problem=Reason.UNSUPPORTED, detail="no caption goes with this kind", temp=None)
        if draft.problem is not None:
            self._vault.discard(temp)
        return draft

    def look(self, draft: Draft) -> Derived | None:
        """Derive from a prepared file what can be shown of it before it is sent; None for one that is refused."""
        if draft.temp is None:
            return None
        return self._work.derive(draft.temp, kind=draft.kind, mime=draft.mime)

    def discard(self, draft: Draft) -> None:
        """Forget a prepared file that is not sent after all."""
        if draft.temp is not None:
            self._vault.discard(draft.temp)

    def _judged(self, name: str, as_kind: str, temp: TempFile, verified: Verified) -> Draft:
        if verified.size_bytes == 0:
            raise RefusedError(Reason.EMPTY)
        neutral = self._work.judge(
            temp, kind=MediaKind.DOCUMENT, declared_mime="", name=name, size_bytes=verified.size_bytes
        )
        kind = self._kind(as_kind, neutral)
        problem, detail = self._problem(kind, neutral, verified.size_bytes, as_kind=as_kind)
        return Draft(
            name=name,
            kind=kind,
            mime=neutral.mime,
            extension=neutral.extension,
            size_bytes=verified.size_bytes,
            sha256=verified.sha256.hex(),
            voice=as_kind == AS_VOICE,
            temp=None if problem else temp,
            problem=problem,
            detail=detail,
        )

    def _kind(self, as_kind: str, judged: Judged) -> MediaKind:
        if as_kind == AS_VOICE:
            return MediaKind.AUDIO
        if as_kind != AS_AUTO:
            return MediaKind(as_kind)
        kind = kind_for(judged.mime, self._provider)
        return kind if kind in self._abilities.sends else MediaKind.DOCUMENT

    def _problem(self, kind: MediaKind, judged: Judged, size_bytes: int, *, as_kind: str) -> tuple[Reason | None, str]:
        if judged.refused is not None:
            return judged.refused, judged.detail
        limit = limit_for(self._provider, kind)
        if kind not in self._abilities.sends:
            return Reason.UNSUPPORTED, f"as {as_kind}"
        if not limit.takes(judged.mime):
            return Reason.TYPE_REFUSED, f"as {as_kind}: {judged.mime}"
        ceiling = self._ceiling(limit)
        if size_bytes > ceiling:
            return Reason.TOO_LARGE, f"{size_bytes} bytes, at most {ceiling}"
        return None, ""

    def _ceiling(self, limit: Limit) -> int:
        if limit.kind is MediaKind.DOCUMENT and self._max_document_bytes is not None:
            return min(self._max_document_bytes, limit.max_bytes)
        return limit.default_bytes


def _refused(name: str, as_kind: str, error: RefusedError) -> Draft:
    kind = MediaKind(as_kind) if as_kind in set(MediaKind) else MediaKind.DOCUMENT
    return Draft(name, kind, "", "", 0, "", voice=False, temp=None, problem=error.reason, detail=error.detail)


def max_document_bytes(settings: Mapping[str, str]) -> int | None:
    """Return the administrator's ceiling for documents (`--set max_document_mb=100`), None where there is none.

    Raises:
        CommandError: field `set max_document_mb`: not a whole number from 1 to 2,000.
    """
    text = settings.get("max_document_mb", "")
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_MB:
        raise CommandError(ErrorCode.BAD_INPUT, "set max_document_mb", f"a whole number from 1 to {_MOST_MB:,}")
    return int(text) * MB
