"""Many certificates at once: a batch is rows, the worker issues them one by one, each in a transaction of its own and each once."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.certificates.batches.candidates import MOST, Candidate, list_candidates
from certification.certificates.enums import BatchRowState, Kind
from certification.certificates.models import Certificate, IssueBatch, IssueBatchRow
from certification.certificates.printed_words import word_certificate
from certification.certificates.queries import template_in_force
from certification.certificates.services.course_certificates import NoHoursCounted, issue_course_certificate
from certification.certificates.services.drafts import TemplateMissing, check_printable
from certification.certificates.services.hours_certificates import issue_hours_certificate
from certification.certificates.services.issuing import issue_certificate
from certification.certificates.tasks import issue_batch as issue_task
from certification.certificates.tasks import render_batch as render_task
from certification.marking.models import Result
from courses.learning.models import CourseCompletion
from lms.accounts.models import Practitioner, User
from lms.audit.services import record_entry
from lms.celery import send_after_commit
from lms.errors import DomainError

logger = logging.getLogger(__name__)

# Of one task; the rest comes with the next, so that a long batch does not keep its worker from everything else.
_ROWS_AT_ONCE = 50


class NothingChosen(DomainError):
    status = 400
    message = gettext_lazy("Nobody is chosen. Tick those whose certificates are to be issued.")


class TooManyChosen(DomainError):
    status = 400

    def __init__(self) -> None:
        super().__init__(
            _("A batch holds %(most)s certificates at most. Make a further one for the rest.") % {"most": MOST}
        )


class ChosenTwice(DomainError):
    message = gettext_lazy("Some of them wait in another batch already. Let that one finish; then choose again.")


class NotThere(DomainError):
    message = gettext_lazy("Some of those chosen no longer exist. Load the page again; then choose anew.")


@dataclass(frozen=True)
class Check:
    """A candidate, and why the certificate would be refused; nothing where it would be issued."""

    candidate: Candidate
    refusal: str


def check_candidates(*, kind: Kind, year: int, now: datetime, occasion: int | None = None) -> list[Check]:
    """What issuing would say to each; nothing is written."""
    candidates = list_candidates(kind, year=year, now=now, occasion=occasion)
    template = template_in_force(kind)
    if template is None:
        return [Check(candidate, str(TemplateMissing())) for candidate in candidates]
    for candidate in candidates:
        draft, holder = candidate.draft, candidate.practitioner
        draft.template = template
        draft.name, draft.id_type, draft.id_last4 = holder.name, holder.id_type, holder.id_number_last4
        draft.title = word_certificate(draft).leading_title
    return [Check(candidate, _refusal(candidate)) for candidate in candidates]


def _refusal(candidate: Candidate) -> str:
    if candidate.lacks_hours:
        return str(NoHoursCounted())
    try:
        check_printable(candidate.draft)
    except DomainError as refusal:
        return str(refusal)
    return ""


def create_issue_batch(
    *, key: UUID, kind: Kind, year: int | None, chosen: Sequence[int], created_by: User, now: datetime
) -> IssueBatch:
    """``chosen``: the sources of candidates. The same ``key`` again is the same batch."""
    made = IssueBatch.objects.filter(key=key, created_by=created_by).first()
    if made is not None:
        return made
    if not chosen:
        raise NothingChosen
    if len(chosen) > MOST:
        raise TooManyChosen
    try:
        with transaction.atomic():
            return _create(key=key, kind=kind, year=year, chosen=chosen, created_by=created_by, now=now)
    except IntegrityError as raced:
        made = IssueBatch.objects.filter(key=key, created_by=created_by).first()
        if made is not None:
            return made
        raise ChosenTwice from raced


def _create(
    *, key: UUID, kind: Kind, year: int | None, chosen: Sequence[int], created_by: User, now: datetime
) -> IssueBatch:
    batch = IssueBatch.objects.create(key=key, kind=kind, created_by=created_by, created_at=now)
    rows = _rows(kind, year, list(dict.fromkeys(chosen)))
    for position, row in enumerate(rows, start=1):
        row.batch, row.position = batch, position
    IssueBatchRow.objects.bulk_create(rows)
    record_entry(
        action="certificates.create_issue_batch",
        subject=batch,
        actor=created_by,
        now=now,
        detail={"kind": kind, "rows": len(rows), **({"year": year} if year else {})},
    )
    send_after_commit(issue_task, batch.pk)
    return batch


def _rows(kind: Kind, year: int | None, chosen: list[int]) -> list[IssueBatchRow]:
    if kind == Kind.COMPETENCY:
        results = Result.objects.select_related("attempt__registration").in_bulk(chosen)
        made = [
            IssueBatchRow(result=results[pk], practitioner_id=results[pk].attempt.registration.practitioner_id)
            for pk in chosen
            if pk in results
        ]
    elif kind == Kind.COURSE:
        completions = CourseCompletion.objects.select_related("enrollment").in_bulk(chosen)
        made = [
            IssueBatchRow(completion=completions[pk], practitioner_id=completions[pk].enrollment.practitioner_id)
            for pk in chosen
            if pk in completions
        ]
    else:
        people = Practitioner.objects.in_bulk(chosen)
        made = [IssueBatchRow(year=year, practitioner=people[pk]) for pk in chosen if pk in people]
    if len(made) < len(chosen):
        raise NotThere
    return made


def issue_batch(*, batch_id: int, now: datetime) -> int:
    """Settles the next rows of the batch, and asks for their documents and for the rest; returns how many it settled.

    Repeated at any time, by any number of workers.
    """
    with translation.override(settings.LANGUAGE_CODE):
        settled = 0
        while settled < _ROWS_AT_ONCE and _settle_next(batch_id, now):
            settled += 1
    if settled:
        send_after_commit(render_task)
    if settled == _ROWS_AT_ONCE:
        send_after_commit(issue_task, batch_id)
    return settled


def issue_waiting_batches(*, now: datetime) -> int:
    """Rows that no task has settled: lost messages, dead workers."""
    waiting = IssueBatchRow.objects.filter(state=BatchRowState.WAITING).order_by("batch")
    batches = list(waiting.values_list("batch", flat=True).distinct())
    return sum(issue_batch(batch_id=pk, now=now) for pk in batches)


@transaction.atomic
def _settle_next(batch_id: int, now: datetime) -> bool:
    row = _lock(IssueBatchRow.objects.filter(batch=batch_id, state=BatchRowState.WAITING)).order_by("position").first()
    if row is None:
        return False
    try:
        # A savepoint: what a refused issue had written is taken back alone, and the row keeps the sentence.
        with transaction.atomic():
            row.certificate = _issue(row, now)
        row.state = BatchRowState.ISSUED
    except DomainError as refusal:
        row.state, row.refusal = BatchRowState.REFUSED, str(refusal)
    except OperationalError:
        # The database is busy or gone; the row waits for the next sweep.
        raise
    except Exception:
        # A fault of ours: one row must not stand in the way of all behind it.
        logger.exception("Row %s of batch %s could not be issued.", row.position, batch_id)
        row.state = BatchRowState.REFUSED
        row.refusal = _("Something went wrong on our side. Ask the administrator to read the log; then try again.")
    row.settled_at = now
    row.save(update_fields=["state", "refusal", "certificate", "settled_at"])
    return True


def _lock(rows: QuerySet[IssueBatchRow]) -> QuerySet[IssueBatchRow]:
    """A second worker takes the row after the first one's; SQLite has one writer at a time anyway."""
    people = rows.select_related("batch__created_by", "practitioner", "result", "completion")
    return people.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)


def _issue(row: IssueBatchRow, now: datetime) -> Certificate:
    issued_by = row.batch.created_by
    if row.result is not None:
        return issue_certificate(result=row.result, issued_by=issued_by, now=now)
    if row.completion is not None:
        return issue_course_certificate(completion=row.completion, issued_by=issued_by, now=now)
    # The constraint says that a row has one of the three.
    year = row.year or 0
    return issue_hours_certificate(practitioner=row.practitioner, year=year, issued_by=issued_by, now=now)


@transaction.atomic
def retry_refused_rows(*, batch: IssueBatch, actor: User, now: datetime) -> int:
    """Refused rows wait again; returns how many. Asked again while they wait, none."""
    refused = batch.rows.filter(state=BatchRowState.REFUSED)
    try:
        with transaction.atomic():
            count = refused.update(state=BatchRowState.WAITING, refusal="", settled_at=None)
    except IntegrityError as elsewhere:
        raise ChosenTwice from elsewhere
    if count:
        record_entry(
            action="certificates.retry_issue_batch", subject=batch, actor=actor, now=now, detail={"rows": count}
        )
        send_after_commit(issue_task, batch.pk)
    return count
