"""A real Secret Service of a test's own: GNOME's keychain on a private D-Bus, all in a temporary folder."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from tests.support.desktop.bus import PrivateBus

_PATIENCE_S = 20.0
_LOCK = """import secretstorage
bus = secretstorage.dbus_init()
secretstorage.get_default_collection(bus).lock()
"""
_TEXTS = """import secretstorage
bus = secretstorage.dbus_init()
for item in secretstorage.get_default_collection(bus).get_all_items():
    print(item.get_secret().decode())
"""
_READY = """import secretstorage
secretstorage.get_default_collection(secretstorage.dbus_init()).is_locked()
"""


class SecretService:
    """Entered it runs; its processes end with it, by their ids.

    Attributes:
        environment: what a program needs in order to find it, and to take it for its keychain.
    """

    def __init__(self, folder: Path) -> None:
        self._home = folder
        self._bus = PrivateBus(folder)
        self._keychain: subprocess.Popen[bytes] | None = None
        self.environment = {
            "HOME": str(folder),
            "XDG_RUNTIME_DIR": str(folder),
            "XDG_DATA_HOME": str(folder / "share"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "DBUS_SESSION_BUS_ADDRESS": self._bus.address,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
            "PATH": "/usr/local/bin:/usr/bin:/bin",
        }

    def __enter__(self) -> SecretService:
        with ExitStack() as undo:
            self._bus.start(self.environment)
            undo.callback(self._bus.stop)
            self.unlock()
            undo.callback(self.end)
            undo.pop_all()
        return self

    def __exit__(self, *_exc: object) -> None:
        self.end()
        self._bus.stop()

    def unlock(self, words: str = "três palavras") -> None:
        """Start the keychain with its passphrase, as a login does."""
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        nowhere = subprocess.DEVNULL
        self._keychain = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=nowhere, stderr=nowhere
        )
        assert self._keychain.stdin is not None
        self._keychain.stdin.write(words.encode())
        self._keychain.stdin.close()
        deadline = time.monotonic() + _PATIENCE_S
        while self._asked(_READY).returncode:
            assert time.monotonic() < deadline and self._keychain.poll() is None, "the keychain did not come up"
            time.sleep(0.1)

    def end(self) -> None:
        """End the keychain, as when nobody is logged in."""
        if self._keychain is not None:
            self._keychain.terminate()
            self._keychain.wait(_PATIENCE_S)
            self._keychain = None

    def lock(self) -> None:
        """Lock it; there is nobody whom it could ask for the passphrase."""
        self._asked(_LOCK).check_returncode()

    def texts(self) -> list[str]:
        """Return all secrets in it."""
        done = self._asked(_TEXTS)
        done.check_returncode()
        return done.stdout.splitlines()

    def _asked(self, program: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
