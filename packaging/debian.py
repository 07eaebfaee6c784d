"""The few system packages that a bare Debian or Ubuntu lacks, each with its reason, and how they get installed."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass

import places
from steps import Step, run_step, say

LOCK_WAIT = ("-o", "DPkg::Lock::Timeout=120")


@dataclass(frozen=True, slots=True)
class Package:
    """One package: its name, the library or program by which its absence is noticed, and why it is needed."""

    name: str
    library: str = ""
    reason: str = ""
    program: str = ""

    @property
    def missing(self) -> bool:
        """Return whether what the package brings is not there."""
        return bool(self.library and not _loads(self.library)) or bool(self.program and not shutil.which(self.program))


# What QtWidgets and QtMultimedia need with QT_QPA_PLATFORM=offscreen on top of a bare system: leave one out and the
# import fails. Each brings the rest (libx11-6, libfreetype6, …) along. The libraries of Acervo's core need nothing
# from here.
LIBRARIES = (
    Package("libdbus-1-3", "libdbus-1.so.3", "QtGui talks to the desktop over D-Bus"),
    Package("libegl1", "libEGL.so.1", "QtGui is linked with it"),
    Package("libfontconfig1", "libfontconfig.so.1", "QtGui finds fonts with it"),
    Package("libgl1", "libGL.so.1", "QtGui and QtWidgets are linked with it"),
    Package("libglib2.0-0", "libglib-2.0.so.0", "QtCore's event loop on Linux"),
    Package("libpulse0", "libpulse.so.0", "QtMultimedia is linked with it; without it nothing can be played"),
    Package("libxkbcommon0", "libxkbcommon.so.0", "QtGui reads keyboards with it"),
)

# What a real window needs on top of that: Qt's X11 plugin is linked with all of these, and without one of them it
# does not load and the program aborts.
SCREEN_LIBRARIES = (
    Package("libx11-xcb1", "libX11-xcb.so.1", "the X11 plugin speaks Xlib and XCB over one connection"),
    Package("libxcb-cursor0", "libxcb-cursor.so.0", "the X11 plugin loads mouse cursors with it"),
    Package("libxcb-icccm4", "libxcb-icccm.so.4", "the X11 plugin talks to the window manager with it"),
    Package("libxcb-keysyms1", "libxcb-keysyms.so.1", "the X11 plugin reads keys with it"),
    Package("libxcb-randr0", "libxcb-randr.so.0", "the X11 plugin asks for screens and their scale with it"),
    Package("libxcb-shape0", "libxcb-shape.so.0", "the X11 plugin shapes pop-ups with it"),
    Package("libxcb-sync1", "libxcb-sync.so.1", "the X11 plugin resizes windows without flicker with it"),
    Package("libxcb-xfixes0", "libxcb-xfixes.so.0", "the X11 plugin watches the clipboard with it"),
    Package("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", "the X11 plugin knows the keyboard's layout by it"),
)

# A screen that nobody sees, for screenshots and for journeys with mouse and keyboard.
VIRTUAL_SCREEN = (
    Package("xvfb", program="Xvfb", reason="the screen itself"),
    Package("openbox", program="openbox", reason="windows get focus and size from a window manager"),
    Package("xdotool", program="xdotool", reason="moves the mouse and presses keys"),
)

# What the tests hold the program against, or let it talk to.
TEST_PROGRAMS = (
    *VIRTUAL_SCREEN,
    Package("pcmanfm", program="pcmanfm", reason="a file manager to drag files from and to"),
    Package("dbus-daemon", program="dbus-daemon", reason="a session bus of the tests' own"),
    Package(
        "at-spi2-core", program="/usr/libexec/at-spi2-registryd", reason="what a screen reader asks for the window"
    ),
    Package("pulseaudio", program="pulseaudio", reason="a sound system of the tests' own, with an output nobody hears"),
    Package("pulseaudio-utils", program="parec", reason="records what sounds there, so that samples can be counted"),
    Package("gnome-keyring", program="gnome-keyring-daemon", reason="a keychain of the tests' own, over D-Bus"),
    Package("clamav-daemon", program="clamd", reason="a scanner of the tests' own, with signatures of the tests' own"),
    Package("age", program="age", reason="opens what the sealed vault wrote, and writes what it opens"),
)


def missing(packages: Sequence[Package]) -> list[Package]:
    """Return the packages that are not there; none outside of Linux."""
    return [package for package in packages if places.ON_LINUX and package.missing]


def missing_libraries() -> list[Package]:
    """Return the packages whose library the loader does not find; none outside of Linux."""
    return missing(LIBRARIES)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure(packages: Sequence[Package]) -> bool:
    """Install packages where that is allowed; otherwise print the exact command.

    Returns:
        Whether nothing is missing any more. Never asks a question and never raises.
    """
    if not packages:
        return True
    names = [package.name for package in packages]
    say("System packages are missing:")
    for package in packages:
        say(f"  {package.name}: {package.reason}")
    if shutil.which("apt-get") is None:
        say("This is not Debian or Ubuntu: install what provides them with your system's package tool.")
        return False
    prefix = _right_to_install()
    if prefix is not None and _install(prefix, names):
        return True
    say(f"Install them with:\n  sudo apt-get install --yes --no-install-recommends {' '.join(names)}")
    return False


def _right_to_install() -> list[str] | None:
    """Return what to put before apt-get: nothing for root, sudo where it asks no password, None without the right."""
    if getattr(os, "geteuid", lambda: -1)() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and not _silently(sudo, "-n", "true"):
        return [sudo, "-n"]
    return None


def _install(prefix: Sequence[str], names: Sequence[str]) -> bool:
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *LOCK_WAIT]
    install = [*apt, "install", "--yes", "--no-install-recommends", *names]
    say(f"Installing {' '.join(names)}")
    if not _silently(*install):
        return True
    # A fresh machine has no package lists; on any other the first try was enough and this is not reached.
    _silently(*apt, "update")
    failure = _silently(*install)
    for line in failure:
        say(f"  {line}")
    return not failure


def _silently(*command: str) -> list[str]:
    """Run a command; return nothing when it went well, else the last lines of what it said."""
    outcome = run_step(Step(command[0], command, places.child_environment()), echo=lambda _line: None)
    return [*outcome.tail, f"exit code {outcome.code}"][-12:] if outcome.failed else []
