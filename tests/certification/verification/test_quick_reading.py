"""The one statement behind a scanned code: prepared once by each connection, and asked again of a new one where the old cannot answer."""

from contextlib import suppress

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from certification.certificates.models import Certificate
from certification.verification.quick_reading import read_by_token


def test_one_statement_reads_all(certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        reading = read_by_token(certificate.token)

    assert reading is not None
    assert reading.certificate == certificate
    assert reading.certificate.template == certificate.template
    assert reading.certificate.domain == certificate.domain
    assert [event.type for event in reading.events] == ["issued"]


def test_what_it_rests_on_is_read_anew(certificate: Certificate) -> None:
    """Rows that certificates share are made once; a changed row is another."""
    assert certificate.domain is not None
    read_by_token(certificate.token)
    certificate.domain.name_zh = "改名"
    certificate.domain.save()

    reading = read_by_token(certificate.token)

    assert reading is not None
    assert reading.certificate.domain is not None
    assert reading.certificate.domain.name_zh == "改名"


@pytest.mark.postgres
def test_the_statement_is_prepared_once(certificate: Certificate) -> None:
    for _each in range(3):
        assert read_by_token(certificate.token)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%certificates_treehead%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "deed", ["SELECT pg_terminate_backend(pg_backend_pid())", "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"]
)
def test_a_connection_that_cannot_answer_is_replaced(certificate: Certificate, deed: str) -> None:
    assert read_by_token(certificate.token)
    former = connection.connection
    with suppress(psycopg.OperationalError):
        former.execute(deed)

    reading = read_by_token(certificate.token)

    assert reading is not None
    assert reading.certificate == certificate
    assert connection.connection is not former


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_tables_may_change_under_a_living_connection(certificate: Certificate) -> None:
    """As a release changes them, while the processes of the former one still answer."""
    assert read_by_token(certificate.token)
    with psycopg.connect(**connection.get_connection_params()) as release:
        release.execute("ALTER TABLE competency_domain ALTER COLUMN name_en TYPE text")
    try:
        assert read_by_token(certificate.token)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE competency_domain ALTER COLUMN name_en TYPE varchar(100)")
