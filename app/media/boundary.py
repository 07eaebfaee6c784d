"""The one place where the exceptions of foreign parsers become our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import AcervoError, RefusedError
from app.domain.reasons import Reason


@contextmanager
def parsing(what: str) -> Iterator[None]:
    """Run a parser over hostile bytes; whatever it raises becomes a refusal, with the cause chained.

    Args:
        what: the parser's subject, for the detail (`picture`, `pdf`).

    Raises:
        RefusedError: UNREADABLE, or what was already in our words.
    """
    try:
        yield
    except AcervoError:
        raise
    except Exception as error:  # parsers of hostile bytes raise anything: OSError, SyntaxError, struct.error
        raise RefusedError(Reason.UNREADABLE, f"{what}: {type(error).__name__}") from error
