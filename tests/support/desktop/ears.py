"""What a screen reader hears of a program while it is used: where the focus went, and what was announced."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple

from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection

from tests.support.desktop.spi import REGISTRY, Ref, Spi

_EVENTS = "org.a11y.atspi.Event.Object"
_REGISTRY = DBusAddress("/org/a11y/atspi/registry", REGISTRY, REGISTRY)
_PATIENCE_S = 10.0
_BLINK_S = 0.1


class Heard(NamedTuple):
    """One thing that was heard.

    Attributes:
        kind: `focus` or `announcement`.
        words: the name of what has the focus, or what was announced.
        role: of what has the focus.
        ref: whose it is.
    """

    kind: str
    words: str
    role: str
    ref: Ref


class Ears:
    """Listens from its making on: `with Ears(desktop.bus, pid) as ears: …`."""

    def __init__(self, address: str, pid: int) -> None:
        self._connection = open_dbus_connection(bus=address)
        self._spi = Spi(address)
        self._pid = pid
        self._owner = ""
        rule = MatchRule(type="signal", interface=_EVENTS)
        self._call(message_bus.AddMatch(rule))
        for event in ("object:state-changed", "object:announcement"):
            self._call(new_method_call(_REGISTRY, "RegisterEvent", "sass", (event, [], "")))
        self.heard: list[Heard] = []

    def __enter__(self) -> Ears:
        return self

    def __exit__(self, *_error: object) -> None:
        self._connection.close()
        self._spi.close()

    def listen(self, for_s: float = _BLINK_S) -> list[Heard]:
        """Return what was heard until it is quiet for so long."""
        new: list[Heard] = []
        while True:
            try:
                message = self._connection.receive(timeout=for_s)
            except TimeoutError:
                self.heard += new
                return new
            found = self._understood(message)
            if found is not None:
                new.append(found)

    def wait_for(self, kind: str, fits: Callable[[str], bool], *, timeout_s: float = _PATIENCE_S) -> Heard:
        """Return the first of a kind whose words fit, among what is heard from now on.

        Raises:
            AssertionError: it was not heard in time; says what was.
        """
        deadline = time.monotonic() + timeout_s
        new: list[Heard] = []
        while time.monotonic() < deadline:
            new += self.listen(0.02)
            found = next((one for one in new if one.kind == kind and fits(one.words)), None)
            if found is not None:
                return found
        raise AssertionError(f"no such {kind} in {timeout_s:g} s; heard: {new}")

    def _call(self, message: Any) -> None:
        self._connection.send_and_get_reply(message, timeout=_PATIENCE_S)

    def _understood(self, message: Any) -> Heard | None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal or fields.get(HeaderFields.interface) != _EVENTS:
            return None
        owner, member = fields[HeaderFields.sender], fields[HeaderFields.member]
        if not self._is_ours(owner):
            return None
        ref = Ref(owner, fields[HeaderFields.path])
        detail, first, _second, value = message.body[:4]
        if member == "Announcement":
            return Heard("announcement", str(value[1]), "", ref)
        if member == "StateChanged" and detail == "focused" and first:
            name, role = self._spi.names([ref])[0], self._spi.roles([ref])[0]
            return Heard("focus", name or "", role or "", ref)
        return None

    def _is_ours(self, owner: str) -> bool:
        if not self._owner and self._spi.pid(owner) == self._pid:
            self._owner = owner
        return owner == self._owner
