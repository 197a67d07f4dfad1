import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from certification.certificates.transparency.notes import (
    Checkpoint,
    NoteInvalid,
    VerifierKey,
    make_verifier_key,
    open_note,
    read_checkpoint,
    read_verifier_key,
    sign_note,
)

# The example of Go's golang.org/x/mod/sumdb/note, by whose programs such notes are read everywhere.
NAME = "PeterNeumann"
SECRET = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNATURE = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
NOTE = f"{TEXT}\n— {NAME} {SIGNATURE}\n"
KEY = Ed25519PrivateKey.from_private_bytes(base64.b64decode(SECRET)[1:])
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))

ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
CHECKPOINT = "association.example/log\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n2025-06-02T02:00:00Z\n"


def test_signing_gives_the_published_note() -> None:
    assert sign_note(TEXT, name=NAME, key=KEY) == NOTE


def test_key_is_written_as_published_and_read_again() -> None:
    key = make_verifier_key(NAME, KEY)
    assert str(key) == PUBLIC
    assert read_verifier_key(PUBLIC) == key


def test_published_note_opens() -> None:
    assert open_note(NOTE, [read_verifier_key(PUBLIC)]) == TEXT


def test_note_with_another_logs_signature_besides_opens() -> None:
    line = sign_note(TEXT, name="witness.example", key=OTHER).splitlines()[-1]
    assert open_note(f"{NOTE}{line}\n", [read_verifier_key(PUBLIC)]) == TEXT


@pytest.mark.parametrize(
    "note",
    [
        NOTE.replace("answer", "anther"),
        NOTE.replace("x08go/ZJ", "x08go/ZK"),
        NOTE.replace("—", "-"),
        NOTE.replace(f"{NAME} ", f"{NAME}  "),
        NOTE.replace(NAME, "Somebody"),
        NOTE.removesuffix("\n"),
        NOTE.replace(SIGNATURE, "x08go"),
        NOTE.replace(SIGNATURE, "x08g"),
        f"{NOTE}a line that is no signature\n",
        f"{TEXT}\n",
        TEXT,
        "\n\n",
        "",
        NOTE + f"— {NAME} {SIGNATURE}\n" * 16,
    ],
)
def test_altered_note_is_refused(note: str) -> None:
    with pytest.raises(NoteInvalid):
        open_note(note, [read_verifier_key(PUBLIC)])


def test_note_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(NoteInvalid, match="None of the known keys"):
        open_note(NOTE, [make_verifier_key(NAME, OTHER)])
    with pytest.raises(NoteInvalid, match="None of the known keys"):
        open_note(NOTE, [])


def test_wrong_signature_of_a_known_key_is_refused_even_beside_a_good_one() -> None:
    bad = sign_note("Something else.\n", name=NAME, key=KEY).splitlines()[-1]
    with pytest.raises(NoteInvalid, match="is wrong"):
        open_note(f"{NOTE}{bad}\n", [read_verifier_key(PUBLIC)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        PUBLIC.replace("c74f20a3", "c74f20a4"),
        PUBLIC.replace("PeterNeumann", "Peter Neumann"),
        PUBLIC[:-4],
        PUBLIC + "=",
        # The two of Go's tests: a key of the wrong length, an unknown algorithm.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ],
)
def test_malformed_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"base64|Ed25519"):
        read_verifier_key(text)


@pytest.mark.parametrize("name", ["", "two words", "a+b"])
def test_key_needs_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="is no name of a key"):
        make_verifier_key(name, KEY)


def test_note_needs_a_line_break_at_the_end() -> None:
    with pytest.raises(ValueError, match="ends with a line break"):
        sign_note("text", name=NAME, key=KEY)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"])))
def test_any_text_comes_back(text: str) -> None:
    key = VerifierKey(NAME, KEY.public_key().public_bytes_raw())
    assert open_note(sign_note(f"{text}\n", name=NAME, key=KEY), [key]) == f"{text}\n"


def test_checkpoint_is_written_and_read() -> None:
    checkpoint = Checkpoint("association.example/log", 8, ROOT, "2025-06-02T02:00:00Z")
    assert str(checkpoint) == CHECKPOINT
    assert read_checkpoint(CHECKPOINT) == checkpoint


@pytest.mark.parametrize(
    "text",
    [
        "",
        CHECKPOINT.replace("\n8\n", "\n08\n"),
        CHECKPOINT.replace("\n8\n", "\n 8\n"),
        CHECKPOINT.replace("\n8\n", "\neight\n"),
        CHECKPOINT.replace("XcnaeacG", "Xcna"),
        CHECKPOINT.replace("=", ""),
        CHECKPOINT + "more\n",
        CHECKPOINT.replace("2025-06-02T02:00:00Z\n", ""),
    ],
)
def test_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteInvalid):
        read_checkpoint(text)
