import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.certificates.open_badges.keys import public_key_multibase, read_public_key
from certification.certificates.open_badges.multibase import (
    MultibaseError,
    decode_base58,
    decode_base64url,
    encode_base58,
    encode_base64url,
)
from tests.certification.certificates.open_badges.samples import KEY


def test_base58_as_the_draft_has_it() -> None:
    """draft-msporny-base58-03, section 5."""
    assert encode_base58(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert encode_base58(bytes.fromhex("0000287fb4cd")) == "z11233QC4"


@given(st.binary(max_size=100))
def test_texts_give_the_bytes_back(content: bytes) -> None:
    assert decode_base58(encode_base58(content)) == content
    assert decode_base64url(encode_base64url(content)) == content


@pytest.mark.parametrize("text", ["", "2NEpo7", "z0", "zO", "zI", "zl", "z ", "z" + "2" * 300])
def test_a_text_of_another_base_is_no_base58(text: str) -> None:
    with pytest.raises(MultibaseError):
        decode_base58(text)


@pytest.mark.parametrize("text", ["", "zabc", "uab=", "ua+/", "ua", "u" + "A" * 200_000])
def test_a_text_of_another_base_is_no_base64url(text: str) -> None:
    with pytest.raises(MultibaseError):
        decode_base64url(text)


def test_a_public_key_gives_itself_back() -> None:
    multibase = public_key_multibase(KEY)

    assert multibase.startswith("z6Mk")
    assert read_public_key(multibase) == KEY.public_key() == read_public_key(public_key_multibase(KEY.public_key()))


@pytest.mark.parametrize("content", [b"", b"\xed\x01short", b"\x80\x24" + bytes(33), b"\xed\x01" + bytes(33)])
def test_another_kind_of_key_is_refused(content: bytes) -> None:
    with pytest.raises(MultibaseError):
        read_public_key(encode_base58(content))
