"""How fast something moves: bytes a second, smoothed, and how long the rest will take."""

from __future__ import annotations

_SMOOTH = 0.3
_SHORTEST_S = 0.05


class Pace:
    """Told now and then how far a transfer is. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        self.done_bytes = 0
        self.total_bytes = 0
        self.bytes_per_s = 0.0
        self._at_s: float | None = None

    def tell(self, done_bytes: int, total_bytes: int | None, at_s: float) -> None:
        """Take the newest figure; one that goes back means that it began anew."""
        self.total_bytes = total_bytes or self.total_bytes
        if self._at_s is None or done_bytes < self.done_bytes:
            self.done_bytes, self._at_s, self.bytes_per_s = done_bytes, at_s, 0.0
            return
        passed = at_s - self._at_s
        if passed >= _SHORTEST_S:
            speed = (done_bytes - self.done_bytes) / passed
            self.bytes_per_s = (
                speed if not self.bytes_per_s else self.bytes_per_s + _SMOOTH * (speed - self.bytes_per_s)
            )
            self._at_s = at_s
            self.done_bytes = done_bytes

    @property
    def fraction(self) -> float:
        """Return how much is done, 0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 0.0

    @property
    def left_s(self) -> float | None:
        """Return how long the rest takes, None while that is not known."""
        if self.bytes_per_s <= 0 or not self.total_bytes:
            return None
        return max(0.0, (self.total_bytes - self.done_bytes) / self.bytes_per_s)
