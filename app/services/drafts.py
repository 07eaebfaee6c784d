"""What is about to be sent, looked at before it is queued: problems are values, shown before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.encryption import Verified
from app.domain.errors import RefusedError
from app.domain.kinds import MediaKind
from app.domain.limits import kind_for, limit_for
from app.domain.reasons import Reason
from app.services.gateway import Abilities
from app.services.ports import ByteWork, Judged, TempFile, Vault

AS_AUTO = "auto"
AS_VOICE = "voice"


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

    def __init__(self, provider: str, abilities: Abilities, vault: Vault, work: ByteWork) -> None:
        self._provider = provider
        self._abilities = abilities
        self._vault = vault
        self._work = work

    def prepare(self, path: Path, *, as_kind: str = AS_AUTO) -> Draft:
        """Copy one file into the vault, sniff it and judge it against the provider's limits.

        Args:
            as_kind: `auto`, `voice` or a `MediaKind` value.
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
        if draft.problem is not None:
            self._vault.discard(temp)
        return draft

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
        kind = kind_for(judged.mime)
        limit = limit_for(self._provider, kind)
        return kind if kind in self._abilities.sends and judged.mime in limit.mimes else MediaKind.DOCUMENT

    def _problem(self, kind: MediaKind, judged: Judged, size_bytes: int, *, as_kind: str) -> tuple[Reason | None, str]:
        checks: tuple[tuple[Reason, Callable[[], bool]], ...] = (
            (Reason.UNSUPPORTED, lambda: kind not in self._abilities.sends),
            (Reason.TYPE_REFUSED, lambda: kind is not MediaKind.DOCUMENT and judged.mime not in self._mimes(kind)),
            (Reason.TOO_LARGE, lambda: size_bytes > limit_for(self._provider, kind).max_bytes),
        )
        if judged.refused is not None:
            return judged.refused, judged.detail
        for reason, holds in checks:
            if holds():
                return reason, f"as {as_kind}: {judged.mime}"
        return None, ""

    def _mimes(self, kind: MediaKind) -> frozenset[str]:
        return frozenset(limit_for(self._provider, kind).mimes)


def _refused(name: str, as_kind: str, error: RefusedError) -> Draft:
    kind = MediaKind(as_kind) if as_kind in set(MediaKind) else MediaKind.DOCUMENT
    return Draft(name, kind, "", "", 0, "", voice=False, temp=None, problem=error.reason, detail=error.detail)
