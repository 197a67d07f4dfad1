from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from certification.papers.models import Blueprint, BlueprintArea, BlueprintCell, BlueprintSection, Paper, PaperItem
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.items.builders import make_revision
from tests.certification.papers.conftest import EXAM_ON


def _blueprint(version: int = 1) -> Blueprint:
    return Blueprint.objects.create(
        code="GEN-L1", version=version, title_zh="蓝图", title_en="Blueprint", domain_id="GEN", level="L1"
    )


def _paper(blueprint: Blueprint, by: User, **changes: Any) -> Paper:
    values: dict[str, Any] = {"code": "P-1", "exam_on": EXAM_ON, "seed": 1, "hash": "0" * 64, "frozen_at": NOW}
    return Paper.objects.create(blueprint=blueprint, frozen_by=by, **(values | changes))


@pytest.fixture
def area(db: None) -> BlueprintArea:
    area = BlueprintArea.objects.create(blueprint=_blueprint(), code="A", title_zh="甲", title_en="A")
    BlueprintCell.objects.create(area=area, cognitive_level="apply", count=1)
    BlueprintSection.objects.create(blueprint=area.blueprint, position=1, type="single", count=1, points=1)
    return area


@pytest.fixture
def place(area: BlueprintArea, item_writer: User) -> PaperItem:
    paper = _paper(area.blueprint, item_writer)
    revision = make_revision("X-1", item_writer)
    return PaperItem.objects.create(paper=paper, position=1, revision=revision, area=area, option_order=["A"], points=1)


def _section(area: BlueprintArea, **changes: Any) -> BlueprintSection:
    values = {"position": 2, "type": "boolean", "count": 1, "points": Decimal(1)}
    return BlueprintSection.objects.create(blueprint=area.blueprint, **(values | changes))


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(lambda _area: _blueprint(), id="blueprint_version_once"),
        pytest.param(
            lambda area: BlueprintArea.objects.create(blueprint=area.blueprint, code="A"), id="blueprint_area_once"
        ),
        pytest.param(
            lambda area: BlueprintCell.objects.create(area=area, cognitive_level="apply", count=2),
            id="blueprint_cell_once",
        ),
        pytest.param(
            lambda area: BlueprintCell.objects.create(area=area, cognitive_level="dream", count=2),
            id="blueprint_cell_level_known",
        ),
        pytest.param(lambda area: _section(area, type="single"), id="blueprint_section_once"),
        pytest.param(lambda area: _section(area, count=0), id="blueprint_section_counts"),
        pytest.param(lambda area: _section(area, points=Decimal(0)), id="blueprint_section_counts_points"),
        pytest.param(lambda area: _section(area, type="matching"), id="blueprint_section_counts_type"),
    ],
)
def test_database_refuses_a_blueprint(break_it: Callable[[BlueprintArea], Any], area: BlueprintArea) -> None:
    with pytest.raises(IntegrityError):
        break_it(area)


def test_database_takes_a_further_version_and_section(area: BlueprintArea) -> None:
    _blueprint(version=2)
    _section(area)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"position": 1}, id="paper_position_once"),
        pytest.param({"revision": None}, id="paper_revision_once"),
        pytest.param({"points": Decimal(0)}, id="paper_item_points_positive"),
    ],
)
def test_database_refuses_a_place(changes: dict[str, Any], place: PaperItem, item_writer: User) -> None:
    revision = place.revision if "revision" in changes else make_revision("X-2", item_writer)
    values = {"position": 2, "points": Decimal(1)} | changes | {"revision": revision}

    with pytest.raises(IntegrityError):
        PaperItem.objects.create(paper=place.paper, area=place.area, option_order=["A"], **values)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({}, id="paper_code_key"),
        pytest.param({"code": "P-2", "multiple_scoring": "generous"}, id="paper_scoring_known"),
    ],
)
def test_database_refuses_a_paper(changes: dict[str, Any], place: PaperItem) -> None:
    with pytest.raises(IntegrityError):
        _paper(place.paper.blueprint, place.paper.frozen_by, **changes)


@pytest.mark.parametrize("change", [{"seed": 2}, {"hash": "1" * 64}, {"code": "P-9"}, {"multiple_scoring": "partial"}])
def test_database_refuses_a_change_of_a_paper(change: dict[str, Any], place: PaperItem) -> None:
    with pytest.raises(IntegrityError, match="never changed"):
        Paper.objects.update(**change)


@pytest.mark.parametrize("change", [{"position": 2}, {"option_order": ["B"]}, {"points": 2}, {"area": None}])
def test_database_refuses_a_change_of_a_place(change: dict[str, Any], place: PaperItem) -> None:
    with pytest.raises(IntegrityError, match="never changed"):
        PaperItem.objects.update(**change)
