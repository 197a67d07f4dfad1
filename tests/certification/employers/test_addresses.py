"""A webhook goes to https and to the internet, nowhere else, whatever its address looks like."""

import ipaddress
from typing import Any

import pytest

from certification.employers.addresses import AddressRefused, find_target, is_public


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> None:
    settings.WEBHOOKS_TO_PRIVATE_ADDRESSES = False


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to refuse, not to bind
        "224.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
    ],
)
def test_private_addresses_are_not_public(ip: str) -> None:
    assert not is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize("ip", ["1.1.1.1", "223.5.5.5", "2606:4700:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"])
def test_addresses_of_the_internet_are_public(ip: str) -> None:
    assert is_public(ipaddress.ip_address(ip))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hook",
        "ftp://example.com/",
        "http://1.1.1.1/",
        "https://",
        "https:///path",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
        "https://user:secret@1.1.1.1/",
        "https://user@1.1.1.1/",
        "https://1.1.1.1/#part",
        "https://1.1.1.1:99999/",
        "https://1.1.1.1/\r\nHost: x",
        "https://1.1.1.1/ a",
        "https://no-such-server.invalid/",
        "https://例子.invalid/",
        "https://" + "a" * 70 + ".example/",
    ],
)
def test_other_addresses_are_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        find_target(url)

    assert str(refusal.value).endswith(".")


def test_address_of_the_internet_is_taken_apart() -> None:
    target = find_target("https://1.1.1.1:8443/hook?of=us")

    assert (target.scheme, target.host, target.port, target.path, target.ip) == (
        "https",
        "1.1.1.1",
        8443,
        "/hook?of=us",
        "1.1.1.1",
    )
