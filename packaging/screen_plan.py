"""The plan of the screenshot set: which scenes there are, and which pictures of each. A new scene is one line here.

A scene is a name and the steps that lead to it, one after the other; `screen_scenes.py` has a function for each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

THEMES = ("light", "dark")
LANGUAGES = ("pt_BR", "es", "en")


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to show everything.

    Attributes:
        size: of the window, in logical pixels.
        ratio: device pixels a logical one.
        scale: of text and controls, as the user sets it.
    """

    name: str
    size: tuple[int, int] = (1280, 800)
    ratio: float = 1
    scale: float = 1.0


USUAL, FINE = Kind("1x"), Kind("2x", ratio=2)
DRAWN = Kind("drawn", ratio=1.5)
"""The size and sharpness of the drawn targets, to be laid beside them."""
SMALL, LARGE_TEXT = Kind("960x600", (960, 600)), Kind("960x600-150", (960, 600), scale=1.5)

_SET: tuple[tuple[Kind, Sequence[str], Sequence[str]], ...] = (
    (USUAL, THEMES, LANGUAGES),
    (FINE, THEMES, ("pt_BR",)),
    (DRAWN, THEMES, ("pt_BR",)),
    (SMALL, ("light",), LANGUAGES),
    (SMALL, ("dark",), ("pt_BR",)),
    (LARGE_TEXT, ("light",), LANGUAGES),
)
_ONCE: tuple[tuple[Kind, Sequence[str], Sequence[str]], ...] = (
    (USUAL, THEMES, ("pt_BR",)),
    (SMALL, ("light",), ("es",)),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """Something to take pictures of.

    Attributes:
        steps: what leads there from wherever the window is, each `word argument`.
        stage: with what the window is started: `full`, the demo; `one`, an account with one message; `empty`, an
            account without any; `nobody`, no account.
        few: only some of the pictures, for states that look alike everywhere.
    """

    name: str
    steps: tuple[str, ...]
    stage: str = "full"
    few: bool = False


SCENES = (
    Scene("chat", ("chat", "play")),
    Scene("chat_early", ("chat", "scroll 0.4")),
    Scene("chat_names", ("chat María",)),
    Scene("gallery", ("gallery", "play", "filter received", "select 7")),
    Scene("gallery_all", ("tiles",)),
    Scene("viewer", ("gallery", "view image")),
    Scene("viewer_pdf", ("gallery", "view document")),
    Scene("queue", ("chat", "command queue")),
    Scene("contacts", ("chat", "command contacts")),
    Scene("dashboard", ("chat", "command dashboard")),
    Scene("prepare", ("chat", "prepare", "row 0")),
    Scene("prepare_refused", ("chat", "prepare", "row 5"), few=True),
    Scene("folder", ("chat", "folder"), few=True),
    Scene("wizard_address", ("chat", "wizard address"), few=True),
    Scene("wizard_test", ("chat", "wizard test"), few=True),
    Scene("wizard_name", ("chat", "wizard name"), few=True),
    Scene("settings", ("chat", "command settings")),
    Scene("client", ("chat", "command add_client")),
    Scene("wizard", ("chat", "command add_account")),
    Scene("keys", ("chat", "command keys")),
    # One of everything, nothing of anything, nobody.
    Scene("one_chat", ("chat",), stage="one", few=True),
    Scene("one_gallery", ("gallery",), stage="one", few=True),
    Scene("empty_chats", ("command chats",), stage="empty", few=True),
    Scene("empty_gallery", ("gallery",), stage="empty", few=True),
    Scene("empty_queue", ("command queue",), stage="empty", few=True),
    Scene("empty_contacts", ("command contacts",), stage="empty", few=True),
    Scene("empty_dashboard", ("command dashboard",), stage="empty", few=True),
    Scene("welcome", ("rest", "rest"), stage="nobody", few=True),
    Scene("no_chat", ("account 2",), few=True),
    # Waiting, failing, cut off. These come last: `offline` has no way back.
    Scene("loading_chats", ("chat", "hold", "account 2"), few=True),
    Scene("loading_chat", ("account 1", "rest", "hold", "chat"), few=True),
    Scene("loading_gallery", ("hold", "account 2", "gallery"), few=True),
    Scene("error_chats", ("chat", "break", "account 2"), few=True),
    Scene("error_gallery", ("break", "account 2", "gallery"), few=True),
    Scene("offline", ("chat", "lose"), few=True),
)
OF_README = (
    "chat-light-en-1x",
    "chat-dark-en-1x",
    "gallery-light-en-1x",
    "gallery-dark-en-1x",
    "prepare-light-en-1x",
    "viewer_pdf-light-en-1x",
)
"""The pictures that lie in the repository."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture. `name` is its file's, without the ending."""

    name: str
    steps: tuple[str, ...]
    theme: str
    language: str
    size: tuple[int, int]
    scale: float


@dataclass(frozen=True, slots=True)
class Run:
    """One start of the program, on a stage and at a device pixel ratio, with all pictures that it is good for."""

    stage: str
    ratio: float
    shots: tuple[Shot, ...]


def plan(only: Sequence[str] = ()) -> list[Run]:
    """Return all runs with the pictures whose names fit one of the patterns; with all pictures for no pattern."""
    found: dict[tuple[str, float], list[Shot]] = {}
    for scene in SCENES:
        for kind, shot in _shots(scene):
            if not only or any(fnmatch(shot.name, pattern) for pattern in only):
                found.setdefault((scene.stage, kind.ratio), []).append(shot)
    return [Run(stage, ratio, tuple(shots)) for (stage, ratio), shots in found.items()]


def names(runs: Iterable[Run]) -> list[str]:
    """Return the names of all pictures of some runs."""
    return [shot.name for run in runs for shot in run.shots]


def _shots(scene: Scene) -> Iterable[tuple[Kind, Shot]]:
    for kind, themes, languages in _ONCE if scene.few else _SET:
        for theme in themes:
            for language in languages:
                name = f"{scene.name}-{theme}-{language}-{kind.name}"
                yield kind, Shot(name, scene.steps, theme, language, kind.size, kind.scale)
