"""The item bank in Wagtail's admin: who sees it, what a page shows, and that writing goes through the services."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from certification.items.enums import RevisionState, Verdict
from certification.items.models import Item, ItemReview, ItemRevision
from certification.items.services import review_revision, submit_for_review
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.cast import NOW
from tests.certification.items.builders import make_content, make_revision
from tests.conftest import signed_in

INDEX = "/cms/item-bank/"


@pytest.fixture
def revision(item_writer: User) -> ItemRevision:
    return make_revision("PAT-L1-900", item_writer, state=RevisionState.DRAFT)


@pytest.fixture
def in_review(revision: ItemRevision) -> ItemRevision:
    return submit_for_review(revision=revision, now=NOW)


def _url(name: str, revision: ItemRevision) -> str:
    return reverse(f"item-bank:{name}", args=[revision.pk])


def _form(**changes: Any) -> dict[str, Any]:
    """What a writer sends for a single-choice item."""
    content = make_content()
    return {
        "code": "PAT-L1-950",
        "element": content.element,
        "level": "L1",
        "cognitive_level": "remember",
        "type": "single",
        "stem": "以下哪一项正确？",
        **{f"option_{option['key']}": option["text"] for option in content.options},
        "right": ["A"],
        "rationale": content.rationale,
        "reference": content.reference,
        "effective_from": "2021-06-01",
    } | changes


@pytest.mark.parametrize("person", ["item_writer", "item_reviewer", "examiner", "auditor"])
def test_people_of_the_bank_read_it(person: str, revision: ItemRevision, request: pytest.FixtureRequest) -> None:
    client = signed_in(request.getfixturevalue(person))

    assert client.get(INDEX).status_code == 200
    page = client.get(_url("inspect", revision)).content.decode()
    for text in (revision.stem, revision.options[2]["text"], revision.rationale, revision.reference):
        assert text in page


@pytest.mark.parametrize("person", ["course_manager", "marker", "registrar", "credit_officer"])
@pytest.mark.parametrize("query", ["", "results/", "?export=xlsx", "?export=json", "new/"])
def test_bank_does_not_exist_for_other_staff(person: str, query: str, request: pytest.FixtureRequest) -> None:
    assert signed_in(request.getfixturevalue(person)).get(f"{INDEX}{query}").status_code == 404


@pytest.mark.parametrize("name", ["inspect", "edit", "submit", "review", "retire"])
def test_item_does_not_exist_for_other_staff(name: str, revision: ItemRevision, course_manager: User) -> None:
    client = signed_in(course_manager)

    assert client.get(_url(name, revision)).status_code == 404
    assert client.post(_url(name, revision)).status_code == 404
    assert client.get("/cms/item-reviews/").status_code == 404


def test_practitioner_does_not_reach_the_admin(outsider_client: Client, revision: ItemRevision) -> None:
    for url in (INDEX, _url("inspect", revision), f"{INDEX}?export=json"):
        assert outsider_client.get(url).status_code in {302, 403, 404}


def _count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_list_takes_as_many_queries_for_three_as_for_one(item_reviewer: User, item_writer: User) -> None:
    client = signed_in(item_reviewer)
    make_revision("PAT-L1-900", item_writer)
    for_one = _count_queries(client, INDEX)
    for code in ("PAT-L1-901", "PAT-L1-902"):
        make_revision(code, item_writer)

    assert _count_queries(client, INDEX) == for_one


def _codes(client: Client, query: str) -> set[str]:
    page = client.get(f"{INDEX}?{query}").content.decode()
    return {code for code in Item.objects.values_list("code", flat=True) if code in page}


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", {"A-1", "B-1"}),
        ("state=draft", {"B-1"}),
        ("element__domain=GEN", {"B-1"}),
        ("element=PAT.01", {"A-1"}),
        ("level=L2", {"B-1"}),
        ("cognitive_level=remember", {"A-1"}),
        ("type=boolean", {"B-1"}),
        ("flagged_on=2030-01-01", {"A-1"}),
        ("flagged_on=2025-06-02", set()),
        ("q=第二十二条", {"A-1"}),
        ("q=B-1", {"B-1"}),
    ],
)
def test_list_filters_and_searches(query: str, codes: set[str], item_writer: User, item_reviewer: User) -> None:
    make_revision("A-1", item_writer, effective_until="2029-12-31")
    make_revision(
        "B-1",
        item_writer,
        state=RevisionState.DRAFT,
        element="GEN.01",
        level="L2",
        cognitive_level="apply",
        type="boolean",
        reference="《专利代理条例》",
    )

    assert _codes(signed_in(item_reviewer), query) == codes


def test_spreadsheet_holds_the_filtered_items_and_leaves_a_trace(
    revision: ItemRevision, item_writer: User, item_reviewer: User
) -> None:
    make_revision("PAT-L1-901", item_writer)

    response = signed_in(item_reviewer).get(f"{INDEX}?export=xlsx&state=draft")

    rows = list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)  # type: ignore[attr-defined,union-attr]  # a file response, a sheet
    assert rows[0][:3] == ("Code", "Revision", "State")
    assert [row[0] for row in rows[1:]] == ["PAT-L1-900"]
    assert rows[1][rows[0].index("Key")] == "A"
    entry = AuditEntry.objects.get(action="items.export_items")
    assert (entry.actor, entry.detail) == (item_reviewer, {"count": 1, "file_type": "xlsx"})


def test_json_export_can_be_imported(revision: ItemRevision, item_reviewer: User) -> None:
    response = signed_in(item_reviewer).get(f"{INDEX}?export=json")

    assert [row["code"] for row in response.json()] == ["PAT-L1-900"]
    assert "items.json" in response["Content-Disposition"]


def test_writer_creates_an_item_with_its_first_revision(item_writer: User) -> None:
    response = signed_in(item_writer).post(f"{INDEX}new/", _form())

    revision = ItemRevision.objects.select_related("item").get()
    assert response["Location"] == _url("inspect", revision)
    assert (revision.item.code, revision.number, revision.state) == ("PAT-L1-950", 1, RevisionState.DRAFT)
    assert (revision.author, revision.answer, len(revision.options)) == (item_writer, ["A"], 4)


def test_writer_creates_a_true_or_false_item(item_writer: User) -> None:
    options = {f"option_{key}": "" for key in "ABCD"}

    signed_in(item_writer).post(f"{INDEX}new/", _form(type="boolean", statement="F", right=[], **options))

    revision = ItemRevision.objects.get()
    assert ([option["key"] for option in revision.options], revision.answer) == (["T", "F"], ["F"])


def test_writer_creates_a_case(item_writer: User) -> None:
    options = {f"option_{key}": "" for key in "ABCD"}
    rubric = "指出法条 | 12\n\n提出策略｜8"

    signed_in(item_writer).post(f"{INDEX}new/", _form(type="essay", rubric=rubric, right=[], **options))

    revision = ItemRevision.objects.get()
    assert (revision.max_points, revision.rubric) == (
        20,
        [{"criterion": "指出法条", "points": 12}, {"criterion": "提出策略", "points": 8}],
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"stem": ""}, "stem", "This field is required."),
        ({"code": "不是"}, "code", "Enter a valid “slug”"),
        ({"element": "XXX.01"}, "element", "Select a valid choice."),
        ({"right": []}, "right", "This needs exactly one right option."),
        ({"right": ["F"]}, "right", "This names an option that does not exist."),
        ({"option_C": "", "option_D": ""}, "option_A", "This needs at least three options."),
        ({"type": "boolean", "statement": "T"}, "type", "A true-or-false item has no options A to F."),
        (
            {"type": "boolean", "statement": "", **dict.fromkeys(["option_A", "option_B", "option_C", "option_D"], "")},
            "statement",
            "This needs exactly one right option.",
        ),
        (
            {"type": "essay", "rubric": "没有分数"},
            "rubric",
            "“没有分数” does not end in a vertical bar and whole points.",
        ),
        ({"rubric": "多余 | 3"}, "rubric", "This stays empty: only a case has a rubric."),
        ({"effective_until": "2020-01-01"}, "effective_until", "This is not after the day"),
    ],
)
def test_form_says_what_is_wrong_where_it_is(
    changes: dict[str, Any], field: str, message: str, item_writer: User
) -> None:
    response = signed_in(item_writer).post(f"{INDEX}new/", _form(**changes))

    assert response.status_code == 200
    assert any(error.startswith(message) for error in response.context["form"].errors[field])
    assert not Item.objects.exists()


def test_taken_code_is_refused_on_the_form(revision: ItemRevision, item_writer: User) -> None:
    response = signed_in(item_writer).post(f"{INDEX}new/", _form(code="PAT-L1-900"))

    assert "There is an item with this code." in response.content.decode()


def test_change_is_a_further_revision(revision: ItemRevision, item_writer: User) -> None:
    client = signed_in(item_writer)
    shown = client.get(_url("edit", revision)).context["form"].initial

    client.post(_url("edit", revision), _form(stem="改过的题干？"))

    first, second = ItemRevision.objects.order_by("number")
    assert (shown["stem"], shown["right"], shown["option_B"]) == (revision.stem, ["A"], revision.options[1]["text"])
    assert (first.stem, first.state) == (revision.stem, RevisionState.RETIRED)
    assert (second.stem, second.item, second.state) == ("改过的题干？", revision.item, RevisionState.DRAFT)


def test_unchanged_revision_is_refused_on_the_form(revision: ItemRevision, item_writer: User) -> None:
    response = signed_in(item_writer).post(_url("edit", revision), _form(stem=revision.stem))

    assert "This says the same as the revision before it." in response.content.decode()
    assert ItemRevision.objects.count() == 1


@pytest.mark.parametrize("path", ["delete", "copy", "history", "usage"])
def test_admin_offers_no_other_way_to_change_a_revision(path: str, revision: ItemRevision) -> None:
    root = User.objects.create_superuser("root@example.com", "x")

    assert signed_in(root).get(f"{INDEX}{path}/{revision.pk}/").status_code == 404
    assert signed_in(root).get(INDEX).status_code == 200


def test_reviewer_does_not_write(revision: ItemRevision, item_reviewer: User) -> None:
    client = signed_in(item_reviewer)

    assert client.get(f"{INDEX}new/").status_code == 404
    assert client.post(_url("edit", revision), _form()).status_code == 404
    assert client.post(_url("submit", revision)).status_code == 404
    assert ItemRevision.objects.get().state == RevisionState.DRAFT


def test_writer_submits_for_review(revision: ItemRevision, item_writer: User) -> None:
    client = signed_in(item_writer)

    response = client.post(_url("submit", revision), follow=True)

    assert "The revision is in review." in response.content.decode()
    assert ItemRevision.objects.get().state == RevisionState.IN_REVIEW


def test_refused_submission_says_why(revision: ItemRevision, item_writer: User) -> None:
    ItemRevision.objects.update(state=RevisionState.RETIRED)

    response = signed_in(item_writer).post(_url("submit", revision), follow=True)

    assert "Only a draft can be submitted for review." in response.content.decode()


def test_reviewer_approves(in_review: ItemRevision, item_reviewer: User) -> None:
    client = signed_in(item_reviewer)
    assert "review_form" in client.get(_url("inspect", in_review)).context

    client.post(_url("review", in_review), {"verdict": "approve", "comment": "法条无误"})

    review = ItemReview.objects.get()
    assert (review.reviewer, review.verdict, review.comment) == (item_reviewer, Verdict.APPROVE, "法条无误")
    assert ItemRevision.objects.get().state == RevisionState.APPROVED


def test_verdict_without_its_comment_is_refused_on_the_page(in_review: ItemRevision, item_reviewer: User) -> None:
    response = signed_in(item_reviewer).post(_url("review", in_review), {"verdict": "send_back", "comment": ""})

    assert "Say in the comment what the author is to change" in response.content.decode()
    assert not ItemReview.objects.exists()


def test_verdict_that_is_none_is_refused_on_the_page(in_review: ItemRevision, item_reviewer: User) -> None:
    response = signed_in(item_reviewer).post(_url("review", in_review), {"verdict": "perhaps"})

    assert response.context["review_form"].errors["verdict"] == [
        "Select a valid choice. perhaps is not one of the available choices."
    ]


def test_writer_does_not_review(in_review: ItemRevision, item_writer: User) -> None:
    client = signed_in(item_writer)

    assert client.get(_url("inspect", in_review)).context["review_form"] is None
    assert client.post(_url("review", in_review), {"verdict": "approve"}).status_code == 404
    assert client.post(_url("retire", in_review), {"reason": "x"}).status_code == 404


def test_author_with_both_roles_is_refused(in_review: ItemRevision, item_writer: User, item_reviewer: User) -> None:
    item_writer.groups.add(item_reviewer.groups.get())

    response = signed_in(item_writer).post(_url("review", in_review), {"verdict": "approve"})

    assert "You wrote this revision. Ask another reviewer to judge it." in response.content.decode()
    assert not ItemReview.objects.exists()


def test_sent_back_draft_asks_for_a_further_revision(
    in_review: ItemRevision, item_writer: User, item_reviewer: User
) -> None:
    review_revision(
        revision=in_review, reviewer=item_reviewer, verdict=Verdict.SEND_BACK, comment="干扰项太弱", now=NOW
    )

    response = signed_in(item_writer).get(_url("inspect", in_review))

    assert response.context["may_submit"] is False
    assert "干扰项太弱" in response.content.decode()


def test_reviewer_retires_with_a_reason(revision: ItemRevision, item_reviewer: User) -> None:
    client = signed_in(item_reviewer)

    refused = client.post(_url("retire", revision), {"reason": ""})
    client.post(_url("retire", revision), {"reason": "法条修改"})
    again = client.post(_url("retire", revision), {"reason": "法条修改"})

    assert refused.context["retire_form"].errors["reason"] == ["This field is required."]
    assert ItemRevision.objects.get().state == RevisionState.RETIRED
    assert "This revision is retired already." in again.content.decode()


def test_case_page_shows_its_rubric(item_writer: User) -> None:
    case = make_revision("PAT-L2-900", item_writer, type="essay", effective_until="2029-12-31", note="常考")

    page = signed_in(item_writer).get(_url("inspect", case)).content.decode()

    for text in ("Rubric, 20 points", "提出答复策略", "2021-06-01 to 2029-12-31", "常考"):
        assert text in page


def _approve(code: str, author: User, reviewer: User) -> None:
    revision = make_revision(code, author, state=RevisionState.IN_REVIEW)
    review_revision(revision=revision, reviewer=reviewer, verdict=Verdict.APPROVE, comment="", now=NOW)


def test_reviews_are_listed_with_as_many_queries_for_three_as_for_one(item_writer: User, item_reviewer: User) -> None:
    client = signed_in(item_reviewer)
    _approve("PAT-L1-900", item_writer, item_reviewer)
    for_one = _count_queries(client, "/cms/item-reviews/")
    for code in ("PAT-L1-901", "PAT-L1-902"):
        _approve(code, item_writer, item_reviewer)

    assert _count_queries(client, "/cms/item-reviews/") == for_one
    assert "PAT-L1-902" in client.get("/cms/item-reviews/").content.decode()
