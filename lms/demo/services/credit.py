"""Credit records at every stage between a draft and a lapsed record, each moved there by the people who would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from certification.credit.models import CreditProfile, CreditRecord
from certification.credit.services import (
    advance_records,
    decide_record,
    hear_record,
    make_effective,
    notice_record,
    propose_record,
    revoke_record,
    serve_record,
)
from lms.accounts.models import Practitioner, User
from lms.demo.moments import moment


@dataclass(frozen=True)
class _Case:
    """``days_ago`` is when the record was proposed; the stages follow each other as the periods allow."""

    person: int
    code: str
    variant: str
    evidence: str
    document: str
    days_ago: int
    stages: int


# Stages of a deduction: 1 noticed, 2 heard, 3 decided, 4 served, 5 in effect.
_DEDUCTIONS = (
    _Case(24, "D02", "", "系统记录：两次提醒后仍未确认年度档案（演示）", "", 6, 0),
    _Case(25, "D03", "ordinary", "投诉处理决定（演示）", "演投〔2026〕7号", 9, 1),
    _Case(26, "D04", "circular", "通报批评决定送审稿（演示）", "", 30, 2),
    _Case(27, "D14", "", "不当宣传查处决定（演示）", "演自律〔2026〕5号", 33, 3),
    _Case(28, "D03", "serious", "投诉处理决定（演示）", "演投〔2026〕3号", 40, 4),
    _Case(0, "D01", "less", "年度学时不足（演示）", "", 120, 5),
    _Case(1, "D05", "", "报名材料核查报告（演示）", "演核〔2026〕2号", 130, 5),
    _Case(10, "D10", "", "泄密处罚文书（演示）", "演罚〔2026〕1号", 160, 5),
    _Case(29, "D03", "ordinary", "投诉处理决定（演示）", "演投〔2025〕1号", 500, 5),
)
_BONUSES = (
    _Case(0, "B01", "", "维权援助中心服务记录（演示）", "", 100, 2),
    _Case(2, "B02", "", "公益讲座授课安排（演示）", "", 90, 2),
    _Case(3, "B04", "city", "市级表彰文件（演示）", "演表〔2026〕4号", 80, 2),
    _Case(30, "B06", "", "举报查证材料（演示）", "", 3, 0),
)


def make_credit_records(*, people: list[Practitioner], staff: dict[str, User], now: datetime) -> None:
    officers = [staff[key] for key in ("credit officer", "second credit officer", "third credit officer")]
    officers.append(staff["fourth credit officer"])
    for case in _DEDUCTIONS:
        _advance(_propose(case, people, officers[0], now), case, _deduction_stages(officers), now)
    for case in _BONUSES:
        _advance(_propose(case, people, officers[0], now), case, _bonus_stages(officers), now)
    mistaken = _Case(31, "D15", "", "案卷编号误填（演示）", "", 20, 0)
    revoke_record(
        record=_propose(mistaken, people, officers[0], now),
        actor=officers[1],
        reason="当事人不符，撤回（演示）",
        now=moment(-18, "15:00", now=now),
    )
    advance_records(now=now)


def _propose(case: _Case, people: list[Practitioner], officer: User, now: datetime) -> CreditRecord:
    proposed_at = _proposed_at(case, now)
    return propose_record(
        profile=CreditProfile.objects.get(practitioner=people[case.person]),
        code=case.code,
        variant=case.variant,
        fact_key=f"demo-{case.code}-{case.person}",
        evidence=case.evidence,
        document_number=case.document,
        occurred_on=timezone.localdate(proposed_at - timedelta(days=10)),
        proposed_by=officer,
        now=proposed_at,
    )


def _proposed_at(case: _Case, now: datetime) -> datetime:
    return moment(-case.days_ago, "09:30", now=now)


# A stage: days after the proposal, and the move.
_Stage = tuple[int, Callable[[CreditRecord, datetime], object]]


def _advance(record: CreditRecord, case: _Case, stages: list[_Stage], now: datetime) -> None:
    for days, move in stages[: case.stages]:
        move(record, _proposed_at(case, now) + timedelta(days=days))


def _deduction_stages(officers: list[User]) -> list[_Stage]:
    return [
        (1, lambda record, at: notice_record(record=record, actor=officers[0], now=at)),
        (
            3,
            lambda record, at: hear_record(
                record=record,
                actor=record.profile.practitioner.user,
                statement="本人对事实无异议，已着手改正。（演示）",
                now=at,
            ),
        ),
        (5, lambda record, at: _decide(record, officers[1:], at)),
        (6, lambda record, at: serve_record(record=record, actor=officers[0], reason="电子送达（演示）", now=at)),
        (35, lambda record, at: _take_effect(record, officers[0], at)),
    ]


def _bonus_stages(officers: list[User]) -> list[_Stage]:
    return [
        (2, lambda record, at: _decide(record, officers[1:], at)),
        (3, lambda record, at: _take_effect(record, officers[0], at)),
    ]


def _decide(record: CreditRecord, deciders: list[User], at: datetime) -> None:
    """As many as the record needs: a further voice after the decision is refused, so it is asked one by one."""
    for decider in deciders:
        if (
            decide_record(record=record, decider=decider, agrees=True, reason="事实清楚（演示）", now=at).state
            == "decided"
        ):
            return


def _take_effect(record: CreditRecord, officer: User, at: datetime) -> None:
    make_effective(record=record, actor=officer, waived=False, confirmed=True, reason="期满生效（演示）", now=at)
