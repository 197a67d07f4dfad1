"""W3C Bitstring Status List v1.0: one bit per credential, the first bit of the first byte being place 0."""

import gzip
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certification.certificates.open_badges.documents import CREDENTIALS, OpenBadgesError, moment
from certification.certificates.open_badges.multibase import MultibaseError, decode_base64url, encode_base64url

# The least that the standard allows: a place among so many tells nobody whose it is.
LENGTH = 131_072
_BYTES = LENGTH // 8


class StatusListError(OpenBadgesError):
    """The list, or what a credential says of its place in it, is not as the standard asks."""


@dataclass(frozen=True)
class Place:
    """Where the status of a credential is written."""

    list_address: str
    index: int


def encode_bits(set_places: Iterable[int]) -> str:
    bits = bytearray(_BYTES)
    for place in set_places:
        if not 0 <= place < LENGTH:
            raise StatusListError(f"There is no place {place} in a list of {LENGTH}.")
        bits[place // 8] |= 0x80 >> place % 8
    # Without a time of its own, so that equal lists are equal bytes.
    return encode_base64url(gzip.compress(bytes(bits), mtime=0))


def read_bit(encoded: str, place: int) -> bool:
    bits = _decompress(encoded)
    if not 0 <= place < len(bits) * 8:
        raise StatusListError(f"There is no place {place} in this list.")
    return bool(bits[place // 8] & 0x80 >> place % 8)


def _decompress(encoded: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(decode_base64url(encoded))) as file:
            # Bounded: a few bytes can stand for gigabytes.
            bits = file.read(_BYTES + 1)
    except (MultibaseError, OSError, EOFError, zlib.error) as error:
        raise StatusListError("The list is not a compressed bitstring.") from error
    if len(bits) != _BYTES:
        raise StatusListError(f"The list does not hold {LENGTH} places.")
    return bits


def status_entry(place: Place) -> dict[str, str]:
    """What a credential says of its place."""
    return {
        "id": f"{place.list_address}#{place.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place.index),
        "statusListCredential": place.list_address,
    }


def status_list_credential(
    *, address: str, issuer: str, set_places: Iterable[int], valid_from: datetime, cache_seconds: int
) -> dict[str, Any]:
    """The list as a credential, still to be signed."""
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(valid_from),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_bits(set_places),
            "ttl": cache_seconds * 1000,
        },
    }


def is_revoked(credential: Mapping[str, Any], status_list: Mapping[str, Any]) -> bool:
    """What a list whose proof has been verified says of a credential whose proof has been verified."""
    entry, subject = credential.get("credentialStatus"), status_list.get("credentialSubject")
    if not isinstance(entry, Mapping) or not isinstance(subject, Mapping):
        raise StatusListError("The credential names no place in a status list.")
    purposes = {entry.get("statusPurpose"), subject.get("statusPurpose")}
    if purposes != {"revocation"} or entry.get("statusListCredential") != status_list.get("id"):
        raise StatusListError("The credential's place is in another list.")
    index, encoded = entry.get("statusListIndex"), subject.get("encodedList")
    if not isinstance(index, str) or not (index.isascii() and index.isdecimal()) or not isinstance(encoded, str):
        raise StatusListError("The credential's place is not a number.")
    if len(index) > len(str(LENGTH)):
        raise StatusListError("The credential's place is beyond the list.")
    return read_bit(encoded, int(index))
