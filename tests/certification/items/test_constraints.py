from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError

from certification.items.enums import RevisionState, Verdict
from certification.items.models import ItemReview, ItemRevision
from lms.accounts.models import User
from tests.cast import NOW
from tests.certification.items.builders import IN_FORCE_SINCE, make_revision

Break = Callable[[ItemRevision, User], Any]


def _again(revision: ItemRevision, **changes: Any) -> ItemRevision:
    copy = ItemRevision.objects.get(pk=revision.pk)
    copy.pk, copy.number = None, 2
    for name, value in changes.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


def _review(revision: ItemRevision, reviewer: User) -> ItemReview:
    return ItemReview.objects.create(
        revision=revision, author=revision.author, reviewer=reviewer, verdict=Verdict.APPROVE, at=NOW
    )


@pytest.mark.parametrize(
    "break_it",
    [
        pytest.param(lambda revision, _: _again(revision, state="draft", number=1), id="item_revision_number_once"),
        pytest.param(lambda revision, _: _again(revision), id="item_one_approved_revision"),
        pytest.param(lambda revision, _: _again(revision, state="lost"), id="item_revision_words_known"),
        pytest.param(
            lambda revision, _: _again(revision, state="draft", type="essay", max_points=0), id="item_case_has_rubric"
        ),
        pytest.param(
            lambda revision, _: _again(revision, state="draft", effective_until=IN_FORCE_SINCE),
            id="item_reference_range_ordered",
        ),
        pytest.param(
            lambda revision, person: [_review(revision, person), _review(revision, person)], id="item_review_once"
        ),
        pytest.param(lambda revision, _: _review(revision, revision.author), id="item_review_by_another_person"),
    ],
)
def test_database_refuses(break_it: Break, item_writer: User, item_reviewer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    with pytest.raises(IntegrityError):
        break_it(revision, item_reviewer)


def test_database_takes_what_is_right(item_writer: User, item_reviewer: User) -> None:
    revision = make_revision("PAT-L1-900", item_writer)

    _again(revision, state=RevisionState.DRAFT, effective_until=date(2030, 1, 1))
    _review(revision, item_reviewer)
