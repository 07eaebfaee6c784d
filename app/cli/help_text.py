"""Shows how a command is written, in the user's language: usage, arguments, options and commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

from app.cli.safe_text import shown
from app.cli.wrong_usage import parameter_name
from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import _

if TYPE_CHECKING:
    from rich.console import RenderableType

Row = tuple[str, str]


class HelpfulCommand(TyperCommand):
    """A command whose help and complaints are in the user's language."""

    allow_extra_args = True
    takes_anything = False

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        print_help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse arguments that the command does not know. Raises CommandError `usage`."""
        rest = super().parse_args(ctx, args)
        if rest and not self.takes_anything:
            raise CommandError(ErrorCode.USAGE, "", _("This is too much: {words}").format(words=shown(" ".join(rest))))
        return rest


class AnyCommand(HelpfulCommand):
    """A command that takes whatever arguments there are."""

    takes_anything = True


class HelpfulGroup(TyperGroup):
    """A group of commands whose help and complaints are in the user's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help."""
        print_help(self, ctx)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Ask for a command where there is none. Raises CommandError `usage`."""
        if not args and not self.invoke_without_command:
            raise CommandError(ErrorCode.USAGE, "", _("Name one of: {names}").format(names=self._names()))
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that the arguments name. Raises CommandError `usage`."""
        if args[0] in self.commands or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        detail = _("There is no command {name}.").format(name=shown(args[0]))
        if close := get_close_matches(args[0], self.commands):
            detail += " " + _("Did you mean {options}?").format(options=", ".join(close))
        raise CommandError(ErrorCode.USAGE, "", detail)

    def _names(self) -> str:
        return ", ".join(name for name, command in self.commands.items() if not command.hidden)


def everywhere() -> list[Row]:
    """Return the options that every verb takes, before or after it."""
    return [
        ("--json", _("Print one JSON object and nothing else.")),
        ("--data-dir PATH", _("Work on this data folder.")),
        ("--lang pt_BR|es|en", _("Speak this language.")),
        ("-v, --verbose", _("Also show the log.")),
        ("--help", _("Show this help.")),
    ]


def print_help(command: Any, ctx: Any) -> None:
    """Print the help of a command or group to stdout."""
    import sys

    from app.cli.output import console_for

    console = console_for(sys.stdout)
    for part in _parts(command, ctx):
        console.print(part)
    sys.stdout.flush()


def _parts(command: Any, ctx: Any) -> Iterable[RenderableType]:
    parameters = [p for p in command.params if not getattr(p, "hidden", False) and p.name != "help"]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    yield _("Usage: {command}").format(command=_usage(command, ctx, arguments))
    yield ""
    yield command.help or ""
    yield from _section(_("Arguments"), [(parameter_name(one), _described(one)) for one in arguments])
    yield from _section(_("Options"), [(_written(one), _described(one)) for one in options])
    yield from _section(_("Options of every command"), everywhere())
    commands = [one for one in getattr(command, "commands", {}).values() if not one.hidden]
    commands.sort(key=lambda one: not hasattr(one, "commands"))
    yield from _section(_("Commands"), [(one.name, one.help or "") for one in commands])
    if command.epilog:
        yield ""
        yield command.epilog


def _usage(command: Any, ctx: Any, arguments: Sequence[Any]) -> str:
    names = [parameter_name(one) for one in arguments]
    ending = [_("COMMAND …")] if hasattr(command, "commands") else []
    return " ".join([ctx.command_path, *names, _("[OPTIONS]"), *ending])


def _written(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if getattr(option, "is_flag", False) else f"{names} {option.metavar or _values(option)}"


def _values(option: Any) -> str:
    annotation = option.type_descriptor.annotation
    return "|".join(annotation) if hasattr(annotation, "__members__") else "VALUE"


def _described(parameter: Any) -> str:
    needed = _("(needed)") if parameter.required and parameter.param_type_name == "option" else ""
    return " ".join(part for part in (getattr(parameter, "help", "") or "", needed) if part)


def _section(title: str, rows: Sequence[Row]) -> Iterable[RenderableType]:
    from rich.padding import Padding

    from app.cli.tables import facts

    if rows:
        yield ""
        yield f"{title}:"
        yield Padding(facts(rows), (0, 0, 0, 2), expand=False)
