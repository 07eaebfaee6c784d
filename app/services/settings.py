"""What the window remembers: declared settings with type, default, limits and words, and the port that keeps them.

A setting without a title is remembered for the user and not shown to them (sizes of panels, the last account).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from app.texts import N_

T = TypeVar("T")

MODES = ("system", "light", "dark")
LANGUAGES = ("system", "pt_BR", "es", "en")


@dataclass(frozen=True, slots=True)
class Setting(Generic[T]):
    """One thing that is remembered.

    Attributes:
        key: its name in the file; never changes once released.
        default: also says the type.
        title, help: shown in the settings dialog, in English until they are translated there.
        choices: the values that a choice has, empty where any value of the type goes.
        lowest, highest: limits of a number.
        fits: a further check of the value, for shapes that the type does not tell.
    """

    key: str
    default: T
    title: str = ""
    help: str = ""
    choices: tuple[T, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    fits: Callable[[T], bool] | None = None

    def checked(self, value: object) -> T:
        """Return a value that was read, or the default where it does not fit; numbers are brought into the limits."""
        if isinstance(self.default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if type(value) is not type(self.default) or value != value:  # only what is no number differs from itself
            return self.default
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = self._within(value)
        known = cast(T, value)
        if self.choices and known not in self.choices:
            return self.default
        return known if self.fits is None or self.fits(known) else self.default

    def _within(self, number: float) -> float:
        if self.lowest is not None and number < self.lowest:
            return type(number)(self.lowest)
        if self.highest is not None and number > self.highest:
            return type(number)(self.highest)
        return number


def _texts_by_text(value: dict[str, str]) -> bool:
    return all(isinstance(key, str) and isinstance(text, str) for key, text in value.items())


def _sizes(value: list[int]) -> bool:
    return all(isinstance(size, int) and not isinstance(size, bool) and 0 <= size < 100_000 for size in value)


THEME = Setting(
    "theme",
    "system",
    N_("Theme"),
    N_("Light, dark, or as the system is set."),
    choices=MODES,
)
LANGUAGE = Setting(
    "language",
    "system",
    N_("Language"),
    N_("All texts change at once; no restart is needed."),
    choices=LANGUAGES,
)
SCALE = Setting(
    "scale",
    1.0,
    N_("Size of text and controls"),
    N_("Larger or smaller than the system's own size."),
    lowest=0.8,
    highest=2.0,
)
REDUCED_MOTION = Setting(
    "reduced_motion",
    default=False,
    title=N_("Less movement"),
    help=N_("Panels and pictures change at once, without sliding or fading."),
)
SEND_BY_ENTER = Setting(
    "send_by_enter",
    default=True,
    title=N_("Enter sends the message"),
    help=N_("If switched off, Ctrl+Enter sends and Enter begins a new line."),
)
SHOWN: tuple[Setting[str] | Setting[float] | Setting[bool], ...] = (
    THEME,
    LANGUAGE,
    SCALE,
    REDUCED_MOTION,
    SEND_BY_ENTER,
)
"""The settings of the dialog, in its order."""

GEOMETRY = Setting("window.geometry", "")
"""Where the window was, as the toolkit writes it, in hexadecimal digits."""
CHAT_SPLIT: Setting[list[int]] = Setting("window.chat_split", [], fits=_sizes)
"""Widths of chat list, chat and side panel."""
SIDE_PANEL = Setting("window.side_panel", default=True)
SECTION = Setting("window.section", "chats")
LAST_ACCOUNT = Setting("window.account", "")
"""The instance that was in front, `1/loja`."""
PLAYBACK_SPEED = Setting("player.speed", 1.0, lowest=0.5, highest=3.0)
VOLUME = Setting("player.volume", 1.0, lowest=0.0, highest=1.0)
SOUND_OUTPUT = Setting("player.output", "")
"""The id of the chosen sound output in hexadecimal digits, "" for the system's own."""
TILE_SIDE = Setting("gallery.tile_side", 128, lowest=96, highest=256)
ACCOUNT_COLOURS: Setting[dict[str, str]] = Setting("accounts.colours", {}, fits=_texts_by_text)
"""Colour names by instance; an instance without one gets the next free colour."""


class UiSettings(Protocol):
    """Keeps values of settings between runs. Used on the UI thread only."""

    def get(self, setting: Setting[T]) -> T:
        """Return the kept value if it fits its declaration, else the default."""

    def put(self, setting: Setting[T], value: T) -> None:
        """Keep a value (checked like one that is read)."""

    def save(self) -> None:
        """Write what changed to where it outlives the process; a disk that takes nothing is no reason to fail."""
