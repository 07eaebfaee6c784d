"""Plays the customers: weeks of history at once, then a message now and then, some of which go wrong.

Runs as a process of its own, so that drawing pictures never holds the window up. It ends with the window, also where
that was killed: then it ends the gateway too.
"""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app.bootstrap.demo.gateway import GatewayError, Strings
from app.bootstrap.demo.people import ACCOUNTS, CAPTIONS, CUSTOMER_SAYS, PEOPLE, TEAM_SAYS, Account
from app.bootstrap.demo.shelf import Item, Shelf

TOLD = b"told"
_DAY_S = 86_400
_HISTORY_DAYS = 45
SOME_FAIL = "media.http_503=0.55,send.delay=0.2:2"
"""Some files cannot be had at the first tries, and expire soon: they must be seen to do so."""
_FRESH_S = 6 * 3600
_PAUSE_S = (6.0, 14.0)
_KINDS = (("text", 46), ("photo", 22), ("voice", 12), ("paper", 12), ("film", 4), ("sticker", 4))


@dataclass(frozen=True, slots=True)
class Script:
    """What the stage is told.

    Attributes:
        folder: for the files that are made; removed where the window was killed.
        messages: of history, about.
    """

    url: str
    token: str
    folder: str
    seed: int
    messages: int = 420


@dataclass(frozen=True, slots=True)
class Line:
    """One message that is to be sent."""

    account: Account
    person: int
    at: int
    kind: str
    from_me: bool
    number: int


def perform(script: Script, line: Connection) -> None:
    """Play until the other end of `line` says a word or is gone; something is said there once the history is in.

    A line and no event between processes: whoever sets an event waits for those who wait for it, and would wait for
    ever where they were killed.
    """
    stage = _Stage(script, line)
    try:
        with suppress(GatewayError, ConnectionRefusedError):  # the gateway has ended: the window closes
            stage.tell_history()
        line.send_bytes(TOLD)
        stage.go_on()
    except (OSError, GatewayError):
        pass  # the gateway has ended, or the window: so does the stage
    finally:
        stage.leave()


class _Stage:
    def __init__(self, script: Script, line: Connection) -> None:
        self._strings = Strings(script.url, script.token)
        self._folder = Path(script.folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._shelf = Shelf(self._folder, script.seed)
        self._dice = random.Random(script.seed)
        self._line = line
        self._script = script

    def tell_history(self) -> None:
        """Deliver what was said until now: the newest chats first, so that the first sight is the right one."""
        now = int(time.time())
        self._strings.misbehave(SOME_FAIL)
        for line in history(self._dice, now, self._script.messages):
            if self._over:
                return
            self._strings.deliver(line.account.number, self._wish(line))
        self._mishaps(now)
        self._strings.connect(ACCOUNTS[2].number, connected=False)

    def go_on(self) -> None:
        """Let a message arrive now and then; some files fail on their way and come later."""
        while not self._line.poll(self._dice.uniform(*_PAUSE_S)):
            account = self._dice.choice(ACCOUNTS)
            person, place = self._dice.choice(account.people), self._dice.randrange(200)
            line = Line(account, person, int(time.time()), _kind(self._dice), from_me=False, number=place)
            self._strings.deliver(account.number, self._wish(line))

    def leave(self) -> None:
        """Where the window was killed, end the gateway and clear away after it."""
        parent = multiprocessing.parent_process()
        if parent is None or parent.is_alive():
            return
        with suppress(OSError, GatewayError):
            self._strings.stop()
        shutil.rmtree(self._folder.parent, ignore_errors=True)

    @property
    def _over(self) -> bool:
        return self._line.poll(0)

    def _mishaps(self, now: int) -> None:
        """Let some of today's files be damaged, gone, disguised or soon to expire."""
        loja, entregas = ACCOUNTS[0], ACCOUNTS[1]
        self._strings.misbehave("media.bad_mac")
        self._send(loja, 3, now - 4_000, self._shelf.photo(13))
        self._strings.misbehave(SOME_FAIL)
        self._send(loja, 0, now - 1_200, self._shelf.photo(0), caption=CAPTIONS[0])
        self._send(loja, 0, now - 1_100, self._shelf.voice(1))
        self._send(loja, 0, now - 900, self._shelf.film(1), gone=True)
        self._send(loja, 5, now - 2_900, self._shelf.disguised())
        self._send(entregas, 12, now - 9_000, self._shelf.paper(4), expires_s=-60, gone=True)

    def _send(self, account: Account, person: int, at: int, item: Item, **more: Any) -> None:
        name, phone = PEOPLE[person]
        self._strings.deliver(account.number, {"from": phone, "name": name, "at": at, **_file(item), **more})

    def _wish(self, line: Line) -> dict[str, Any]:
        name, phone = PEOPLE[line.person]
        wish: dict[str, Any] = {"from": phone, "at": line.at, "from_me": line.from_me}
        if not line.from_me:
            wish["name"] = name
        place = line.number
        if line.kind == "text":
            words = TEAM_SAYS if line.from_me else CUSTOMER_SAYS
            return wish | {"type": "text", "text": words[place % len(words)]}
        item = self._item(line.kind, place)
        wish |= _file(item)
        if line.at > time.time() - _FRESH_S:
            wish["expires_s"] = _FRESH_S
        caption = CAPTIONS[place % len(CAPTIONS)]
        if caption and line.kind in ("photo", "film"):
            wish["caption"] = caption
        return wish

    def _item(self, kind: str, number: int) -> Item:
        match kind:
            case "photo":
                return self._shelf.photo(number)
            case "voice":
                return self._shelf.voice(number) if number % 9 else self._shelf.song()
            case "film":
                return self._shelf.film(number)
            case "sticker":
                return self._shelf.sticker(number)
            case _:
                return self._shelf.paper(number)


def history(dice: random.Random, now: int, messages: int) -> list[Line]:
    """Return weeks of conversation, newest first: many messages today, fewer the longer ago."""
    shares = [(account, person) for account in ACCOUNTS for person in account.people]
    lines: list[Line] = []
    for place in range(messages):
        account, person = shares[place % len(shares)] if place < len(shares) else dice.choice(shares)
        age_s = int(_HISTORY_DAYS * _DAY_S * dice.random() ** 3) + place % 60
        from_me = dice.random() < 0.35
        kind = _kind(dice)
        if from_me and kind in ("sticker", "film"):
            kind = "text"
        lines.append(Line(account, person, now - 120 - age_s, kind, from_me, dice.randrange(1_000)))
    return sorted(lines, key=lambda line: -line.at)


def _kind(dice: random.Random) -> str:
    names = [name for name, _weight in _KINDS]
    return dice.choices(names, [weight for _name, weight in _KINDS])[0]


def _file(item: Item) -> dict[str, Any]:
    wish = {"type": item.type, "file_path": str(item.path), "mime": item.mime, "voice": item.voice}
    return wish | ({"file_name": item.path.name} if item.type == "document" else {})
