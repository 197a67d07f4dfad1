"""Signed notes with Ed25519 and the checkpoints written on them (c2sp.org/signed-note, c2sp.org/tlog-checkpoint). Pure.

The format of other public logs: their tools read ours, and a witness could countersign it.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_HASH_SIZE = 32
_ID_SIZE = 4
_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
# More lines than any of our notes will ever have; what arrives may be anybody's.
_MOST_SIGNATURES = 16


class NoteInvalid(Exception):
    """The note is malformed, or none of the keys has signed it."""


@dataclass(frozen=True)
class VerifierKey:
    """A public key with its name, written ``name+id+key``, as Go's checksum database writes its own."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.public).decode()}"


def make_verifier_key(name: str, key: Ed25519PrivateKey) -> VerifierKey:
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a key: it must have neither spaces nor “+”.")
    return VerifierKey(name, key.public_key().public_bytes_raw())


def read_verifier_key(text: str) -> VerifierKey:
    name, _plus, rest = text.partition("+")
    _id, _plus, encoded = rest.partition("+")
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError("The key is no base64.") from error
    key = VerifierKey(name, content[1:])
    # Written again it is the same: its algorithm, its length and its id are right.
    if len(key.public) != _HASH_SIZE or not _NAME.fullmatch(name) or str(key) != text:
        raise ValueError("This is no Ed25519 key of the form name+id+key.")
    return key


def sign_note(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    if not text.endswith("\n"):
        raise ValueError("The text of a note ends with a line break.")
    verifier = make_verifier_key(name, key)
    signature = base64.b64encode(verifier.id + key.sign(text.encode())).decode()
    return f"{text}\n— {name} {signature}\n"


def open_note(note: str, keys: Iterable[VerifierKey]) -> str:
    """The signed text. Signatures of unknown keys are passed over; a wrong one of a known key is refused."""
    text, separator, block = note.rpartition("\n\n")
    lines = block.splitlines()
    if not separator or not note.endswith("\n") or not 0 < len(lines) <= _MOST_SIGNATURES:
        raise NoteInvalid("This is no signed note.")
    text += "\n"
    known = {(key.name, key.id): key for key in keys}
    opened = False
    for line in lines:
        match = _SIGNATURE.fullmatch(line)
        if not match:
            raise NoteInvalid("A signature's line is malformed.")
        content = _decode(match[2])
        key = known.get((match[1], content[:_ID_SIZE]))
        if key is not None:
            _check(key, content[_ID_SIZE:], text)
            opened = True
    if not opened:
        raise NoteInvalid("None of the known keys has signed this note.")
    return text


def _decode(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise NoteInvalid("A signature is no base64.") from error


def _check(key: VerifierKey, signature: bytes, text: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature, text.encode())
    except InvalidSignature as error:
        raise NoteInvalid(f"The signature of {key.name} is wrong.") from error


@dataclass(frozen=True)
class Checkpoint:
    """What a signed tree head says. ``at`` stands in an extension line, as ``YYYY-MM-DDTHH:MM:SSZ``."""

    origin: str
    size: int
    root: bytes
    at: str

    def __str__(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n{self.at}\n"


def read_checkpoint(text: str) -> Checkpoint:
    lines = text.splitlines()
    try:
        origin, size, root, at = lines
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True), at)
    except ValueError as error:
        raise NoteInvalid("This is no checkpoint of the log.") from error
    # One way to write it, so that what is signed cannot be read in two ways.
    if str(checkpoint) != text or len(checkpoint.root) != _HASH_SIZE:
        raise NoteInvalid("This is no checkpoint of the log.")
    return checkpoint
