"""How WhatsApp itself spells a number, as W-API told: what a message must be sent to.

Our addresses always carry the Brazilian ninth digit; an old account is known to WhatsApp without it, and W-API swallows
what is sent to the other spelling (W-API contract, 2.2).
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

from app.domain.addresses import Address, digits, phone

_MOST = 10_000
_TAIL_DIGITS = 8


class KnownNumbers:
    """Remembers the spelling of the numbers that were asked for last. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spellings: OrderedDict[Address, str] = OrderedDict()

    def learn(self, address: Address, spelling: str) -> None:
        """Note how WhatsApp spells a number, in digits."""
        with self._lock:
            self._spellings[address] = spelling
            self._spellings.move_to_end(address)
            if len(self._spellings) > _MOST:
                self._spellings.popitem(last=False)

    def spelling(self, address: Address) -> str:
        """Return what to send to: the digits that were learnt, else the address's own; LIDs and groups as they are."""
        with self._lock:
            return self._spellings.get(address) or digits(address)


def told_number(value: object) -> tuple[Address, str] | None:
    """Return the address and the digits of a number in an answer, None where there is none."""
    if not isinstance(value, str):
        return None
    spelling = re.sub(r"[^0-9]", "", value.partition("@")[0])
    found = phone(spelling)
    return (found, spelling) if found else None


def same_line(left: Address, right: Address) -> bool:
    """Tell whether two numbers can be one line: countries differ in prefixes (9, 1), not in the subscriber's number."""
    return left[-_TAIL_DIGITS:] == right[-_TAIL_DIGITS:]
