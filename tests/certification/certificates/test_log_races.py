"""Many workers at the one end of the log, with real transactions on PostgreSQL."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from certification.certificates.log.check import check_log
from certification.certificates.models import Certificate, CertificateEvent, LogEntry, LogNode, TreeHead
from certification.certificates.services import suspend_certificate
from certification.certificates.services.log import append_to_log, prove_certificate, sign_tree_head
from lms.accounts.models import Practitioner, User
from tests.cast import make_practitioner
from tests.certification.certificates.cast import make_certificate, make_result, make_template
from tests.certification.certificates.log_cast import install_log_key
from tests.certification.sittings.cast import make_paper
from tests.races import at_once
from tests.services.process import PATIENCE_SECONDS

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def log_key() -> None:
    install_log_key()


@pytest.fixture
def certificates(practitioner: Practitioner, registrar: User, now: datetime) -> list[Certificate]:
    return [make_certificate(practitioner, registrar, now=now) for _each in range(12)]


@pytest.mark.parametrize("logged_before", [False, True])
def test_workers_at_once_append_each_event_once_without_a_gap(
    certificates: list[Certificate], registrar: User, now: datetime, logged_before: bool
) -> None:
    if logged_before:
        append_to_log(now=now)
        for certificate in certificates:
            suspend_certificate(certificate=certificate, actor=registrar, reason="核查", now=now)

    appended = at_once([lambda: append_to_log(now=now)] * 6)

    assert sum(appended) == 12
    entries = CertificateEvent.objects.count()
    assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == list(range(entries))
    check = check_log()
    assert (check.fault, check.size) == ("", entries)


def test_appending_while_certificates_change_loses_nothing(
    certificates: list[Certificate], registrar: User, now: datetime
) -> None:
    def suspend(certificate: Certificate) -> Callable[[], object]:
        return lambda: suspend_certificate(certificate=certificate, actor=registrar, reason="核查", now=now)

    def append() -> object:
        return [append_to_log(now=now) for _each in range(5)]

    at_once([*(suspend(certificate) for certificate in certificates), append, append, append])
    append_to_log(now=now)

    assert LogEntry.objects.count() == 24
    assert check_log().fault == ""


def test_heads_signed_at_once_are_one(certificates: list[Certificate], now: datetime) -> None:
    append_to_log(now=now)
    heads = at_once([lambda: sign_tree_head(now=now)] * 6)
    assert {head.pk for head in heads if head} == {TreeHead.objects.get().pk}


def test_proofs_asked_for_at_once_are_all_whole(certificates: list[Certificate], now: datetime) -> None:
    def prove(certificate: Certificate) -> Callable[[], int]:
        return lambda: len(prove_certificate(certificate=certificate, now=now + timedelta(minutes=1))["entries"])

    assert at_once([prove(certificate) for certificate in certificates[:6]]) == [1] * 6
    assert check_log().fault == ""


def test_a_change_that_is_not_committed_yet_keeps_no_other_waiting(
    certificates: list[Certificate], practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    """An issue in a long transaction: its event is not there yet, and everybody else's line is appended meanwhile."""
    make_template()
    result = make_result(
        make_practitioner("slow@example.com", "慢慢来"), registrar, paper=make_paper("slow", registrar, domain="PAT")
    )
    inserted, finish = Event(), Event()

    def issue_slowly() -> None:
        from certification.certificates.services import issue_certificate

        try:
            with transaction.atomic():
                issue_certificate(result=result, issued_by=registrar, now=now)
                inserted.set()
                assert finish.wait(PATIENCE_SECONDS)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(issue_slowly)
        assert inserted.wait(PATIENCE_SECONDS)
        assert append_to_log(now=now) == 12
        finish.set()
        slow.result()
    assert append_to_log(now=now) == 1
    assert check_log().fault == ""


def test_a_worker_killed_in_the_middle_leaves_nothing_half_done(certificates: list[Certificate], now: datetime) -> None:
    """Its connection dies between the entries and the nodes above them, as it does under ``kill -9``."""
    pids: list[int] = []
    ready, killed = Barrier(2), Event()

    def append() -> str:
        from certification.certificates.services import log

        insert = LogNode.objects.bulk_create

        def die(*arguments: object, **options: object) -> object:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pids.append(cursor.fetchone()[0])
            ready.wait(PATIENCE_SECONDS)
            assert killed.wait(PATIENCE_SECONDS)
            return insert(*arguments, **options)  # type: ignore[arg-type]

        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(LogNode.objects, "bulk_create", die)
                log.append_to_log(now=now)
        except Exception as error:  # noqa: BLE001 - whatever a lost connection raises
            return type(error).__name__
        finally:
            connection.close()
        return "finished"

    with ThreadPoolExecutor(1) as pool:
        doomed = pool.submit(append)
        ready.wait(PATIENCE_SECONDS)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [pids[0]])
        killed.set()
        assert doomed.result() != "finished"

    assert (LogEntry.objects.count(), LogNode.objects.count()) == (0, 0)
    assert append_to_log(now=now) == 12
    assert check_log().fault == ""
