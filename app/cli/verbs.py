"""The tree of verbs, built when a run starts so that its help speaks the language of the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from app import __version__
from app.cli import (
    clients,
    download,
    gallery,
    ingest,
    instances,
    listen,
    not_yet,
    queue,
    sandbox,
    save,
    send,
    stats,
    window,
)
from app.cli.help_text import AnyCommand, HelpfulCommand, HelpfulGroup
from app.cli.output import Answer
from app.cli.session import session_of
from app.texts import _

_ANY_OPTION = {"ignore_unknown_options": True}


def program() -> typer.Typer:
    """Return all verbs."""
    app = _group(_("Receive, keep, find and send the media of WhatsApp conversations."), epilog=_to_come())
    app.callback(invoke_without_command=True, help=_app_help(), epilog=_to_come())(root)
    app.add_typer(_clients(), name="client")
    app.add_typer(_instances(), name="instance")
    for name, verb, sentence in _verbs():
        app.command(name, help=sentence, cls=HelpfulCommand)(verb)
    app.command("sandbox", help=_("Run the gateway that plays WhatsApp."), cls=HelpfulCommand)(sandbox.sandbox)
    for name in not_yet.VERBS:
        app.command(name, hidden=True, context_settings=_ANY_OPTION, cls=AnyCommand)(not_yet.not_yet)
    return app


def root(
    ctx: typer.Context,
    demo: Annotated[bool, typer.Option("--demo", help=_("Open the window with invented customers."))] = False,
    exit_when_ready: Annotated[
        bool, typer.Option("--exit-when-ready", help=_("Open the window, measure until it is usable, and close it."))
    ] = False,
    version: Annotated[bool, typer.Option("--version", help=_("Show the version."))] = False,
) -> Answer | int | None:
    """Open the window."""
    if version:
        return Answer({"version": __version__}, lambda: [f"Acervo {__version__}"])
    if ctx.invoked_subcommand is None or demo or exit_when_ready:
        return window.open_window(session_of(ctx), demo=demo, exit_when_ready=exit_when_ready)
    return None


def _app_help() -> str:
    return _("Receive, keep, find and send the media of WhatsApp conversations.")


def _to_come() -> str:
    return _("Still to come: {verbs}.").format(verbs=", ".join(not_yet.VERBS))


def _clients() -> typer.Typer:
    group = _group(_("The companies whose numbers the team serves."))
    group.command("add", help=_("Add a client."), cls=HelpfulCommand)(clients.add)
    group.command("list", help=_("List the clients."), cls=HelpfulCommand)(clients.list_clients)
    group.command("remove", help=_("Delete a client with all its instances."), cls=HelpfulCommand)(clients.remove)
    return group


def _instances() -> typer.Typer:
    group = _group(_("The WhatsApp numbers of a client."))
    added = _("Add an instance; its credentials go into the system's keychain.")
    tested = _("Call the provider; show the number, the limits and what is wrong.")
    removed = _("Delete an instance: its files, messages and credentials.")
    group.command("add", help=added, cls=HelpfulCommand)(instances.add)
    group.command("list", help=_("List the instances and their webhook paths."), cls=HelpfulCommand)(
        instances.list_instances
    )
    group.command("test", help=tested, cls=HelpfulCommand)(instances.test)
    group.command("remove", help=removed, cls=HelpfulCommand)(instances.remove)
    return group


def _verbs() -> list[tuple[str, Callable[..., Any], str]]:
    return [
        ("ingest", ingest.ingest, _("Take events from files: JSON, an array, or one JSON object a line.")),
        ("listen", listen.listen, _("Receive, download and send until interrupted.")),
        ("download", download.download, _("Fetch the files that WhatsApp still holds.")),
        ("reprocess", download.reprocess, _("Try again what failed, expired or was set aside.")),
        ("gallery", gallery.gallery, _("Show media, newest first.")),
        ("save", save.save, _("Copy files into a folder; no file is ever replaced.")),
        ("send", send.send, _("Send files or a text to a conversation.")),
        ("queue", queue.queue, _("Show and steer what is on its way out.")),
        ("stats", stats.stats, _("Show how much there is, and in which state.")),
    ]


def _group(help: str, *, epilog: str | None = None) -> typer.Typer:
    return typer.Typer(
        help=help,
        epilog=epilog,
        cls=HelpfulGroup,
        add_completion=False,
        rich_markup_mode=None,
        suggest_commands=True,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
    )
