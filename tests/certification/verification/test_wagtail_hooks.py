"""What the association reads in the administration."""

from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.models import Certificate
from certification.verification.enums import Part, Scope
from certification.verification.models import GuessingReport, RegisterCheck, RegisterFault
from lms.accounts.models import User
from tests.conftest import signed_in

LISTS = ("guessing_reports", "register_checks", "register_faults")


def add_rows(certificate: Certificate, number: int, now: datetime) -> None:
    run = RegisterCheck.objects.create(started_at=now, finished_at=now, certificates=1, faults=1)
    RegisterFault.objects.create(
        check_run=run, certificate=certificate, part=Part.LOG, problem=f"An event is missing ({number})."
    )
    GuessingReport.objects.create(
        scope=Scope.NUMBER, subject=f"N{number}", on=now.date(), failures=20, first_at=now, last_at=now
    )


@pytest.mark.parametrize("name", LISTS)
def test_registrar_reads_the_list_in_as_many_queries_for_three_rows_as_for_one(
    registrar_client: Client, certificate: Certificate, now: datetime, name: str
) -> None:
    add_rows(certificate, 1, now)
    registrar_client.get(f"/cms/{name}/")
    counts = []
    for more in ((), (2, 3)):
        for number in more:
            add_rows(certificate, number, now)
        with CaptureQueriesContext(connection) as queries:
            page = registrar_client.get(f"/cms/{name}/")
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", LISTS)
def test_others_do_not_see_it(marker: User, certificate: Certificate, now: datetime, name: str) -> None:
    add_rows(certificate, 1, now)

    assert signed_in(marker).get(f"/cms/{name}/").status_code == 302


@pytest.mark.parametrize("name", LISTS)
def test_nobody_writes_in_it(registrar_client: Client, certificate: Certificate, now: datetime, name: str) -> None:
    add_rows(certificate, 1, now)

    assert registrar_client.post(f"/cms/{name}/new/", {}).status_code == 302
    assert GuessingReport.objects.count() == RegisterCheck.objects.count() == RegisterFault.objects.count() == 1
