"""Levels and subjects of the log in words, and their glyphs."""

from __future__ import annotations

from app.services.logs import LogLevel
from app.texts import N_, _

LEVELS = (LogLevel.DEBUG, LogLevel.INFO, LogLevel.WARNING, LogLevel.ERROR)
_WORDS = {
    LogLevel.DEBUG: N_("Detail"),
    LogLevel.INFO: N_("Information"),
    LogLevel.WARNING: N_("Warning"),
    LogLevel.ERROR: N_("Error"),
}
LEVEL_SIGNS = {
    LogLevel.DEBUG: ("circle-dashed", "text.tertiary"),
    LogLevel.INFO: ("info", "text.secondary"),
    LogLevel.WARNING: ("triangle-alert", "warning.text"),
    LogLevel.ERROR: ("circle-alert", "danger.text"),
}
"""Glyph and colour."""


def level_words(level: LogLevel) -> str:
    """Return how grave an entry is, in a word."""
    return _(_WORDS[level])


def from_level_words(level: LogLevel) -> str:
    """Return the choice of everything from a level on."""
    return {
        LogLevel.DEBUG: _("All"),
        LogLevel.INFO: _("Without details"),
        LogLevel.WARNING: _("Warnings and errors"),
        LogLevel.ERROR: _("Errors"),
    }[level]
