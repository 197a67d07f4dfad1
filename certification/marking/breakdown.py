"""What a result keeps of how it came about: points per part and area, and each gate with what was needed and reached."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from certification.marking import scoring
from certification.marking.queries import Performance
from certification.marking.queries.answers import ItemPoints
from certification.papers.models import PaperItem

Breakdown = dict[str, object]


def breakdown_of(
    *, performance: Performance, cases: Mapping[PaperItem, Decimal], rule: scoring.PassRule
) -> tuple[Breakdown, scoring.Decision, Decimal]:
    """JSON with numbers as text, the decision, and the total points."""
    case_total = sum(cases.values(), Decimal(0))
    total = performance.objective_points + case_total
    counts = {
        area.code: scoring.AreaCount(right=sum(row.is_right for row in rows), items=len(rows))
        for area, rows in performance.by_area.items()
    }
    decision = scoring.decide(rule=rule, total=total, case=case_total if cases else None, areas=counts)
    case_maximum = sum((case.points for case in cases), Decimal(0))
    maximum = case_maximum + sum((row.item.points for row in performance.objective), Decimal(0))
    breakdown: Breakdown = {
        "total": _text(total),
        "maximum": _text(maximum),
        "sections": [{"type": kind} | _sums(rows) for kind, rows in performance.by_type.items()],
        "cases": [
            {"position": case.position, "points": _text(points), "maximum": _text(case.points)}
            for case, points in sorted(cases.items(), key=lambda pair: pair[0].position)
        ],
        "areas": [
            {"code": area.code, "title_zh": area.title_zh, "title_en": area.title_en} | _sums(rows)
            for area, rows in performance.by_area.items()
        ],
        "gates": [
            {
                "kind": gate.kind,
                "area": gate.area,
                "needed": _text(gate.needed),
                "reached": _text(gate.reached),
                "of": gate.of,
                "met": gate.met,
            }
            for gate in decision.gates
        ],
    }
    return breakdown, decision, total


def _sums(rows: Iterable[ItemPoints]) -> dict[str, object]:
    known = list(rows)
    return {
        "items": len(known),
        "right": sum(row.is_right for row in known),
        "points": _text(sum((row.points for row in known), Decimal(0))),
        "maximum": _text(sum((row.item.points for row in known), Decimal(0))),
    }


def _text(number: Decimal) -> str:
    return f"{number.normalize():f}"
