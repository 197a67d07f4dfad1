"""Scheduling: a sitting may be changed until someone is registered for it, and called off until it opens."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.papers.services import verify_paper
from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration, Sitting
from certification.sittings.models.registration import RegistrationQuerySet
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.languages import pick_language_lazy
from lms.notifications.services import notify

FIXED_ONCE_TAKEN = (
    "assessment_id",
    "paper_id",
    "code",
    "registration_opens_at",
    "registration_closes_at",
    "opens_at",
    "closes_at",
    "minutes",
    "place",
)


class SittingIsTaken(DomainError):
    message = _("Candidates are registered, so this sitting stays as announced. Call it off and plan another one.")


class PaperOfAnotherAssessment(DomainError):
    message = _("This paper was assembled from another blueprint than the assessment's. Choose one of its own papers.")


class PaperBroken(DomainError):
    message = _("This paper is no longer what was frozen. Do not use it; tell whoever keeps the platform.")


class WindowTooShort(DomainError):
    message = _("The window is shorter than the working time. Close the sitting later or give fewer minutes.")


class FewerSeatsThanTaken(DomainError):
    message = _("More candidates are registered than that. Give at least as many seats.")


class SittingHasAttempts(DomainError):
    message = _("Candidates have started, so this sitting cannot be called off.")


@transaction.atomic
def save_sitting(*, sitting: Sitting, actor: User, now: datetime) -> Sitting:
    """Stores a new sitting or a change; what candidates relied on when they registered cannot change. The same again changes nothing."""
    before = Sitting.objects.select_for_update(of=("self",)).filter(pk=sitting.pk).first()
    _check_plan(sitting)
    taken = 0 if before is None else _registered(before).count()
    if before is not None and taken:
        if any(getattr(before, name) != getattr(sitting, name) for name in FIXED_ONCE_TAKEN):
            raise SittingIsTaken
        if before.state != sitting.state:
            raise SittingIsTaken
        if sitting.capacity < taken:
            raise FewerSeatsThanTaken
    if before is not None and _values(before) == _values(sitting):
        return sitting
    sitting.save()
    action = "sittings.plan_sitting" if before is None else "sittings.change_sitting"
    record_entry(
        action=action, subject=sitting, actor=actor, now=now, detail={"code": sitting.code, "state": sitting.state}
    )
    return sitting


@transaction.atomic
def cancel_sitting(*, sitting: Sitting, actor: User, reason: str, now: datetime) -> Sitting:
    """Calls a sitting off, cancels its registrations and tells everyone; a second click changes nothing."""
    locked = Sitting.objects.select_for_update(of=("self",)).select_related("assessment").get(pk=sitting.pk)
    if locked.state == SittingState.CANCELLED:
        return locked
    # Whoever starts at this moment holds the registration: the attempt is seen here, or the start finds the place canceled.
    registered = list(
        _registered(locked).select_for_update(of=("self",)).select_related("practitioner__user").order_by("pk")
    )
    if Attempt.objects.filter(registration__sitting=locked).exists():
        raise SittingHasAttempts
    locked.state = SittingState.CANCELLED
    locked.save(update_fields=["state"])
    for registration in registered:
        registration.state = RegistrationState.CANCELLED
        registration.save(update_fields=["state"])
        _tell(registration, locked, reason, now)
    record_entry(action="sittings.cancel_sitting", subject=locked, actor=actor, now=now, detail={"reason": reason})
    return locked


def _values(sitting: Sitting) -> dict[str, object]:
    return {field.attname: getattr(sitting, field.attname) for field in Sitting._meta.concrete_fields}


def _registered(sitting: Sitting) -> RegistrationQuerySet:
    return Registration.objects.filter(sitting=sitting, state=RegistrationState.REGISTERED)


def _check_plan(sitting: Sitting) -> None:
    if sitting.paper.blueprint.code != sitting.assessment.blueprint.code:
        raise PaperOfAnotherAssessment
    if (sitting.closes_at - sitting.opens_at).total_seconds() < sitting.minutes * 60:
        raise WindowTooShort
    if sitting.is_published and not verify_paper(paper=sitting.paper):
        raise PaperBroken


def _tell(registration: Registration, sitting: Sitting, reason: str, now: datetime) -> None:
    title = pick_language_lazy(sitting.assessment.title_zh, sitting.assessment.title_en)
    text = _(
        "The sitting {code} on {date} does not take place: {reason} Your registration is canceled; choose another sitting."
    )
    notify(
        recipient=registration.practitioner.user,
        key=f"sitting-cancelled:{sitting.pk}",
        subject=format_lazy(_("Sitting called off: {title}"), title=title),
        body=format_lazy(
            text, code=sitting.code, date=f"{timezone.localtime(sitting.opens_at):%Y-%m-%d}", reason=reason
        ),
        path=reverse("sittings:assessment", args=[sitting.assessment.code]),
        now=now,
    )
