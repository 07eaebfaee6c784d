"""The chat list shows which file is leaving to which chat, in the account in front."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.domain.addresses import Address
from app.domain.ids import ClientId, InstanceId, InstanceRef, MessageId, UploadId
from app.domain.kinds import MediaKind
from app.domain.uploads import Upload, UploadState
from app.services.bus import Bus
from app.services.uploads import UploadProgress
from app.ui.bridge import Bridge, Crossing, Reader
from app.ui.models.chats import Sending
from app.ui.wiring.leaving import Leaving
from tests.gui.chat_store import ChatStore, chat_row
from tests.gui.furniture import MakeReader

SHOP, OTHER = (InstanceRef(ClientId(1), InstanceId(name)) for name in ("loja", "outra"))


class Around(QObject):
    """Accounts, queue and panes, as far as this is concerned."""

    switched = Signal(object)
    listed = Signal(object, list)

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.current = SHOP
        self.given: list[dict[int, Sending]] = []
        self._reader = reader

    def reader(self, _ref: object) -> Reader:
        return self._reader

    def existing(self, _name: str) -> Any:
        return self

    def set_sending(self, sending: dict[int, Sending]) -> None:
        self.given.append(sending)


def upload(number: int, to: str, state: UploadState = UploadState.UPLOADING) -> Upload:
    return Upload(
        UploadId(number), MessageId(number), "", Address(to), MediaKind.DOCUMENT, state, None, f"file {number}.pdf",
        "application/pdf", 1_000, "ab" * 32, "", False, "", "", 0, None, None, float(number),
    )  # fmt: skip


def test_files_on_their_way_are_shown_by_chat_with_what_has_left(qtbot: QtBot, read: MakeReader) -> None:
    store = ChatStore([chat_row(1, address=Address("+5511900000001")), chat_row(2, address=Address("+5511900000002"))])
    around, bus, crossing = Around(read(store)), Bus(), Crossing()
    leaving = Leaving(around, around, around, Bridge(bus, crossing))
    running = [upload(1, "+5511900000001"), upload(2, "+5511900000001"), upload(3, "+5511900000002")]
    around.listed.emit(SHOP, [*running, replace(upload(4, "+5511900000002"), state=UploadState.FAILED)])
    qtbot.waitUntil(lambda: bool(around.given) and len(around.given[-1]) == 2)
    assert around.given[-1] == {1: Sending("file 1.pdf", None), 2: Sending("file 3.pdf", None)}
    bus.publish(UploadProgress(SHOP, UploadId(1), 470, 1_000))
    qtbot.waitUntil(lambda: around.given[-1].get(1) == Sending("file 1.pdf", 0.47))
    around.listed.emit(OTHER, [upload(9, "+5511900000002")])
    around.listed.emit(SHOP, [])
    assert around.given[-1] == {}
    around.switched.emit(OTHER)
    assert leaving is not None and around.given[-1] == {}
    crossing.close()
