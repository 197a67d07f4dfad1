"""Lists are kept before they are answered, answered once, and what matched nobody is forgotten."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from certification.certificates.models import Certificate
from certification.certificates.services import suspend_certificate
from certification.employers import services
from certification.employers.models import BulkCheck, CheckedRow
from certification.verification.bulk import Asked, look_up_many
from lms.accounts.models import Organization, Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.cast import NOW
from tests.certification.certificates.cast import make_certificate
from tests.certification.employers.cast import check_list
from tests.lms.api.cast import issue_key

HOUR = timedelta(hours=1)


def test_list_waits_as_rows_until_a_worker_answers(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    asked = [Asked(certificate.number, "林虚光"), Asked(certificate.number, "何拟想"), Asked("oops", "某人")]
    check_run = services.start_check(
        organization=hiring, asked=asked, form_id=uuid4(), requested_by=clerk, now=NOW + HOUR
    )
    assert (check_run.finished_at, CheckedRow.objects.filter(finding="").count()) == (None, 3)

    assert services.run_waiting_checks(now=NOW + 2 * HOUR) == 1

    check_run.refresh_from_db()
    assert (check_run.finished_at, check_run.found_count) == (NOW + 2 * HOUR, 1)
    rows = list(CheckedRow.objects.order_by("position").values_list("finding", "status", "certificate"))
    assert rows == [("found", "valid", certificate.pk), ("unknown", "", None), ("not_a_number", "", None)]
    assert services.run_waiting_checks(now=NOW + 3 * HOUR) == 0


def test_second_worker_changes_nothing(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    check_run = check_list(hiring, clerk, Asked(certificate.number, "林虚光"))

    services.run_check(check_id=check_run.pk, now=NOW + HOUR)

    check_run.refresh_from_db()
    assert check_run.finished_at == NOW


def test_answer_holds_for_the_moment_of_sending(
    certificate: Certificate, hiring: Organization, clerk: User, registrar: User
) -> None:
    services.start_check(
        organization=hiring,
        asked=[Asked(certificate.number, "林虚光")],
        form_id=uuid4(),
        requested_by=clerk,
        now=NOW + HOUR,
    )
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=NOW + 2 * HOUR)

    services.run_waiting_checks(now=NOW + 3 * HOUR)

    assert CheckedRow.objects.get().status == "valid"


def test_same_form_is_kept_once(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    form_id = uuid4()
    send = partial(
        services.start_check,
        organization=hiring,
        asked=[Asked("x", "y")],
        form_id=form_id,
        requested_by=clerk,
        now=NOW,
    )
    first = send()

    with pytest.raises(services.SentAlready) as refusal:
        send()

    assert refusal.value.check_run == first
    assert AuditEntry.objects.filter(action="employers.check_certificates").count() == 1


@pytest.mark.parametrize("rows", [0, 501])
def test_list_has_1_to_500_rows(hiring: Organization, clerk: User, rows: int) -> None:
    with pytest.raises(services.WrongNumberOfRows):
        services.start_check(
            organization=hiring, asked=[Asked("x", "y")] * rows, form_id=uuid4(), requested_by=clerk, now=NOW
        )


def test_program_is_answered_at_once(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    key = issue_key(hiring, clerk).key

    check_run, answers = services.check_for_program(
        key=key,
        asked=[Asked(certificate.number, "林虚光"), Asked(certificate.number, "张三")],
        moment=NOW + HOUR,
        now=NOW + HOUR,
    )

    assert [answer.finding for answer in answers] == ["found", "unknown"]
    assert (check_run.api_key, check_run.found_count, check_run.rows.count()) == (key, 1, 2)


def test_single_answers_are_kept_once_a_day_and_only_where_found(
    certificate: Certificate, hiring: Organization, clerk: User
) -> None:
    key = issue_key(hiring, clerk).key
    moments = [NOW + HOUR, NOW + 2 * HOUR, NOW + 26 * HOUR]
    for moment in moments:
        answers = look_up_many([Asked(certificate.number, "林虚光"), Asked("x", "y")], moment=moment)
        services.record_answers(key=key, answers=answers, moment=moment, now=moment)

    assert list(BulkCheck.objects.order_by("pk").values_list("created_at", flat=True)) == [moments[0], moments[2]]
    assert set(CheckedRow.objects.values_list("finding", flat=True)) == {"found"}


def test_names_that_matched_nobody_are_deleted(
    certificate: Certificate, hiring: Organization, clerk: User, settings: object
) -> None:
    check_run = check_list(hiring, clerk, Asked(certificate.number, "林虚光"), Asked(certificate.number, "何拟想"))

    assert services.delete_names(now=NOW + timedelta(days=30)) == 0
    assert services.delete_names(now=NOW + timedelta(days=30, seconds=1)) == 1
    assert services.delete_names(now=NOW + timedelta(days=31)) == 0

    rows = list(CheckedRow.objects.order_by("position").values_list("number", "name"))
    assert rows == [(certificate.number, "林虚光"), ("", "")]
    check_run.refresh_from_db()
    assert check_run.names_deleted_at == NOW + timedelta(days=30, seconds=1)


def test_list_that_waits_keeps_its_names(hiring: Organization, clerk: User) -> None:
    services.start_check(organization=hiring, asked=[Asked("x", "某人")], form_id=uuid4(), requested_by=clerk, now=NOW)

    assert services.delete_names(now=NOW + timedelta(days=365)) == 0

    assert CheckedRow.objects.get().name == "某人"


def test_holders_get_one_letter_a_day(
    certificate: Certificate, colleague: Practitioner, registrar: User, hiring: Organization, clerk: User
) -> None:
    other = make_certificate(colleague, registrar)
    Message.objects.all().delete()
    for _time in range(3):
        check_list(hiring, clerk, Asked(certificate.number, "林虚光"), Asked(other.number, "何拟想"))

    assert services.tell_holders(now=NOW + HOUR) == 2
    assert services.tell_holders(now=NOW + 2 * HOUR) == 0

    for holder in (certificate.practitioner, colleague):
        assert holder is not None
        message = Message.objects.get(recipient=holder.user)
        assert hiring.name in message.body
        assert message.path == "/my/checks/"


def test_holder_who_is_unknown_is_not_told(certificate: Certificate, hiring: Organization, clerk: User) -> None:
    Message.objects.all().delete()
    check_list(hiring, clerk, Asked(certificate.number, "何拟想"))

    assert services.tell_holders(now=NOW) == 0
    assert not Message.objects.filter(key__startswith="employers.checked").exists()
