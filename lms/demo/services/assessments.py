"""The item bank, three assessments, their sittings, and how the candidates did: every result goes the whole way."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from certification.items.enums import ItemType
from certification.items.services import approve_revisions, import_items
from certification.marking.models import MarkingAssignment, Result
from certification.marking.services import record_mark, release_results, take_assignment
from certification.papers.models import Blueprint, PaperItem
from certification.papers.services import assemble_paper, import_blueprint
from certification.sittings.enums import SittingState
from certification.sittings.models import Assessment, Attempt, Sitting
from certification.sittings.services import register, save_answer, save_sitting, start_attempt, submit_attempt
from lms.accounts.models import Practitioner, User
from lms.demo import files
from lms.demo.moments import TIANJIN, moment


@dataclass(frozen=True)
class Bench:
    """The staff an assessment passes through."""

    writer: User
    reviewer: User
    officer: User
    markers: tuple[User, User, User]


def make_items(*, bench: Bench, now: datetime) -> None:
    """Every item goes through a review by another person than its author."""
    written_at = moment(-1500, "10:00", now=now)
    for name in ("items_gen", "items_domains"):
        drafts = import_items(rows=files.load(name), author=bench.writer, now=written_at).drafts
        approve_revisions(revisions=drafts, reviewer=bench.reviewer, comment="", now=written_at + timedelta(days=8))


def make_assessments(*, now: datetime) -> dict[str, Assessment]:
    made: dict[str, Assessment] = {}
    for data in files.load("assessments"):
        assessment = Assessment.objects.create(
            blueprint=Blueprint.objects.get(code=data["code"]),
            **{name: value for name, value in data.items() if name != "prerequisites"},
        )
        assessment.prerequisites.set([made[code] for code in data["prerequisites"]])
        made[assessment.code] = assessment
    return made


def make_blueprints(*, officer: User, now: datetime) -> None:
    for data in files.load("blueprints"):
        import_blueprint(data=data, imported_by=officer, now=moment(-1490, "10:00", now=now))


def make_sitting(
    *,
    assessment: Assessment,
    code: str,
    opens_at: datetime,
    closes_at: datetime,
    bench: Bench,
    capacity: int,
    seed: int,
) -> Sitting:
    registration_opens_at = opens_at - timedelta(days=40)
    paper = assemble_paper(
        blueprint=assessment.blueprint,
        code=f"{code}-paper",
        exam_on=opens_at.astimezone(TIANJIN).date(),
        seed=seed,
        frozen_by=bench.officer,
        now=registration_opens_at - timedelta(days=5),
    )
    sitting = Sitting(
        assessment=assessment,
        paper=paper,
        code=code,
        state=SittingState.PUBLISHED,
        registration_opens_at=registration_opens_at,
        registration_closes_at=closes_at - timedelta(hours=2),
        opens_at=opens_at,
        closes_at=closes_at,
        minutes=MINUTES[assessment.code],
        capacity=capacity,
        place="海河讲堂机考教室（演示）",
    )
    return save_sitting(sitting=sitting, actor=bench.officer, now=registration_opens_at - timedelta(days=4))


RELEASED_AFTER_DAYS = 7
MINUTES = {"GEN-L1": 60, "GEN-L2": 90, "PAT-L2": 120}


def hold_sitting(
    *,
    sitting: Sitting,
    candidates: Iterable[tuple[Practitioner, float]],
    bench: Bench,
    mark: bool = True,
    release: bool = True,
) -> None:
    """Lets each candidate answer with the given share of right answers; marks the cases; releases the results as one batch."""
    opens_at = sitting.opens_at
    for index, (practitioner, skill) in enumerate(candidates):
        registration = register(
            sitting=sitting,
            practitioner=practitioner,
            actor=practitioner.user,
            now=sitting.registration_opens_at + timedelta(days=1, minutes=index),
        )
        attempt = start_attempt(registration=registration, now=opens_at + timedelta(minutes=index % 10))
        _answer(attempt, practitioner, skill, seed=index)
        submit_attempt(attempt=attempt, now=attempt.started_at + timedelta(minutes=45))
    if mark:
        _mark_cases(sitting, bench)
    if release:
        results = list(Result.objects.filter(attempt__registration__sitting=sitting).order_by("pk"))
        release_results(results=results, released_by=bench.officer, now=opens_at + timedelta(days=RELEASED_AFTER_DAYS))


def _answer(attempt: Attempt, practitioner: Practitioner, skill: float, *, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same demonstration every time
    items = PaperItem.objects.filter(paper=attempt.registration.sitting.paper).select_related("revision")
    for item in items.order_by("position"):
        save_answer(
            attempt_id=attempt.pk,
            practitioner=practitioner,
            position=item.position,
            sequence=1,
            value=_value(item, skill, chance),
            now=attempt.started_at + timedelta(seconds=30 * item.position),
        )


def _value(item: PaperItem, skill: float, chance: random.Random) -> dict[str, Any]:
    revision = item.revision
    if revision.type == ItemType.ESSAY:
        return {"text": "（演示答卷）" + "；".join(row["criterion"] for row in revision.rubric[: 2 + round(4 * skill)])}
    if chance.random() < skill:
        return {"choices": revision.answer}
    keys = [option["key"] for option in revision.options]
    if revision.type == ItemType.MULTIPLE:
        return {"choices": sorted(chance.sample(keys, 2))}
    return {"choices": [chance.choice(keys)]}


def _mark_cases(sitting: Sitting, bench: Bench) -> None:
    """Two markers see each case; where they differ by much, the third one settles it."""
    marked_at = sitting.opens_at + timedelta(days=2)
    for seat, marker in enumerate(bench.markers, start=1):
        waiting = MarkingAssignment.objects.filter(attempt__registration__sitting=sitting, seat=seat, mark=None)
        for assignment in waiting.order_by("pk"):
            take_assignment(assignment=assignment, marker=marker, now=marked_at)
            record_mark(
                assignment=assignment, marker=marker, criteria=_criteria(assignment, seat), comment="", now=marked_at
            )


def _criteria(assignment: MarkingAssignment, seat: int) -> list[Decimal]:
    """Half points, near the marker's share of each criterion's maximum."""
    share = (0.7, 0.8, 0.75)[seat - 1]
    return [Decimal(round(row["points"] * share * 2)) / 2 for row in assignment.paper_item.revision.rubric]
