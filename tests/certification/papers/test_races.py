"""Real transactions from real threads: the bank, its blueprints and papers."""

from functools import partial
from typing import Any

import pytest
from django.apps import apps

from certification.items.enums import RevisionState, Verdict
from certification.items.models import Item, ItemReview, ItemRevision
from certification.items.services import ItemCodeTaken, create_item, create_revision, review_revision
from certification.papers.models import Blueprint, Paper
from certification.papers.services import PaperCodeTaken, assemble_paper, import_blueprint
from lms.accounts.enums import Role
from lms.accounts.models import User
from lms.accounts.roles import sync_roles
from lms.competency.models import Domain, Element
from tests.cast import NOW, make_user
from tests.certification.items.builders import make_content, make_revision
from tests.certification.papers.conftest import EXAM_ON
from tests.races import outcomes_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BLUEPRINT: dict[str, Any] = {
    "code": "PAT-L1",
    "title_zh": "蓝图",
    "title_en": "Blueprint",
    "domain": "PAT",
    "level": "L1",
    "areas": [
        {
            "code": "A",
            "title_zh": "甲",
            "title_en": "A",
            "elements": ["PAT.01"],
            "remember": 2,
            "understand": 0,
            "apply": 0,
            "analyse": 0,
        }
    ],
    "sections": [{"type": "single", "count": 2, "points": "1"}],
}


@pytest.fixture
def writer() -> User:
    """With the framework that a test with real transactions finds emptied."""
    sync_roles(apps)
    Domain.objects.get_or_create(code="PAT", defaults={"name_zh": "专利代理", "name_en": "Patent agency"})
    Element.objects.get_or_create(
        code="PAT.01", defaults={"domain_id": "PAT", "name_zh": "条件", "name_en": "Conditions", "level": "L1"}
    )
    return make_user("writer@example.com", "命题员", role=Role.ITEM_WRITER)


def test_one_code_gives_one_paper(writer: User) -> None:
    for number in range(6):
        make_revision(f"X-{number}", writer)
    blueprint = import_blueprint(data=BLUEPRINT, now=NOW)
    assemble = partial(
        assemble_paper, blueprint=blueprint, code="P-1", exam_on=EXAM_ON, seed=1, frozen_by=writer, now=NOW
    )

    answers = outcomes_at_once([assemble] * 8)

    assert sum(isinstance(answer, Paper) for answer in answers) == Paper.objects.count() == 1
    assert sum(isinstance(answer, PaperCodeTaken) for answer in answers) == 7


def test_same_blueprint_imported_at_once_is_one_version(writer: User) -> None:
    answers = outcomes_at_once([partial(import_blueprint, data=BLUEPRINT, now=NOW)] * 8)

    assert answers == [Blueprint.objects.get()] * 8


def test_one_code_gives_one_item(writer: User) -> None:
    create = partial(create_item, code="X-1", content=make_content(), author=writer, now=NOW)

    answers = outcomes_at_once([create] * 8)

    assert sum(isinstance(answer, ItemCodeTaken) for answer in answers) == 7
    assert Item.objects.count() == ItemRevision.objects.count() == 1


def test_revisions_written_at_once_are_numbered_in_a_row(writer: User) -> None:
    item = make_revision("X-1", writer).item
    calls = [
        partial(create_revision, item=item, content=make_content(stem=f"题干{number}"), author=writer, now=NOW)
        for number in range(6)
    ]

    outcomes_at_once(calls)

    numbers = ItemRevision.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3, 4, 5, 6, 7]
    assert ItemRevision.objects.filter(state=RevisionState.DRAFT).get().number == 7


def test_clicks_of_one_reviewer_leave_one_review(writer: User) -> None:
    revision = make_revision("X-1", writer, state=RevisionState.IN_REVIEW)
    reviewer = make_user("reviewer@example.com", "审题员", role=Role.ITEM_REVIEWER)
    approve = partial(
        review_revision, revision=revision, reviewer=reviewer, verdict=Verdict.APPROVE, comment="", now=NOW
    )

    answers = outcomes_at_once([approve] * 8)

    assert answers == [ItemReview.objects.get()] * 8
