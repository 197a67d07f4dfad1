"""Blueprints and papers in Wagtail's admin."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.items.enums import RevisionState
from certification.items.models import ItemRevision
from certification.papers.enums import MultipleScoring
from certification.papers.forms import initial_areas
from certification.papers.models import Blueprint, Paper, PaperItem
from certification.papers.plan import BlueprintPlan
from certification.papers.queries import plan_of
from certification.papers.services import verify_paper
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.items.builders import make_revision
from tests.certification.papers.conftest import EXAM_ON
from tests.conftest import signed_in

Blueprints = dict[str, Blueprint]
FAR_DAY = "2099-06-01"


def _count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def _assembly(blueprint: Blueprint, /, **changes: Any) -> dict[str, Any]:
    values = {"blueprint": blueprint.pk, "code": "P-1", "exam_on": FAR_DAY, "multiple_scoring": "exact"}
    return values | changes


def _blueprint_form(plan: BlueprintPlan, **changes: Any) -> dict[str, Any]:
    """What the form sends for this plan."""
    values: dict[str, Any] = {name: getattr(plan, name) for name in ("code", "title_zh", "title_en", "domain", "level")}
    values |= {f"{item_type}_count": 0 for item_type in ("single", "multiple", "boolean", "essay")}
    for section in plan.sections:
        values |= {f"{section.type}_count": section.count, f"{section.type}_points": section.points}
    areas = initial_areas(plan)
    values |= {"areas-TOTAL_FORMS": len(areas) + 2, "areas-INITIAL_FORMS": len(areas)}
    for number, area in enumerate(areas):
        values |= {f"areas-{number}-{name}": value for name, value in area.items()}
    return values | changes


@pytest.mark.parametrize("person", ["course_manager", "item_writer", "item_reviewer", "registrar"])
@pytest.mark.parametrize("url", ["/cms/papers/", "/cms/papers/new/", "/cms/blueprints/", "/cms/blueprints/new/"])
def test_papers_do_not_exist_for_other_staff(person: str, url: str, request: pytest.FixtureRequest) -> None:
    assert signed_in(request.getfixturevalue(person)).get(url).status_code == 404


def test_one_paper_does_not_exist_for_other_staff(paper: Paper, item_writer: User, outsider_client: Client) -> None:
    for url in (f"/cms/papers/inspect/{paper.pk}/", f"/cms/blueprints/inspect/{paper.blueprint_id}/"):
        assert signed_in(item_writer).get(url).status_code == 404
        assert outsider_client.get(url).status_code in {302, 403, 404}


def test_auditor_reads_but_does_not_assemble(paper: Paper, auditor: User) -> None:
    client = signed_in(auditor)

    assert client.get(f"/cms/papers/inspect/{paper.pk}/").status_code == 200
    assert client.get("/cms/papers/new/").status_code == 404
    assert client.post("/cms/papers/new/", _assembly(paper.blueprint)).status_code == 404
    assert client.get(f"/cms/blueprints/version/{paper.blueprint_id}/").status_code == 404


def test_paper_page_proves_the_blueprint(paper: Paper, examiner: User) -> None:
    page = signed_in(examiner).get(f"/cms/papers/inspect/{paper.pk}/").content.decode()

    for text in ("The seal is whole", "cell by cell", paper.hash, "22 / 22", "60 / 60"):
        assert text in page
    assert page.count("/cms/item-bank/inspect/") == 61


def test_paper_page_says_that_the_seal_is_broken(paper: Paper, examiner: User, item_writer: User) -> None:
    revision = make_revision("X-1", item_writer)
    PaperItem.objects.create(paper=paper, position=62, revision=revision, option_order=["A"], points=1)

    page = signed_in(examiner).get(f"/cms/papers/inspect/{paper.pk}/").content.decode()

    assert "The seal is broken" in page
    assert "31 / 30" in page


def test_items_of_a_paper_are_kept_from_whom_may_not_read_items(paper: Paper, examiner: User) -> None:
    group = examiner.groups.get()
    group.permissions.remove(*group.permissions.filter(content_type__app_label="items"))

    page = signed_in(examiner).get(f"/cms/papers/inspect/{paper.pk}/").content.decode()

    assert "60 / 60" in page
    assert "/cms/item-bank/inspect/" not in page


@pytest.mark.usefixtures("bank")
def test_examiner_assembles_a_paper(blueprints: Blueprints, examiner: User) -> None:
    data = _assembly(blueprints["GEN-L1"], multiple_scoring="partial")

    response = signed_in(examiner).post("/cms/papers/new/", data)

    paper = Paper.objects.get()
    assert response["Location"] == reverse("papers:inspect", args=[paper.pk])
    assert (paper.exam_on, paper.frozen_by, paper.multiple_scoring) == (
        date(2099, 6, 1),
        examiner,
        MultipleScoring.PARTIAL,
    )
    assert verify_paper(paper=paper)


@pytest.mark.usefixtures("bank")
def test_short_bank_is_named_on_the_form(blueprints: Blueprints, examiner: User) -> None:
    ItemRevision.objects.filter(type="boolean").update(state=RevisionState.RETIRED)

    response = signed_in(examiner).post("/cms/papers/new/", _assembly(blueprints["GEN-L1"]))

    errors = list(response.context["form"].non_field_errors())
    assert errors[0].startswith("The item bank is 10 items short")
    assert all("True or false" in line for line in errors[1:])
    assert errors[1] in response.content.decode()
    assert not Paper.objects.exists()


def test_taken_code_is_refused_on_the_form(paper: Paper, examiner: User) -> None:
    response = signed_in(examiner).post("/cms/papers/new/", _assembly(paper.blueprint, code=paper.code))

    assert "There is a paper with this code." in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"exam_on": "2020-01-01"}, "exam_on", "This day has passed. Choose the day of the exam."),
        ({"exam_on": "soon"}, "exam_on", "Enter a valid date."),
        ({"code": ""}, "code", "This field is required."),
        ({"code": "a b"}, "code", "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
        ({"blueprint": 0}, "blueprint", "Select a valid choice. That choice is not one of the available choices."),
        (
            {"multiple_scoring": "x"},
            "multiple_scoring",
            "Select a valid choice. x is not one of the available choices.",
        ),
    ],
)
def test_form_says_what_is_wrong(
    changes: dict[str, Any], field: str, message: str, blueprints: Blueprints, examiner: User
) -> None:
    response = signed_in(examiner).post("/cms/papers/new/", _assembly(blueprints["GEN-L1"], **changes))

    assert response.context["form"].errors[field] == [message]


def test_only_the_latest_version_can_be_chosen(blueprints: Blueprints, examiner: User) -> None:
    old = blueprints["GEN-L1"]
    newer = Blueprint.objects.create(
        code=old.code, version=2, title_zh="新", title_en="New", domain_id="GEN", level="L1"
    )

    form = signed_in(examiner).get("/cms/papers/new/").context["form"]

    assert set(form.fields["blueprint"].queryset) == {newer, blueprints["GEN-L2"], blueprints["PAT-L2"]}


def test_papers_are_listed_with_as_many_queries_for_three_as_for_one(blueprints: Blueprints, examiner: User) -> None:
    client = signed_in(examiner)

    def add(code: str) -> None:
        Paper.objects.create(
            blueprint=blueprints["GEN-L1"],
            code=code,
            exam_on=EXAM_ON,
            seed=1,
            hash="0",
            frozen_at=NOW,
            frozen_by=examiner,
        )

    add("P-1")
    for_one = _count_queries(client, "/cms/papers/")
    add("P-2")
    add("P-3")

    assert _count_queries(client, "/cms/papers/") == for_one


def test_blueprints_are_listed_with_as_many_queries_for_three_as_for_one(
    blueprints: Blueprints, examiner: User
) -> None:
    client = signed_in(examiner)

    assert _count_queries(client, "/cms/blueprints/?q=GEN-L1") == _count_queries(client, "/cms/blueprints/?q=-L")


def test_blueprint_page_shows_the_matrix_and_its_versions(blueprints: Blueprints, examiner: User) -> None:
    page = signed_in(examiner).get(f"/cms/blueprints/inspect/{blueprints['PAT-L2'].pk}/").content.decode()

    for text in ("Conditions of patentability", "LEG.01, OPR.01", "PAT-L2 v1", "in use", "Write a further version"):
        assert text in page


def test_saving_the_form_as_it_is_makes_no_further_version(blueprints: Blueprints, examiner: User) -> None:
    blueprint = blueprints["GEN-L2"]
    url = f"/cms/blueprints/version/{blueprint.pk}/"
    client = signed_in(examiner)
    assert client.get(url).status_code == 200

    response = client.post(url, _blueprint_form(plan_of(blueprint)))

    assert response["Location"] == reverse("blueprints:inspect", args=[blueprint.pk])
    assert Blueprint.objects.filter(code="GEN-L2").count() == 1


def test_examiner_writes_a_further_version(blueprints: Blueprints, examiner: User) -> None:
    blueprint = blueprints["GEN-L2"]
    data = _blueprint_form(plan_of(blueprint), single_points="2.5", **{"areas-3-DELETE": "on"})
    data |= {"areas-4-code": "E", "areas-4-title_zh": "戊", "areas-4-title_en": "E", "areas-4-elements": ["GEN.06"]}
    data |= {"areas-4-apply": 6}

    signed_in(examiner).post(f"/cms/blueprints/version/{blueprint.pk}/", data)

    plan = plan_of(Blueprint.objects.get(code="GEN-L2", version=2))
    assert [area.code for area in plan.areas] == ["A", "B", "C", "E"]
    assert plan.areas[3].counts == (0, 0, 6, 0)
    assert str(plan.sections[0].points) == "2.5"
    assert len(plan_of(blueprint).areas) == 4


def test_examiner_writes_a_new_blueprint(db: None, blueprints: Blueprints, examiner: User) -> None:
    data = _blueprint_form(plan_of(blueprints["GEN-L1"]), code="GEN-L1-SHORT")

    signed_in(examiner).post("/cms/blueprints/new/", data)

    assert plan_of(Blueprint.objects.get(code="GEN-L1-SHORT")).areas == plan_of(blueprints["GEN-L1"]).areas


def test_sums_that_differ_are_refused_on_the_form(blueprints: Blueprints, examiner: User) -> None:
    data = _blueprint_form(plan_of(blueprints["GEN-L1"]), single_count=19)

    response = signed_in(examiner).post("/cms/blueprints/new/", data)

    assert response.context["form"].non_field_errors() == [
        "The areas hold 40 items, the sections of choice and true-or-false items 39. Make them alike."
    ]


def test_broken_area_is_refused_on_the_form(blueprints: Blueprints, examiner: User) -> None:
    data = _blueprint_form(plan_of(blueprints["GEN-L1"]), **{"areas-0-title_zh": ""})

    response = signed_in(examiner).post("/cms/blueprints/new/", data)

    assert response.context["area_forms"].errors[0] == {"title_zh": ["This field is required."]}
    assert Blueprint.objects.count() == 3


@pytest.mark.parametrize("path", ["edit", "delete", "copy", "history", "usage"])
def test_admin_offers_no_way_to_change_a_paper_or_blueprint(path: str, paper: Paper) -> None:
    client = signed_in(User.objects.create_superuser("root@example.com", "x"))

    assert client.get(f"/cms/papers/{path}/{paper.pk}/").status_code == 404
    assert client.get(f"/cms/blueprints/{path}/{paper.blueprint_id}/").status_code == 404
    assert client.get("/cms/papers/").status_code == 200
    assert client.get("/cms/blueprints/").status_code == 200
