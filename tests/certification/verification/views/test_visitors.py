import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from certification.certificates.models import Certificate
from certification.verification.limits import FILES
from certification.verification.views.visitors import address_of


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:DB8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
    ],
)
def test_visitor_is_counted_by_what_a_subscriber_has(address: str, counted: str) -> None:
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == counted


def test_another_address_of_the_same_network_is_no_other_visitor(client: Client, certificate: Certificate) -> None:
    cache.clear()
    answers = [
        client.post("/verify/file/", {"text": "{}"}, REMOTE_ADDR=f"2001:db8:1:2::{number:x}").status_code
        for number in range(1, FILES.times + 2)
    ]
    assert answers == [200] * FILES.times + [429]
    assert client.post("/verify/file/", {"text": "{}"}, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200
