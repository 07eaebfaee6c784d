"""The queue's page: how fast all goes, then every file on its way out, in the order in which it needs somebody."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.uploads import Upload, UploadState
from app.texts import _
from app.texts.formats import format_bytes
from app.texts.times import format_left
from app.ui.bridge import Reader
from app.ui.look.empty_state import EmptyState
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.queue import Line, Need, QueueModel
from app.ui.models.queue_words import Asking
from app.ui.panes.queue.delegate import GROUP, QueueDelegate
from app.ui.panes.queue.elsewhere import Elsewhere
from app.ui.panes.queue.pictures import QueuePictures
from app.ui.panes.queue.view import QueueView

_TICK_MS = 1000
"""How often countdowns are told anew."""
_MOST_PICTURES = 60


class QueuePanel(QFrame):
    """Shows the uploads of the account in front and says what the user answers."""

    action = Signal(int, str)
    """An upload and `cancel`, `retry`, `check`, `resend` or `arrived`."""
    account_wanted = Signal(object)
    """Another account, of which something needs the user."""

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = QueueModel(self)
        self._pictures = QueuePictures(theme, self)
        self._delegate = QueueDelegate(theme, icons, self._model, self._pictures, self)
        self._view = QueueView(theme, self._model, self._delegate)
        self._title, self._pace, self._clear = QLabel(), QLabel(), QPushButton()
        self._elsewhere = Elsewhere(theme)
        self._empty = EmptyState(theme, icons, "arrow-up-down")
        self._stack = QStackedWidget()
        self._header = QFrame()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self.setProperty("surface", "panel")
        self._arrange()
        self._connect()
        self._measure()
        self.retranslate()
        self._settle()

    def set_reader(self, reader: Reader | None) -> None:
        """Take names and pictures from an account's data."""
        if self._pictures.read_from(reader):
            self._model.begin_anew()
        self._look()

    def set_uploads(self, uploads: Sequence[Upload], progress: Mapping[int, tuple[int, int]] | None = None) -> None:
        """Show these uploads; `progress` is (bytes that left, bytes in all) by upload."""
        self._model.set_uploads(uploads)
        self._tell_progress(progress or {})
        self._settle()
        self._look()

    def set_elsewhere(self, asking: Sequence[Asking]) -> None:
        """Show which other accounts have something that needs the user."""
        self._elsewhere.show_accounts(asking)

    def set_progress(self, upload: int, done: int, total: int) -> None:
        """Show how many bytes of an upload have left; a total of 0 is not known."""
        self._tell_progress({upload: (done, total)})

    def retranslate(self) -> None:
        """Speak the language in force."""
        self.setAccessibleName(_("Queue"))
        self._view.setAccessibleName(_("Queue"))
        self._title.setText(_("Queue"))
        self._clear.setText(_("Clear finished"))
        self._elsewhere.retranslate()
        self._empty.say(
            _("Nothing is on its way"),
            _("Files and messages that you send appear here until the customer has them."),
        )
        self._model.retranslate()
        self._say_pace()
        self._view.remeasure()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Fetch what is in sight now."""
        super().showEvent(event)
        self._look()

    # ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _arrange(self) -> None:
        self._title.setProperty("role", "page")
        self._pace.setProperty("role", "secondary")
        self._clear.setProperty("kind", "quiet")
        line = QFrame()
        line.setProperty("line", "true")
        line.setFixedHeight(1)
        row = QHBoxLayout(self._header)
        row.setContentsMargins(self._theme.px(20), 0, self._theme.px(16), 0)
        row.setSpacing(self._theme.px(12))
        row.addWidget(self._title)
        row.addWidget(self._elsewhere, 1)
        row.addWidget(self._pace)
        row.addWidget(self._clear)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(line)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._view.action.connect(self._act)
        self._view.looked.connect(self._look)
        self._clear.clicked.connect(self._clear_done)
        self._elsewhere.wanted.connect(self.account_wanted)
        self._pictures.named.connect(self._model.set_names)
        self._pictures.ready.connect(self._view.viewport().update)
        self._tick.timeout.connect(self._beat)
        self._theme.changed.connect(self._measure)

    def _act(self, upload: int, action: str) -> None:
        """Hand on what was answered: for the whole group, the first unconfirmed stands for all."""
        if upload == GROUP:
            lines = self._model.lines()
            unconfirmed = [line.upload.id for line in lines if line.upload.state is UploadState.UNCONFIRMED]
            upload = unconfirmed[0] if unconfirmed else GROUP
        if upload != GROUP:
            self.action.emit(upload, "retry" if action == "requeue" else action)

    def _clear_done(self) -> None:
        self._model.clear_done()
        self._settle()

    def _tell_progress(self, progress: Mapping[int, tuple[int, int]]) -> None:
        if progress:
            self._model.set_progress(progress, time.monotonic())
        self._say_pace()

    def _say_pace(self) -> None:
        paces = self._model.paces()
        speed = sum(pace.bytes_per_s for pace in paces)
        left = sum(max(0, pace.total_bytes - pace.done_bytes) for pace in paces)
        parts = []
        if speed >= 1:
            parts.append(_("{size}/s").format(size=format_bytes(round(speed))))
            if left >= speed:
                parts.append(_("ends in {time}").format(time=format_left(left / speed)))
        self._pace.setText(" · ".join(parts))

    def _settle(self) -> None:
        """Show the list or that there is nothing, and count down only where something counts."""
        lines = self._model.lines()
        self._stack.setCurrentWidget(self._view if lines else self._empty)
        self._clear.setVisible(self._model.count(Need.DONE) > 0)
        counting = any(line.upload.next_try_at is not None for line in lines)
        if counting != self._tick.isActive():
            (self._tick.start if counting else self._tick.stop)()

    def _beat(self) -> None:
        if self.isVisible():
            self._view.viewport().update()

    def _look(self) -> None:
        if self.isVisible():
            self._pictures.look(self._in_sight(), self._model.unnamed(), self.devicePixelRatioF())

    def _in_sight(self) -> list[Line]:
        """Return the rows in sight, from the top."""
        top = max(0, self._view.indexAt(self._view.viewport().rect().topLeft()).row())
        found = [self._model.line(self._model.index(row)) for row in range(top, top + _MOST_PICTURES)]
        return [line for line in found if line is not None]

    def _measure(self) -> None:
        self._header.setFixedHeight(self._theme.size("header"))
        self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._look()
