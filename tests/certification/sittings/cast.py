"""Papers, assessments and sittings for tests: small, but with every type of item."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from certification.items.enums import CognitiveLevel, ItemType, RevisionState
from certification.items.models import Item, ItemRevision
from certification.papers.enums import MultipleScoring
from certification.papers.models import Blueprint, BlueprintArea, BlueprintSection, Paper, PaperItem
from certification.papers.queries import hash_of
from certification.sittings.enums import RegistrationState, SittingState
from certification.sittings.models import Assessment, Attempt, Registration, Sitting
from lms.accounts.models import Practitioner, User
from lms.competency.enums import Level
from lms.competency.models import Domain, Element
from tests.cast import NOW

PASS_RULE = {"version": "2025-1", "total": 60, "case": 10, "areas": {"A": "0.6"}}
RUBRIC = [
    {"criterion": "指出风险", "points": 8},
    {"criterion": "引用依据", "points": 7},
    {"criterion": "给出处置", "points": 5},
]
LETTERS = [{"key": key, "text": f"选项{key}"} for key in "ABCD"]
TRUE_FALSE = [{"key": "T", "text": "正确"}, {"key": "F", "text": "错误"}]


@dataclass(frozen=True)
class Question:
    type: ItemType
    points: str = "1"
    answer: Sequence[str] = ("A",)
    area: str | None = "A"
    order: Sequence[str] = field(default=())


# 1 single, 2 multiple, 3 boolean, 4 case
SMALL_PAPER = (
    Question(ItemType.SINGLE, "20", ("B",), order=("C", "B", "A", "D")),
    Question(ItemType.MULTIPLE, "40", ("A", "C")),
    Question(ItemType.BOOLEAN, "20", ("F",)),
    Question(ItemType.ESSAY, "20", (), area=None),
)


def make_paper(
    code: str,
    frozen_by: User,
    *,
    questions: Sequence[Question] = SMALL_PAPER,
    scoring: MultipleScoring = MultipleScoring.EXACT,
    domain: str = "GEN",
    sealed: bool = True,
) -> Paper:
    # Made by a migration, but a test with real transactions finds the tables empty.
    kind, _created = Domain.objects.get_or_create(pk=domain, defaults={"name_zh": domain, "name_en": domain})
    blueprint = Blueprint.objects.create(
        code=code, title_zh=f"{code} 蓝图", title_en=f"{code} blueprint", domain=kind, level=Level.FOUNDATION
    )
    areas = {
        letter: BlueprintArea.objects.create(
            blueprint=blueprint, code=letter, title_zh=f"领域{letter}", title_en=f"Area {letter}"
        )
        for letter in sorted({question.area for question in questions if question.area})
    }
    for place, kind_of_item in enumerate(dict.fromkeys(question.type for question in questions), start=1):
        alike = [question for question in questions if question.type == kind_of_item]
        BlueprintSection.objects.create(
            blueprint=blueprint, position=place, type=kind_of_item, count=len(alike), points=alike[0].points
        )
    element, _created = Element.objects.get_or_create(
        pk=f"{domain}.01", defaults={"domain": kind, "level": Level.FOUNDATION, "name_zh": domain, "name_en": domain}
    )
    paper = Paper(
        blueprint=blueprint,
        code=code,
        exam_on=date(2025, 7, 1),
        seed=7,
        multiple_scoring=scoring,
        frozen_at=NOW,
        frozen_by=frozen_by,
    )
    items = [
        _make_item(paper, position, question, areas, element) for position, question in enumerate(questions, start=1)
    ]
    # The database lets nobody change a paper once it is stored, so it is sealed before.
    paper.hash = hash_of(paper, items) if sealed else "0" * 64
    paper.save()
    for item in items:
        item.paper = paper
    PaperItem.objects.bulk_create(items)
    return paper


def _make_item(
    paper: Paper, position: int, question: Question, areas: dict[str, BlueprintArea], element: Element
) -> PaperItem:
    revision = _make_revision(f"{paper.code}-{position}", question, element, paper.frozen_by)
    return PaperItem(
        paper=paper,
        position=position,
        revision=revision,
        area=areas[question.area] if question.area else None,
        option_order=list(question.order) or [option["key"] for option in revision.options],
        points=Decimal(question.points),
    )


def _make_revision(code: str, question: Question, element: Element, author: User) -> ItemRevision:
    is_case = question.type == ItemType.ESSAY
    options = [] if is_case else TRUE_FALSE if question.type == ItemType.BOOLEAN else LETTERS
    return ItemRevision.objects.create(
        item=Item.objects.create(code=code, created_at=NOW),
        number=1,
        state=RevisionState.APPROVED,
        element=element,
        level=Level.FOUNDATION,
        cognitive_level=CognitiveLevel.APPLY,
        type=question.type,
        stem=f"{code} 的题干",
        options=options,
        answer=list(question.answer),
        rationale="不得出现在考生页面的解析",
        reference="《专利代理条例》第十一条",
        effective_from=date(2019, 3, 1),
        max_points=int(question.points) if is_case else None,
        rubric=RUBRIC if is_case else [],
        author=author,
        created_at=NOW,
    )


def make_assessment(code: str, paper: Paper, **fields: Any) -> Assessment:
    values: dict[str, Any] = {
        "title_zh": "通用与职业道德 初级",
        "title_en": "General and ethics, foundation",
        "domain": paper.blueprint.domain,
        "level": Level.FOUNDATION,
        "blueprint": paper.blueprint,
        "standard": "协会能力评价标准 2025 版",
        "pass_rule": PASS_RULE,
    }
    return Assessment.objects.create(code=code, **(values | fields))


def make_sitting(
    code: str,
    assessment: Assessment,
    paper: Paper,
    *,
    opens_at: datetime = NOW,
    hours: int = 4,
    minutes: int = 120,
    capacity: int = 30,
    state: SittingState = SittingState.PUBLISHED,
) -> Sitting:
    """Registration is open from thirty days before until the sitting closes."""
    closes_at = opens_at + timedelta(hours=hours)
    return Sitting.objects.create(
        assessment=assessment,
        paper=paper,
        code=code,
        state=state,
        registration_opens_at=opens_at - timedelta(days=30),
        registration_closes_at=closes_at,
        opens_at=opens_at,
        closes_at=closes_at,
        minutes=minutes,
        capacity=capacity,
        place="天津市河西区机考中心",
    )


def make_registration(sitting: Sitting, practitioner: Practitioner, *, extra_time: str = "1.00") -> Registration:
    return Registration.objects.create(
        sitting=sitting,
        practitioner=practitioner,
        state=RegistrationState.REGISTERED,
        extra_time=Decimal(extra_time),
        registered_at=NOW - timedelta(days=3),
    )


def make_attempt(registration: Registration, *, started_at: datetime = NOW, minutes: int = 120) -> Attempt:
    return Attempt.objects.create(
        registration=registration, started_at=started_at, deadline_at=started_at + timedelta(minutes=minutes)
    )
