"""What a command refused, and what to do about it: the texts of `error.title` and `error.remedy`."""

from __future__ import annotations

from app.texts import N_, _

_ERRORS: dict[str, tuple[str, str]] = {
    "bad_input": (N_("A value is not valid."), N_("Correct what the details name and try again.")),
    "not_found": (
        N_("What was asked for does not exist."),
        N_("Check how it is written; the list commands show what there is."),
    ),
    "already_exists": (N_("This exists already."), N_("Choose another id, or go on with what is there.")),
    "not_yet": (N_("This version of Acervo cannot do that yet."), N_("Look whether there is a newer version.")),
    "usage": (
        N_("The command is not written correctly."),
        N_("Add --help to the command to see how it is written."),
    ),
    "no_keychain": (
        N_("The keychain of the system does not answer."),
        N_("Unlock it or start its service, or give the credentials on standard input, for this run only."),
    ),
    "confirm": (
        N_("This deletes something for good, so it needs your word."),
        N_("If you are sure, run the command again with --yes."),
    ),
    "database": (
        N_("The database cannot be used."),
        N_("Close other copies of Acervo and try again; if it stays, show the details to your administrator."),
    ),
    "data_dir": (
        N_("The data folder cannot be used."),
        N_("Correct its permissions, or choose another folder with --data-dir."),
    ),
    "internal": (
        N_("Something went wrong inside Acervo."),
        N_("Try again; if it stays, send the newest crash report from the log folder to your administrator."),
    ),
}


def error_title(code: str) -> str:
    """Say what happened, as one sentence. `code` is an `ErrorCode` or its value."""
    return _(_ERRORS.get(code, _ERRORS["internal"])[0])


def error_remedy(code: str) -> str:
    """Say what to do next, as one sentence."""
    return _(_ERRORS.get(code, _ERRORS["internal"])[1])


def known_errors() -> frozenset[str]:
    """Return the codes that have texts of their own."""
    return frozenset(_ERRORS)
