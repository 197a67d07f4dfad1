import gzip
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certification.certificates.open_badges.multibase import encode_base64url
from certification.certificates.open_badges.proof import sign, verify
from certification.certificates.open_badges.status_list import (
    LENGTH,
    Place,
    StatusListError,
    encode_bits,
    is_revoked,
    read_bit,
    status_entry,
    status_list_credential,
)
from tests.certification.certificates.open_badges.samples import DID, KEY, LIST, PUBLISHED, SIGNED_AT, signed


def status_list(*places: int, address: str = LIST) -> dict[str, Any]:
    document = status_list_credential(
        address=address, issuer=DID, set_places=places, valid_from=SIGNED_AT, cache_seconds=300
    )
    return sign(document, key=KEY, controller=DID, created_at=SIGNED_AT)


@settings(max_examples=20)
@given(st.sets(st.integers(0, LENGTH - 1), max_size=50), st.integers(0, LENGTH - 1))
def test_a_bit_is_set_or_not(places: set[int], place: int) -> None:
    encoded = encode_bits(places)

    assert read_bit(encoded, place) == (place in places)
    assert all(read_bit(encoded, each) for each in places)


def test_the_first_place_is_the_first_bit() -> None:
    """W3C Bitstring Status List, section 3: indexes count from the left, from zero."""
    encoded = encode_bits([0])

    import base64

    padded = encoded[1:] + "=" * (-len(encoded[1:]) % 4)
    bits = gzip.decompress(base64.urlsafe_b64decode(padded))
    assert encoded.startswith("u")
    assert len(bits) * 8 == LENGTH == 131_072
    assert (bits[0], bits[1]) == (0x80, 0)


def test_the_w3c_example_of_an_empty_list_is_read() -> None:
    """Example 4 of the Recommendation: 131,072 places, none of them set."""
    encoded = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

    assert not any(read_bit(encoded, place) for place in (0, 1, 94567, LENGTH - 1))


def test_equal_lists_are_equal_bytes() -> None:
    assert encode_bits([3, 1]) == encode_bits([1, 3])


@pytest.mark.parametrize("place", [-1, LENGTH])
def test_a_place_beyond_the_list_is_refused(place: int) -> None:
    with pytest.raises(StatusListError):
        encode_bits([place])
    with pytest.raises(StatusListError):
        read_bit(encode_bits([]), place)


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "z123",
        "uAAAA",
        encode_base64url(gzip.compress(bytes(100))),
        encode_base64url(gzip.compress(bytes(10_000_000))),
        encode_base64url(gzip.compress(bytes(LENGTH // 8))[:-9]),
    ],
    ids=["empty", "base58", "no gzip", "short", "bomb", "cut off"],
)
def test_what_is_no_list_is_refused(encoded: str) -> None:
    with pytest.raises(StatusListError):
        read_bit(encoded, 0)


def test_the_list_is_a_credential_that_verifies() -> None:
    document = status_list(4242)

    assert verify(document, issuer=DID, keys=[PUBLISHED]).created_at == SIGNED_AT
    assert document["credentialSubject"]["ttl"] == 300_000


def test_a_credential_is_revoked_by_its_place() -> None:
    assert is_revoked(signed(), status_list(4242)) is True
    assert is_revoked(signed(), status_list(4241, 4243)) is False


@pytest.mark.parametrize(
    "entry",
    [
        None,
        "x",
        {},
        {**status_entry(Place(LIST, 4242)), "statusListIndex": 4242},
        {**status_entry(Place(LIST, 4242)), "statusListIndex": "-1"},
        {**status_entry(Place(LIST, 4242)), "statusListIndex": "٤٢"},
        {**status_entry(Place(LIST, 4242)), "statusListIndex": "9" * 5000},
        {**status_entry(Place(LIST, 4242)), "statusListIndex": "999999"},
        {**status_entry(Place(LIST, 4242)), "statusPurpose": "suspension"},
        status_entry(Place(f"{LIST}0", 4242)),
    ],
    ids=lambda entry: str(entry)[-60:],
)
def test_an_entry_that_fits_no_list_is_refused(entry: Any) -> None:
    with pytest.raises(StatusListError):
        is_revoked({**signed(), "credentialStatus": entry}, status_list(4242))
