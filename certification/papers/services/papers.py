"""Assembling and freezing a paper: it keeps its blueprint, or is refused with a list of what the bank is short of."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.items.enums import CognitiveLevel, ItemType
from certification.items.models import ItemRevision
from certification.papers.assembly import Candidate, Shortage, arrange, choose_items
from certification.papers.enums import MultipleScoring
from certification.papers.models import Blueprint, BlueprintArea, Paper, PaperItem
from certification.papers.plan import BlueprintPlan
from certification.papers.queries import areas_of, candidates_for, cells_of, hash_of, is_intact, plan_of, sections_of
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class BankShort(DomainError):
    """``shortages`` is a smallest list of items that would make the paper possible; ``lines`` says it in words."""

    def __init__(self, shortages: Sequence[Shortage], areas: dict[str, BlueprintArea]) -> None:
        self.shortages = tuple(shortages)
        self.lines = [_line(shortage, areas) for shortage in shortages]
        missing = sum(shortage.missing for shortage in shortages)
        self.lead = ngettext(
            "The item bank is %(count)d item short for this blueprint and exam date. Write it and have it approved:",
            "The item bank is %(count)d items short for this blueprint and exam date. Write them and have them approved:",
            missing,
        ) % {"count": missing}
        super().__init__("\n".join([self.lead, *self.lines]))


class PaperCodeTaken(DomainError):
    message = gettext_lazy("There is a paper with this code. A paper is never changed; choose another code.")


def assemble_paper(
    *,
    blueprint: Blueprint,
    code: str,
    exam_on: date,
    seed: int,
    frozen_by: User,
    now: datetime,
    multiple_scoring: MultipleScoring = MultipleScoring.EXACT,
) -> Paper:
    """The same bank and the same ``seed`` (below 2⁶³) give the same paper."""
    paper = Paper(
        blueprint=blueprint,
        code=code,
        exam_on=exam_on,
        seed=seed,
        multiple_scoring=multiple_scoring,
        frozen_at=now,
        frozen_by=frozen_by,
    )
    try:
        with transaction.atomic():
            return _freeze(paper, _draw(paper), now=now)
    except IntegrityError as taken:
        if not Paper.objects.filter(code=code).exists():
            raise
        raise PaperCodeTaken from taken


def verify_paper(*, paper: Paper) -> bool:
    """Whether the rows still are what was frozen."""
    return is_intact(paper)


def _draw(paper: Paper) -> list[PaperItem]:
    plan = plan_of(paper.blueprint)
    revisions = _choose(paper, plan)
    areas = {element: area for area in areas_of(paper.blueprint) for element in _elements(area)}
    points = {section.type: section.points for section in plan.sections}
    order = arrange(
        items=[
            (pk, revision.type, [option["key"] for option in revision.options]) for pk, revision in revisions.items()
        ],
        types=[section.type for section in plan.sections],
        seed=paper.seed,
    )
    return [
        PaperItem(
            paper=paper,
            position=position,
            revision=revisions[pk],
            area=None if revisions[pk].type == ItemType.ESSAY else areas[revisions[pk].element_id],
            option_order=option_order,
            points=points[revisions[pk].type],
        )
        for position, (pk, option_order) in enumerate(order, start=1)
    ]


def _choose(paper: Paper, plan: BlueprintPlan) -> dict[int, ItemRevision]:
    # Locked, so that none of them is retired while the paper is being frozen.
    bank = candidates_for(paper.blueprint, paper.exam_on).select_for_update(of=("self",)).order_by("pk")
    revisions = {revision.pk: revision for revision in bank}
    choice = choose_items(
        candidates=[_candidate(revision) for revision in revisions.values()],
        cells=cells_of(plan),
        sections=sections_of(plan),
        seed=paper.seed,
    )
    if choice.shortages:
        raise BankShort(choice.shortages, {area.code: area for area in areas_of(paper.blueprint)})
    return {pk: revisions[pk] for pk in choice.ids}


def _candidate(revision: ItemRevision) -> Candidate:
    return Candidate(
        id=revision.pk,
        element=revision.element_id,
        cognitive_level=revision.cognitive_level,
        type=revision.type,
        points=None if revision.max_points is None else Decimal(revision.max_points),
    )


def _elements(area: BlueprintArea) -> list[str]:
    return [element.code for element in area.elements.all()]


def _freeze(paper: Paper, items: list[PaperItem], *, now: datetime) -> Paper:
    paper.hash = hash_of(paper, items)
    paper.save(force_insert=True)
    PaperItem.objects.bulk_create(items)
    record_entry(
        action="papers.assemble_paper",
        subject=paper,
        actor=paper.frozen_by,
        now=now,
        detail={"code": paper.code, "blueprint": str(paper.blueprint), "hash": paper.hash},
    )
    return paper


def _line(shortage: Shortage, areas: dict[str, BlueprintArea]) -> str:
    if shortage.area is None or shortage.cognitive_level is None:
        return _("Case worth the points of its section: %(missing)d missing") % {"missing": shortage.missing}
    return _("Area %(area)s %(title)s, %(level)s, %(type)s: %(missing)d missing") % {
        "area": shortage.area,
        "title": areas[shortage.area].title,
        "level": CognitiveLevel(shortage.cognitive_level).label,
        "type": ItemType(shortage.type).label,
        "missing": shortage.missing,
    }
