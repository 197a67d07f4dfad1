"""Reads of blueprints, and of the bank through a blueprint."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from certification.items.enums import CognitiveLevel, ItemType
from certification.items.models import ItemRevisionQuerySet
from certification.items.queries import approved_on
from certification.papers.assembly import Cell, Section
from certification.papers.models import Blueprint, BlueprintArea
from certification.papers.plan import AreaPlan, BlueprintPlan, SectionPlan

LEVELS = tuple(CognitiveLevel)


def latest_blueprints() -> QuerySet[Blueprint]:
    """The version in use of each blueprint."""
    newer = Blueprint.objects.filter(code=OuterRef("code"), version__gt=OuterRef("version"))
    return Blueprint.objects.filter(~Exists(newer)).order_by("code")


def areas_of(blueprint: Blueprint) -> QuerySet[BlueprintArea]:
    return blueprint.areas.prefetch_related("cells", "elements").order_by("code")


def plan_of(blueprint: Blueprint) -> BlueprintPlan:
    return BlueprintPlan(
        code=blueprint.code,
        title_zh=blueprint.title_zh,
        title_en=blueprint.title_en,
        domain=blueprint.domain_id,
        level=blueprint.level,
        areas=tuple(_area_plan(area) for area in areas_of(blueprint)),
        sections=tuple(
            SectionPlan(type=section.type, count=section.count, points=section.points)
            for section in blueprint.sections.order_by("position")
        ),
    )


def _area_plan(area: BlueprintArea) -> AreaPlan:
    counts = {cell.cognitive_level: cell.count for cell in area.cells.all()}
    return AreaPlan(
        code=area.code,
        title_zh=area.title_zh,
        title_en=area.title_en,
        elements=frozenset(element.code for element in area.elements.all()),
        counts=tuple(counts.get(level, 0) for level in LEVELS),
    )


def candidates_for(blueprint: Blueprint, exam_on: date) -> ItemRevisionQuerySet:
    """Approved, in force on the day, not above the level; a case only of the blueprint's own domain."""
    asked = Q(element__in=blueprint.areas.values("elements")) & ~Q(type=ItemType.ESSAY)
    return approved_on(exam_on).filter(
        asked | Q(type=ItemType.ESSAY, element__domain=blueprint.domain_id), level__lte=blueprint.level
    )


def cells_of(plan: BlueprintPlan) -> list[Cell]:
    return [
        Cell(area=area.code, elements=area.elements, cognitive_level=level, count=count)
        for area in plan.areas
        for level, count in zip(LEVELS, area.counts, strict=True)
    ]


def sections_of(plan: BlueprintPlan) -> list[Section]:
    return [Section(type=section.type, count=section.count, points=section.points) for section in plan.sections]
