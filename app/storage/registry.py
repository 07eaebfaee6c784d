"""The registry of clients and instances in `acervo.db`. Names live here and never in a path; secrets never here."""

# ruff: noqa: S608 (SQL is put together from constants only; values are always parameters)
from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine

from app.domain.accounts import Client, Instance, VaultForm
from app.domain.errors import CommandError
from app.domain.ids import ClientId, InstanceId, InstanceRef
from app.domain.reasons import ErrorCode
from app.storage import engine
from app.storage.faults import database_faults
from app.storage.schema import REGISTRY, prepare
from app.storage.sql import Found, Sql

_HIGHEST_ID = 999_999_999
_SECRET_BYTES = 32
_CLIENTS = "SELECT id, name, vault FROM client"
_INSTANCES = """SELECT client_id, instance_id, provider, name, number, base_url, settings, hook_secret FROM instance"""
_ORDER = " ORDER BY client_id, instance_id"
_ONE = " WHERE client_id = ? AND instance_id = ?"
_ADD = """INSERT INTO instance (client_id, instance_id, provider, name, number, base_url, settings, hook_secret)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_GAP = "SELECT min(id) + 1 FROM client WHERE id + 1 NOT IN (SELECT id FROM client)"


class SqlRegistry:
    """`Registry` on SQLite; several processes may use the same file."""

    def __init__(self, path: Path) -> None:
        """Open the registry, made or migrated where needed. Raises CommandError `database`."""
        self._file = path.name
        prepare(path, REGISTRY)
        self._lock = threading.Lock()
        self._writers: Engine = engine.writer(path)
        self._readers: Engine = engine.readers(path)

    def clients(self) -> list[Client]:
        """Return all clients, by id."""
        with self._reading() as sql:
            return [_client(row) for row in sql.all(_CLIENTS + " ORDER BY id")]

    def client(self, client: ClientId) -> Client | None:
        """Return one client."""
        with self._reading() as sql:
            row = sql.one(_CLIENTS + " WHERE id = ?", client)
        return None if row is None else _client(row)

    def add_client(self, name: str, *, id: ClientId | None, vault: VaultForm) -> Client:
        """Add a client with the given id, or the next after the highest.

        Raises:
            CommandError: `already_exists`, field `id`.
        """
        with self._writing() as sql:
            number = _next_id(sql) if id is None else id
            if sql.one(_CLIENTS + " WHERE id = ?", number) is not None:
                raise CommandError(ErrorCode.ALREADY_EXISTS, "id", f"client {number} exists")
            sql.run("INSERT INTO client (id, name, vault) VALUES (?, ?, ?)", number, name, vault.value)
        return Client(ClientId(number), name, vault)

    def remove_client(self, client: ClientId) -> None:
        """Forget a client and its instances; one that is not there is fine."""
        with self._writing() as sql:
            sql.run("DELETE FROM client WHERE id = ?", client)

    def instances(self, client: ClientId | None = None) -> list[Instance]:
        """Return instances, all or of one client, by id."""
        with self._reading() as sql:
            if client is None:
                rows = sql.all(_INSTANCES + _ORDER)
            else:
                rows = sql.all(_INSTANCES + " WHERE client_id = ?" + _ORDER, client)
        return [_instance(row) for row in rows]

    def instance(self, ref: InstanceRef) -> Instance | None:
        """Return one instance."""
        with self._reading() as sql:
            row = sql.one(_INSTANCES + _ONE, ref.client, ref.instance)
        return None if row is None else _instance(row)

    def add_instance(self, instance: Instance) -> None:
        """Add an instance; one without a hook secret is given one.

        Raises:
            CommandError: `not_found` (field `client`) or `already_exists` (field `instance`).
        """
        ref = instance.ref
        hook_secret = instance.hook_secret or secrets.token_urlsafe(_SECRET_BYTES)
        with self._writing() as sql:
            if sql.one(_CLIENTS + " WHERE id = ?", ref.client) is None:
                raise CommandError(ErrorCode.NOT_FOUND, "client", f"no client {ref.client}")
            if sql.one(_INSTANCES + _ONE, ref.client, ref.instance) is not None:
                raise CommandError(ErrorCode.ALREADY_EXISTS, "instance", f"{ref} exists")
            sql.run(
                _ADD, ref.client, ref.instance, instance.provider, instance.name, instance.number, instance.base_url,
                _packed(instance.settings), hook_secret,
            )  # fmt: skip

    def change_settings(self, ref: InstanceRef, settings: Mapping[str, str]) -> None:
        """Set these keys and leave the others; an empty value removes its key.

        Raises:
            CommandError: `not_found`, field `instance`.
        """
        with self._writing() as sql:
            row = sql.one(_INSTANCES + _ONE, ref.client, ref.instance)
            if row is None:
                raise CommandError(ErrorCode.NOT_FOUND, "instance", f"no instance {ref}")
            changed = {**json.loads(row.settings), **settings}
            kept = {key: value for key, value in changed.items() if value}
            sql.run("UPDATE instance SET settings = ?" + _ONE, _packed(kept), ref.client, ref.instance)

    def remove_instance(self, ref: InstanceRef) -> None:
        """Forget an instance; one that is not there is fine."""
        with self._writing() as sql:
            sql.run("DELETE FROM instance" + _ONE, ref.client, ref.instance)

    def close(self) -> None:
        """Let go of the file."""
        self._readers.dispose()
        self._writers.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Sql]:
        with database_faults(self._file), self._readers.connect() as connection, connection.begin():
            yield Sql(connection)

    @contextmanager
    def _writing(self) -> Iterator[Sql]:
        with database_faults(self._file), self._lock, self._writers.connect() as connection, connection.begin():
            yield Sql(connection)


def _next_id(sql: Sql) -> int:
    """Return the number after the highest; where that is spent, the first gap."""
    highest = int(sql.value("SELECT max(id) FROM client") or 0)
    if highest < _HIGHEST_ID:
        return highest + 1
    return 1 if sql.one(_CLIENTS + " WHERE id = 1") is None else int(sql.value(_GAP))


def _packed(settings: Mapping[str, str]) -> str:
    return json.dumps(dict(settings), sort_keys=True, ensure_ascii=False)


def _client(row: Found) -> Client:
    return Client(ClientId(row.id), row.name, VaultForm(row.vault))


def _instance(row: Found) -> Instance:
    return Instance(
        ref=InstanceRef(ClientId(row.client_id), InstanceId(row.instance_id)),
        provider=row.provider,
        name=row.name,
        number=row.number,
        base_url=row.base_url,
        settings=json.loads(row.settings),
        hook_secret=row.hook_secret,
    )
