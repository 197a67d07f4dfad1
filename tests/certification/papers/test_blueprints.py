import json
from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from certification.papers.models import Blueprint
from certification.papers.queries import latest_blueprints, plan_of
from certification.papers.services import BlueprintInvalid, import_blueprint
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.certification.papers.conftest import CONTENT, read_content


@pytest.fixture
def data() -> dict[str, Any]:
    """The blueprint GEN-L2: four areas, four sections."""
    blueprint: dict[str, Any] = deepcopy(read_content("blueprints.json")[1])
    return blueprint


def test_import_stores_areas_cells_and_sections(db: None, data: dict[str, Any], now: datetime) -> None:
    blueprint = import_blueprint(data=data, now=now)

    plan = plan_of(Blueprint.objects.get())
    assert (blueprint.code, blueprint.version, blueprint.domain_id, blueprint.level) == ("GEN-L2", 1, "GEN", "L2")
    assert [(area.code, area.counts) for area in plan.areas] == [
        ("A", (3, 3, 4, 2)),
        ("B", (2, 2, 1, 1)),
        ("C", (1, 2, 2, 1)),
        ("D", (1, 2, 2, 1)),
    ]
    assert plan.areas[0].elements == {"GEN.01", "GEN.02", "GEN.03"}
    assert [(section.type, section.count, section.points) for section in plan.sections] == [
        ("single", 14, Decimal(2)),
        ("multiple", 10, Decimal(4)),
        ("boolean", 6, Decimal(2)),
        ("essay", 1, Decimal(20)),
    ]


def test_same_import_gives_the_same_version(db: None, data: dict[str, Any], now: datetime) -> None:
    first = import_blueprint(data=data, now=now)
    data["areas"].reverse()

    assert import_blueprint(data=data, now=now) == first


def test_change_makes_a_further_version(db: None, data: dict[str, Any], now: datetime) -> None:
    first = import_blueprint(data=data, now=now)
    data["sections"][0]["points"] = "2.5"

    second = import_blueprint(data=data, now=now)

    assert (first.version, second.version) == (1, 2)
    assert list(latest_blueprints()) == [second]
    assert plan_of(first).sections[0].points == Decimal(2)


def test_import_is_on_the_trail(data: dict[str, Any], examiner: User, now: datetime) -> None:
    import_blueprint(data=data, now=now, imported_by=examiner)

    entry = AuditEntry.objects.get(action="papers.import_blueprint")
    assert (entry.actor, entry.detail) == (examiner, {"code": "GEN-L2", "version": 1})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (["areas", 0, "apply"], 5, "The areas hold 31 items, the sections of choice and true-or-false items 30."),
        (["sections", 0, "count"], 15, "The areas hold 30 items, the sections of choice and true-or-false items 31."),
        (["domain"], "ZZZ", "“ZZZ” is not a domain of the framework."),
        (["level"], "L9", "“L9” is not a level; use one of L1 to L4."),
        (["title_en"], "", "A blueprint needs a code and a title in both languages."),
        (["areas"], [], "A blueprint needs at least one area."),
        (["areas", 1, "code"], "A", "Area A is there twice."),
        (["areas", 1, "code"], "LONG", "Every area needs a code of one or two characters"),
        (["areas", 1, "elements"], [], "Area B needs at least one element and one item."),
        (["areas", 1, "elements"], ["GEN.99"], "Area B: “GEN.99” is not an element of the framework."),
        (["areas", 1, "elements"], ["GEN.01"], "GEN.01 is in two areas; an item must count for one only."),
        (["sections", 0, "type"], "matching", "“matching” is not a type of item."),
        (["sections", 1, "type"], "single", "There are two sections of the type “Single choice”; join them."),
        (["sections", 0, "points"], "0", "A section has at least one item, and points above 0"),
        (["sections", 0, "points"], "1.25", "A section has at least one item, and points above 0"),
        (["sections", 0, "points"], "many", "A value is not of the right kind"),
        (["areas", 0, "apply"], -1, "A value is not of the right kind: apply -1."),
        (["title_zh"], 7, "A value is not of the right kind: title_zh 7."),
        (["areas"], None, "A value is not of the right kind"),
    ],
)
def test_invalid_blueprint_is_refused_with_a_sentence(
    path: list[Any], value: object, problem: str, data: dict[str, Any], now: datetime
) -> None:
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    with pytest.raises(BlueprintInvalid) as refusal:
        import_blueprint(data=data, now=now)

    assert any(found.startswith(problem) for found in refusal.value.problems), refusal.value.problems
    assert not Blueprint.objects.exists()


def test_missing_field_is_named(db: None, data: dict[str, Any], now: datetime) -> None:
    del data["areas"][2]["remember"]

    with pytest.raises(BlueprintInvalid, match="“remember” is missing"):
        import_blueprint(data=data, now=now)


def test_command_imports_the_file_of_the_demonstration(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_blueprints", CONTENT / "blueprints.json")

    assert capsys.readouterr().out == "GEN-L1 v1, GEN-L2 v1, PAT-L2 v1\n"


@pytest.mark.parametrize(("text", "message"), [("[", "cannot be read"), ('[{"code": "X"}]', "“title_zh” is missing")])
def test_command_says_what_is_wrong(text: str, message: str, db: None, tmp_path: Path) -> None:
    file = tmp_path / "blueprints.json"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(CommandError, match=message):
        call_command("import_blueprints", file)


def test_content_is_valid_json_objects() -> None:
    assert [data["code"] for data in json.loads((CONTENT / "blueprints.json").read_text(encoding="utf-8"))] == [
        "GEN-L1",
        "GEN-L2",
        "PAT-L2",
    ]
