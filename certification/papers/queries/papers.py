"""Reads of frozen papers, and the proof that one keeps its blueprint."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from certification.items.enums import CognitiveLevel, ItemType
from certification.papers.hashing import SealedItem, hash_paper
from certification.papers.models import Blueprint, BlueprintArea, Paper, PaperItem
from certification.papers.queries.blueprints import LEVELS, areas_of


@dataclass(frozen=True)
class ProofCell:
    label: str
    required: int
    present: int

    @property
    def met(self) -> bool:
        return self.required == self.present


@dataclass(frozen=True)
class ProofRow:
    code: str
    title: str
    elements: str
    cells: list[ProofCell]

    @property
    def total(self) -> ProofCell:
        return ProofCell("", sum(cell.required for cell in self.cells), sum(cell.present for cell in self.cells))


@dataclass(frozen=True)
class ProofSection:
    label: str
    points: Decimal
    count: ProofCell

    @property
    def total_points(self) -> Decimal:
        return self.points * self.count.required


@dataclass(frozen=True)
class Proof:
    """What the blueprint asks beside what the paper holds; of a blueprint alone the two are the same."""

    rows: list[ProofRow]
    sections: list[ProofSection]

    @property
    def totals(self) -> list[ProofCell]:
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [_sum(column[0].label, column) for column in columns]

    @property
    def total(self) -> ProofCell:
        return _sum("", self.totals)

    @property
    def points(self) -> Decimal:
        return sum((section.total_points for section in self.sections), Decimal(0))

    @property
    def met(self) -> bool:
        cells = [cell for row in self.rows for cell in row.cells]
        return all(cell.met for cell in (*cells, *(section.count for section in self.sections)))


def _sum(label: str, cells: tuple[ProofCell, ...] | list[ProofCell]) -> ProofCell:
    return ProofCell(label, sum(cell.required for cell in cells), sum(cell.present for cell in cells))


def items_of(paper: Paper) -> QuerySet[PaperItem]:
    return paper.items.select_related("revision__item", "revision__element", "area").order_by("position")


def papers_for_list() -> QuerySet[Paper]:
    return Paper.objects.select_related("blueprint", "frozen_by").annotate(
        item_count=Count("items"), points=Sum("items__points")
    )


def prove_blueprint(blueprint: Blueprint) -> Proof:
    return _prove(blueprint, items=None)


def prove_paper(paper: Paper) -> Proof:
    return _prove(paper.blueprint, items=list(items_of(paper)))


def _prove(blueprint: Blueprint, *, items: list[PaperItem] | None) -> Proof:
    cells = Counter((item.area_id, item.revision.cognitive_level) for item in items or [])
    types = Counter(item.revision.type for item in items or [])
    return Proof(
        rows=[_row(area, None if items is None else cells) for area in areas_of(blueprint)],
        sections=[
            ProofSection(
                label=str(ItemType(section.type).label),
                points=section.points,
                count=ProofCell("", section.count, section.count if items is None else types[section.type]),
            )
            for section in blueprint.sections.order_by("position")
        ],
    )


def _row(area: BlueprintArea, present: Counter[tuple[int | None, str]] | None) -> ProofRow:
    required = {cell.cognitive_level: cell.count for cell in area.cells.all()}
    return ProofRow(
        code=area.code,
        title=area.title,
        elements=", ".join(sorted(element.code for element in area.elements.all())),
        cells=[
            ProofCell(
                str(CognitiveLevel(level).label),
                required.get(level, 0),
                required.get(level, 0) if present is None else present[area.pk, level],
            )
            for level in LEVELS
        ],
    )


def hash_of(paper: Paper, items: Iterable[PaperItem]) -> str:
    """Also of a paper that is not stored yet."""
    return hash_paper(
        code=paper.code,
        blueprint=str(paper.blueprint),
        exam_on=paper.exam_on,
        seed=paper.seed,
        multiple_scoring=paper.multiple_scoring,
        items=[
            SealedItem(
                position=item.position,
                revision=item.revision_id,
                digest=item.revision.content.digest(),
                area=item.area.code if item.area else None,
                options=tuple(item.option_order),
                points=item.points,
            )
            for item in items
        ],
    )


def is_intact(paper: Paper) -> bool:
    """Computes the hash again from the rows as they are now."""
    return hash_of(paper, items_of(paper)) == paper.hash
