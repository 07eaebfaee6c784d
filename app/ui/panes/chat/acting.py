"""Turns what was done inside a bubble into what the window must do, and shows what plays and moves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from app.domain.kinds import MediaState
from app.domain.reasons import Reason
from app.services.views import MessageRow
from app.texts import _
from app.ui.look.region_list import Region
from app.ui.models.message_words import fact
from app.ui.models.playing import PlayerState, next_clicked_speed, stepped_speed
from app.ui.panes.chat.bubbles.actions import UPLOAD_ACTIONS, Action
from app.ui.panes.chat.bubbles.scene import Scene
from app.ui.panes.chat.composer import Composer
from app.ui.panes.chat.view import MessageList

if TYPE_CHECKING:
    from app.ui.panes.chat.pane import ChatPane

_FOLDS = {Action.DETAILS: "details", Action.MORE: "text"}
_DRAGGED = frozenset({MediaState.LOCAL, MediaState.REMOTE, MediaState.DOWNLOADING})
"""What is here or on its way; nothing can be pulled out of a bubble that says why there is nothing."""
_NOT_IN_MENU = frozenset({Action.SEEK, Action.SPEED})


class Acting(QObject):
    """Between the list and the pane's signals."""

    def __init__(self, pane: ChatPane, shown: MessageList, scene: Scene, composer: Composer) -> None:
        super().__init__(pane)
        self._pane, self._list, self._scene, self._composer = pane, shown, scene, composer
        shown.acted.connect(self._act)
        shown.stepped.connect(self._step)
        shown.speed_stepped.connect(self._step_speed)
        shown.copy_wanted.connect(self._copy)
        shown.save_wanted.connect(self._save)
        shown.drag_wanted.connect(self._drag)
        shown.menu_wanted.connect(self._open_menu)

    # ── what plays and moves ───────────────────────────────────────────────────────────────────────────────────

    def show_player(self, state: PlayerState) -> None:
        """Show a moment of the player: only its position moved in most of them."""
        before, self._scene.player = self._scene.player, state
        if before.media_id != state.media_id:
            self._relayout(before.media_id)
        if (before.media_id, before.playing, before.speed) != (state.media_id, state.playing, state.speed):
            self._relayout(state.media_id)
        elif state.media_id is not None:
            self._list.repaint_media(state.media_id)

    def repaint_upload(self, upload: int) -> None:
        """Repaint the card of an upload where it is in sight."""
        first, last = self._list.in_sight()
        for number in range(first, last + 1):
            index = self._list.model().index(number, 0)
            if self._list.row(index).upload_id == upload:
                self._list.update(index)

    # ── what was done ──────────────────────────────────────────────────────────────────────────────────────────

    def _act(self, row: MessageRow, region: Region, fraction: float) -> None:
        action = Action(region.action)
        if action in UPLOAD_ACTIONS:
            if row.upload_id is not None:
                self._pane.upload_action.emit(int(row.upload_id), UPLOAD_ACTIONS[action])
        elif action in _FOLDS:
            self._scene.toggle(row.id, _FOLDS[action])
            self._list.relayout_message(int(row.id))
        elif action is Action.LINK:
            self._pane.link_wanted.emit(region.value)
        elif action is Action.JUMP:
            self._list.show_quoted(region.value)
        elif action is Action.COPY_VALUE:
            QGuiApplication.clipboard().setText(region.value)
        elif row.media is not None:
            self._act_on_media(row, action, fraction)

    def _act_on_media(self, row: MessageRow, action: Action, fraction: float) -> None:
        assert row.media is not None
        pane, media = self._pane, int(row.media.id)
        if action is Action.VIEW:
            pane.media_activated.emit(media)
        elif action is Action.SAVE:
            pane.save_wanted.emit([media])
        elif action is Action.FETCH:
            pane.fetch_wanted.emit(media)
        elif action is Action.RETRY:
            pane.retry_wanted.emit(media)
        elif action is Action.PLAY:
            pane.play_wanted.emit(media)
        elif action is Action.SEEK:
            pane.seek_wanted.emit(media, fraction)
        elif action is Action.SPEED:
            pane.speed_wanted.emit(next_clicked_speed(self._scene.player.speed))
        elif action is Action.ASK:
            self._composer.offer(ready_words(row.media.reason))

    def _step(self, row: MessageRow, by_s: float) -> None:
        """Seek by seconds in the sound that is in the player; another one begins to play."""
        state, media = self._scene.player, row.media
        if media is None:
            return
        if state.media_id != media.id:
            self._pane.play_wanted.emit(int(media.id))
        elif state.duration_s > 0:
            position = min(state.duration_s, max(0.0, state.position_s + by_s))
            self._pane.seek_wanted.emit(int(media.id), position / state.duration_s)

    def _step_speed(self, by: int) -> None:
        if self._scene.player.media_id is not None:
            self._pane.speed_wanted.emit(stepped_speed(self._scene.player.speed, by))

    def _copy(self, row: MessageRow) -> None:
        words = row.text or (row.media.name if row.media is not None else "") or fact(row, "name")
        if words and not row.revoked:
            QGuiApplication.clipboard().setText(words)

    def _save(self, row: MessageRow) -> None:
        if row.media is not None and row.media.state is MediaState.LOCAL:
            self._pane.save_wanted.emit([int(row.media.id)])

    def _drag(self, row: MessageRow) -> None:
        if row.media is not None and row.media.state in _DRAGGED:
            self._pane.drag_wanted.emit([int(row.media.id)])

    def _open_menu(self, row: MessageRow, at: QPoint) -> None:
        """Offer all that can be done with a message, by name."""
        menu = QMenu(self._list)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        regions = self._list.regions_of(int(row.id))
        for region in regions:
            if region.action not in _NOT_IN_MENU:
                menu.addAction(region.name, partial(self._act, row, region, 0.0))
        local = row.media is not None and row.media.state is MediaState.LOCAL
        if local and not any(region.action is Action.SAVE for region in regions):
            menu.addAction(_("Save"), lambda: self._save(row))
        if row.text and not row.revoked:
            menu.addAction(_("Copy text"), lambda: self._copy(row))
        if menu.isEmpty():
            menu.deleteLater()
        else:
            menu.popup(at)

    def _relayout(self, media: int | None) -> None:
        index = self._list.index_of_media(media)
        if index.isValid():
            self._list.relayout_message(int(self._list.row(index).id))


def ready_words(reason: Reason | None) -> str:
    """Return the ready-made text that asks the customer for a file that did not arrive."""
    if reason is Reason.TOO_LARGE:
        return _("The file that you sent is too large for me to receive. Could you send me a link to it?")
    if reason in (Reason.TYPE_REFUSED, Reason.TYPE_MISMATCH, Reason.UNREADABLE, Reason.PASSWORD):
        return _("I could not open the file that you sent. Could you send it as PDF or JPEG?")
    return _("The file that you sent did not reach me. Could you please send it again?")
