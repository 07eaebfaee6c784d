from __future__ import annotations

import base64
import hashlib
import tempfile
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sandbox.encryptor import CHUNK_BYTES, Encrypted, encrypt_file, media_keys
from app.sandbox.kinds import KINDS, MediaKind, kind_of_name, mime_of_name
from tests.support.vectors import plaintext, vectors
from tests.support.wa_decrypt import DamagedError, decrypt

KEY = bytes(range(32))
CASES = [case for case in vectors("media_crypto")["cases"] if case["type"] in KINDS]


def encrypted(plain: bytes, key: bytes, kind: MediaKind, *, spoil_mac: bool = False) -> tuple[bytes, Encrypted]:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "plain", Path(folder) / "enc"
        source.write_bytes(plain)
        facts = encrypt_file(source, target, key, kind, spoil_mac=spoil_mac)
        return target.read_bytes(), facts


def decrypted(body: bytes, kind: MediaKind, facts: Encrypted) -> bytes:
    return decrypt(body, KEY, KINDS[kind].info.decode(), facts.sha256, facts.enc_sha256, facts.size_bytes)


def test_there_are_vectors_of_every_kind_that_has_a_label_of_its_own() -> None:
    assert {case["type"] for case in CASES} == set(KINDS) - {"sticker"}
    assert KINDS["sticker"].info == KINDS["image"].info


@pytest.mark.parametrize("case", CASES, ids=lambda case: cast("str", case["label"]))
def test_every_vector_is_met(case: dict[str, Any]) -> None:
    key = base64.b64decode(case["mediaKey_b64"])
    keys = media_keys(key, case["type"])
    assert (keys.iv.hex(), keys.cipher_key.hex(), keys.mac_key.hex()) == (
        case["iv_hex"],
        case["cipherKey_hex"],
        case["macKey_hex"],
    )
    body, facts = encrypted(plaintext(case["label"], case["size"]), key, case["type"])
    assert body[-10:].hex() == case["mac_hex"]
    assert (len(body), facts.enc_size_bytes, facts.size_bytes) == (case["enc_bytes"], case["enc_bytes"], case["size"])
    assert base64.b64encode(facts.sha256).decode() == case["fileSha256_b64"]
    assert base64.b64encode(facts.enc_sha256).decode() == case["fileEncSha256_b64"]
    assert base64.b64encode(body).decode() == case.get("enc_b64", base64.b64encode(body).decode())


@pytest.mark.parametrize("size", [CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_sizes_around_the_chunk_are_whole(size: int) -> None:
    plain = plaintext("around the chunk", size)
    body, facts = encrypted(plain, KEY, "video")
    assert decrypted(body, "video", facts) == plain


@given(st.binary(max_size=2000), st.sampled_from(sorted(KINDS)))
def test_what_was_encrypted_decrypts_to_the_same(plain: bytes, kind: MediaKind) -> None:
    body, facts = encrypted(plain, KEY, kind)
    assert len(body) == 16 * (len(plain) // 16 + 1) + 10
    assert facts.sha256 == hashlib.sha256(plain).digest()
    assert decrypted(body, kind, facts) == plain


def test_a_spoiled_mac_is_the_only_thing_wrong() -> None:
    body, facts = encrypted(b"receipt", KEY, "image", spoil_mac=True)
    assert facts.enc_sha256 == hashlib.sha256(body).digest()
    with pytest.raises(DamagedError, match="mac"):
        decrypted(body, "image", facts)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_media_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        media_keys(bytes(length), "image")


@pytest.mark.parametrize("case", vectors("media_crypto_damaged")["cases"], ids=lambda case: cast("str", case["name"]))
def test_the_decryptor_of_these_tests_is_strict(case: dict[str, Any]) -> None:
    key, body = base64.b64decode(case["mediaKey_b64"]), base64.b64decode(case["enc_b64"])
    sha256, enc_sha256 = (base64.b64decode(case[name]) for name in ("fileSha256_b64", "fileEncSha256_b64"))
    facts = (case["hkdf_info"], sha256, enc_sha256, case["fileLength"])
    if case["strict_verdict"] == "accept":
        assert len(decrypt(body, key, *facts)) == case["fileLength"]
    else:
        with pytest.raises(DamagedError):
            decrypt(body, key, *facts)


@pytest.mark.parametrize(
    ("name", "kind", "mime"),
    [
        ("Foto.JPG", "image", "image/jpeg"),
        ("video.mp4", "video", "video/mp4"),
        ("nota.ogg", "audio", "audio/ogg; codecs=opus"),
        ("adesivo.webp", "sticker", "image/webp"),
        ("contrato.pdf", "document", "application/pdf"),
        ("no ending", "document", "application/octet-stream"),
    ],
)
def test_a_name_tells_kind_and_type(name: str, kind: MediaKind, mime: str) -> None:
    assert (kind_of_name(name), mime_of_name(name, kind)) == (kind, mime)
