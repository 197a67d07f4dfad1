"""A blueprint as plain values: read from a JSON object, and checked."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from certification.items.enums import CognitiveLevel, ItemType
from lms.competency.enums import Level

OBJECTIVE = frozenset({ItemType.SINGLE, ItemType.MULTIPLE, ItemType.BOOLEAN})


@dataclass(frozen=True, kw_only=True)
class AreaPlan:
    """``counts`` of items in the order of ``CognitiveLevel``."""

    code: str
    title_zh: str
    title_en: str
    elements: frozenset[str]
    counts: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class SectionPlan:
    type: str
    count: int
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class BlueprintPlan:
    code: str
    title_zh: str
    title_en: str
    domain: str
    level: str
    areas: tuple[AreaPlan, ...]
    sections: tuple[SectionPlan, ...]


class PlanUnreadable(ValueError):
    """Not the shape of a blueprint at all; the text names what is missing or wrong."""


def read_plan(data: Mapping[str, Any]) -> BlueprintPlan:
    try:
        return BlueprintPlan(
            **{name: _text(data, name) for name in ("code", "title_zh", "title_en", "domain", "level")},
            areas=tuple(sorted((_read_area(area) for area in data["areas"]), key=lambda area: area.code)),
            sections=tuple(_read_section(section) for section in data["sections"]),
        )
    except KeyError as missing:
        raise PlanUnreadable(_("“%(field)s” is missing.") % {"field": missing.args[0]}) from missing
    except (TypeError, ValueError, InvalidOperation, AttributeError) as wrong:
        raise PlanUnreadable(_("A value is not of the right kind: %(problem)s.") % {"problem": wrong}) from wrong


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} {value!r}")
    return value.strip()


def _whole(data: Mapping[str, Any], name: str) -> int:
    value = data[name]
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(f"{name} {value!r}")
    return value


def _read_area(area: Mapping[str, Any]) -> AreaPlan:
    return AreaPlan(
        code=_text(area, "code"),
        title_zh=_text(area, "title_zh"),
        title_en=_text(area, "title_en"),
        elements=frozenset(str(element) for element in area["elements"]),
        counts=tuple(_whole(area, level) for level in CognitiveLevel.values),
    )


def _read_section(section: Mapping[str, Any]) -> SectionPlan:
    return SectionPlan(
        type=_text(section, "type"), count=_whole(section, "count"), points=Decimal(str(section["points"]))
    )


def problems_of(plan: BlueprintPlan, *, domains: Collection[str], elements: Collection[str]) -> list[str]:
    """Sentences; empty when papers can be assembled from the plan, given enough items."""
    return [
        *_naming_problems(plan, domains),
        *_area_problems(plan, elements),
        *_section_problems(plan),
        *_sum_problems(plan),
    ]


def _naming_problems(plan: BlueprintPlan, domains: Collection[str]) -> Iterator[str]:
    if not (plan.code and plan.title_zh and plan.title_en):
        yield _("A blueprint needs a code and a title in both languages.")
    if plan.domain not in domains:
        yield _("“%(domain)s” is not a domain of the framework.") % {"domain": plan.domain}
    if plan.level not in Level.values:
        yield _("“%(level)s” is not a level; use one of L1 to L4.") % {"level": plan.level}


def _area_problems(plan: BlueprintPlan, elements: Collection[str]) -> Iterator[str]:
    if not plan.areas:
        yield _("A blueprint needs at least one area.")
    for code, count in Counter(area.code for area in plan.areas).items():
        if count > 1:
            yield _("Area %(area)s is there twice.") % {"area": code}
    for area in plan.areas:
        if not (area.code and area.title_zh and area.title_en and len(area.code) <= 2):
            yield _("Every area needs a code of one or two characters and a title in both languages.")
        if not area.elements or not sum(area.counts):
            yield _("Area %(area)s needs at least one element and one item.") % {"area": area.code}
        for element in sorted(area.elements - set(elements)):
            yield _("Area %(area)s: “%(element)s” is not an element of the framework.") % {
                "area": area.code,
                "element": element,
            }
    for element, count in sorted(Counter(element for area in plan.areas for element in area.elements).items()):
        if count > 1:
            yield _("%(element)s is in two areas; an item must count for one only.") % {"element": element}


def _section_problems(plan: BlueprintPlan) -> Iterator[str]:
    for item_type, count in Counter(section.type for section in plan.sections).items():
        if item_type not in ItemType.values:
            yield _("“%(type)s” is not a type of item.") % {"type": item_type}
        elif count > 1:
            yield _("There are two sections of the type “%(type)s”; join them.") % {"type": ItemType(item_type).label}
    for section in plan.sections:
        if section.count < 1 or not 0 < section.points < 1000 or section.points * 10 % 1:
            yield _("A section has at least one item, and points above 0 with at most one decimal.")


def _sum_problems(plan: BlueprintPlan) -> Iterator[str]:
    cells = sum(sum(area.counts) for area in plan.areas)
    sections = sum(section.count for section in plan.sections if section.type in OBJECTIVE)
    if cells != sections:
        yield _(
            "The areas hold %(cells)d items, the sections of choice and true-or-false items %(sections)d. Make them alike."
        ) % {"cells": cells, "sections": sections}
