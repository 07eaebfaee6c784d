"""Everything that serves one instance, and nothing of another: the store, vault, inbox, downloads and outbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.accounts import Instance
from app.domain.messages import Blob
from app.domain.reasons import Reason
from app.services.derivation import Deriver
from app.services.downloads import LEASE_S, UNANSWERED, Downloader
from app.services.drafts import Preparer
from app.services.gateway import Gateway
from app.services.inbox import Inbox
from app.services.ports import Clock, Vault
from app.services.registry import OpenedStore
from app.services.uploads import Outbox

_NOBODY_THERE = UNANSWERED - {Reason.RATE_LIMITED}


@dataclass(frozen=True, slots=True)
class Desk:
    """One instance, opened for work."""

    instance: Instance
    store: OpenedStore
    vault: Vault
    gateway: Gateway
    inbox: Inbox
    downloads: Downloader
    outbox: Outbox
    deriver: Deriver
    preparer: Preparer
    clock: Clock
    owner: str
    locate: Callable[[Blob], str]

    def recover(self, alive: Callable[[str], bool]) -> None:
        """Take up what dead processes left: temporary files, leases, uploads cut off, payloads nobody read."""
        self.vault.sweep(alive)
        with self.store.write() as tx:
            now = self.clock()
            tx.downloads.recover(alive, now=now)
            tx.uploads.recover(alive, now=now)
            tx.derivations.recover(alive)
            tx.uploads.settle_by_echo(now=now)

    def hurry(self) -> None:
        """Try now what waits because nobody answered: the provider has just been reached again."""
        with self.store.write() as tx:
            now = self.clock()
            tx.downloads.hurry(_NOBODY_THERE, now=now)
            tx.uploads.hurry(_NOBODY_THERE, now=now)

    def beat(self) -> None:
        """Lengthen the leases of this process."""
        with self.store.write() as tx:
            now = self.clock()
            tx.downloads.extend(self.owner, now=now, lease_s=LEASE_S)
            tx.uploads.extend(self.owner, now=now, lease_s=LEASE_S)

    def step(self) -> bool:
        """Start whatever can run now, without waiting; tell whether anything is under way."""
        self.inbox.process()
        self.downloads.step()
        sending = self.outbox.step()
        deriving = self.deriver.step()
        return self.downloads.busy or sending or deriving

    def stop(self) -> None:
        """End in order: running downloads go back to a restartable state, sends learn their answer."""
        self.downloads.stop()
        self.outbox.stop()
        self.deriver.drain()
