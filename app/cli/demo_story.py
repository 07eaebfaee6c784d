"""The acts of the demo: connect, receive, look, save, send. Each says what it does and makes sure that it happened."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from app.bootstrap.core import Core
from app.bootstrap.listening import Listening
from app.cli.demo_gateway import DemoError, DemoGateway
from app.cli.demo_media import Sample, make_damaged, make_offer, make_samples
from app.cli.output import Output
from app.domain.ids import InstanceId, InstanceRef
from app.domain.kinds import MediaKind, MediaState
from app.domain.uploads import Upload, UploadState
from app.services.store import GalleryQuery
from app.texts import _, ngettext
from app.texts.reasons import reason_title
from app.texts.titles import kind_title, media_state_title, upload_state_title

if TYPE_CHECKING:
    from app.domain.messages import MediaItem
    from app.services.desk import Desk

T = TypeVar("T")

SEED = 20
NUMBER = "5511999990000"
CUSTOMERS = (("5511988887777", "Ana"), ("5521977776666", "Bruno"))
_PATIENCE_S = 20.0
_POLL_S = 0.05


class Story:
    """One performance, on a data folder and a gateway of its own."""

    def __init__(self, output: Output, core: Core, gateway: DemoGateway, folder: Path) -> None:
        self._output = output
        self._core = core
        self._gateway = gateway
        self._saved = folder / "saved"
        self._folder = folder / "customers"
        self._folder.mkdir()
        self._step = 0
        self._samples: list[Sample] = []
        self._listening: Listening | None = None

    def __enter__(self) -> Story:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._listening is not None:
            self._listening.stop()

    def connect(self) -> None:
        """Add a client and its number, test the connection, listen for webhooks."""
        self._say(_("A gateway that plays WhatsApp has started on this computer."))
        client = self._core.accounts.add_client("Padaria")
        self._ref = InstanceRef(client.id, InstanceId("loja"))
        self._core.accounts.add_instance(
            self._ref, provider="sandbox", base_url=self._gateway.url, number=f"+{NUMBER}", name="Loja"
        )
        self._core.secrets.give(self._ref, {"token": self._gateway.token})
        report, _gateway = self._core.accounts.test(self._ref)
        _demand(report.ok, _("The connection does not work."))
        self._say(
            _("Client {name} is there, and its number answers: {number}.").format(
                name=client.name, number=report.number
            )
        )
        self._listening = Listening(self._core, [self._ref], host="127.0.0.1", port=0)
        self._listening.start()
        self._say(_("Acervo listens for webhooks."))

    def receive(self) -> None:
        """Let the customers send files and texts, one of them damaged, and wait until all have come to an end."""
        self._samples = make_samples(self._folder, SEED)
        (ana, bruno), count = CUSTOMERS, len(self._samples) + 3
        self._say(
            ngettext("The customers send {count} message.", "The customers send {count} messages.", count).format(
                count=count
            )
        )
        self._gateway.say(NUMBER, ana[0], _("Good morning! Here are the photos and the receipt."), name=ana[1])
        for index, sample in enumerate(self._samples):
            self._gateway.deliver(NUMBER, (ana, bruno)[index % 2][0], sample, name=(ana, bruno)[index % 2][1])
        self._gateway.misbehave("media.bad_mac")
        self._gateway.deliver(NUMBER, bruno[0], make_damaged(self._folder, SEED), name=bruno[1])
        self._gateway.misbehave("")
        self._gateway.say(NUMBER, bruno[0], _("Thank you!"), name=bruno[1])
        media = len(self._samples) + 1
        self._wait(lambda: self._received(media), _("Not every file came to an end in time."))
        _demand(self._core.statistics.of([self._ref]).messages == count, _("A message is missing."))
        self._say(_("Each was written down before the gateway got its answer; then its file was fetched and opened."))

    def show_library(self) -> None:
        """Show every file with what was found out about it; the damaged one says why it was not kept."""
        items = self._wait(self._described, _("The files were not looked at in time."))
        bad = [item for item in items if item.state is not MediaState.LOCAL]
        _demand(
            len(bad) == 1 and bad[0].state is MediaState.FAILED and bad[0].reason is not None,
            _("The damaged file was not found out."),
        )
        _demand(all(item.verified for item in items if item not in bad), _("A file was kept without being checked."))
        self._say(_("The library now shows:"))
        self._output.screen.print(_table(items))
        self._say(_("The damaged file was recognised by its seal, and nothing of it was kept."))

    def save(self) -> None:
        """Save copies and compare them, byte for byte, with what the customers sent."""
        page = self._core.gallery.page([self._ref], GalleryQuery(states=frozenset({MediaState.LOCAL}), limit=100))
        report = self._core.saver(self._ref).save([item for _ref, item in page.items], self._saved)
        _demand(report.saved == len(self._samples) and not report.failed, _("Not every file could be saved."))
        sent = sorted(_sha256(sample.path.read_bytes()) for sample in self._samples)
        kept = sorted(_sha256(Path(file).read_bytes()) for file in report.files)
        _demand(sent == kept, _("A saved copy differs from what was sent."))
        self._say(
            _("{count} copies were saved; each is byte for byte what the customer sent.").format(count=report.saved)
        )

    def send(self) -> None:
        """Send a file back and follow it until it is on the customer's phone."""
        from app.domain.addresses import address

        desk, offer, to = self._desk, make_offer(self._folder), address(CUSTOMERS[0][0])
        draft = desk.preparer.prepare(offer)
        _demand(to is not None and draft.problem is None, _("The file cannot be sent."))
        assert to is not None
        upload = desk.outbox.enqueue_file(to, draft, caption=_("The offer of the week"))
        self._say(_("{name} goes to {customer}:").format(name=offer.name, customer=CUSTOMERS[0][1]))
        arrived = self._follow(upload)
        there = self._gateway.received(NUMBER, arrived.message_id)
        _demand(_sha256(there) == _sha256(offer.read_bytes()), _("What arrived differs from what was sent."))
        self._say(_("What arrived is byte for byte what was sent, once."))

    def _follow(self, upload: Upload) -> Upload:
        seen: list[UploadState] = []

        def delivered() -> Upload | None:
            with self._desk.store.read() as rd:
                (now,) = rd.uploads([upload.id])
            if now.state not in seen:
                seen.append(now.state)
                self._output.words(f"      {upload_state_title(now.state.value)}")
            return now if now.state in (UploadState.DELIVERED, UploadState.READ, UploadState.FAILED) else None

        ended = self._wait(delivered, _("The file was not delivered in time."))
        _demand(ended.state is not UploadState.FAILED, _("The file was not delivered."))
        return ended

    @property
    def _desk(self) -> Desk:
        return self._core.desk(self._ref)

    def _received(self, count: int) -> bool:
        found = self._core.statistics.of([self._ref])
        return found.media == count and found.in_state(MediaState.REMOTE, MediaState.DOWNLOADING) == 0

    def _described(self) -> list[MediaItem] | None:
        """Return all media once size, length or pages of each kept one are known."""
        page = self._core.gallery.page([self._ref], GalleryQuery(limit=100))
        items = [item for _ref, item in page.items]
        waiting = [item for item in items if item.state is MediaState.LOCAL and item.mime != "text/csv"]
        return items if all(item.width or item.duration_s or item.pages for item in waiting) else None

    def _say(self, sentence: str) -> None:
        self._step += 1
        self._output.words(f"{self._step:>3}. {sentence}")

    def _wait(self, found: Callable[[], T | None], otherwise: str) -> T:
        """Return what `found` returns once that is something. Raises DemoError after a while."""
        until = time.monotonic() + _PATIENCE_S
        while not (result := found()):
            _demand(time.monotonic() < until, otherwise)
            time.sleep(_POLL_S)
        return result


def _demand(happened: bool, otherwise: str) -> None:
    if not happened:
        raise DemoError(otherwise)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _table(items: list[MediaItem]) -> object:
    from app.cli.tables import table

    columns = (_("From"), _("File"), _("Kind"), _("Size"), _("Found out"), _("State"))
    return table(columns, [_row(item) for item in items], right=(3,))


def _row(item: MediaItem) -> tuple[str, ...]:
    from app.texts.formats import format_bytes

    state = media_state_title(item.state.value)
    if item.reason is not None:
        state = f"{state}. {reason_title(item.reason.value)}"
    size = "" if item.size_bytes is None else format_bytes(item.size_bytes)
    return item.contact, item.name, kind_title(item.kind.value), size, _found_out(item), state


def _found_out(item: MediaItem) -> str:
    from app.texts.formats import format_duration

    if item.state is not MediaState.LOCAL:
        return ""
    if item.pages:
        return ngettext("{count} page", "{count} pages", item.pages).format(count=item.pages)
    size = f"{item.width} × {item.height}" if item.width and item.kind is not MediaKind.AUDIO else ""
    length = format_duration(item.duration_s) if item.duration_s else ""
    return ", ".join(part for part in (size, length) if part)
