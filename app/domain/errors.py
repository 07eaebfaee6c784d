"""What can go wrong, in the words of the domain; everything foreign is turned into one of these at the edge."""

from __future__ import annotations

from app.domain.reasons import ErrorCode, Reason


class AcervoError(Exception):
    """The root of every error that Acervo raises on purpose."""


class RefusedError(AcervoError):
    """Something cannot be done and trying again unchanged will not help.

    Args:
        reason: the stable code; its text and remedy are in `app.texts`.
        detail: technical words for the log and the "details" fold. Never a token, phone number, caption or file name.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail

    def __reduce__(self) -> tuple[type[RefusedError], tuple[Reason, str]]:
        """Let the error cross from a worker process."""
        return type(self), (self.reason, self.detail)


class UnavailableError(AcervoError):
    """Something cannot be done now and may work later.

    Args:
        reason: why (`offline`, `timeout`, `rate_limited`, `provider_error` …).
        detail: technical words, as in `RefusedError`.
        retry_after_s: seconds the other side asked us to wait, None where it said nothing.
    """

    def __init__(self, reason: Reason, detail: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail
        self.retry_after_s = retry_after_s

    def __reduce__(self) -> tuple[object, tuple[Reason, str, float | None]]:
        """Let the error cross from a worker process."""
        return _unavailable, (self.reason, self.detail, self.retry_after_s)


def _unavailable(reason: Reason, detail: str, retry_after_s: float | None) -> UnavailableError:
    return UnavailableError(reason, detail, retry_after_s=retry_after_s)


class CommandError(AcervoError):
    """A request of the user that cannot be carried out; the field at fault is named.

    Args:
        code: stable code of the command line's `error.code`.
        field: the field, option or argument that is wrong, "" where none is.
        detail: what was found, in technical words; may quote at most the shape of the value, not a secret.
    """

    def __init__(self, code: ErrorCode, field: str = "", detail: str = "") -> None:
        super().__init__(": ".join(part for part in (code.value, field, detail) if part))
        self.code = code
        self.field = field
        self.detail = detail


class BadEventError(AcervoError):
    """A payload that cannot become an event; the rest of its batch goes on.

    Args:
        field: dotted path of the field at fault (`msgContent.imageMessage.fileLength`).
        detail: what is wrong with it.
    """

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}" if field else detail)
        self.field = field
        self.detail = detail


class IllegalMoveError(AcervoError):
    """A state machine has no such arrow. Always our bug."""
