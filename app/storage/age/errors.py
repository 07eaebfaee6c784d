"""What is wrong with a file in the age format, or with a key."""

from __future__ import annotations


class AgeError(ValueError):
    """A file or key that cannot be used; the text says why and holds nothing of a secret."""


class WrongKeyError(AgeError):
    """The file is sound as far as can be seen, but none of its stanzas is for this key."""
