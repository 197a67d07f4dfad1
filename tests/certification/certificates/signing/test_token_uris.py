from pathlib import Path

import pytest

from certification.certificates.signing.token_uris import TokenKey, read_token_uri


def test_an_address_names_library_token_key_and_pin() -> None:
    uri = "pkcs11:token=The%20association;object=signing;type=private?module-path=/usr/lib/p11.so&pin-value=12%2634"

    assert read_token_uri(uri) == TokenKey("/usr/lib/p11.so", "The association", "signing", "", "12&34")


def test_the_pin_is_read_from_its_file_when_it_is_needed(tmp_path: Path) -> None:
    key = read_token_uri(f"pkcs11:token=T;object=k?module-path=/p11.so&pin-source=file:{tmp_path}/pin")
    (tmp_path / "pin").write_text("1234\n")

    assert key.pin == "1234"


def test_a_token_with_a_keypad_asks_for_the_pin_by_itself() -> None:
    assert read_token_uri("pkcs11:token=T;object=k?module-path=/p11.so").pin is None


@pytest.mark.parametrize(
    ("uri", "fault"),
    [
        ("https://sign.example", "does not begin with pkcs11"),
        ("pkcs11:token=T?module-path=/p11.so", "lacks object"),
        ("pkcs11:object=k?module-path=/p11.so", "lacks token"),
        ("pkcs11:token=T;object=k", "lacks module-path"),
        ("pkcs11:token=T;object=k;serial=1?module-path=/p11.so", "says more than is understood: serial"),
        ("pkcs11:token=T;object=k;type=cert?module-path=/p11.so", "understood: type"),
    ],
)
def test_an_address_that_says_something_else_is_refused(uri: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_token_uri(uri)
