"""The demo from its first to its last moment: folder, gateway, accounts, stage, a few things that are sent, the end."""

from __future__ import annotations

import logging
import multiprocessing
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from app.bootstrap.core import Core
from app.bootstrap.demo.gateway import DemoGateway, Strings
from app.bootstrap.demo.people import ACCOUNTS, CLIENTS, PEOPLE, Account
from app.bootstrap.demo.shelf import Shelf
from app.bootstrap.demo.stage import SOME_FAIL, Script, perform
from app.domain.addresses import Address
from app.domain.errors import AcervoError
from app.domain.ids import ChatId, ClientId, InstanceId, InstanceRef
from app.services.desk import Desk
from app.services.settings import ACCOUNT_COLOURS
from app.services.views import ChatFilter
from app.services.work import DeskOpened
from app.system.settings_file import NAME, SettingsFile

_log = logging.getLogger("app.demo")

SEED = 20
_JOIN_S = 10.0
_LEFT_UNREAD = 4
"""Chats of each account that stay unread."""
_QUIET_S = 1.0
_LOOK_S = 0.2


class Demo:
    """One performance. Made by `demo_folder`; `prepare` is called once the core is open.

    Attributes:
        data: the data folder.
        settings: the window's, already saved there; more may be put and saved before it opens.
        settled: set when the history is in and the team has done its part.
    """

    def __init__(self, folder: Path, strings: Strings) -> None:
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        self.settings = SettingsFile(self.data / NAME)
        self.settings.put(ACCOUNT_COLOURS, {f"{account.client}/{account.id}": account.colour for account in ACCOUNTS})
        self.settings.save()
        self.settled = threading.Event()
        self._folder, self._strings = folder, strings
        context = multiprocessing.get_context("spawn")
        self._stop = threading.Event()
        self._line, self._their_end = context.Pipe()
        script = Script(strings.url, strings.token, str(folder / "customers"), SEED)
        self._stage = context.Process(target=perform, args=(script, self._their_end), name="stage", daemon=True)
        self._desks: dict[InstanceRef, Desk] = {}
        self._sender: threading.Thread | None = None

    def prepare(self, core: Core) -> None:
        """Add clients and accounts, and let the customers begin."""
        ids = [core.accounts.add_client(name).id for name in CLIENTS]
        for account in ACCOUNTS:
            self._add(core, account, ids[account.client - 1])
        core.bus.subscribe(DeskOpened, self._opened)
        self._stage.start()
        # Only then does the line end with either process.
        self._their_end.close()
        self._sender = threading.Thread(target=self._take_part, name="demo")
        self._sender.start()

    def prepare_one(self, core: Core) -> None:
        """Add the first account alone; nobody writes to it."""
        self._add(core, ACCOUNTS[0], core.accounts.add_client(CLIENTS[0]).id)

    @property
    def strings(self) -> Strings:
        """Return what pulls the gateway's strings."""
        return self._strings

    def silence(self) -> None:
        """Let nothing more arrive; the gateway goes on."""
        self._stop.set()
        with suppress(OSError):
            self._line.send_bytes(b"stop")

    def lose_gateway(self) -> None:
        """Let the gateway go away, as networks do."""
        self._strings.stop()

    def end(self) -> None:
        """Let the customers go home."""
        self.silence()
        if self._sender is not None:
            self._sender.join(_JOIN_S)
        if self._stage.pid is not None:
            self._stage.join(_JOIN_S)
            if self._stage.is_alive():
                self._stage.kill()
                self._stage.join()
        self._line.close()
        self._their_end.close()

    def _add(self, core: Core, account: Account, client: ClientId) -> None:
        ref = InstanceRef(client, InstanceId(account.id))
        core.accounts.add_instance(
            ref, provider="sandbox", base_url=self._strings.url, name=account.name, number=f"+{account.number}"
        )
        # For this run only: the demo leaves nothing in the keychain.
        core.secrets.give(ref, {"token": self._strings.token})

    def _opened(self, event: DeskOpened) -> None:
        self._desks[event.desk.instance.ref] = event.desk

    def _take_part(self) -> None:
        """Do what the team would have done: read most chats, send a few files, one of which goes wrong."""
        self._wait_until_told()
        try:
            for desk in list(self._desks.values()):
                if not self._stop.is_set():
                    self._read_most(desk)
            if not self._stop.is_set():
                self._send_some()
        except (AcervoError, OSError):
            _log.exception("demo_failed")
        finally:
            self.settled.set()

    def _wait_until_told(self) -> None:
        with suppress(OSError, EOFError):
            while not self._stop.is_set():
                if self._line.poll(_LOOK_S):
                    self._line.recv_bytes()
                    return

    def _read_most(self, desk: Desk) -> None:
        self._wait_until_quiet(desk)
        with desk.store.view() as view:
            chats = list(view.chat_ids(ChatFilter.ALL))
        for chat in chats[_LEFT_UNREAD:]:
            desk.store.mark_read(ChatId(chat))

    def _wait_until_quiet(self, desk: Desk) -> None:
        before = -1
        while not self._stop.wait(_QUIET_S):
            with desk.store.read() as rd:
                messages = rd.totals()[0]
            if messages == before:
                return
            before = messages

    def _send_some(self) -> None:
        ref = InstanceRef(ClientId(1), InstanceId(ACCOUNTS[0].id))
        desk = self._desks.get(ref)
        if desk is None:
            return
        shelf = Shelf(self._folder / "customers", SEED)
        marina, paulo, escola = (Address(f"+{PEOPLE[place][1]}") for place in (0, 1, 2))
        self._send(desk, Address("+5511988880000"), shelf.paper(0).path)
        self._send(desk, escola, shelf.paper(6).path)
        self._send(desk, paulo, shelf.photo(9).path)
        self._send(desk, marina, shelf.paper(2).path)
        self._wait_until_sent(desk)
        # The answer to the next one is lost, and the echo too: nobody knows whether it arrived.
        self._strings.misbehave("send.lose_answer,event.drop")
        self._send(desk, marina, shelf.paper(4).path)
        self._wait_until_sent(desk)
        self._strings.misbehave(SOME_FAIL)

    def _send(self, desk: Desk, to: Address, path: Path) -> None:
        desk.outbox.enqueue_file(to, desk.preparer.prepare(path))

    def _wait_until_sent(self, desk: Desk) -> None:
        from app.services.uploads import settled

        deadline = time.monotonic() + _JOIN_S
        while time.monotonic() < deadline and not self._stop.wait(0.2):
            with desk.store.read() as rd:
                if settled(rd.uploads()):
                    return


@contextmanager
def demo_folder() -> Iterator[Demo]:
    """Make a throw-away folder with a gateway beside it; both are gone afterwards."""
    with ExitStack() as stack:
        folder = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="acervo-demo-", ignore_cleanup_errors=True))
        )
        gateway = stack.enter_context(DemoGateway(folder, seed=SEED))
        demo = Demo(folder, gateway.strings)
        stack.callback(demo.end)
        yield demo
