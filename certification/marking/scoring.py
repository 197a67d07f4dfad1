"""From answers and marks to a decision. Plain values in, a result out; exact decimals, nothing is rounded."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, InvalidOperation
from itertools import pairwise
from typing import Literal

from django.utils.translation import gettext_lazy as _

from certification.papers.enums import MultipleScoring
from lms.errors import DomainError

# A gap of a fifth of the points or more between two markers needs a third.
GAP_SHARE = Decimal("0.2")
_HALF = Decimal("0.5")


class PassRuleInvalid(DomainError):
    message = _("The assessment’s pass rule cannot be read. Correct it in the assessment, then mark again.")


class PassRuleUnfit(DomainError):
    message = _(
        "The pass rule asks for a part that the paper does not have. Correct it in the assessment, then mark again."
    )


@dataclass(frozen=True)
class PassRule:
    """``areas`` maps an area's code to the share of its items that must be right; nothing compensates a gate."""

    version: str
    total: Decimal
    case: Decimal | None
    areas: Mapping[str, Decimal]

    @classmethod
    def read(cls, raw: object) -> "PassRule":
        if not isinstance(raw, dict) or not isinstance(raw.get("areas", {}), dict) or not raw.get("version"):
            raise PassRuleInvalid
        case = raw.get("case")
        rule = cls(
            version=str(raw["version"]),
            total=_decimal(raw.get("total")),
            case=None if case is None else _decimal(case),
            areas={str(code): _decimal(share) for code, share in raw.get("areas", {}).items()},
        )
        if any(share > 1 for share in rule.areas.values()):
            raise PassRuleInvalid
        return rule


@dataclass(frozen=True)
class AreaCount:
    right: int
    items: int


@dataclass(frozen=True)
class Gate:
    """``needed`` and ``reached`` are points, for an area items (``of`` how many)."""

    kind: Literal["total", "case", "area"]
    needed: Decimal
    reached: Decimal
    met: bool
    area: str = ""
    of: int = 0


@dataclass(frozen=True)
class Decision:
    gates: tuple[Gate, ...]

    @property
    def passed(self) -> bool:
        return all(gate.met for gate in self.gates)


def is_right(*, key: Collection[str], chosen: Collection[str]) -> bool:
    return bool(key) and set(chosen) == set(key)


def objective_points(
    *, key: Collection[str], chosen: Collection[str], points: Decimal, scoring: str = MultipleScoring.EXACT
) -> Decimal:
    """All the points for exactly the right choices. With ``partial``, half a point for each right choice when some are missing,
    never more than the item gives; a wrong choice always gives nothing."""
    if is_right(key=key, chosen=chosen):
        return points
    if scoring != MultipleScoring.PARTIAL or not set(chosen) <= set(key):
        return Decimal(0)
    return min(_HALF * len(set(chosen)), points)


def needs_third(*, first: Decimal, second: Decimal, maximum: Decimal) -> bool:
    return abs(first - second) >= GAP_SHARE * maximum


def case_points(marks: Sequence[Decimal]) -> Decimal:
    """Of two marks the mean; of three the mean of the two closest, and the middle one when both neighbors are equally close."""
    if len(marks) == 2:
        return sum(marks, Decimal(0)) / 2
    low, middle, high = sorted(marks)
    if middle - low == high - middle:
        return middle
    closest = min(pairwise((low, middle, high)), key=lambda pair: pair[1] - pair[0])
    return sum(closest, Decimal(0)) / 2


def decide(*, rule: PassRule, total: Decimal, case: Decimal | None, areas: Mapping[str, AreaCount]) -> Decision:
    """``case`` is nothing when the paper has none. Every gate stands alone."""
    if not set(rule.areas) <= set(areas) or (rule.case is not None and case is None):
        raise PassRuleUnfit
    gates = [_gate("total", rule.total, total)]
    if rule.case is not None and case is not None:
        gates.append(_gate("case", rule.case, case))
    for code, share in sorted(rule.areas.items()):
        count = areas[code]
        needed = (share * count.items).to_integral_value(ROUND_CEILING)
        right = Decimal(count.right)
        gates.append(Gate("area", needed, right, met=right >= needed, area=code, of=count.items))
    return Decision(tuple(gates))


def _gate(kind: Literal["total", "case"], needed: Decimal, reached: Decimal) -> Gate:
    return Gate(kind, needed, reached, met=reached >= needed)


def _decimal(raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, (int, float, str)):
        raise PassRuleInvalid
    try:
        number = Decimal(str(raw))
    except InvalidOperation:
        raise PassRuleInvalid from None
    if not number.is_finite() or number < 0:
        raise PassRuleInvalid
    return number
