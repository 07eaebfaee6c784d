"""As whom a message leaves: what the line under the composer says, and whether the customer may be written to."""

from __future__ import annotations

from dataclasses import dataclass

from app.texts.formats import format_bytes
from app.texts.titles import kind_title

SOON_S = 4 * 3600
"""From here on the window's end is a warning."""

WINDOW_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class SendingAs:
    """An account as the composer names it.

    Attributes:
        ref: whatever identifies the account; drafts are kept by it.
        colour: the name of an account colour, `anil`.
        provider: the provider's own name, `Cloud API`.
        window_until: Unix seconds at which the 24 h service window closes, 0 where it is closed and nobody wrote; None
            where the provider has no such rule.
        ceilings: how large a file of each kind may be, as (`MediaKind` value, bytes).
    """

    ref: object
    name: str
    colour: str
    provider: str
    client: str
    window_until: float | None = None
    ceilings: tuple[tuple[str, int], ...] = ()

    @property
    def letter(self) -> str:
        """Return the tile's letter."""
        return self.name.strip()[:1].upper() or "?"


def ceiling_words(account: SendingAs) -> str:
    """Return how large files may be: "Image 10 MB · Video 50 MB"; "" where that is not known."""
    return " · ".join(f"{kind_title(kind)} {format_bytes(most)}" for kind, most in account.ceilings)
