"""Where everything lies on disk (product contract 1.2). Names of clients never become part of a path; ids do."""

from __future__ import annotations

import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceRef, client_id, instance_id
from app.domain.reasons import ErrorCode
from app.system.locks import locked

_PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class DataDir:
    """A data folder that exists and can be written. Paths are absolute; only `make_…` touches the disk."""

    root: Path

    @property
    def registry_db(self) -> Path:
        """Return the database of clients and instances."""
        return self.root / "acervo.db"

    @property
    def run(self) -> Path:
        """Return the folder of the running processes' lock files."""
        return self.root / "run"

    @property
    def log(self) -> Path:
        """Return the folder of logs and crash reports."""
        return self.root / "log"

    def client(self, client: ClientId) -> Path:
        """Return the folder of a client."""
        return self.root / "media_storage" / f"cliente_{client_id(str(client))}"

    def client_db(self, client: ClientId) -> Path:
        """Return the database of a client's collections and policies."""
        return self.client(client) / "client.db"

    def instance(self, ref: InstanceRef) -> Path:
        """Return the folder of an instance; the folders per kind lie in it.

        Raises:
            CommandError: an id that `instance_ref` would not have made, so that no id ever leads out of the folder.
        """
        return self.client(ref.client) / f"instance_{instance_id(ref.instance)}"

    def media_db(self, ref: InstanceRef) -> Path:
        """Return the database of an instance."""
        return self.instance(ref) / "media_database.db"

    def thumbnails_db(self, ref: InstanceRef) -> Path:
        """Return the database of an instance's thumbnails."""
        return self.instance(ref) / "thumbnails.db"

    def make_instance(self, ref: InstanceRef) -> Path:
        """Return the folder of an instance, made if it is not there.

        Raises:
            CommandError: `data_dir`, it cannot be made.
        """
        folder = self.instance(ref)
        for path in (folder.parent.parent, folder.parent, folder):
            _make_private(path)
        return folder


def open_data_dir(explicit: str | None = None, *, environment: Mapping[str, str] | None = None) -> DataDir:
    """Find, make and check the data folder.

    Args:
        explicit: what `--data-dir` says; else `ACERVO_DATA_DIR`, else the platform's place for local app data.
        environment: in place of the process's own.

    Raises:
        CommandError: `data_dir`: it is a file, cannot be made or cannot be written.
    """
    variables = os.environ if environment is None else environment
    chosen = explicit or variables.get("ACERVO_DATA_DIR") or _platform_place()
    try:
        root = Path(chosen).expanduser().absolute()
        root.parent.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise _unusable(f"it cannot be made ({_why(error)})") from error
    data = DataDir(root)
    for path in (root, data.run, data.log, root / "media_storage"):
        _make_private(path)
    _check_writable(data.run)
    return data


def data_dir_id(data: DataDir) -> str:
    """Return the random id of a data folder (32 hex digits), made at first use; two folders never share one.

    Raises:
        CommandError: `data_dir`: the id cannot be read or written. A damaged id is not replaced by a new one: the
            secrets kept under the old one would seem lost.
    """
    path = data.root / "data_dir_id"
    try:
        with locked(data.run / "data_dir_id.guard"):
            if not path.exists():
                _write_synced(path, uuid.uuid4().hex)
            found = path.read_text(encoding="ascii").strip()
            return uuid.UUID(hex=found).hex
    except (OSError, ValueError) as error:
        raise _unusable(f"its file data_dir_id is damaged or cannot be read ({_why(error)})") from error


def _platform_place() -> str:
    import platformdirs

    return platformdirs.user_data_dir("Acervo", appauthor=False, roaming=False)


def _make_private(path: Path) -> None:
    """Make a folder that only this user may enter; one that is there keeps its permissions."""
    try:
        path.mkdir(mode=_PRIVATE, exist_ok=True)
    except FileExistsError as error:
        raise _unusable("a file stands where a folder has to be") from error
    except (OSError, ValueError) as error:
        raise _unusable(f"it cannot be made ({_why(error)})") from error


def _check_writable(folder: Path) -> None:
    """Write a file: permission bits say little on Windows, on network shares and to the superuser."""
    probe = folder / f"probe-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise _unusable(f"it cannot be written ({_why(error)})") from error


def _write_synced(path: Path, text: str) -> None:
    new = path.with_name(f"{path.name}.new")
    with new.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _unusable(detail: str) -> CommandError:
    return CommandError(ErrorCode.DATA_DIR, "data-dir", detail)


def _why(error: Exception) -> str:
    """Return the system's word for an error, without the path it names."""
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
