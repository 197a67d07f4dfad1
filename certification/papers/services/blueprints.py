"""Blueprints are data: imported as versions, never edited."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.papers.models import Blueprint, BlueprintArea, BlueprintCell, BlueprintSection
from certification.papers.plan import AreaPlan, BlueprintPlan, PlanUnreadable, problems_of, read_plan
from certification.papers.queries import LEVELS, plan_of
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.competency.models import Domain, Element
from lms.errors import DomainError


class BlueprintInvalid(DomainError):
    """``problems`` are whole sentences."""

    status = 400

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join([str(_("The blueprint cannot be used as it is:")), *problems]))


@transaction.atomic
def import_blueprint(*, data: Mapping[str, Any], now: datetime, imported_by: User | None = None) -> Blueprint:
    """A new version, or the latest one when it says the same already. ``data`` as in lms/demo/content/blueprints.json."""
    plan = _read(data)
    # The first version has no earlier one to lock; its domain is always there.
    Domain.objects.select_for_update().get(pk=plan.domain)
    latest = Blueprint.objects.filter(code=plan.code).order_by("-version").first()
    if latest is not None and plan_of(latest) == plan:
        return latest
    blueprint = Blueprint.objects.create(
        code=plan.code,
        version=latest.version + 1 if latest else 1,
        title_zh=plan.title_zh,
        title_en=plan.title_en,
        domain_id=plan.domain,
        level=plan.level,
    )
    for area in plan.areas:
        _add_area(blueprint, area)
    BlueprintSection.objects.bulk_create(
        BlueprintSection(
            blueprint=blueprint, position=position, type=section.type, count=section.count, points=section.points
        )
        for position, section in enumerate(plan.sections, start=1)
    )
    record_entry(
        action="papers.import_blueprint",
        subject=blueprint,
        actor=imported_by,
        now=now,
        detail={"code": blueprint.code, "version": blueprint.version},
    )
    return blueprint


def _read(data: Mapping[str, Any]) -> BlueprintPlan:
    try:
        plan = read_plan(data)
    except PlanUnreadable as unreadable:
        raise BlueprintInvalid([str(unreadable)]) from unreadable
    problems = problems_of(
        plan,
        domains=set(Domain.objects.values_list("code", flat=True)),
        elements=set(Element.objects.values_list("code", flat=True)),
    )
    if problems:
        raise BlueprintInvalid(problems)
    return plan


def _add_area(blueprint: Blueprint, plan: AreaPlan) -> None:
    area = BlueprintArea.objects.create(
        blueprint=blueprint, code=plan.code, title_zh=plan.title_zh, title_en=plan.title_en
    )
    area.elements.set(Element.objects.filter(code__in=plan.elements))
    BlueprintCell.objects.bulk_create(
        BlueprintCell(area=area, cognitive_level=level, count=count)
        for level, count in zip(LEVELS, plan.counts, strict=True)
    )
