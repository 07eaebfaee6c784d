"""The age format: pyrage and the `age` program read what is written here, and the other way round."""

from __future__ import annotations

import io
import os
import random
import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.storage.age import AgeError, AgeWriter, Identity, Passphrase, Recipient, WrongKeyError, bech32, opened

CHUNK = 64 * 1024
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_003]
KEY = Identity(bytes(range(32)))
CHEAP = 10
"""Work factor of passphrases in tests."""


def content(size: int, seed: int = 7) -> bytes:
    return random.Random(seed).randbytes(size)


def sealed(plain: bytes, *keys: Recipient | Passphrase, step: int = 100_000) -> bytes:
    target = io.BytesIO()
    writer = AgeWriter(target, keys or (KEY.recipient,))
    for start in range(0, len(plain), step):
        assert writer.write(plain[start : start + step]) == len(plain[start : start + step])
    writer.finish()
    return target.getvalue()


def unsealed(data: bytes, key: Identity | Passphrase = KEY) -> bytes:
    with opened(io.BytesIO(data), key) as stream:
        return stream.read()


@pytest.mark.parametrize("size", SIZES)
class TestOtherImplementations:
    """Both directions, at the sizes where chunks begin and end."""

    def test_pyrage_reads_what_is_written_here(self, size: int) -> None:
        identity = pyrage.x25519.Identity.from_str(KEY.text)
        assert pyrage.decrypt(sealed(content(size)), [identity]) == content(size)

    def test_what_pyrage_writes_is_read_here(self, size: int) -> None:
        recipient = pyrage.x25519.Recipient.from_str(str(KEY.recipient))
        assert unsealed(pyrage.encrypt(content(size), [recipient])) == content(size)

    def test_the_age_program_reads_what_is_written_here(self, size: int, tmp_path: Path) -> None:
        (tmp_path / "key").write_text(KEY.text + "\n")
        (tmp_path / "file.age").write_bytes(sealed(content(size)))
        assert age("--decrypt", "--identity", tmp_path / "key", tmp_path / "file.age") == content(size)

    def test_what_the_age_program_writes_is_read_here(self, size: int, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(content(size))
        assert unsealed(age("--encrypt", "--recipient", str(KEY.recipient), tmp_path / "file")) == content(size)


def age(*arguments: str | Path) -> bytes:
    program = shutil.which("age")
    assert program, "the `age` program is missing: packaging/dev.py installs it"
    return subprocess.run([program, *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout


class TestPassphrases:
    """The form of the recovery key."""

    def test_pyrage_opens_it_with_the_same_words(self) -> None:
        assert pyrage.passphrase.decrypt(sealed(b"key", Passphrase("três palavras", CHEAP)), "três palavras") == b"key"

    def test_what_pyrage_seals_with_words_is_read(self) -> None:
        assert unsealed(pyrage.passphrase.encrypt(b"key", "três palavras"), Passphrase("três palavras")) == b"key"

    def test_other_words_are_told_from_damage(self) -> None:
        with pytest.raises(WrongKeyError):
            unsealed(sealed(b"key", Passphrase("três", CHEAP)), Passphrase("quatro"))

    def test_a_file_cannot_ask_for_endless_work(self) -> None:
        data = sealed(b"key", Passphrase("três", CHEAP)).replace(b" 10\n", b" 40\n", 1)
        with pytest.raises(AgeError, match="more work"):
            unsealed(data, Passphrase("três"))

    def test_a_passphrase_stands_alone(self) -> None:
        with pytest.raises(AgeError, match="beside"):
            sealed(b"", KEY.recipient, Passphrase("três", CHEAP))

    def test_a_key_does_not_open_what_words_closed(self) -> None:
        with pytest.raises(WrongKeyError, match="another kind"):
            unsealed(sealed(b"", Passphrase("três", CHEAP)))


class TestKeys:
    """Keys as text."""

    def test_keys_survive_their_text(self) -> None:
        made = Identity.generate()
        assert Identity.parse(made.text) == made and Recipient.parse(str(made.recipient)) == made.recipient
        assert made.text.startswith("AGE-SECRET-KEY-1") and str(made.recipient).startswith("age1")

    def test_pyrage_knows_the_same_recipient_for_an_identity(self) -> None:
        theirs = pyrage.x25519.Identity.from_str(KEY.text)
        assert str(theirs.to_public()) == str(KEY.recipient)

    def test_a_secret_is_not_shown(self) -> None:
        assert repr(KEY) == "Identity()" and "três" not in repr(Passphrase("três"))

    @pytest.mark.parametrize("text", ["", "age1", "age1qqqq", "AGE-SECRET-KEY-1abc", "é", "1" * 99])
    def test_what_is_no_key_is_refused(self, text: str) -> None:
        for kind in (Identity, Recipient):
            with pytest.raises(AgeError):
                kind.parse(text)

    def test_a_public_key_is_no_secret_one(self) -> None:
        with pytest.raises(AgeError, match="another kind"):
            Identity.parse(str(KEY.recipient))

    @given(st.integers(0, 61), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
    def test_one_wrong_letter_is_always_noticed(self, place: int, letter: str) -> None:
        text = str(KEY.recipient)
        if text[place] != letter:
            with pytest.raises(AgeError):
                Recipient.parse(text[:place] + letter + text[place + 1 :])

    @given(st.binary(max_size=80))
    def test_bech32_gives_back_what_it_took(self, data: bytes) -> None:
        assert bech32.decode(bech32.encode("age", data)) == ("age", data)


class TestSeeking:
    """Any place can be read, in any order."""

    @settings(max_examples=30)
    @given(st.lists(st.tuples(st.integers(0, 3 * CHUNK + 9), st.integers(0, 2 * CHUNK)), max_size=8))
    def test_it_reads_like_the_plain_file(self, reads: list[tuple[int, int]]) -> None:
        plain = content(3 * CHUNK + 5)
        with opened(io.BytesIO(_SEEKABLE), KEY) as stream:
            for place, count in reads:
                assert stream.seek(place) == place
                assert stream.read(count) == plain[place : place + count]

    def test_its_end_and_its_present_place_are_known(self) -> None:
        with opened(io.BytesIO(_SEEKABLE), KEY) as stream:
            assert stream.seekable() and stream.readable()
            assert stream.seek(-5, os.SEEK_END) == 3 * CHUNK and stream.read() == content(3 * CHUNK + 5)[-5:]
            assert stream.seek(-9, os.SEEK_CUR) == 3 * CHUNK - 4 and stream.tell() == 3 * CHUNK - 4
            with pytest.raises(ValueError, match="before the start"):
                stream.seek(-1)

    def test_closing_it_closes_the_file_below(self) -> None:
        source = io.BytesIO(_SEEKABLE)
        opened(source, KEY).close()
        assert source.closed

    def test_a_small_read_opens_two_chunks_and_no_more(self) -> None:
        class Counting(io.BytesIO):
            taken = 0

            def read(self, size: int | None = -1, /) -> bytes:
                data = super().read(size)
                self.taken += len(data)
                return data

        source = Counting(sealed(content(40 * CHUNK)))
        with opened(source, KEY) as stream:
            stream.seek(20 * CHUNK + 7)
            stream.read(10)
            assert source.taken < 3 * CHUNK


_SEEKABLE = sealed(content(3 * CHUNK + 5))


class TestDamage:
    """Nothing that was changed gives a byte."""

    @settings(max_examples=200)
    @given(st.integers(0, len(_SEEKABLE) - 1), st.integers(1, 255))
    def test_one_changed_byte_anywhere_is_noticed(self, place: int, by: int) -> None:
        data = bytearray(_SEEKABLE)
        data[place] ^= by
        with pytest.raises(AgeError):
            unsealed(bytes(data))

    @settings(max_examples=100)
    @given(st.integers(0, len(_SEEKABLE) - 1))
    def test_a_file_that_is_cut_off_is_refused_when_it_is_opened(self, length: int) -> None:
        with pytest.raises(AgeError):
            opened(io.BytesIO(_SEEKABLE[:length]), KEY)

    def test_a_file_cut_between_two_chunks_is_refused_when_it_is_opened(self) -> None:
        whole = sealed(content(2 * CHUNK))
        with pytest.raises(AgeError, match="cut off"):
            opened(io.BytesIO(whole[: -CHUNK - 16]), KEY)

    def test_bytes_behind_the_end_are_noticed(self) -> None:
        for more in (b"x", b"x" * 16, b"x" * (CHUNK + 16)):
            with pytest.raises(AgeError):
                unsealed(_SEEKABLE + more)

    def test_exchanged_chunks_are_noticed(self) -> None:
        start = len(sealed(b"")) - 16
        first, second = (_SEEKABLE[start + n * (CHUNK + 16) : start + (n + 1) * (CHUNK + 16)] for n in (0, 1))
        with pytest.raises(AgeError):
            unsealed(_SEEKABLE[:start] + second + first + _SEEKABLE[start + 2 * (CHUNK + 16) :])

    def test_another_key_is_told_from_damage(self) -> None:
        with pytest.raises(WrongKeyError):
            unsealed(_SEEKABLE, Identity.generate())

    def test_a_file_that_was_not_finished_is_refused(self) -> None:
        target = io.BytesIO()
        AgeWriter(target, (KEY.recipient,)).write(content(2 * CHUNK))
        with pytest.raises(AgeError):
            unsealed(target.getvalue())

    @given(st.binary(max_size=600))
    def test_no_foreign_bytes_do_any_harm(self, data: bytes) -> None:
        for head in (b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n-> X25519 "):
            with pytest.raises(AgeError):
                unsealed(head + data)

    def test_a_header_without_end_is_not_read_for_ever(self) -> None:
        with pytest.raises(AgeError, match="too long"):
            unsealed(b"age-encryption.org/v1\n" + b"-> x y\n\n" * 100_000)


def test_several_people_can_open_one_file() -> None:
    other = Identity.generate()
    data = sealed(b"para os dois", KEY.recipient, other.recipient)
    assert unsealed(data) == unsealed(data, other) == b"para os dois"
