"""What the association reads of employers in the administration costs as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate
from certification.employers.models import WebhookDelivery
from certification.verification.bulk import Asked
from lms.accounts.models import User
from tests.cast import NOW, make_user
from tests.certification.employers.cast import check_list, make_member, make_webhook

LISTS = ("employer_members", "bulk_checks", "webhook_endpoints", "webhook_deliveries")


def add_employer(number: int, registrar: User, certificate: Certificate) -> None:
    user = make_user(f"clerk{number}@example.com", f"人事{number}")
    member = make_member(user, registrar, code=f"91120000MADEMY000{number}", name=f"用人单位{number}")
    assert member.organization is not None
    check_list(member.organization, user, Asked("x", "y"))
    endpoint, _secret = make_webhook(member.organization, user)
    WebhookDelivery.objects.create(
        endpoint=endpoint, event=certificate.events.get(), body="{}", created_at=NOW, given_up_at=NOW
    )


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow(registrar_client: Client, registrar: User, certificate: Certificate, name: str) -> None:
    add_employer(1, registrar, certificate)
    registrar_client.get(f"/cms/{name}/")
    counts = []
    for more in ((), (2, 3)):
        for number in more:
            add_employer(number, registrar, certificate)
        with CaptureQueriesContext(connection) as queries:
            assert registrar_client.get(f"/cms/{name}/").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
def test_others_do_not_see_it(clerk_client: Client, name: str) -> None:
    assert clerk_client.get(f"/cms/{name}/").status_code == 302
