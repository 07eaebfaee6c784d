"""How the gateway misbehaves: the grammar of a specification, and decisions that do not depend on timing.

Grammar:

    SPEC  = PART { "," PART }            an empty text: behave
    PART  = [ SCOPE "." ] NAME [ "=" RATE [ ":" ARGUMENT ] ] [ "@" ATTEMPTS ]
    SCOPE = media   GET of an encrypted body
          | send    POST of a message
          | event   an event on its way to a webhook or in a page of the history
          | api     every other call below /v1, the log excepted
    RATE      0 to 1, how often; 1 if it is left out
    ATTEMPTS  only the first so many attempts of one request: `media.http_500@2` fails twice, then serves

Names, their scopes, and what the argument means:

    delay=R[:seconds]      media send api event   waits first (1)
    drop=R                 media send api event   cuts before any answer; an event never reaches the webhook
    http_NNN=R[:seconds]   media send api         answers 400 to 599, with Retry-After if given (429: 1)
    hang=R[:seconds]       media send api         says nothing for so long (30), then cuts; a body stops half way
    html=R                 media send api         200 and a page of HTML; the send was taken
    empty=R                media send api         200 and no bytes; the send was taken
    truncate=R             media api              a body that is too short and whose Content-Length agrees
    cut_download=R         media                  the connection ends in the middle of the body
    corrupt=R              media                  one bit of the body is flipped
    slow=R[:bytes/s]       media send             so many bytes a second (65536)
    wrong_hash=R           media                  a new message declares a wrong SHA-256 of the file
    bad_mac=R              media                  a new message's body has a wrong MAC, its hash is right
    duplicate=R[:copies]   event                  comes again, later (1 copy)
    reorder=R              event                  changes places with the next
    lose_answer=R          send                   the message is taken, the connection cut before the answer
    cut_upload=R           send                   the connection is cut in the middle of the upload, nothing is taken
    fail_status=R          send                   accepted, and then the status says failed

A part without a scope holds for each scope that its name has; a scoped part goes before it. Of several faults that
hit one request the first in the specification is played; delay and slow come on top.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

Scope = Literal["media", "send", "event", "api"]

SCOPES: tuple[Scope, ...] = ("media", "send", "event", "api")

_FAULTS: dict[str, tuple[tuple[Scope, ...], float]] = {
    "delay": (("media", "send", "api", "event"), 1.0),
    "drop": (("media", "send", "api", "event"), 0.0),
    "hang": (("media", "send", "api"), 30.0),
    "html": (("media", "send", "api"), 0.0),
    "empty": (("media", "send", "api"), 0.0),
    "truncate": (("media", "api"), 0.0),
    "cut_download": (("media",), 0.0),
    "corrupt": (("media",), 0.0),
    "slow": (("media", "send"), 65536.0),
    "wrong_hash": (("media",), 0.0),
    "bad_mac": (("media",), 0.0),
    "duplicate": (("event",), 1.0),
    "reorder": (("event",), 0.0),
    "lose_answer": (("send",), 0.0),
    "cut_upload": (("send",), 0.0),
    "fail_status": (("send",), 0.0),
}
_TAKES_ARGUMENT = frozenset({"delay", "hang", "slow", "duplicate"})
_HTTP_FAULT = re.compile(r"http_[45][0-9][0-9]\Z")
_NOT_PLAYED_AS_ANSWER = frozenset({"delay", "slow", "wrong_hash", "bad_mac", "fail_status"})
_NUMBER = r"[0-9.]+(?:e[+-]?[0-9]+)?"
_PART = re.compile(
    r"(?:(?P<scope>[a-z_]+)\.)?(?P<name>[a-z0-9_]+)"
    rf"(?:=(?P<rate>{_NUMBER})(?::(?P<argument>{_NUMBER}))?)?(?:@(?P<attempts>[0-9]+))?\Z"
)


class MisbehaviourError(ValueError):
    """A specification cannot be read; the text names the part."""


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a specification.

    Attributes:
        argument: seconds, bytes per second or copies, by name; 0 if the name has none.
        attempts: holds for the first so many attempts of a request; None for all.
    """

    name: str
    scope: Scope | None
    rate: float
    argument: float
    attempts: int | None

    def __str__(self) -> str:
        scope = f"{self.scope}." if self.scope else ""
        argument = f":{_written(self.argument)}" if self.argument or self.name in _TAKES_ARGUMENT else ""
        attempts = f"@{self.attempts}" if self.attempts is not None else ""
        return f"{scope}{self.name}={_written(self.rate)}{argument}{attempts}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A fault that struck: its argument, and a draw in [0, 1) for whatever is left to choose."""

    argument: float
    draw: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What one request will meet.

    Attributes:
        fault: name of the fault to play, or None.
        argument: its argument.
        draw: [0, 1), where in the body it strikes.
        bytes_per_s: None for full speed.
    """

    delay_s: float = 0.0
    bytes_per_s: float | None = None
    fault: str | None = None
    argument: float = 0.0
    draw: float = 0.0

    @property
    def status(self) -> int | None:
        """Return the status to answer with if the fault is an `http_NNN`."""
        return int(self.fault[5:]) if self.fault is not None and _HTTP_FAULT.match(self.fault) else None


class Misbehaviour:
    """A specification together with a seed: the same question always has the same answer."""

    def __init__(self, spec: str = "", seed: int = 0) -> None:
        """Read `spec`.

        Raises:
            MisbehaviourError: a part has an unknown name or scope, or figures out of range.
        """
        self.seed = seed
        self._parts = tuple(parse_spec(spec))

    def __str__(self) -> str:
        return ",".join(map(str, self._parts))

    def hits(self, scope: Scope, key: str, attempt: int) -> dict[str, Hit]:
        """Return the faults that strike attempt `attempt` (from 1) of the request `key`, as the spec orders them."""
        found: dict[str, Hit] = {}
        for part in self._holding_for(scope):
            dice = random.Random(f"{self.seed}|{scope}|{key}|{attempt}|{part.name}")
            struck = dice.random() < part.rate
            if struck and (part.attempts is None or attempt <= part.attempts):
                found[part.name] = Hit(part.argument, dice.random())
        return found

    def plan(self, scope: Scope, key: str, attempt: int) -> Plan:
        """Return what attempt number `attempt` (from 1) of the request `key` will meet."""
        hits = self.hits(scope, key, attempt)
        plan = Plan(
            delay_s=hits["delay"].argument if "delay" in hits else 0.0,
            bytes_per_s=hits["slow"].argument if "slow" in hits else None,
        )
        for name, hit in hits.items():
            if name not in _NOT_PLAYED_AS_ANSWER:
                return replace(plan, fault=name, argument=hit.argument, draw=hit.draw)
        return plan

    def _holding_for(self, scope: Scope) -> Iterator[Part]:
        scoped = {part.name for part in self._parts if part.scope == scope}
        for part in self._parts:
            if part.scope == scope or (part.scope is None and part.name not in scoped and scope in _scopes(part.name)):
                yield part


def parse_spec(spec: str) -> Iterator[Part]:
    """Yield the parts of `spec`.

    Raises:
        MisbehaviourError: names the first part that cannot be read.
    """
    seen: set[tuple[str | None, str]] = set()
    for text in filter(None, (piece.strip() for piece in spec.split(","))):
        part = _part(text)
        if (part.scope, part.name) in seen:
            raise MisbehaviourError(f"{text!r}: {part.name} is there twice")
        seen.add((part.scope, part.name))
        yield part


def _part(text: str) -> Part:
    match = _PART.match(text)
    if match is None:
        raise MisbehaviourError(f"{text!r}: expected [scope.]name[=rate[:argument]][@attempts]")
    name, scope = match["name"], match["scope"]
    if not _scopes(name):
        raise MisbehaviourError(f"{text!r}: there is no misbehaviour called {name!r}")
    if scope is not None and scope not in _scopes(name):
        raise MisbehaviourError(f"{text!r}: {name} has no scope {scope!r}, only {', '.join(_scopes(name))}")
    attempts = int(match["attempts"]) if match["attempts"] else None
    return Part(name, cast("Scope | None", scope), _rate(text, match["rate"]), _argument(text, name, match), attempts)


def _scopes(name: str) -> tuple[Scope, ...]:
    if _HTTP_FAULT.match(name):
        return ("media", "send", "api")
    return _FAULTS.get(name, ((), 0.0))[0]


def _rate(text: str, written: str | None) -> float:
    rate = 1.0 if written is None else _number(text, written)
    if rate > 1:
        raise MisbehaviourError(f"{text!r}: a rate is between 0 and 1")
    return rate


def _argument(text: str, name: str, match: re.Match[str]) -> float:
    written = match["argument"]
    if written is None:
        return 1.0 if name == "http_429" else _FAULTS.get(name, ((), 0.0))[1]
    if name not in _TAKES_ARGUMENT and not _HTTP_FAULT.match(name):
        raise MisbehaviourError(f"{text!r}: {name} takes no argument")
    value = _number(text, written)
    if name == "slow" and value < 1:
        raise MisbehaviourError(f"{text!r}: slow needs at least 1 byte per second")
    return value


def _written(number: float) -> str:
    """Return a figure so that reading it again gives the same one."""
    return repr(number).removesuffix(".0")


def _number(text: str, written: str) -> float:
    try:
        return float(written)
    except ValueError:
        raise MisbehaviourError(f"{text!r}: {written!r} is no number") from None
