"""What a virus scanner said of a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScanState(StrEnum):
    """The three things that can be known."""

    CLEAN = "clean"
    INFECTED = "infected"
    NOT_SCANNED = "not_scanned"


@dataclass(frozen=True, slots=True)
class Scanned:
    """One verdict.

    Attributes:
        signature: the scanner's name of what was found, for `infected`.
        detail: why there is no verdict, in technical words, for `not_scanned`.
    """

    state: ScanState
    signature: str = ""
    detail: str = ""
