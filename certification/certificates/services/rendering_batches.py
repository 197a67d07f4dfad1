"""Documents of batches: made a few at a time, by workers of their own, and not while candidates sit an assessment."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from certification.certificates.models import CertificateDocument
from certification.certificates.queries import documents_waiting, issued_in_a_batch
from certification.certificates.services.rendering import claim, render_claimed
from certification.certificates.tasks import render_batch as render_task
from certification.sittings.queries import sitting_under_way
from lms.celery import send_after_commit

# About a second of work: so long a candidate's first answers, a worker's end and other batches wait at most.
_AT_ONCE = 10
# A worker that has held them this long is dead.
CLAIM_LASTS = timedelta(seconds=40)


def render_batch(*, now: datetime) -> int:
    """Makes the next documents of batches, asks for the rest, and returns how many it made.

    Any number of workers may be at it: each claims other rows. While a sitting is under way it makes none; the timetable asks again.
    """
    if sitting_under_way(now=now) is not None:
        return 0
    claimed = _claim_next(now)
    made = sum(render_claimed(document_id=pk, now=now) for pk in claimed)
    if len(claimed) == _AT_ONCE:
        send_after_commit(render_task)
    return made


@transaction.atomic
def _claim_next(now: datetime) -> list[int]:
    waiting = documents_waiting(now=now).filter(issued_in_a_batch()).order_by("pk")
    # The next worker takes those after these; SQLite has one writer at a time anyway.
    locked = waiting.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)
    keys = list(locked.values_list("pk", flat=True)[:_AT_ONCE])
    claim(CertificateDocument.objects.filter(pk__in=keys), for_=CLAIM_LASTS, now=now)
    return keys
