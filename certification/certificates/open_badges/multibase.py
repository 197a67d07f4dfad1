"""Multibase texts: base58btc (z) for keys and signatures, base64url without padding (u) for status lists."""

import base64
import binascii
import re

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
# Signatures and keys are below a hundred characters; decoding base58 takes the square of the length.
_LONGEST_BASE58 = 200
# A status list of random bits, the worst to compress, is a fifth of this.
_LONGEST_BASE64 = 131_072


class MultibaseError(ValueError):
    """Not a text of that base."""


def encode_base58(content: bytes) -> str:
    number, text = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, 58)
        text = _ALPHABET[digit] + text
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + _ALPHABET[0] * zeros + text


def decode_base58(text: str) -> bytes:
    if not text.startswith("z") or len(text) > _LONGEST_BASE58:
        raise MultibaseError("not base58btc")
    digits = text[1:]
    number = 0
    for character in digits:
        if character not in _VALUES:
            raise MultibaseError("not base58btc")
        number = number * 58 + _VALUES[character]
    zeros = len(digits) - len(digits.lstrip(_ALPHABET[0]))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def encode_base64url(content: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decode_base64url(text: str) -> bytes:
    digits = text[1:]
    if not text.startswith("u") or len(text) > _LONGEST_BASE64 or not _BASE64URL.fullmatch(digits):
        raise MultibaseError("not base64url")
    try:
        return base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error as error:
        raise MultibaseError("not base64url") from error
