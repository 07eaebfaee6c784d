"""What happens to the files of one preparation sheet: looked at on a lane, some at a time, then queued in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage
from shiboken6 import isValid

from app.domain.addresses import Address
from app.domain.errors import RefusedError, UnavailableError
from app.domain.kinds import MediaKind
from app.domain.limits import limit_for
from app.domain.reasons import Reason
from app.services.desk import Desk
from app.services.drafts import AS_AUTO, Draft
from app.services.ports import Derived
from app.texts import _, ngettext
from app.texts.formats import format_duration, format_number
from app.texts.reasons import reason_remedy, reason_title
from app.texts.refusals import error_title
from app.ui.bridge import Errands
from app.ui.dialogs.prepare import PrepareSheet
from app.ui.dialogs.prepare.picture import sight
from app.ui.look.picture_reader import picture_of
from app.ui.models.draft_words import DraftLine

MOST_FILES = 300
"""Files of one sheet; a dropped folder may hold any number."""
AT_ONCE = 2
"""Files that are looked at side by side: the lane has other work, too."""
_ROW_PX = 160
"""Short edge of what a row keeps of a picture: 48 at three times the scale, and some."""


class Preparation(QObject):
    """Serves one sheet and lives as long as it."""

    def __init__(
        self, sheet: PrepareSheet, desk: Desk, address: Address, errands: Errands, wake: Callable[[], None]
    ) -> None:
        """Connect the sheet; `wake` has the outbox look for what was queued. May be called on any thread."""
        super().__init__(sheet)
        self._sheet, self._desk, self._address = sheet, desk, address
        self._errands, self._wake = errands, wake
        self._waiting: deque[int] = deque()
        self._busy = 0
        sheet.removed.connect(lambda line: self._forget([line]))
        sheet.kind_wanted.connect(self._prepare_as)
        sheet.sight_wanted.connect(self._look_closely)
        sheet.send_wanted.connect(self._send)
        sheet.rejected.connect(lambda: self._forget(list(sheet.model.lines)))

    def add(self, paths: Sequence[Path], *, as_kind: str = AS_AUTO, left_out: int = 0) -> None:
        """Look at further files; what finds no room is counted and said."""
        room = max(MOST_FILES - len(self._sheet.model.lines), 0)
        wanted = list(paths)[:room]
        self._waiting += self._sheet.show_files(wanted, as_kind=as_kind)
        left_out += len(paths) - len(wanted)
        if left_out:
            self._sheet.say_left_out(len(self._sheet.model.lines), left_out)
        self._next()

    # ── looking ────────────────────────────────────────────────────────────────────────────────────────────────

    def _next(self) -> None:
        while self._busy < AT_ONCE and self._waiting:
            line = self._sheet.model.line(self._waiting.popleft())
            if line is not None and line.path is not None:
                self._busy += 1
                self._prepare(line, line.path)

    def _prepare(self, line: DraftLine, path: Path) -> None:
        preparer, as_kind = self._desk.preparer, line.as_kind

        def work() -> Draft:
            try:
                return preparer.prepare(path, as_kind=as_kind)
            except (RefusedError, UnavailableError) as error:
                return _broken(path.name, as_kind, error.reason)

        def found(draft: Draft) -> None:
            if not self._note(line.key, as_kind, draft):
                self._errands.run(lambda: preparer.discard(draft))
                self._done()
            elif draft.problem is None:
                self._errands.run(
                    lambda: _seen(preparer.look(draft)),
                    lambda seen: self._show(line.key, draft, seen),
                    failed=lambda _error: self._done(),
                )
            else:
                self._done()

        def broke(_error: Exception) -> None:
            self._note(line.key, as_kind, _broken(path.name, as_kind, Reason.UNREADABLE))
            self._done()

        self._errands.run(work, found, failed=broke)

    def _note(self, key: int, as_kind: str, draft: Draft) -> bool:
        """Tell the sheet what was found; False where nobody wants to know any more."""
        if not isValid(self._sheet):
            return False
        line = self._sheet.model.line(key)
        if line is None or line.as_kind != as_kind:
            return False
        provider = self._desk.instance.provider
        ceiling, document = (limit_for(provider, kind).default_bytes for kind in (draft.kind, MediaKind.DOCUMENT))
        return self._sheet.model.update(key, draft=draft, ceiling_bytes=ceiling, document_bytes=document)

    def _show(self, key: int, draft: Draft, seen: tuple[Derived, QImage | None, bytes] | None) -> None:
        if seen is not None and isValid(self._sheet):
            derived, picture, large = seen
            line = self._sheet.model.line(key)
            if line is not None and line.draft == draft:
                self._sheet.model.update(key, picture=picture, large=large, facts=facts_of(derived))
        self._done()

    def _done(self) -> None:
        self._busy -= 1
        if isValid(self._sheet):
            self._next()

    def _prepare_as(self, key: int, as_kind: str) -> None:
        """Look at a file again, as another kind."""
        line = self._sheet.model.line(key)
        if line is not None and line.as_kind != as_kind:
            self._forget([line])
            self._sheet.model.update(key, as_kind=as_kind, draft=None)
            self._waiting.appendleft(key)
            self._next()

    def _look_closely(self, line: DraftLine) -> None:
        temp = line.draft.temp if line.draft is not None else None
        if temp is not None:
            self._errands.run(
                lambda: sight(Path(temp.path)),
                lambda image: self._sheet.show_sight(line.key, image) if isValid(self._sheet) else None,
                failed=lambda _error: None,
                group=f"sight {id(self)}",
            )

    # ── sending ────────────────────────────────────────────────────────────────────────────────────────────────

    def _send(self, lines: list[DraftLine]) -> None:
        """Queue all, one after the other on one lane, so that they leave in the order shown."""
        outbox, address, wake = self._desk.outbox, self._address, self._wake

        def enqueue() -> tuple[list[int], Exception | None]:
            queued: list[int] = []
            try:
                for line in lines:
                    if line.draft is not None:
                        outbox.enqueue_file(address, line.draft, caption=line.caption)
                        queued.append(line.key)
            except Exception as error:  # the sheet shows it, and keeps what was not queued
                return queued, error
            finally:
                wake()
            return queued, None

        def queued(answer: tuple[list[int], Exception | None]) -> None:
            keys, error = answer
            if not isValid(self._sheet):
                return
            if error is None:
                self._sheet.finish()
            else:
                self._give_back(lines, keys, error)

        self._errands.run(enqueue, queued)

    def _give_back(self, lines: list[DraftLine], queued: list[int], error: Exception) -> None:
        """Keep what is not in the queue; the copy of the one that broke is gone, so it is looked at again."""
        self._sheet.give_back(queued, _sentence(len(queued), error))
        broken = next((line for line in lines if line.key not in queued), None)
        if broken is not None and self._sheet.model.update(broken.key, draft=None):
            self._waiting.appendleft(broken.key)
            self._next()

    def _forget(self, lines: list[DraftLine]) -> None:
        drafts = [line.draft for line in lines if line.draft is not None]
        preparer = self._desk.preparer

        def discard() -> None:
            for draft in drafts:
                preparer.discard(draft)

        if drafts:
            self._errands.run(discard)


def facts_of(seen: Derived) -> str:
    """Say what was learnt of a file: its size in pixels, its pages, its length."""
    parts = []
    if seen.width and seen.height:
        parts.append(f"{format_number(seen.width)} × {format_number(seen.height)}")
    if seen.pages:
        parts.append(ngettext("{count} page", "{count} pages", seen.pages).format(count=format_number(seen.pages)))
    if seen.duration_s:
        parts.append(format_duration(seen.duration_s))
    return " · ".join(parts)


def _seen(derived: Derived | None) -> tuple[Derived, QImage | None, bytes] | None:
    """Decode what a row shows; runs on the lane."""
    if derived is None:
        return None
    largest = max(derived.thumbs, key=lambda thumb: thumb.long_edge_px, default=None)
    if largest is None:
        return derived, None, b""
    image = picture_of(largest.data)
    if image.isNull():
        return derived, None, b""
    side = QSize(_ROW_PX, _ROW_PX)
    small = image.scaled(
        side, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
    )
    return derived, small, largest.data


def _broken(name: str, as_kind: str, reason: Reason) -> Draft:
    """Return the draft of a file that could not be copied."""
    kind = MediaKind(as_kind) if as_kind in set(MediaKind) else MediaKind.DOCUMENT
    return Draft(name, kind, "", "", 0, "", voice=False, temp=None, problem=reason)


def _sentence(queued: int, error: Exception) -> str:
    """Say how many are in the queue, and why the others are not."""
    if isinstance(error, RefusedError | UnavailableError):
        why = f"{reason_title(error.reason.value)} {reason_remedy(error.reason.value)}"
    else:
        why = error_title("internal")
    done = ngettext("{count} file is in the queue.", "{count} files are in the queue.", queued)
    words = done.format(count=format_number(queued)) if queued else _("None of the files is in the queue.")
    return f"{words} {why}"
