"""The body of a download as it arrives: counted, held to its size, and recognised when it is a web page instead."""

from __future__ import annotations

import re

from app.domain.errors import RefusedError
from app.domain.reasons import Reason

_HEAD_BYTES = 1024
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE)


class Body:
    """The count and the beginning of what a media host sends.

    Args:
        expected_bytes: size of the whole body, None where nobody declared it.
        cap_bytes: size that the body may never pass, None for no limit.
        html_allowed: True where the file asked for may itself be a web page.
    """

    def __init__(self, *, expected_bytes: int | None, cap_bytes: int | None, html_allowed: bool = False) -> None:
        self.size_bytes = 0
        self._expected_bytes = expected_bytes
        self._cap_bytes = cap_bytes
        self._html_allowed = html_allowed
        self._head = bytearray()

    @property
    def is_html_instead(self) -> bool:
        """Return whether this is a web page where none can be, as hosts send with status 200 for a dead link."""
        return not self._html_allowed and _HTML.match(self._head) is not None

    def take(self, chunk: memoryview) -> None:
        """Count a chunk before anything is done with it, so that no host fills the disk.

        Raises:
            RefusedError: `TOO_LARGE` over the cap, `LENGTH` over the expected size, `HTML_INSTEAD`.
        """
        self.size_bytes += len(chunk)
        if len(self._head) < _HEAD_BYTES:
            self._head += chunk[: _HEAD_BYTES - len(self._head)]
        if self._expected_bytes is not None and self.size_bytes > self._expected_bytes:
            raise self.refusal(Reason.LENGTH, f"body longer than the {self._expected_bytes} bytes expected")
        if self._cap_bytes is not None and self.size_bytes > self._cap_bytes:
            raise self.refusal(Reason.TOO_LARGE, f"body longer than the {self._cap_bytes} bytes allowed")

    def check_complete(self) -> None:
        """Refuse a body that ended early.

        Raises:
            RefusedError: `EMPTY`, `TRUNCATED`, `HTML_INSTEAD`.
        """
        if not self.size_bytes:
            raise RefusedError(Reason.EMPTY)
        if self._expected_bytes is not None and self.size_bytes < self._expected_bytes:
            raise self.refusal(Reason.TRUNCATED, f"{self.size_bytes} of {self._expected_bytes} bytes")

    def refusal(self, reason: Reason, detail: str = "") -> RefusedError:
        """Return the error for a failed check: a web page is the true cause of any other failure."""
        return RefusedError(Reason.HTML_INSTEAD if self.is_html_instead else reason, detail)
