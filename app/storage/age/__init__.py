"""Files in the age v1 format that can be read from any place: what the sealed vault keeps.

The format is that of age-encryption.org/v1 (C2SP), so that the standard `age` program opens every file with the
instance's recovery key. Ours because nothing else seeks in such files; the ciphers are those of `cryptography`.
"""

from app.storage.age.errors import AgeError, WrongKeyError
from app.storage.age.keys import Identity, Passphrase, Recipient
from app.storage.age.reader import opened
from app.storage.age.writer import AgeWriter

__all__ = ["AgeError", "AgeWriter", "Identity", "Passphrase", "Recipient", "WrongKeyError", "opened"]
