"""The virtual environment `.venv`: made once, filled from the lock, left alone while nothing changed."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import sys
import tomllib
from pathlib import Path

import debian
import places
from steps import Outcome, Step, run_step, say, say_failure


class SetupError(Exception):
    """The environment could not be made; the message is what a person needs to know."""


def ensure(*, window_libraries: bool, screen_libraries: bool = False) -> Path:
    """Return the environment's Python, after installing whatever is missing.

    Args:
        window_libraries: what Qt needs without a screen.
        screen_libraries: what it needs on top of that to show a window.

    Nothing is started when the stamp fits: lock, pyproject, Python and folder are as they were.

    Raises:
        SetupError: a step failed; its output was already shown.
    """
    if window_libraries:
        debian.ensure(debian.missing_libraries())
    if screen_libraries:
        debian.ensure(debian.missing(debian.SCREEN_LIBRARIES))
    if not is_current():
        _build()
    return places.VENV_PYTHON


def _build() -> None:
    say(f"Preparing {places.VENV} (once; some minutes on a slow line)")
    if not _has_usable_python():
        _make_venv()
    _install_lock()
    _install_project()
    stamp()


def stamp() -> None:
    """Note that everything is installed as lock and pyproject say now."""
    places.STAMP.write_text(_fingerprint(), encoding="utf-8")


def is_current() -> bool:
    """Return whether nothing changed since the stamp."""
    try:
        return places.VENV_PYTHON.exists() and places.STAMP.read_text(encoding="utf-8") == _fingerprint()
    except OSError:
        return False


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for part in (places.LOCK, places.PYPROJECT):
        digest.update(part.read_bytes())
    for text in (platform.python_version(), platform.machine(), str(places.REPOSITORY), _version()):
        digest.update(text.encode())
    return digest.hexdigest()


def _version() -> str:
    """Return the line that says the program's version: the installed metadata repeats it."""
    lines = (places.REPOSITORY / "app" / "__init__.py").read_text(encoding="utf-8").splitlines()
    return next((line for line in lines if line.startswith("__version__")), "")


def _has_usable_python() -> bool:
    """Say whether `.venv` is of this very Python version, was made in this folder and still starts."""
    try:
        settings = (places.VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    if f"version = {platform.python_version()}\n" not in settings or str(places.VENV) not in settings:
        return False
    return not _quietly("look at the environment", str(places.VENV_PYTHON), "-m", "pip", "--version").failed


def _make_venv() -> None:
    if Path(sys.prefix) == places.VENV:
        raise SetupError(f"{places.VENV} must be made again, by a Python that lies outside of it.")
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        _get_venv_module()
    _must("make .venv", sys.executable, "-m", "venv", "--clear", str(places.VENV))


def _get_venv_module() -> None:
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not debian.ensure([debian.Package(package, reason="makes the virtual environment")]):
        raise SetupError(f"This Python cannot make virtual environments. Install {package} and start again.")


def _install_lock() -> None:
    total = sum(line[:1].isalnum() for line in places.LOCK.read_text(encoding="utf-8").splitlines())
    seen = 0

    def count(line: str) -> None:
        nonlocal seen
        if line.lstrip().startswith(("Collecting ", "Processing ", "Requirement already satisfied")):
            seen += 1
            if seen % 10 == 0:
                say(f"  {seen} of at most {total} packages looked up")

    lock = ("--progress-bar", "off", "--require-hashes", "--requirement", str(places.LOCK))
    step = Step("install from the lock", (str(places.VENV_PYTHON), "-m", "pip", "install", *lock), _env())
    _demand(run_step(step, echo=count))


def _install_project() -> None:
    pip = (str(places.VENV_PYTHON), "-m", "pip", "install")
    _must("install Acervo itself", *pip, "--no-deps", "--no-build-isolation", "--editable", str(places.REPOSITORY))


def _env() -> dict[str, str]:
    return places.child_environment(VIRTUAL_ENV=str(places.VENV))


def _quietly(name: str, *command: str) -> Outcome:
    return run_step(Step(name, command, _env()), echo=lambda _line: None)


def _must(name: str, *command: str) -> None:
    say(f"  {name}")
    _demand(_quietly(name, *command))


def _demand(outcome: Outcome) -> None:
    if outcome.failed:
        say_failure(outcome)
        raise SetupError(f"FAILED: {outcome.step.name}")


def tool(name: str) -> Path:
    """Return the path of a program that the lock put into the environment."""
    return places.VENV_PYTHON.parent / (f"{name}.exe" if os.name == "nt" else name)


def build_requirements() -> list[str]:
    """Return what pyproject.toml asks for to build the project: the lock carries that as well."""
    project = tomllib.loads(places.PYPROJECT.read_text(encoding="utf-8"))
    requires = project["build-system"]["requires"]
    return [str(requirement) for requirement in requires]
