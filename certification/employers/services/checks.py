"""Checks of certificates: a row before the task for a list, at once for a program; each is kept, for the holders may ask who checked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certification.employers.enums import CheckSource
from certification.employers.models import BulkCheck, CheckedRow
from certification.employers.queries import checked_today, checks_waiting, checks_with_names_to_delete
from certification.employers.tasks import run_check as run_check_task
from certification.verification.bulk import MOST_ROWS, Asked, look_up_many
from certification.verification.findings import Answer, Finding
from lms.accounts.models import Organization, User
from lms.api.models import ApiKey
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.errors import DomainError
from lms.sweeps import each_by_itself

_BATCH = 20


class SentAlready(DomainError):
    """``check_run`` is the one that the same form has started."""

    message = _("This list has been sent already; its result is on the page.")

    def __init__(self, check_run: BulkCheck) -> None:
        super().__init__()
        self.check_run = check_run


class WrongNumberOfRows(DomainError):
    status = 400
    message = _("A list has 1 to 500 certificates. Split a longer one.")


def start_check(
    *, organization: Organization, asked: Sequence[Asked], form_id: UUID, requested_by: User, now: datetime
) -> BulkCheck:
    """Keeps the list; a worker answers it after the commit. The same form again raises ``SentAlready``."""
    _require_rows(asked)
    try:
        with transaction.atomic():
            check_run = BulkCheck.objects.create(
                organization=organization,
                source=CheckSource.UPLOAD,
                requested_by=requested_by,
                form_id=form_id,
                as_of=now,
                created_at=now,
                row_count=len(asked),
            )
            CheckedRow.objects.bulk_create(
                CheckedRow(check_run=check_run, position=position, number=each.number, name=each.name)
                for position, each in enumerate(asked, start=1)
            )
            _record(check_run, requested_by, now)
            send_after_commit(run_check_task, check_run.pk)
    except IntegrityError as sent:
        raise SentAlready(BulkCheck.objects.get(form_id=form_id, organization=organization)) from sent
    return check_run


@transaction.atomic
def run_check(*, check_id: int, now: datetime) -> None:
    """Answers a list that waits. Of two workers the second finds it finished."""
    check_run = BulkCheck.objects.select_for_update().get(pk=check_id)
    if check_run.finished_at is not None:
        return
    rows = list(check_run.rows.order_by("position"))
    answers = look_up_many([Asked(row.number, row.name) for row in rows], moment=check_run.as_of)
    for row, answer in zip(rows, answers, strict=True):
        _fill(row, answer)
    CheckedRow.objects.bulk_update(rows, ["finding", "status", "certificate"])
    check_run.finished_at = now
    check_run.found_count = sum(answer.finding == Finding.FOUND for answer in answers)
    check_run.save(update_fields=["finished_at", "found_count"])


def run_waiting_checks(*, now: datetime) -> int:
    """Returns how many were answered."""
    waiting = checks_waiting().values_list("pk", flat=True)[:_BATCH]
    answered = each_by_itself(
        waiting, lambda pk: run_check(check_id=pk, now=now), failure="Check %s could not be answered."
    )
    return len(list(answered))


@transaction.atomic
def check_for_program(
    *, key: ApiKey, asked: Sequence[Asked], moment: datetime, now: datetime
) -> tuple[BulkCheck, list[Answer]]:
    """Looks up at once and keeps what was answered."""
    _require_rows(asked)
    answers = look_up_many(asked, moment=moment)
    check_run = _keep(key, asked, answers, moment=moment, now=now)
    _record(check_run, None, now)
    return check_run, answers


@transaction.atomic
def record_answers(*, key: ApiKey, answers: Sequence[Answer], moment: datetime, now: datetime) -> None:
    """What a key asked for one by one: kept where it was found, once a day, for a program may ask every minute."""
    for answer in answers:
        certificate = answer.certificate
        if certificate is None or checked_today(key.organization, certificate.pk, now=now):
            continue
        # The first of the day; of several at once, one.
        Organization.objects.select_for_update().get(pk=key.organization_id)
        if checked_today(key.organization, certificate.pk, now=now):
            continue
        _keep(key, [Asked(certificate.number, answer.name)], [answer], moment=moment, now=now)


def delete_names(*, now: datetime) -> int:
    """What was typed and matched nobody, once it is ``EMPLOYER_NAMES_DAYS`` days old; returns of how many checks."""
    before = now - timedelta(days=settings.EMPLOYER_NAMES_DAYS)
    checks = list(checks_with_names_to_delete(before=before).values_list("pk", flat=True))
    with transaction.atomic():
        CheckedRow.objects.filter(check_run__in=checks, certificate=None).update(number="", name="")
        BulkCheck.objects.filter(pk__in=checks).update(names_deleted_at=now)
    return len(checks)


def _require_rows(asked: Sequence[Asked]) -> None:
    if not 1 <= len(asked) <= MOST_ROWS:
        raise WrongNumberOfRows


def _keep(
    key: ApiKey, asked: Sequence[Asked], answers: Sequence[Answer], *, moment: datetime, now: datetime
) -> BulkCheck:
    check_run = BulkCheck.objects.create(
        organization=key.organization,
        source=CheckSource.API,
        api_key=key,
        as_of=moment,
        created_at=now,
        finished_at=now,
        row_count=len(asked),
        found_count=sum(answer.finding == Finding.FOUND for answer in answers),
    )
    rows = [
        CheckedRow(check_run=check_run, position=position, number=each.number, name=each.name)
        for position, each in enumerate(asked, start=1)
    ]
    for row, answer in zip(rows, answers, strict=True):
        _fill(row, answer)
    CheckedRow.objects.bulk_create(rows)
    return check_run


def _fill(row: CheckedRow, answer: Answer) -> None:
    row.finding = answer.finding
    row.status = answer.status or ""
    row.certificate_id = answer.certificate.pk if answer.certificate else None


def _record(check_run: BulkCheck, actor: User | None, now: datetime) -> None:
    record_entry(
        action="employers.check_certificates",
        subject=check_run,
        actor=actor,
        now=now,
        detail={"organization": check_run.organization_id, "rows": check_run.row_count, "source": check_run.source},
    )
