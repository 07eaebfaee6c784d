"""Save media to a folder of the user: safe names, never overwriting, with a report of every file."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from app.domain.errors import RefusedError, UnavailableError
from app.domain.ids import MediaId
from app.domain.kinds import MediaState
from app.domain.messages import Blob, MediaItem
from app.domain.names import pattern_path, safe_name
from app.domain.reasons import Reason
from app.services.ports import Vault
from app.services.store import Store

DEFAULT_PATTERN = "{client}/{contact}/{yyyy-mm}/{original name}"
_CHUNK = 256 * 1024
_VARIANTS = 10_000


@dataclass(slots=True)
class SaveReport:
    """What became of each media: saved now, there already with the same bytes, or failed with a reason."""

    saved: int = 0
    already: int = 0
    failed: list[tuple[MediaId, Reason]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Saver:
    """Copies kept files of one instance out."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        names: Mapping[str, str],
        mark: Callable[[Path], None],
        reason_of: Callable[[OSError], Reason],
    ) -> None:
        """Take the display names for patterns (`client`, `instance`), the mark of the web and the reading of errors."""
        self._store = store
        self._vault = vault
        self._names = names
        self._mark = mark
        self._reason_of = reason_of

    def save(
        self,
        items: Iterable[MediaItem],
        folder: Path,
        *,
        pattern: str = DEFAULT_PATTERN,
        on_done: Callable[[], None] = lambda: None,
    ) -> SaveReport:
        """Save each item; one that fails does not stop the others.

        Raises:
            CommandError: field `pattern`.
        """
        pattern_path(pattern, dict.fromkeys(_FIELDS, "x"))
        report = SaveReport()
        for item in items:
            try:
                self._save_one(item, folder, pattern, report)
            except (RefusedError, UnavailableError) as error:
                report.failed.append((item.id, error.reason))
            except OSError as error:
                report.failed.append((item.id, self._reason_of(error)))
            on_done()
        return report

    def _save_one(self, item: MediaItem, folder: Path, pattern: str, report: SaveReport) -> None:
        with self._store.read() as rd:
            blob = rd.blob_of(item.id)
        if blob is None:
            raise RefusedError(_why_not(item))
        target = folder.joinpath(*pattern_path(pattern, self._fields(item, blob)))
        target.parent.mkdir(parents=True, exist_ok=True)
        for candidate in _candidates(target):
            if self._create(blob, candidate):
                report.saved += 1
                report.files.append(str(candidate))
                return
            if _sha256(candidate) == blob.sha256:
                report.already += 1
                report.files.append(str(candidate))
                return
        raise RefusedError(Reason.NO_PERMISSION, "too many files of this name")

    def _create(self, blob: Blob, target: Path) -> bool:
        """Write a new file completely or not at all; False where the name is taken."""
        part = target.with_name(f".{target.name[:40]}.{os.getpid()}.part")
        if target.exists():
            return False
        try:
            with self._vault.open(blob) as source, part.open("xb") as sink:
                shutil.copyfileobj(source, sink, _CHUNK)
                sink.flush()
                os.fsync(sink.fileno())
            return self._publish(part, target)
        finally:
            part.unlink(missing_ok=True)

    def _publish(self, part: Path, target: Path) -> bool:
        self._mark(part)
        try:
            os.link(part, target)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links (FAT, some network shares)
            if target.exists():
                return False
            part.rename(target)
        return True

    def _fields(self, item: MediaItem, blob: Blob) -> dict[str, str]:
        sent = datetime.fromtimestamp(item.sent_at).astimezone()
        original = safe_name(item.name, fallback=f"{item.kind.value}-{item.id}", extension=blob.extension)
        values = {
            "contact": item.contact or item.chat,
            "chat": item.chat,
            "kind": item.kind.value,
            "yyyy": f"{sent:%Y}",
            "mm": f"{sent:%m}",
            "dd": f"{sent:%d}",
            "yyyy-mm": f"{sent:%Y-%m}",
            "id": str(item.id),
            "direction": item.direction.value,
            "name": original,
            "original name": original,
        }
        return values | dict(self._names)


_FIELDS = (
    "client", "instance", "contact", "chat", "kind", "yyyy", "mm", "dd", "yyyy-mm", "id", "direction", "name",
    "original name",
)  # fmt: skip


def _why_not(item: MediaItem) -> Reason:
    if item.state is MediaState.QUARANTINED:
        return item.reason or Reason.TYPE_REFUSED
    return item.reason or Reason.OFFLINE


def _candidates(target: Path) -> Iterable[Path]:
    yield target
    for number in range(2, _VARIANTS):
        yield target.with_name(f"{target.stem} ({number}){target.suffix}")


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
