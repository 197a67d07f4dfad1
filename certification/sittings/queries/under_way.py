"""Whether candidates are at work: heavy work of the worker waits for them."""

from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, Q

from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration, Sitting

# Candidates come a little before the opening and start within the first minutes after it.
_BEFORE = timedelta(minutes=1)
_ARRIVING = timedelta(minutes=15)


def sitting_under_way(*, now: datetime) -> Sitting | None:
    """An open sitting in which somebody has an open attempt, or whose candidates are just arriving; of several, the one that closes last.

    An open window alone is not enough: some are open for weeks, and most of that time nobody sits there.
    """
    attempts = Attempt.objects.open_at(now).filter(registration__sitting=OuterRef("pk"))
    to_come = Registration.objects.filter(
        sitting=OuterRef("pk"), state=RegistrationState.REGISTERED, attempts__isnull=True
    )
    return (
        Sitting.objects.filter(state=SittingState.PUBLISHED, opens_at__lte=now + _BEFORE, closes_at__gt=now)
        .filter(Q(Exists(attempts)) | Q(Exists(to_come), opens_at__gt=now - _ARRIVING))
        .order_by("-closes_at", "pk")
        .first()
    )


def work_waits_until(sitting: Sitting, *, now: datetime) -> datetime:
    """When what waits for a sitting under way goes on at the latest, as it stands now: with the last deadline of anybody at work,
    or when the candidates have arrived."""
    last: datetime | None = Attempt.objects.open_at(now).aggregate(last=Max("deadline_at"))["last"]
    return last or sitting.opens_at + _ARRIVING
