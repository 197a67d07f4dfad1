"""A candidate's own assessments: seats, attempts and released results."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certification.items.enums import ItemType
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.sittings import rules
from certification.sittings.enums import RegistrationState, SittingPhase
from certification.sittings.models import Attempt, Registration
from certification.sittings.queries import admission_of
from lms.accounts.models import Practitioner
from lms.languages import pick_language


@dataclass(frozen=True)
class OwnAssessment:
    """``step`` is one of: registered, open, running, marking, passed, failed, missed, cancelled."""

    registration: Registration
    phase: SittingPhase
    attempt: Attempt | None
    attempt_is_open: bool
    result: Result | None

    @property
    def step(self) -> str:
        if self.result is not None:
            return "passed" if self.result.outcome == Outcome.PASS else "failed"
        if self.attempt is not None:
            return "running" if self.attempt_is_open else "marking"
        if self.registration.state == RegistrationState.CANCELLED or self.phase == SittingPhase.CANCELLED:
            return "cancelled"
        if self.phase == SittingPhase.OVER:
            return "missed"
        return "open" if self.phase == SittingPhase.RUNNING else "registered"

    @property
    def is_ahead(self) -> bool:
        return self.step in {"registered", "open", "running"}


@dataclass(frozen=True)
class ResultPage:
    """A released result, told in words of the page; numbers are text."""

    result: Result
    gates: list[dict[str, Any]]
    areas: list[dict[str, Any]]
    sections: list[dict[str, Any]]
    cases: list[dict[str, Any]]
    retake_on: date | None


def own_assessments(practitioner: Practitioner, *, now: datetime) -> list[OwnAssessment]:
    rows = (
        Registration.objects.filter(practitioner=practitioner)
        .select_related("sitting__assessment__domain")
        .order_by("-sitting__opens_at", "-pk")
    )
    return _own(list(rows), now)


def own_assessment(registration: Registration, *, now: datetime) -> OwnAssessment:
    return _own([registration], now)[0]


def result_page(own: OwnAssessment, *, practitioner: Practitioner, now: datetime) -> ResultPage | None:
    result = own.result
    if result is None:
        return None
    retake_on = None
    if result.outcome == Outcome.FAIL:
        assessment = own.registration.sitting.assessment
        retake_on = admission_of(practitioner=practitioner, assessment=assessment, now=now).retake_on
    breakdown = result.breakdown
    titles = {area["code"]: _title(area) for area in breakdown["areas"]}
    return ResultPage(
        result=result,
        gates=[gate | {"title": titles.get(gate["area"], "")} for gate in breakdown["gates"]],
        areas=[area | {"title": _title(area)} for area in breakdown["areas"]],
        sections=[section | {"label": ItemType(section["type"]).label} for section in breakdown["sections"]],
        cases=breakdown["cases"],
        retake_on=retake_on,
    )


def _own(registrations: list[Registration], now: datetime) -> list[OwnAssessment]:
    attempts = {
        attempt.registration_id: attempt
        for attempt in Attempt.objects.filter(registration__in=registrations).order_by("started_at")
    }
    results = {
        result.attempt_id: result
        for result in Result.objects.filter(attempt__in=attempts.values(), state=ResultState.RELEASED)
    }
    return [
        OwnAssessment(
            registration=registration,
            phase=rules.phase_of(registration.sitting, now),
            attempt=attempt,
            attempt_is_open=attempt is not None and rules.is_open(attempt, now),
            result=results.get(attempt.pk) if attempt else None,
        )
        for registration in registrations
        for attempt in [attempts.get(registration.pk)]
    ]


def _title(area: dict[str, Any]) -> str:
    return pick_language(area["title_zh"], area["title_en"])
