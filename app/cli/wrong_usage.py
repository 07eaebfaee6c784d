"""Says in the user's language what typer found wrong with a command."""

from __future__ import annotations

import typer

from app.texts import _


def usage_detail(error: typer.TyperException) -> str:
    """Return one sentence about a command that is not written correctly.

    Typer's exceptions are told apart by what they carry, because their classes are not part of its public face.
    """
    option = getattr(error, "option_name", "")
    parameter = getattr(error, "param", None)
    if option:
        return _of_option(option, error)
    if parameter is None:
        return error.format_message()
    name = parameter_name(parameter)
    if type(error).__name__ == "MissingParameter":
        return _("{name} is missing.").format(name=name)
    detail = error.message.removeprefix("Value error, ")
    return _("{name} cannot have this value: {detail}").format(name=name, detail=detail)


def parameter_name(parameter: object) -> str:
    """Return how a user writes an option (`--to`) or sees an argument (`CLIENT/INSTANCE`)."""
    options = [name for name in getattr(parameter, "opts", []) if name.startswith("-")]
    return options[0] if options else getattr(parameter, "metavar", "") or str(getattr(parameter, "name", "")).upper()


def _of_option(option: str, error: typer.TyperException) -> str:
    if not hasattr(error, "possibilities"):
        return _("The option {option} needs a value.").format(option=option)
    detail = _("There is no option {option}.").format(option=option)
    if close := sorted(getattr(error, "possibilities", None) or ()):
        detail += " " + _("Did you mean {options}?").format(options=", ".join(close))
    return detail
