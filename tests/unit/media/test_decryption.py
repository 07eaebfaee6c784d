"""A media body is decrypted only if everything about it is right, and the reason of a refusal is the true one."""

from __future__ import annotations

import base64
import hashlib
import os
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.encryption import Check, Declared, Encryption, KeyInfo, Verified
from app.domain.errors import IllegalMoveError, RefusedError
from app.domain.reasons import Reason
from app.media.decryption import Decryptor
from app.media.keys import cipher_size, stream_keys
from tests.support.vectors import plaintext, vectors
from tests.support.wa_encrypt import derive, encrypt, encrypt_file, seal

GOOD = vectors("media_crypto")["cases"]
DAMAGED = vectors("media_crypto_damaged")["cases"]
KEY = bytes(range(32))
DOCUMENT = Encryption(KEY, KeyInfo.DOCUMENT)
NOTHING = Declared()
PAGE = b"\xef\xbb\xbf \r\n<!DocType HTML>\n<title>Gone</title>" + b"." * 200
MIB = 1024 * 1024
few = settings(derandomize=True, deadline=None, max_examples=60)


def sha256(octets: bytes) -> bytes:
    return hashlib.sha256(octets).digest()


def declared_of(plain: bytes, body: bytes) -> Declared:
    return Declared(plain_sha256=sha256(plain), cipher_sha256=sha256(body), length=len(plain))


def declared_by(case: dict[str, Any]) -> Declared:
    return Declared(
        plain_sha256=base64.b64decode(case["fileSha256_b64"]),
        cipher_sha256=base64.b64decode(case["fileEncSha256_b64"]),
        length=case["fileLength"],
    )


def encryption_of(case: dict[str, Any]) -> Encryption:
    return Encryption(base64.b64decode(case["mediaKey_b64"]), KeyInfo(case["hkdf_info"]))


def decrypted(body: bytes, encryption: Encryption, declared: Declared, *, step: int = 1000) -> tuple[bytes, Verified]:
    out = bytearray()
    with Decryptor(encryption, declared, out.extend) as decryptor:
        for start in range(0, len(body), step):
            decryptor.feed(body[start : start + step])
        verified = decryptor.finish()
    return bytes(out), verified


def refusal_of(body: bytes, encryption: Encryption = DOCUMENT, declared: Declared = NOTHING, **limits: int) -> Reason:
    with pytest.raises(RefusedError) as refused, Decryptor(encryption, declared, bytes, **limits) as decryptor:
        decryptor.feed(body)
        decryptor.finish()
    return refused.value.reason


def published(body: bytes, encryption: Encryption, declared: Declared, folder: Path) -> Path:
    """Keep a file as a download does: a temporary, renamed only after the verdict."""
    temporary, target = folder / "part", folder / "file"
    try:
        with temporary.open("wb") as sink, Decryptor(encryption, declared, sink.write) as decryptor:
            decryptor.feed(body)
            decryptor.finish()
        return temporary.rename(target)
    finally:
        temporary.unlink(missing_ok=True)


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("case", GOOD, ids=[case["label"] for case in GOOD])
def test_the_keys_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    keys = stream_keys(encryption_of(case))
    assert keys.iv.hex() == case["iv_hex"]
    assert keys.cipher_key.hex() == case["cipherKey_hex"]
    assert keys.mac_key.hex() == case["macKey_hex"]
    assert repr(keys) == "StreamKeys()"


@pytest.mark.parametrize("case", GOOD, ids=[case["label"] for case in GOOD])
def test_the_body_of_the_vectors_decrypts_with_every_check(case: dict[str, Any]) -> None:
    plain = plaintext(case["label"], case["size"])
    body = encrypt(plain, base64.b64decode(case["mediaKey_b64"]), case["hkdf_info"])
    assert base64.b64encode(sha256(body)).decode() == case["fileEncSha256_b64"]
    assert base64.b64decode(case.get("enc_b64", base64.b64encode(body))) == body
    assert body[-10:].hex() == case["mac_hex"]
    assert len(body) == case["enc_bytes"] == cipher_size(case["size"])

    out, verified = decrypted(body, encryption_of(case), declared_by(case))
    assert out == plain
    assert verified == Verified(sha256=sha256(plain), size_bytes=case["size"], checks=tuple(Check))


def test_the_encryptor_of_the_tests_derives_what_the_vectors_say() -> None:
    for case in GOOD:
        derived = derive(base64.b64decode(case["mediaKey_b64"]), case["hkdf_info"])
        assert derived[3].hex() == case["refKey_hex"]


_WITH_ALL_DECLARED = {
    "s-good": None,
    "s-flip-mid": Reason.CIPHER_HASH,
    "s-flip-prevblock-lastbyte": Reason.CIPHER_HASH,
    "s-mac-zero": Reason.CIPHER_HASH,
    "s-trunc-1": Reason.TRUNCATED,
    "s-trunc-9": Reason.TRUNCATED,
    "s-trunc-11": Reason.TRUNCATED,
    "s-trunc-26": Reason.TRUNCATED,
    "s-trunc-to-block": Reason.TRUNCATED,
    "s-extra-5": Reason.LENGTH,
    "s-extra-16": Reason.LENGTH,
    "s-extra-32": Reason.LENGTH,
    "s-swap-blocks": Reason.CIPHER_HASH,
    "s-wrong-key-lucky": Reason.MAC,
    "s-wrong-type-image": Reason.MAC,
    "s-empty": Reason.EMPTY,
    "s-ten": Reason.TRUNCATED,
    "s-pad-0": Reason.PADDING,
    "s-pad-255": Reason.PADDING,
    "s-nopad": Reason.TRUNCATED,
    "s-ct-unaligned-mac-ok": Reason.TRUNCATED,
    "s-mac-full-32": Reason.LENGTH,
    "s-length-wrong": Reason.LENGTH,
    "s-enc-sha-wrong": Reason.CIPHER_HASH,
}
_WITH_NOTHING_DECLARED = _WITH_ALL_DECLARED | {
    "s-flip-mid": Reason.MAC,
    "s-flip-prevblock-lastbyte": Reason.MAC,
    "s-mac-zero": Reason.MAC,
    "s-extra-5": Reason.TRUNCATED,
    "s-extra-16": Reason.MAC,
    "s-extra-32": Reason.MAC,
    "s-swap-blocks": Reason.MAC,
    "s-nopad": Reason.PADDING,
    "s-mac-full-32": Reason.TRUNCATED,
    "s-length-wrong": None,
    "s-enc-sha-wrong": None,
}


@pytest.mark.parametrize("case", DAMAGED, ids=[case["name"] for case in DAMAGED])
def test_damage_is_refused_with_its_reason_and_publishes_nothing(case: dict[str, Any], tmp_path: Path) -> None:
    body, expected = base64.b64decode(case["enc_b64"]), _WITH_ALL_DECLARED[case["name"]]
    assert (expected is None) == (case["strict_verdict"] == "accept")
    if expected is None:
        kept = published(body, encryption_of(case), declared_by(case), tmp_path)
        assert kept.read_bytes() == plaintext(case["plaintext_label"], case["fileLength"])
        return
    with pytest.raises(RefusedError) as refused:
        published(body, encryption_of(case), declared_by(case), tmp_path)
    assert refused.value.reason is expected
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("case", DAMAGED, ids=[case["name"] for case in DAMAGED])
def test_damage_to_the_body_is_refused_although_nothing_is_declared(case: dict[str, Any]) -> None:
    body, expected = base64.b64decode(case["enc_b64"]), _WITH_NOTHING_DECLARED[case["name"]]
    if expected is None:
        assert decrypted(body, encryption_of(case), NOTHING)[1].checks == (Check.MAC, Check.PADDING)
    else:
        assert refusal_of(body, encryption_of(case)) is expected


@pytest.mark.parametrize("last", [bytes([0]), bytes([17]), bytes([255]), b"\x03\x02", b"\x01\x03\x03"])
def test_only_whole_padding_is_accepted(last: bytes) -> None:
    assert refusal_of(seal(bytes(48 - len(last)) + last, KEY, KeyInfo.DOCUMENT)) is Reason.PADDING


def test_each_false_declaration_is_refused_with_its_own_reason() -> None:
    plain = b"content" * 100
    body = encrypt(plain, KEY, KeyInfo.DOCUMENT)
    assert refusal_of(body, declared=Declared(cipher_sha256=sha256(b""))) is Reason.CIPHER_HASH
    assert refusal_of(body, declared=Declared(plain_sha256=sha256(b""))) is Reason.PLAIN_HASH
    assert refusal_of(body, declared=Declared(plain_sha256=b"short")) is Reason.PLAIN_HASH
    assert refusal_of(body, declared=Declared(length=len(plain) + 1)) is Reason.LENGTH
    assert refusal_of(body, declared=Declared(length=len(plain) + 16)) is Reason.TRUNCATED
    assert refusal_of(body, declared=Declared(length=len(plain) - 16)) is Reason.LENGTH
    assert refusal_of(body, Encryption(KEY, KeyInfo.IMAGE)) is Reason.MAC
    with pytest.raises(RefusedError) as refused:
        Decryptor(Encryption(KEY[:31], KeyInfo.IMAGE), NOTHING, bytes)
    assert refused.value.reason is Reason.BAD_KEY


@given(st.integers(0, 70_000), st.lists(st.integers(0, 30_000), max_size=30), st.sampled_from(KeyInfo))
@few
def test_any_chunking_gives_the_same_file(size: int, cuts: list[int], info: KeyInfo) -> None:
    plain = plaintext("chunking", size)
    body = encrypt(plain, KEY, info)
    out = bytearray()
    decryptor = Decryptor(Encryption(KEY, info), declared_of(plain, body), out.extend)
    for start, end in pairwise([0, *sorted(cuts), len(body)]):
        decryptor.feed(memoryview(body)[min(start, len(body)) : end])
    assert decryptor.finish().checks == tuple(Check)
    assert out == plain


@pytest.mark.parametrize("step", range(1, 45))
def test_small_steps_of_every_size_give_the_same_file(step: int) -> None:
    for size in (0, 1, 15, 16, 17, 31, 32, 33, 100):
        plain = plaintext("steps", size)
        body = encrypt(plain, KEY, KeyInfo.DOCUMENT)
        assert decrypted(body, DOCUMENT, declared_of(plain, body), step=step)[0] == plain


@given(st.integers(0, 700), st.data())
@few
def test_any_single_flipped_bit_is_refused(size: int, data: st.DataObject) -> None:
    body = bytearray(encrypt(plaintext("flip", size), KEY, KeyInfo.DOCUMENT))
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    body[bit // 8] ^= 1 << bit % 8
    assert refusal_of(bytes(body)) is Reason.MAC


@given(st.integers(0, 700), st.data())
@few
def test_any_cut_is_refused(size: int, data: st.DataObject) -> None:
    plain = plaintext("cut", size)
    body = encrypt(plain, KEY, KeyInfo.DOCUMENT)
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    assert refusal_of(cut) in (Reason.EMPTY, Reason.TRUNCATED, Reason.MAC)
    assert refusal_of(cut, declared=declared_of(plain, body)) in (Reason.EMPTY, Reason.TRUNCATED)


@given(st.binary(max_size=400), st.booleans())
@few
def test_no_foreign_body_is_accepted(body: bytes, declares: bool) -> None:
    refusal_of(body, declared=declared_of(b"something", b"else") if declares else NOTHING)


def test_a_small_file_is_written_only_after_every_check() -> None:
    plain = os.urandom(200_000)
    body = encrypt(plain, KEY, KeyInfo.DOCUMENT)
    written: list[int] = []
    with pytest.raises(RefusedError):
        decryptor = Decryptor(DOCUMENT, Declared(plain_sha256=bytes(32)), lambda block: written.append(len(block)))
        decryptor.feed(body)
        decryptor.finish()
    assert not written


def test_the_last_block_of_a_refused_file_is_never_written() -> None:
    plain = os.urandom(3 * MIB // 4 + 5)
    body = bytearray(encrypt(plain, KEY, KeyInfo.DOCUMENT))
    body[-1] ^= 1
    out = bytearray()
    decryptor = Decryptor(DOCUMENT, NOTHING, out.extend)
    decryptor.feed(body)
    assert len(out) == 3 * MIB // 4
    with pytest.raises(RefusedError):
        decryptor.finish()
    assert out == plain[: 3 * MIB // 4]


@pytest.mark.parametrize("declares", [True, False], ids=["declared", "bare"])
@pytest.mark.parametrize("step", [64 * 1024 + 1, 256 * 1024, 20 * MIB])
def test_a_large_file_hashed_on_a_second_thread_is_the_same(declares: bool, step: int, tmp_path: Path) -> None:
    plain = os.urandom(9 * MIB + 3)
    (tmp_path / "plain").write_bytes(plain)
    body_sha256, plain_sha256 = encrypt_file(tmp_path / "plain", tmp_path / "enc", KEY, KeyInfo.DOCUMENT)
    body = (tmp_path / "enc").read_bytes()
    assert body == encrypt(plain, KEY, KeyInfo.DOCUMENT)
    declared = Declared(plain_sha256, body_sha256, len(plain)) if declares else NOTHING
    out, verified = decrypted(body, DOCUMENT, declared, step=step)
    assert out == plain
    assert verified.sha256 == plain_sha256 == sha256(plain)


def test_the_sink_gets_bounded_blocks_however_large_the_chunk() -> None:
    plain = bytes(6 * MIB)
    blocks: list[int] = []
    with Decryptor(DOCUMENT, NOTHING, lambda block: blocks.append(len(block))) as decryptor:
        decryptor.feed(encrypt(plain, KEY, KeyInfo.DOCUMENT))
        decryptor.finish()
    assert max(blocks) <= 256 * 1024
    assert sum(blocks) == len(plain)


def test_a_large_file_passes_through_four_blocks_of_memory() -> None:
    size = 12 * MIB
    buffers: set[int] = set()
    with Decryptor(DOCUMENT, Declared(length=size), lambda block: buffers.add(id(memoryview(block).obj))) as decryptor:
        decryptor.feed(encrypt(bytes(size), KEY, KeyInfo.DOCUMENT))
        decryptor.finish()
    assert len(buffers) <= 4


@pytest.mark.parametrize("size", [MIB, 6 * MIB], ids=["one thread", "two threads"])
def test_a_failing_sink_ends_the_decryption_and_its_thread(size: int) -> None:
    written = 0

    def full_disk(block: memoryview | bytes) -> None:
        nonlocal written
        written += len(block)
        if written > size // 2:
            raise OSError(28, "no space")

    decryptor = Decryptor(DOCUMENT, Declared(length=size), full_disk)
    with pytest.raises(OSError, match="no space"):
        decryptor.feed(encrypt(bytes(size), KEY, KeyInfo.DOCUMENT))
    with pytest.raises(IllegalMoveError):
        decryptor.feed(b"more")


def test_an_abort_ends_the_thread_and_may_be_repeated() -> None:
    decryptor = Decryptor(DOCUMENT, Declared(length=50 * MIB), bytes)
    decryptor.feed(bytes(5 * MIB))
    assert any(thread.name.startswith("plain-hash") for thread in threading.enumerate())
    decryptor.abort()
    decryptor.abort()
    with pytest.raises(IllegalMoveError):
        decryptor.finish()


def test_a_finished_decryption_takes_nothing_more() -> None:
    decryptor = Decryptor(DOCUMENT, NOTHING, bytes)
    decryptor.feed(encrypt(b"", KEY, KeyInfo.DOCUMENT))
    decryptor.finish()
    decryptor.abort()
    for late in (lambda: decryptor.feed(b""), decryptor.finish):
        with pytest.raises(IllegalMoveError):
            late()


def test_a_host_that_sends_too_much_is_stopped_at_once() -> None:
    out = bytearray()
    decryptor = Decryptor(DOCUMENT, Declared(length=100), out.extend)
    decryptor.feed(bytes(cipher_size(100)))
    with pytest.raises(RefusedError) as refused:
        decryptor.feed(b"\0")
    assert refused.value.reason is Reason.LENGTH
    assert len(out) < 100


def test_a_file_over_the_cap_is_refused_to_the_byte() -> None:
    body = encrypt(bytes(100), KEY, KeyInfo.DOCUMENT)
    assert refusal_of(body, cap_bytes=99) is Reason.TOO_LARGE
    assert refusal_of(body, cap_bytes=50) is Reason.TOO_LARGE
    assert refusal_of(body, declared=Declared(length=100), cap_bytes=50) is Reason.TOO_LARGE
    assert refusal_of(body, declared=Declared(length=20), cap_bytes=50) is Reason.LENGTH
    with Decryptor(DOCUMENT, NOTHING, bytes, cap_bytes=100) as decryptor:
        decryptor.feed(body)
        assert decryptor.finish().size_bytes == 100


@pytest.mark.parametrize("page", [PAGE, b"<html>", b"\n\t<HTML lang=en>" + b"x" * 3000, PAGE[:26]])
@pytest.mark.parametrize("length", [None, 5, 20, 10_000])
def test_a_web_page_instead_of_a_body_is_called_that(page: bytes, length: int | None) -> None:
    assert refusal_of(page, declared=Declared(length=length, cipher_sha256=bytes(32))) is Reason.HTML_INSTEAD
    assert refusal_of(page, declared=Declared(length=length), cap_bytes=1) is Reason.HTML_INSTEAD


def test_other_text_is_no_web_page() -> None:
    assert refusal_of(b"<htmlx>" * 20) is Reason.TRUNCATED
    assert refusal_of(b"see <html>") is Reason.TRUNCATED
