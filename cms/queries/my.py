"""What a practitioner finds first: what comes next, what is reached, what waits."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from certification.certificates.enums import Status
from certification.certificates.models import Certificate
from certification.certificates.queries import with_events
from certification.certificates.status import status_at
from certification.credit.models import CreditProfile
from certification.credit.queries import ProfileScore, score_profile
from certification.marking.enums import ResultState
from certification.marking.models import Result
from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Attempt, Registration
from courses.catalogue.enums import Category, RunState
from courses.catalogue.models import CourseSession
from courses.enrollment.enums import EnrollmentState
from courses.enrollment.models import Enrollment
from courses.hours.models import HoursEntry
from courses.hours.queries.rule_sets import rule_set_of
from courses.hours.scoring import HoursRules, YearSummary, summarize_year
from lms.accounts.models import Practitioner
from lms.accounts.queries import standing_consents
from lms.notifications.queries import unread_count

_SESSIONS = 4


@dataclass(frozen=True)
class MyHome:
    practitioner: Practitioner
    sessions: list[CourseSession]
    registrations: list[Registration]
    open_attempt: Attempt | None
    year: int
    hours: YearSummary
    valid_certificates: int
    certificates: int
    credit: ProfileScore | None
    unread: int
    has_enrolled: bool
    has_consented: bool
    has_result: bool

    @property
    def hours_done(self) -> str:
        """Both figures with a point, whatever the language: a bar reads them."""
        return str(min(self.hours.total, self.hours.year_norm))

    @property
    def hours_norm(self) -> str:
        return str(self.hours.year_norm)

    @property
    def is_newcomer(self) -> bool:
        """Has not gone the whole way once: then the page leads on."""
        return not (self.has_enrolled and self.has_result and self.certificates)


def my_home(practitioner: Practitioner, now: datetime) -> MyHome:
    year = timezone.localdate(now).year
    statuses = _statuses(practitioner, now)
    profile = CreditProfile.objects.filter(practitioner=practitioner).first()
    return MyHome(
        practitioner=practitioner,
        sessions=_next_sessions(practitioner, now),
        registrations=_registrations(practitioner, now),
        open_attempt=_open_attempt(practitioner, now),
        year=year,
        hours=_hours(practitioner, year),
        valid_certificates=statuses.count(Status.VALID),
        certificates=len(statuses),
        credit=score_profile(profile, now) if profile else None,
        unread=unread_count(practitioner.user),
        has_enrolled=Enrollment.objects.filter(practitioner=practitioner)
        .exclude(state=EnrollmentState.CANCELLED)
        .exists(),
        has_consented=standing_consents(practitioner).exists(),
        has_result=Result.objects.filter(
            attempt__registration__practitioner=practitioner, state=ResultState.RELEASED
        ).exists(),
    )


def _next_sessions(practitioner: Practitioner, now: datetime) -> list[CourseSession]:
    own = Enrollment.objects.filter(practitioner=practitioner, state=EnrollmentState.ENROLLED)
    sessions = CourseSession.objects.filter(
        run__in=own.values("run"), run__state=RunState.PUBLISHED, ends_at__gt=now
    ).select_related("run__course", "venue")
    return list(sessions.order_by("starts_at", "pk")[:_SESSIONS])


def _hours(practitioner: Practitioner, year: int) -> YearSummary:
    entries = HoursEntry.objects.filter(practitioner=practitioner, year=year).values_list("category", "hours")
    rules = HoursRules.from_parameters(rule_set_of(year).parameters)
    return summarize_year([(Category(category), hours) for category, hours in entries], rules)


def _statuses(practitioner: Practitioner, now: datetime) -> list[Status | None]:
    """Of each certificate that was not replaced by another issue."""
    certificates = with_events(Certificate.objects.filter(practitioner=practitioner, replaced_by=None))
    return [status_at(each.events.all(), valid_until=each.valid_until, moment=now) for each in certificates]


def _registrations(practitioner: Practitioner, now: datetime) -> list[Registration]:
    registrations = Registration.objects.filter(
        practitioner=practitioner,
        state=RegistrationState.REGISTERED,
        sitting__state=SittingState.PUBLISHED,
        sitting__closes_at__gt=now,
        attempts=None,
    )
    return list(registrations.select_related("sitting__assessment").order_by("sitting__opens_at", "pk"))


def _open_attempt(practitioner: Practitioner, now: datetime) -> Attempt | None:
    attempts = Attempt.objects.filter(registration__practitioner=practitioner).open_at(now)
    return attempts.select_related("registration__sitting__assessment").order_by("started_at").first()
