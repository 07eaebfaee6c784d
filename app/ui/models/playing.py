"""What is being played: one state that the bubble and the bottom bar both show."""

from __future__ import annotations

from dataclasses import dataclass

SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""All that can be chosen."""

CLICKED_SPEEDS = (1.0, 1.5, 2.0)
"""What a click on the chip walks through."""


@dataclass(frozen=True, slots=True)
class PlayerState:
    """One moment of the player.

    Attributes:
        media_id: None where nothing was chosen.
        title: who speaks; `subtitle` what and when.
        waveform: 0 to 100, b"" where there is none.
        problem: why it cannot be played, one sentence; "" where it can.
    """

    media_id: int | None = None
    playing: bool = False
    position_s: float = 0.0
    duration_s: float = 0.0
    speed: float = 1.0
    title: str = ""
    subtitle: str = ""
    waveform: bytes = b""
    problem: str = ""

    @property
    def fraction(self) -> float:
        """Return how far it is, 0 to 1."""
        return min(1.0, self.position_s / self.duration_s) if self.duration_s > 0 else 0.0


def next_clicked_speed(speed: float) -> float:
    """Return what a click on the chip changes a speed to: 1, 1.5, 2 and back to 1."""
    return next((faster for faster in CLICKED_SPEEDS if faster > speed + 0.01), CLICKED_SPEEDS[0])


def stepped_speed(speed: float, by: int) -> float:
    """Return the next slower (-1) or faster (1) of all speeds; the ends hold."""
    if by > 0:
        return next((other for other in SPEEDS if other > speed + 0.01), SPEEDS[-1])
    return next((other for other in reversed(SPEEDS) if other < speed - 0.01), SPEEDS[0])
