"""Runs what `listen` (and later the window) keeps going: webhook listener, downloads, uploads, derivations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack

from app.bootstrap.core import Core
from app.bootstrap.registration import Registrations
from app.domain.ids import InstanceRef
from app.services.desk import Desk
from app.services.runner import Runner
from app.whatsapp.sources.group_commit import GroupCommit
from app.whatsapp.sources.hooks import Hooks
from app.whatsapp.sources.listener import WebhookListener
from app.whatsapp.sources.loop import SourceLoop

_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - compared with, not bound to

Body = tuple[str, bytes]
"""Where a body came from, and the body."""


class Listening:
    """The sources and the work of some instances, from `start` to `stop`.

    Args:
        host: address that the webhook listener serves.
        port: 0 for a free one.
    """

    def __init__(self, core: Core, refs: Sequence[InstanceRef], *, host: str, port: int) -> None:
        self._desks: dict[InstanceRef, Desk] = {ref: core.desk(ref) for ref in refs}
        self._runner = Runner(list(self._desks.values()), core.owner.alive)
        hooks = Hooks({ref: desk.instance.hook_secret for ref, desk in self._desks.items()})
        self._host = host
        self._listener = WebhookListener(self._accept, hooks.find, host=host, port=port)
        self._commits: dict[InstanceRef, GroupCommit[Body]] = {}
        self._stack = ExitStack()

    def start(self) -> dict[InstanceRef, str]:
        """Begin, and return the webhook address of each instance.

        Raises:
            CommandError: field `webhook`: nothing can listen there.
        """
        with ExitStack() as stack:
            # Ended in the opposite order: first nothing comes in any more, then what is under way ends.
            stack.callback(self._runner.stop)
            self._commits = {ref: GroupCommit(self._committer(desk)) for ref, desk in self._desks.items()}
            for commit in self._commits.values():
                stack.callback(commit.stop)
            loop = SourceLoop()
            loop.start()
            stack.callback(loop.stop)
            loop.submit(self._listener.start()).result()
            stack.callback(lambda: loop.submit(self._listener.stop()).result())
            self._runner.start()
            urls = {ref: self._url(desk) for ref, desk in self._desks.items()}
            stack.enter_context(Registrations({urls[ref]: desk.gateway for ref, desk in self._desks.items()}))
            self._stack = stack.pop_all()
        return urls

    def stop(self) -> None:
        """End in order: sources, commits, then what is running."""
        self._stack.close()

    def wake(self, ref: InstanceRef) -> None:
        """Look at an instance now, where it is one of these: something was queued."""
        if ref in self._desks:
            self._runner.wake(self._desks[ref])

    def _accept(self, ref: InstanceRef, source: str, body: bytes) -> Future[None]:
        return self._commits[ref].submit((source, body), size_bytes=len(body))

    def _committer(self, desk: Desk) -> Callable[[list[Body]], None]:
        def commit(bodies: list[Body]) -> None:
            for source in dict.fromkeys(source for source, _body in bodies):
                desk.inbox.secure([body for origin, body in bodies if origin == source], source=source)
            self._runner.wake(desk)

        return commit

    def _url(self, desk: Desk) -> str:
        host = _EVERYWHERE.get(self._host, self._host)
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self._listener.port}/hook/{desk.instance.ref}/{desk.instance.hook_secret}"
