"""Connects the log pane: opened by a command over whatever is in front, and left to there again."""

from __future__ import annotations

import time
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from app.services.logs import LogQuery, LogShelf
from app.texts import _
from app.ui.bridge import Errands
from app.ui.main_window import MainWindow
from app.ui.pane_places import Panes
from app.ui.wiring.faces import LogFace

SECTION = "logs"


class LogsWire(QObject):
    """Opens the log and carries out what is wanted with it."""

    failed = Signal(object)

    def __init__(self, window: MainWindow, panes: Panes, errands: Errands, shelf: LogShelf | None) -> None:
        super().__init__(window)
        self._window, self._panes, self._errands, self._shelf = window, panes, errands, shelf
        self._back_to = "chats"

    def wire(self, logs: LogFace) -> None:
        """Connect the pane."""
        logs.folder_wanted.connect(self._open_folder)
        logs.save_wanted.connect(self._save)
        logs.left.connect(lambda: self._window.show_section(self._back_to))
        if self._shelf is not None:
            logs.read_from(self._shelf, self._errands)

    def open(self) -> None:
        """Bring the log to the front, or go back from it."""
        if self._shelf is None:
            return
        if self._window.section == SECTION:
            self._window.show_section(self._back_to)
            return
        if self._window.section:
            self._back_to = self._window.section if self._window.section != "viewer" else "chats"
        self._window.show_section(SECTION)
        self._offer_subjects(self._shelf)
        pane = self._panes.existing(SECTION)
        if pane is not None:
            cast(LogFace, pane).focus_first()

    def _offer_subjects(self, shelf: LogShelf) -> None:
        def offer(subjects: list[str]) -> None:
            pane = self._panes.existing(SECTION)
            if pane is not None:
                cast(LogFace, pane).offer_subjects(subjects)

        self._errands.run(
            lambda: sorted({file.subject for file in shelf.files()}),
            offer,
            failed=lambda _error: None,  # the pane itself says that the log cannot be read
        )

    def _open_folder(self) -> None:
        if self._shelf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._shelf.folder)))

    def _save(self, query: LogQuery) -> None:
        home = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        name = time.strftime("acervo-log-%Y%m%d-%H%M.jsonl")
        dialog = QFileDialog(self._window, _("Save an excerpt"), str(home / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self.save_to(query, Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, query: LogQuery, target: Path) -> None:
        """Save all entries that a query lets through."""
        shelf, pane = self._shelf, self._panes.existing(SECTION)
        if shelf is None or pane is None:
            return
        said = cast(LogFace, pane).say_saved
        self._errands.run(lambda: shelf.save(query, target), said, failed=self.failed.emit)
