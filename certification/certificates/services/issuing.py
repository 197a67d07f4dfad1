"""From a released pass to a certificate of competency: once, with a number that has no gaps."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.certificates.enums import Kind
from certification.certificates.models import Certificate, IssueRefusal
from certification.certificates.services.drafts import issue_draft
from certification.certificates.status import last_valid_day
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from lms.accounts.models import User
from lms.errors import DomainError


class ResultNotReleased(DomainError):
    message = _("This result has not been released yet. Release it first; its certificate is issued with it.")


class ResultNotPassed(DomainError):
    message = _("This assessment was not passed, so there is no certificate for it.")


@transaction.atomic
def issue_certificate(*, result: Result, issued_by: User, now: datetime) -> Certificate:
    """The certificate of this result; asked again, the same one."""
    # Twenty requests at once wait here for the first, and find what it made.
    locked = (
        Result.objects.select_for_update(of=("self",))
        .select_related(
            "attempt__registration__sitting__assessment__domain", "attempt__registration__practitioner__user"
        )
        .get(pk=result.pk)
    )
    existing = Certificate.objects.filter(result=locked, issue=1, renews=None).first()
    if existing is not None:
        return existing
    if locked.state != ResultState.RELEASED:
        raise ResultNotReleased
    if locked.outcome != Outcome.PASS:
        raise ResultNotPassed
    certificate = issue_draft(_draft(locked, now), issued_by=issued_by, now=now)
    IssueRefusal.objects.filter(result=locked).delete()
    return certificate


def issue_for_released_result(*, result: Result, released_by: User, now: datetime) -> Certificate | None:
    """What a release sets off: a refusal here is written down for the registrar and never undoes the release."""
    if result.outcome != Outcome.PASS:
        return None
    try:
        # A savepoint: what the refused issue had written is taken back alone.
        with transaction.atomic():
            return issue_certificate(result=result, issued_by=released_by, now=now)
    except DomainError as refusal:
        IssueRefusal.objects.update_or_create(result=result, defaults={"reason": str(refusal), "refused_at": now})
        return None


def _draft(result: Result, now: datetime) -> Certificate:
    registration = result.attempt.registration
    assessment = registration.sitting.assessment
    return Certificate(
        kind=Kind.COMPETENCY,
        result=result,
        practitioner=registration.practitioner,
        domain=assessment.domain,
        level=assessment.level,
        basis=assessment.standard,
        valid_until=last_valid_day(now, years=assessment.validity_years),
    )
