"""Records as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.functional import Promise

from certification.credit.enums import RecordState, Standing, StepRole
from certification.credit.models import CreditProfile, CreditRecord, CreditStep
from certification.credit.models.record import CreditRecordQuerySet
from certification.credit.queries.scores import ProfileScore, item_title, project_score, rules_of
from certification.credit.queries.working_calendar import working_calendar
from certification.credit.scoring import CreditRules, Verdict, public_until
from certification.credit.working_days import WorkingCalendar, add_working_days
from lms.accounts.models import User


@dataclass(frozen=True)
class RecordFilter:
    text: str = ""
    state: str = ""
    severity: str = ""


@dataclass(frozen=True)
class RecordLine:
    """A record with the words of its rule set and what it gave in a score; ``due_on`` ends the period that runs."""

    record: CreditRecord
    title: str
    verdict: Verdict | None
    due_on: date | None

    @property
    def standing_label(self) -> str | Promise:
        return Standing(self.verdict.standing).label if self.verdict else ""

    @property
    def public_until(self) -> date | None:
        record = self.record
        if record.effective_on is None or record.publication_months is None:
            return None
        return public_until(
            effective_on=record.effective_on,
            months=record.publication_months,
            ends_on=record.ends_on,
            source_until=record.source_public_until,
        )


def steps_of(record: CreditRecord) -> list[CreditStep]:
    return list(CreditStep.objects.filter(record=record).select_related("actor").order_by("pk"))


def records_for_desk(user: User, chosen: RecordFilter) -> CreditRecordQuerySet:
    records = CreditRecord.objects.visible_to(user)
    if chosen.text:
        records = records.filter(
            Q(profile__practitioner__name__icontains=chosen.text)
            | Q(document_number__icontains=chosen.text)
            | Q(fact_key__icontains=chosen.text)
            | Q(code__iexact=chosen.text)
        )
    for field in ("state", "severity"):
        if value := getattr(chosen, field):
            records = records.filter(**{field: value})
    return _with_steps(records).select_related("profile__practitioner__employer").order_by("-created_at", "-pk")


def record_lines(records: Iterable[CreditRecord], standing: ProfileScore | None = None) -> list[RecordLine]:
    """Expects the records to have ``rule_set`` and ``steps`` loaded, as ``records_for_desk`` and ``records_of`` do."""
    read: dict[int, CreditRules] = {}
    calendar = working_calendar()
    lines = []
    for record in records:
        rules = read.setdefault(record.rule_set_id, rules_of(record.rule_set))
        lines.append(
            RecordLine(
                record=record,
                title=item_title(rules, record.code, record.variant),
                verdict=standing.score.verdict_of(str(record.pk)) if standing else None,
                due_on=due_on(record, rules, calendar),
            )
        )
    return lines


def records_of(profile: CreditProfile) -> CreditRecordQuerySet:
    records = CreditRecord.objects.filter(profile=profile).select_related("certificate")
    return _with_steps(records).order_by("-created_at", "-pk")


def due_on(record: CreditRecord, rules: CreditRules, calendar: WorkingCalendar) -> date | None:
    """The last day of the period that runs in the record's state: to be heard, to serve, to wait before it takes effect."""
    days = {
        RecordState.NOTICED: rules.hearing_days,
        RecordState.DECIDED: rules.service_days,
        RecordState.SERVED: rules.effect_days,
    }.get(RecordState(record.state))
    if days is None or record.points > 0:
        return None
    since = max(step.at for step in record.steps.all() if step.to_state == record.state)
    return add_working_days(timezone.localdate(since), days, calendar)


def deciders_needed(record: CreditRecord, moment: datetime) -> int:
    """Two; the committee for a severe item or where the record would bring the person down to D."""
    rules = rules_of(record.rule_set)
    before, after = project_score(record, moment)
    falls_to_d = after.grade == "D" and before.grade != "D"
    return rules.committee if record.severity == "severe" or falls_to_d else rules.deciders


def approvals_of(record: CreditRecord) -> int:
    return CreditStep.objects.filter(record=record, role=StepRole.DECIDER).exclude(to_state=RecordState.REVOKED).count()


def has_decided(record: CreditRecord, user: User) -> bool:
    return CreditStep.objects.filter(record=record, role=StepRole.DECIDER, actor=user).exists()


def _with_steps(records: CreditRecordQuerySet) -> CreditRecordQuerySet:
    steps = CreditStep.objects.select_related("actor").order_by("pk")
    return records.select_related("rule_set").prefetch_related(Prefetch("steps", steps))
