"""Takes the multipart body of a media: first the part `meta`, then the part `file`, streamed to disk and hashed."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import aiohttp
from aiohttp import web

from app.sandbox.answers import RefusalError
from app.sandbox.encryptor import CHUNK_BYTES

META_BYTES = 256 * 1024
ReadT = TypeVar("ReadT")


@dataclass(frozen=True, slots=True)
class Received:
    """A file that arrived whole: where it is, its SHA-256 (raw) and its size in bytes."""

    path: Path
    sha256: bytes
    size_bytes: int

    def discard(self) -> None:
        """Remove the file if it was not moved away."""
        self.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Limits:
    """How a file part is taken.

    Attributes:
        size_bytes: the size that was announced; None if the part may have any up to `most_bytes`.
        bytes_per_s: None for full speed.
        stop_after_bytes: give up in the middle, as if the line went dead; None to read all.
    """

    most_bytes: int
    size_bytes: int | None = None
    bytes_per_s: float | None = None
    stop_after_bytes: int | None = None


class CutHereError(Exception):
    """The point was reached at which the connection is to be cut."""


class Upload:
    """One multipart body on its way in; call `meta` and then `file`."""

    def __init__(self, reader: aiohttp.MultipartReader, content: aiohttp.StreamReader) -> None:
        self._reader = reader
        self._content = content

    @classmethod
    async def of(cls, request: web.Request) -> Upload:
        """Begin to read the body of `request`.

        Raises:
            RefusalError: 400, the body is no multipart/form-data.
        """
        try:
            return cls(await request.multipart(), request.content)
        except (ValueError, AssertionError):
            raise RefusalError(400, "bad_request", "the body must be multipart/form-data with a boundary") from None

    async def meta(self) -> str:
        """Return the text of the first part, which must be called `meta`."""
        part = await self._part("meta")
        text = b""
        while chunk := await self._guarded(part.read_chunk):
            text += chunk
            if len(text) > META_BYTES:
                raise RefusalError(400, "bad_request", "meta: too long", "meta")
        try:
            return text.decode()
        except UnicodeDecodeError:
            raise RefusalError(400, "bad_request", "meta: not UTF-8", "meta") from None

    async def file(self, folder: Path, limits: Limits) -> Received:
        """Stream the second part, called `file`, into `folder`; nothing stays there unless all of it is right.

        Raises:
            RefusalError: 400 wrong size, wrong parts or a body that was cut short; 413 too large.
            CutHereError: `limits.stop_after_bytes` was reached.
        """
        part = await self._part("file")
        path = folder / secrets.token_hex(8)
        try:
            received = await self._received(part, path, limits)
            await self._expect_end()
        except BaseException:  # half a file must not stay, whatever cut it off
            path.unlink(missing_ok=True)
            raise
        return received

    async def _received(self, part: aiohttp.BodyPartReader, path: Path, limits: Limits) -> Received:
        with path.open("wb") as file:
            digest, size_bytes = await _pour(self._paced(part, limits), file)
        if limits.size_bytes is not None and size_bytes != limits.size_bytes:
            raise RefusalError(400, "bad_request", "size: the file has another size than announced", "size")
        return Received(path, digest, size_bytes)

    async def _paced(self, part: aiohttp.BodyPartReader, limits: Limits) -> AsyncIterator[bytes]:
        total_bytes = 0
        most_bytes = limits.most_bytes if limits.size_bytes is None else limits.size_bytes
        piece_bytes = CHUNK_BYTES if limits.bytes_per_s is None else max(1024, int(limits.bytes_per_s / 10))
        while chunk := await self._guarded(lambda: part.read_chunk(piece_bytes)):
            total_bytes += len(chunk)
            if limits.stop_after_bytes is not None and total_bytes > limits.stop_after_bytes:
                raise CutHereError
            if total_bytes > most_bytes:
                raise _too_long(limits)
            yield chunk
            if limits.bytes_per_s is not None:
                await asyncio.sleep(len(chunk) / limits.bytes_per_s)

    async def _part(self, name: str) -> aiohttp.BodyPartReader:
        part = await self._guarded(self._reader.next)
        if not isinstance(part, aiohttp.BodyPartReader) or part.name != name:
            raise RefusalError(400, "bad_request", f"{name}: this part must come next", name)
        return part

    async def _expect_end(self) -> None:
        if await self._guarded(self._reader.next) is not None:
            raise RefusalError(400, "bad_request", "file: nothing may follow it", "file")
        # A client may hold back the very last bytes until it is sure: the body is complete only when they came.
        while await self._guarded(self._content.readany):
            pass

    async def _guarded(self, read: Callable[[], Awaitable[ReadT]]) -> ReadT:
        """Read, and call a body that ends too early or makes no sense what it is."""
        try:
            return await read()
        except (ConnectionError, aiohttp.ClientError, web.RequestPayloadError):
            raise RefusalError(400, "incomplete", "the body was cut short") from None
        except (ValueError, AssertionError):
            raise RefusalError(400, "bad_request", "the multipart body is malformed") from None


async def _pour(chunks: AsyncIterator[bytes], file: BinaryIO) -> tuple[bytes, int]:
    """Write and hash `chunks`; while a thread works on one, the next is already read."""
    loop, digest, size_bytes = asyncio.get_running_loop(), hashlib.sha256(), 0
    working: asyncio.Future[None] | None = None

    def keep(chunk: bytes) -> None:
        digest.update(chunk)
        file.write(chunk)

    try:
        async for chunk in chunks:
            size_bytes += len(chunk)
            if working is not None:
                await working
            working = loop.run_in_executor(None, keep, chunk)
    finally:
        if working is not None:
            await working
    return digest.digest(), size_bytes


def _too_long(limits: Limits) -> RefusalError:
    if limits.size_bytes is not None:
        return RefusalError(400, "bad_request", "size: the file is longer than announced", "size")
    return RefusalError(413, "too_large", "file: too large", "file")
