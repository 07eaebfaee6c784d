"""Takes the options that every verb knows (`--json`, `--data-dir`, `--lang`, `-v`) out of the arguments.

They may stand before or after the verb, so they are taken out before the verbs are looked at. A value that looks like
one of them is written with an equals sign: `--caption=--json`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CommandError
from app.domain.reasons import ErrorCode
from app.texts import LANGUAGES, _, matching

_VERBOSE = re.compile(r"-v+|--verbose")
_VALUED = ("--data-dir", "--lang")
_LISTS = {
    "--media": re.compile(r"[0-9]+(,[0-9]+)*,?"),
    "--kind": re.compile(r"[a-z]+(,[a-z]+)*,?"),
    "--state": re.compile(r"[a-z]+(,[a-z]+)*,?"),
}
"""Options that take several values, and what a value looks like: `--media 1 2 3` becomes `--media 1,2,3`."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked of every verb.

    Attributes:
        data_dir: None where the environment or the platform decides.
        verbose: how many times `-v` was given.
    """

    json: bool = False
    data_dir: Path | None = None
    lang: str | None = None
    verbose: int = 0


def wants_json(argv: Sequence[str]) -> bool:
    """Tell whether `--json` was given, also where the rest cannot be understood."""
    return "--json" in _before_dashes(argv)


def split(argv: Sequence[str]) -> tuple[Options, list[str]]:
    """Return the options of every verb and the arguments that remain.

    Raises:
        CommandError: code `usage`, names the option.
    """
    head = list(_before_dashes(argv))
    tail = list(argv[len(head) :])
    values: dict[str, str] = {}
    rest: list[str] = []
    verbose = 0
    while head:
        word = head.pop(0)
        name, equals, value = word.partition("=")
        if name in _VALUED:
            values[name] = value if equals else _next(name, head)
        elif _VERBOSE.fullmatch(word):
            verbose += 1 if word.startswith("--") else len(word) - 1
        elif word != "--json":
            rest += [word, *_list(word, head)]
    return Options(wants_json(argv), _folder(values), _language(values), verbose), rest + tail


def _before_dashes(argv: Sequence[str]) -> Sequence[str]:
    return argv[: argv.index("--")] if "--" in argv else argv


def _next(name: str, head: list[str]) -> str:
    if not head:
        raise CommandError(ErrorCode.USAGE, name, _("needs a value"))
    return head.pop(0)


def _list(name: str, head: list[str]) -> list[str]:
    """Take the values of an option that takes several, and return them as one."""
    shape = _LISTS.get(name)
    taken: list[str] = []
    while shape is not None and head and shape.fullmatch(head[0]):
        taken.append(head.pop(0))
    return [",".join(taken)] if taken else []


def _folder(values: dict[str, str]) -> Path | None:
    if "--data-dir" not in values:
        return None
    if not values["--data-dir"].strip():
        raise CommandError(ErrorCode.USAGE, "--data-dir", _("needs the path of a folder"))
    return Path(values["--data-dir"]).expanduser()


def _language(values: dict[str, str]) -> str | None:
    if "--lang" in values and matching(values["--lang"]) is None:
        raise CommandError(ErrorCode.USAGE, "--lang", _("one of {values}").format(values=", ".join(LANGUAGES)))
    return values.get("--lang")
