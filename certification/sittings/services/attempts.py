"""One go: started once, ended once. The end is the deadline's, whoever records it."""

import uuid
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.sittings import rules, timing
from certification.sittings.enums import AttemptState, RegistrationState
from certification.sittings.models import Attempt, Registration
from certification.sittings.signals import attempt_ended
from lms.errors import DomainError
from lms.sweeps import each_by_itself

_BATCH = 200


class NotRegistered(DomainError):
    message = _("You have no seat in this sitting. Register for one first.")


class SittingNotStarted(DomainError):
    message = _("The sitting has not opened yet. Come back when it does; this page says when.")


class SittingOver(DomainError):
    message = _("The sitting is over. Register for a later one.")


class AttemptOver(DomainError):
    message = _("Your attempt has ended. You find its result under My assessments once it is released.")


@transaction.atomic
def start_attempt(*, registration: Registration, now: datetime) -> Attempt:
    """Opens the attempt, or gives back the one that is open: twenty clicks make one."""
    locked = Registration.objects.select_for_update(of=("self",)).select_related("sitting").get(pk=registration.pk)
    made = Attempt.objects.filter(registration=locked).order_by("-started_at").first()
    if made is not None:
        if rules.is_open(made, now):
            return made
        raise AttemptOver
    sitting = locked.sitting
    if locked.state != RegistrationState.REGISTERED:
        raise NotRegistered
    if not rules.takes_starts(sitting, now):
        raise SittingNotStarted if sitting.is_published and now < sitting.opens_at else SittingOver
    deadline_at = timing.deadline(
        started_at=now, minutes=sitting.minutes, extra_time=locked.extra_time, closes_at=sitting.closes_at
    )
    return Attempt.objects.create(registration=locked, started_at=now, deadline_at=deadline_at)


@transaction.atomic
def submit_attempt(*, attempt: Attempt, now: datetime) -> Attempt:
    """Hands in. After the deadline it records that the attempt ended then; a second click changes nothing."""
    # A full lock: a save that is under way is waited for, one that comes later finds the attempt ended.
    locked = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk)
    if locked.state != AttemptState.OPEN:
        return locked
    return _end(locked, now)


def end_due_attempts(*, now: datetime) -> int:
    """Records the end of every attempt past its deadline; returns how many."""
    due = list(Attempt.objects.due(now).order_by("deadline_at", "pk").values_list("pk", flat=True)[:_BATCH])
    return sum(each_by_itself(due, partial(_end_due, now=now), failure="Attempt %s could not be ended."))


@transaction.atomic
def _end_due(pk: uuid.UUID, *, now: datetime) -> bool:
    rows = Attempt.objects.select_for_update(of=("self",), skip_locked=True)
    attempt = rows.due(now).filter(pk=pk).first()
    return attempt is not None and bool(_end(attempt, now))


def _end(attempt: Attempt, now: datetime) -> Attempt:
    in_time = now < attempt.deadline_at
    attempt.state = AttemptState.SUBMITTED if in_time else AttemptState.TIMED_OUT
    attempt.ended_at = now if in_time else attempt.deadline_at
    attempt.save(update_fields=["state", "ended_at"])
    attempt_ended.send(Attempt, attempt=attempt, now=now)
    return attempt
