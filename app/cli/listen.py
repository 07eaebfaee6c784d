"""`listen`: receives, downloads and sends until it is interrupted, and says what happens as it happens."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import credentials
from app.cli.credentials import CredentialsOption
from app.cli.happenings import Happening, subscribed
from app.cli.problems import RefusedCommandError
from app.cli.session import Session, session_of
from app.cli.signals import StoppedError
from app.domain.errors import CommandError
from app.domain.ids import InstanceRef, instance_ref
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from app.bootstrap.core import Core

_LOOK_S = 0.5
_HIGHEST_PORT = 65_535

Happenings = queue.SimpleQueue[Happening]


def listen(
    ctx: typer.Context,
    instances: Annotated[
        list[str] | None, typer.Argument(metavar="[CLIENT/INSTANCE…]", help=_("The instances; all if left out."))
    ] = None,
    webhook: Annotated[
        str, typer.Option("--webhook", metavar="HOST:PORT", help=_("Where webhooks arrive; port 0 takes a free one."))
    ] = "127.0.0.1:0",
    credentials_stdin: CredentialsOption = False,
) -> int:
    """Receive, download and send until interrupted."""
    session = session_of(ctx)
    host, port = _address(webhook)
    refs = _refs(session.core, instances or ())
    credentials.give_each(session.core, refs, from_stdin=credentials_stdin)
    with ExitStack() as stack:
        happenings: Happenings = queue.SimpleQueue()
        stack.enter_context(subscribed(session.core.bus, happenings.put))
        # Being asked to stop is the ordinary end here.
        stack.enter_context(suppress(StoppedError))
        stack.callback(_tell_rest, session, happenings)
        urls = stack.enter_context(_listening(session.core, refs, host, port))
        _tell_where(session, urls)
        while True:
            _tell_next(session, happenings, wait_s=_LOOK_S)
    return 0


@contextmanager
def _listening(core: Core, refs: Sequence[InstanceRef], host: str, port: int) -> Iterator[dict[InstanceRef, str]]:
    from app.bootstrap.listening import Listening

    listening = Listening(core, refs, host=host, port=port)
    try:
        try:
            urls = listening.start()
        except CommandError as error:
            # The command is well written; it is the address that cannot be had.
            raise RefusedCommandError(error) from error
        yield urls
    finally:
        listening.stop()


def _refs(core: Core, names: Sequence[str]) -> list[InstanceRef]:
    named = list(dict.fromkeys(instance_ref(name) for name in names))
    found = [core.accounts.instance(ref).ref for ref in named] or [each.ref for each in core.accounts.instances()]
    if not found:
        raise CommandError(ErrorCode.NOT_FOUND, "instance", _("there is no instance yet"))
    return found


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > _HIGHEST_PORT:
        raise CommandError(ErrorCode.BAD_INPUT, "webhook", _("written HOST:PORT, for example 127.0.0.1:8080"))
    return host.strip("[]") or "127.0.0.1", int(port)


def _tell_where(session: Session, urls: dict[InstanceRef, str]) -> None:
    if session.output.as_json:
        session.output.line({"event": "listening", "webhook": {str(ref): url for ref, url in urls.items()}})
        return
    for ref, url in urls.items():
        session.output.words(_("{instance} listens at {url}").format(instance=ref, url=url))
    session.output.say(_("Stop with Ctrl+C."))


def _tell_next(session: Session, happenings: Happenings, *, wait_s: float) -> bool:
    """Print the next happening; False where none came in time."""
    try:
        happening = happenings.get(timeout=wait_s)
    except queue.Empty:
        return False
    if session.output.as_json:
        session.output.line(happening.as_json)
    else:
        session.output.words(happening.in_words)
    return True


def _tell_rest(session: Session, happenings: Happenings) -> None:
    while _tell_next(session, happenings, wait_s=0.0):
        pass
