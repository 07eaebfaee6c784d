"""A desk on a real folder from which files are sent, and a preparation sheet over an empty window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QMainWindow

from app.bootstrap import workers
from app.domain.accounts import Instance
from app.domain.addresses import Address
from app.domain.encryption import Verified
from app.domain.kinds import MediaKind
from app.domain.uploads import Upload
from app.services.desk import Desk
from app.services.drafts import Preparer
from app.services.ports import Derived, Judged, StoredFile, TempFile
from app.ui.bridge import Errands
from app.ui.dialogs.prepare import PrepareSheet, Whither
from app.ui.look.icons import Icons
from app.ui.look.theme import Theme
from app.ui.models.sending_as import SendingAs
from app.ui.wiring.preparing import Preparation
from tests.unit.services.making import Shop, shop
from tests.unit.storage.making import OWNER, PHONE, REF

SHOP = SendingAs(REF, "Loja Centro", "anil", "W-API", "Móveis Ramires")
LONG = SendingAs(
    REF,
    "Assistência técnica e pós-venda da loja do centro",
    "oliva",
    "W-API",
    "Móveis Planejados Ramires & Filhos Ltda",
)


class HereWork:
    """The real byte work, in this process."""

    def judge(self, temp: TempFile, *, kind: MediaKind, declared_mime: str, name: str, size_bytes: int) -> Judged:
        return workers.judge_file(temp, kind=kind, declared_mime=declared_mime, name=name, size_bytes=size_bytes)

    def derive(self, file: StoredFile, *, kind: MediaKind, mime: str) -> Derived:
        return workers.derive_file(file, kind=kind, mime=mime)

    def hash_copy(self, source: str, temp: TempFile) -> Verified:
        return workers.copy_and_hash(source, temp)


@dataclass
class Counter:
    """Where files are handed in: a desk, what was sent from it, and how often the outbox was woken."""

    desk: Desk
    shop: Shop
    woken: list[int] = field(default_factory=list)

    def wake(self) -> None:
        self.woken.append(1)

    def queued(self) -> list[Upload]:
        """Return the uploads, in the order in which they leave."""
        with self.shop.store.read() as rd:
            return sorted(rd.uploads(), key=lambda upload: upload.id)


@contextmanager
def counter(folder: Path) -> Iterator[Counter]:
    """Open an instance from which files are sent."""
    folder.mkdir(parents=True, exist_ok=True)
    with shop(folder) as made:
        preparer = Preparer("wapi", made.gateway.abilities, made.vault, HereWork())
        instance = Instance(REF, "wapi", "Loja Centro", "", "https://wapi.example", {}, "secret")
        desk = Desk(
            instance=instance,
            store=made.store,
            vault=made.vault,
            gateway=made.gateway,
            inbox=made.inbox,
            downloads=made.downloads,
            outbox=made.outbox,
            deriver=cast(Any, None),
            preparer=preparer,
            clock=made.clock,
            owner=OWNER,
            locate=lambda blob: str(folder / blob.path),
        )
        yield Counter(desk, made)


def sheet_over(
    window: QMainWindow, look: tuple[Theme, Icons], account: SendingAs = SHOP, name: str = "Marina Prado"
) -> PrepareSheet:
    """Return a sheet that is not open yet."""
    return PrepareSheet(*look, window, Whither(account, PHONE, name))


def prepared(sheet: PrepareSheet, at: Counter, errands: Errands, address: Address = PHONE) -> Preparation:
    """Serve a sheet as the window does."""
    return Preparation(sheet, at.desk, address, errands, at.wake)
