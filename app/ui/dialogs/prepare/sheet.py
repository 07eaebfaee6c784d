"""The preparation sheet: files in order with what will happen to each, captions, and one button that sends them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from app.services.drafts import AS_AUTO
from app.texts import _, ngettext
from app.texts.formats import format_bytes, format_number
from app.ui.desktop.taking import image_in, paths_in
from app.ui.dialogs.prepare.delegate import REMOVE, DraftDelegate
from app.ui.dialogs.prepare.listing import DraftList
from app.ui.dialogs.prepare.parts import Foot, Head, NoticeLine, SharedLine, beside, hairline
from app.ui.dialogs.prepare.preview import Preview
from app.ui.dialogs.prepare.whither import Whither
from app.ui.dialogs.sheet import Sheet
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.draft_words import DraftLine
from app.ui.models.drafts import DraftsModel

_SIZE = (1000, 664)
_LIST, _LIST_MOST = 400, 0.46


class PrepareSheet(Sheet):
    """Shows what is about to be sent. Whoever opens it looks at the files and tells the model what was found.

    It stays until everything is in the queue: `finish` closes it, `give_back` shows what could not be queued.
    """

    added = Signal(list)
    """Paths of further files and folders."""
    image_added = Signal(QImage)
    removed = Signal(object)
    """A `DraftLine` that was taken out."""
    kind_wanted = Signal(int, str)
    """A file shall be sent as another kind: its key, and `document` or `auto`."""
    sight_wanted = Signal(object)
    """A `DraftLine` whose own pixels should be seen."""
    send_wanted = Signal(list)
    """The `DraftLine`s that are to be sent, in their order, each with the caption that leaves with it."""
    leave_wanted = Signal()
    """Escape or Cancel where captions were written: ask first."""

    def __init__(self, theme: Theme, icons: Icons, window: QWidget, whither: Whither) -> None:
        super().__init__(theme, window, _SIZE)
        self.model = DraftsModel(self)
        self._sending = self._had_files = False
        self._list = DraftList(self.model, DraftDelegate(theme, icons, self))
        self._preview = Preview(theme, icons)
        self._shared = SharedLine(theme)
        self._notice = NoticeLine(theme, icons)
        self._head, self._foot = Head(theme, icons, whither.account), Foot(theme, icons, whither)
        self._arrange()
        self._connect()
        self.retranslate()

    # ── what the wiring does ───────────────────────────────────────────────────────────────────────────────────

    def show_files(self, paths: Sequence[Path], *, as_kind: str = AS_AUTO) -> list[int]:
        """Append files that are being looked at; return their keys."""
        keys = self.model.add(paths, as_kind=as_kind)
        if not self._list.currentIndex().isValid() and keys:
            self._list.setCurrentIndex(self.model.index(0))
        return keys

    def show_sight(self, key: int, image: QImage | None) -> None:
        """Show a file's own pixels, if it is still in front."""
        self._preview.show_sight(key, image)

    def say_left_out(self, shown: int, left_out: int) -> None:
        """Say that there was room for some of the files only."""
        words = _("{count} files are here; {more} more found no room. Send these, then add the others.")
        self._notice.say("warning", words.format(count=format_number(shown), more=format_number(left_out)))

    def finish(self) -> None:
        """Close: everything is in the queue."""
        self._sending = False
        self.accept()

    def give_back(self, queued: Collection[int], sentence: str) -> None:
        """Show why some could not be queued; those that were are gone from the list, so that nothing goes twice."""
        self._sending = False
        for key in queued:
            self.model.remove(key)
        self._notice.say("danger", sentence)
        self._lock()

    @property
    def is_sending(self) -> bool:
        """Tell whether the files are being queued right now."""
        return self._sending

    @property
    def holds_work(self) -> bool:
        """Tell whether files wait here to be sent."""
        return any(line.sendable or line.draft is None for line in self.model.lines)

    def first_field(self) -> QWidget:
        """Return the caption of the first file."""
        return self._preview.caption

    def reject(self) -> None:
        """Leave, unless something was written that would be lost; what is being queued is not held up."""
        if self._sending:
            return
        if self.model.written:
            self.leave_wanted.emit()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave without sending."""
        super().reject()

    def retranslate(self) -> None:
        """Speak the language in force."""
        for part in (self._head, self._foot, self._shared, self._preview, self.model):
            part.retranslate()
        self._list.setAccessibleName(_("Files"))
        self._count()

    # ── Qt's events ────────────────────────────────────────────────────────────────────────────────────────────

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the list its drawn width, or less where the picture would have no room."""
        super().resizeEvent(event)
        width = self.panel.width()
        self._left.setFixedWidth(min(self._theme.px(_LIST), round(width * _LIST_MOST)))
        self._foot.fit(width)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802 - Qt's name and signature
        """Walk from caption to caption first, then on to the buttons."""
        caption = self._preview.caption
        # Qt asks for the next child, too, where the one with the keyboard is disabled.
        if self.focusWidget() is caption and caption.isEnabled() and self._list.step_to_caption(1 if forward else -1):
            caption.selectAll()
            return True
        return super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take pasted files and pictures from anywhere in the sheet."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _count(self) -> None:
        lines = self.model.lines
        going = [line for line in lines if line.sendable]
        size_bytes = sum(line.draft.size_bytes for line in going if line.draft is not None)
        self._had_files = self._had_files or bool(lines)
        self._head.say(_title(len(going), len(lines)), format_bytes(size_bytes) if size_bytes else "")
        self.setAccessibleName(self._head.title)
        self._shared.setVisible(sum(line.takes_caption for line in lines) > 1)
        self._lock()
        if self._had_files and not lines and not self._sending:
            self.leave()

    def _lock(self) -> None:
        lines = self.model.lines
        waiting = any(line.draft is None for line in lines)
        count = sum(line.sendable for line in lines)
        self._foot.say(count, waiting=waiting, sending=self._sending)
        for part in (self._list, self._preview, self._head, self._shared):
            part.setEnabled(not self._sending)

    def _go(self) -> None:
        if not self._foot.can_send or self._sending:
            return
        self._sending = True
        self._notice.hide()
        self._lock()
        self.send_wanted.emit(self.model.leaving())

    def _act(self, key: int, action: str) -> None:
        if action == REMOVE:
            line = self.model.remove(key)
            if line is not None:
                self.removed.emit(line)
        else:
            self.kind_wanted.emit(key, "document" if action == "as_document" else AS_AUTO)

    def _show_line(self, line: DraftLine | None) -> None:
        """Show the file in front; a caption field that closes under the keyboard gives it to the list."""
        writing = self.window().focusWidget() is self._preview.caption
        self._preview.show_line(line)
        if writing and not self._preview.caption.isEnabled() and not self._sending:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _share(self, on: bool) -> None:  # noqa: FBT001 - the argument of a signal
        self._preview.set_shared(shared=on)
        self.model.share(self._preview.caption.text() if on else None)

    def _paste(self) -> None:
        data = QApplication.clipboard().mimeData()
        self._take(paths_in(data), image_in(data))

    def _take(self, paths: list[Path], image: QImage | None) -> bool:
        if self._sending:
            return False
        if paths:
            self.added.emit(paths)
        elif image is not None:
            self.image_added.emit(image)
        return bool(paths) or image is not None

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), _("Add files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.added.emit([Path(name) for name in names]))
        dialog.open()

    def _connect(self) -> None:
        self.model.changed.connect(self._count)
        self._list.chosen.connect(self._show_line)
        # The sheet opens before its first file is there, whose caption is to have the keyboard.
        self._list.chosen.connect(lambda _line: self.take_keyboard() if self.panel.hasFocus() else None)
        self._list.acted.connect(self._act)
        self._preview.acted.connect(self._act)
        self._preview.captioned.connect(self.model.caption)
        self._preview.sight_wanted.connect(self.sight_wanted)
        self._preview.caption.stepped.connect(self._list.step)
        self._preview.caption.moved.connect(self._list.move_current)
        self._preview.caption.pasted.connect(self._paste)
        self._shared.switched.connect(self._share)
        self._head.add_wanted.connect(self._choose)
        self._foot.send_wanted.connect(self._go)
        for part in (self._head, self._foot):
            part.close_wanted.connect(self.reject)

    def _arrange(self) -> None:
        px = self._theme.px
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, px(8), 0, 0)
        left.setSpacing(0)
        left.addWidget(self._list, 1)
        left.addWidget(self._shared)
        column = QVBoxLayout(self.panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(hairline())
        column.addWidget(self._notice)
        column.addLayout(beside(self._left, self._preview), 1)
        column.addWidget(hairline())
        column.addWidget(self._foot)


def _title(going: int, total: int) -> str:
    if going == total:
        return ngettext("Send {count} file", "Send {count} files", total).format(count=format_number(total))
    words = _("Send {count} of {total} files")
    return words.format(count=format_number(going), total=format_number(total))
