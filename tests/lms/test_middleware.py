"""What happens around every view."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from lms.accounts.models import Practitioner, User
from tests.conftest import signed_in

# Python knows all but the last; only the first two are encodings of text, and none is the one of forms.
CHARSETS = ["gb18030", "utf-16", "idna", "undefined", "base64", "zlib", "nonsense"]


@pytest.mark.parametrize("charset", CHARSETS)
@pytest.mark.parametrize("address", ["/verify/", "/accounts/login/", "/api/v1/oauth/token"])
def test_form_is_read_as_utf_8_whatever_its_header_says(db: None, charset: str, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/verify/")
    token = client.cookies["csrftoken"].value
    kind = f"application/x-www-form-urlencoded; charset={charset}"

    answer = client.generic("POST", address, f"csrfmiddlewaretoken={token}&name=%E6%9D%8E%ff", kind)

    assert answer.status_code == (400 if "token" in address else 200)


@pytest.mark.parametrize("charset", CHARSETS)
def test_upload_likewise(client: Client, db: None, charset: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="text"\r\n\r\n{\xff\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={charset}"

    assert client.generic("POST", "/verify/file/", body, kind).status_code == 200


def test_words_arrive_though_the_header_names_another_encoding(client: Client, db: None) -> None:
    kind = "application/x-www-form-urlencoded; charset=gb18030"
    answer = client.generic("POST", "/verify/", "number=x&name=%E6%9D%8E%E6%98%8E", kind)
    assert 'value="李明"' in answer.content.decode()


def _private_addresses(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _private_addresses(pattern, address)
        elif address.startswith(("/my/", "/desk/", "/accounts/")) and not set("<^(") & set(address):
            yield address


def test_nothing_of_one_person_is_kept_for_another(practitioner: Practitioner, registrar: User) -> None:
    addresses = set(_private_addresses(get_resolver()))
    assert {"/my/", "/my/courses/", "/desk/", "/desk/licenses/", "/accounts/email/"} <= addresses
    for person in (practitioner.user, registrar):
        for address in sorted(addresses):
            kept = signed_in(person).get(address).headers["Cache-Control"]
            assert "no-store" in kept, address
            assert "private" in kept, address


def test_pages_for_everyone_are_kept_as_ever(client: Client, db: None) -> None:
    assert "Cache-Control" not in client.get("/courses/").headers
