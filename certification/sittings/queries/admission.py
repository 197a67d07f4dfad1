"""What stands between a practitioner and a sitting of an assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from certification.sittings import prerequisites, retakes
from certification.sittings.enums import RegistrationState
from certification.sittings.models import Assessment, Registration, Sitting
from lms.accounts.models import Practitioner


@dataclass(frozen=True)
class Admission:
    """Each requirement with its state; ``goes`` are the days of attempts made and of sittings registered for."""

    license_needed: bool
    license_held: bool
    prerequisites: Sequence[tuple[Assessment, bool]]
    goes: Sequence[date]
    retake_on: date | None

    @property
    def license_missing(self) -> bool:
        return self.license_needed and not self.license_held

    @property
    def missing(self) -> list[Assessment]:
        return [assessment for assessment, is_held in self.prerequisites if not is_held]


def admission_of(*, practitioner: Practitioner, assessment: Assessment, now: datetime) -> Admission:
    return _admission(practitioner, assessment, now, registrations_counting(practitioner, assessment))


def admission_to(*, practitioner: Practitioner, sitting: Sitting, now: datetime) -> Admission:
    """As ``admission_of``, without the registration for this very sitting."""
    counting = registrations_counting(practitioner, sitting.assessment)
    return _admission(practitioner, sitting.assessment, now, [row for row in counting if row.sitting_id != sitting.pk])


def registrations_counting(practitioner: Practitioner, assessment: Assessment) -> list[Registration]:
    return list(
        Registration.objects.filter(
            practitioner=practitioner, sitting__assessment=assessment, state=RegistrationState.REGISTERED
        )
        .select_related("sitting")
        .prefetch_related("attempts")
    )


def go_of(registration: Registration, now: datetime) -> date | None:
    """The day an attempt was made, or will be; a sitting that passed without an attempt does not count."""
    attempts = list(registration.attempts.all())
    if attempts:
        return timezone.localdate(min(attempt.started_at for attempt in attempts))
    sitting = registration.sitting
    return timezone.localdate(sitting.opens_at) if now < sitting.closes_at and sitting.is_published else None


def _admission(
    practitioner: Practitioner, assessment: Assessment, now: datetime, registrations: Sequence[Registration]
) -> Admission:
    needed = list(assessment.prerequisites.order_by("code"))
    held = prerequisites.held(practitioner, needed, now) if needed else set()
    goes = [go for registration in registrations if (go := go_of(registration, now))]
    return Admission(
        license_needed=assessment.requires_license,
        license_held=practitioner.has_verified_license,
        prerequisites=[(other, other.pk in held) for other in needed],
        goes=goes,
        retake_on=retakes.earliest_retake(
            goes=goes, days=assessment.retake_days, per_year=assessment.attempts_per_year
        ),
    )
