"""A person releases results, in batches; the candidates hear of it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from certification.marking import rules
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.marking.signals import result_released
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError
from lms.languages import pick_language_lazy
from lms.notifications.services import notify


class OwnResult(DomainError):
    message = _("Your own result is among these. Take it out; another officer releases it.")


class ReleaseNotAllowed(DomainError):
    message = _("You may not release results. Ask an exam officer.")
    status = 403


@transaction.atomic
def release_results(*, results: Iterable[Result], released_by: User, now: datetime) -> list[Result]:
    """Releases what is still proposed, all or none; returns those released now. A second click releases nothing more."""
    if not released_by.has_perm("marking.release_result"):
        raise ReleaseNotAllowed
    rows = (
        Result.objects.select_for_update(of=("self",))
        .filter(pk__in=[result.pk for result in results], state=ResultState.PROPOSED)
        .select_related("attempt__registration__practitioner__user", "attempt__registration__sitting__assessment")
        .order_by("pk")
    )
    waiting = list(rows)
    for result in waiting:
        candidate = result.attempt.registration.practitioner
        if not rules.may_release(officer_id=released_by.pk, candidate_user_id=candidate.user_id):
            raise OwnResult
    for result in waiting:
        _release(result, released_by, now)
    return waiting


def _release(result: Result, released_by: User, now: datetime) -> None:
    result.state = ResultState.RELEASED
    result.released_at = now
    result.released_by = released_by
    result.save(update_fields=["state", "released_at", "released_by"])
    detail: dict[str, object] = {"outcome": result.outcome}
    record_entry(action="marking.release_result", subject=result, actor=released_by, now=now, detail=detail)
    _tell(result, now)
    result_released.send(Result, result=result, released_by=released_by, now=now)


def _tell(result: Result, now: datetime) -> None:
    registration = result.attempt.registration
    assessment = registration.sitting.assessment
    passed = _("You passed. Your certificate follows; the page shows how the points came about.")
    failed = _("You did not pass this time. The page shows each requirement and when you can try again.")
    notify(
        recipient=registration.practitioner.user,
        key=f"result-released:{result.pk}",
        subject=format_lazy(
            _("Your result: {title}"), title=pick_language_lazy(assessment.title_zh, assessment.title_en)
        ),
        body=passed if result.outcome == Outcome.PASS else failed,
        path=reverse("marking:my_assessment", args=[registration.pk]),
        now=now,
    )
