"""Makes settings take effect: theme, scale, movement and language, at the start and whenever one changes."""

from __future__ import annotations

import os
from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.services.settings import LANGUAGE, REDUCED_MOTION, SCALE, THEME, UiSettings
from app.texts import language, set_language
from app.ui.look.theme import Choice, Theme

SYSTEM = "system"


def apply_look(theme: Theme, settings: UiSettings) -> None:
    """Give the theme what the user chose; it restyles once."""
    theme.choice = Choice(settings.get(THEME))
    theme.reduced_motion = settings.get(REDUCED_MOTION)
    theme.set_scale(settings.get(SCALE))


class Language:
    """The language of all texts, Qt's own included.

    Args:
        asked: what the command line asked for; it comes before the setting.
    """

    def __init__(self, settings: UiSettings, asked: str | None = None) -> None:
        self._settings = settings
        self._asked = asked
        self._translator: QTranslator | None = None

    def apply(self) -> None:
        """Speak the language that is wanted now."""
        chosen = self._settings.get(LANGUAGE)
        set_language(self._asked if chosen == SYSTEM else chosen)
        self._translate_qt()

    def choose(self, then: Callable[[], None]) -> None:
        """Take the setting, which from now on comes before the command line, and let everybody speak anew."""
        self._asked = None
        self.apply()
        then()

    def _translate_qt(self) -> None:
        app = QApplication.instance()
        if app is None:
            return
        if self._translator is not None:
            app.removeTranslator(self._translator)
            self._translator = None
        QLocale.setDefault(QLocale(language()))
        translator = QTranslator(app)
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if translator.load(os.fspath(f"qtbase_{language()}"), folder):
            app.installTranslator(translator)
            self._translator = translator
