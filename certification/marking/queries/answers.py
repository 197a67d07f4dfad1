"""What an attempt achieved in its objective items, and which of its cases were answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from certification.items.enums import ItemType
from certification.marking import scoring
from certification.papers.models import BlueprintArea, PaperItem
from certification.sittings.models import Answer, Attempt
from certification.sittings.values import Value, is_answered


@dataclass(frozen=True)
class ItemPoints:
    item: PaperItem
    points: Decimal
    is_right: bool


@dataclass(frozen=True)
class Performance:
    objective: list[ItemPoints]
    cases: list[PaperItem]
    answered_cases: list[PaperItem]

    @property
    def objective_points(self) -> Decimal:
        return sum((row.points for row in self.objective), Decimal(0))

    @property
    def by_area(self) -> dict[BlueprintArea, list[ItemPoints]]:
        areas: dict[BlueprintArea, list[ItemPoints]] = {}
        for row in self.objective:
            if row.item.area is not None:
                areas.setdefault(row.item.area, []).append(row)
        return dict(sorted(areas.items(), key=lambda pair: pair[0].code))

    @property
    def by_type(self) -> dict[str, list[ItemPoints]]:
        types: dict[str, list[ItemPoints]] = {}
        for row in self.objective:
            types.setdefault(row.item.revision.type, []).append(row)
        return types


def performance_of(attempt: Attempt) -> Performance:
    values: dict[int, Value] = {
        answer.position: answer.value for answer in Answer.objects.counting().filter(attempt=attempt)
    }
    sitting = attempt.registration.sitting
    items = list(
        PaperItem.objects.filter(paper=sitting.paper_id).select_related("revision", "area").order_by("position")
    )
    cases = [item for item in items if item.revision.type == ItemType.ESSAY]
    return Performance(
        objective=list(_objective(items, values, sitting.paper.multiple_scoring)),
        cases=cases,
        answered_cases=[item for item in cases if is_answered(values.get(item.position))],
    )


def _objective(items: Iterable[PaperItem], values: dict[int, Value], scoring_of_multiple: str) -> Iterable[ItemPoints]:
    for item in items:
        if item.revision.type == ItemType.ESSAY:
            continue
        chosen = values.get(item.position, {}).get("choices", [])
        key = item.revision.answer
        points = scoring.objective_points(key=key, chosen=chosen, points=item.points, scoring=scoring_of_multiple)
        yield ItemPoints(item, points, scoring.is_right(key=key, chosen=chosen))
