from datetime import datetime

import pytest
from django.db import IntegrityError

from certification.items.enums import RevisionState, Verdict
from certification.items.models import ItemReview, ItemRevision
from certification.items.services import (
    AuthorCannotReview,
    CommentMissing,
    ContentInvalid,
    ContentUnchanged,
    ItemCodeTaken,
    NotADraft,
    NotInReview,
    RevisionNotRetirable,
    SentBack,
    create_item,
    create_revision,
    retire_revision,
    review_revision,
    submit_for_review,
)
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from tests.certification.items.builders import make_content, make_revision


@pytest.fixture
def draft(item_writer: User, now: datetime) -> ItemRevision:
    return create_item(code="PAT-L1-900", content=make_content(), author=item_writer, now=now)


@pytest.fixture
def in_review(draft: ItemRevision, now: datetime) -> ItemRevision:
    return submit_for_review(revision=draft, now=now)


def _state(revision: ItemRevision) -> str:
    return ItemRevision.objects.get(pk=revision.pk).state


def test_another_person_approves(in_review: ItemRevision, item_reviewer: User, now: datetime) -> None:
    review = review_revision(
        revision=in_review, reviewer=item_reviewer, verdict=Verdict.APPROVE, comment=" 法条无误 ", now=now
    )

    assert _state(in_review) == RevisionState.APPROVED
    assert (review.reviewer, review.author, review.comment, review.at) == (
        item_reviewer,
        in_review.author,
        "法条无误",
        now,
    )


def test_author_cannot_review(in_review: ItemRevision, item_writer: User, now: datetime) -> None:
    with pytest.raises(AuthorCannotReview):
        review_revision(revision=in_review, reviewer=item_writer, verdict=Verdict.APPROVE, comment="", now=now)

    assert _state(in_review) == RevisionState.IN_REVIEW


def test_second_click_on_approve_gives_the_same_review(
    in_review: ItemRevision, item_reviewer: User, now: datetime
) -> None:
    reviews = {
        review_revision(revision=in_review, reviewer=item_reviewer, verdict=Verdict.APPROVE, comment="", now=now).pk
        for _click in range(2)
    }

    assert len(reviews) == ItemReview.objects.count() == 1


def test_sending_back_needs_a_comment(in_review: ItemRevision, item_reviewer: User, now: datetime) -> None:
    with pytest.raises(CommentMissing):
        review_revision(revision=in_review, reviewer=item_reviewer, verdict=Verdict.SEND_BACK, comment=" ", now=now)


def test_sent_back_revision_needs_a_further_one(in_review: ItemRevision, item_reviewer: User, now: datetime) -> None:
    review_revision(
        revision=in_review, reviewer=item_reviewer, verdict=Verdict.SEND_BACK, comment="干扰项太弱", now=now
    )

    assert _state(in_review) == RevisionState.DRAFT
    with pytest.raises(SentBack):
        submit_for_review(revision=in_review, now=now)


def test_draft_is_not_reviewed(draft: ItemRevision, item_reviewer: User, now: datetime) -> None:
    with pytest.raises(NotInReview):
        review_revision(revision=draft, reviewer=item_reviewer, verdict=Verdict.APPROVE, comment="", now=now)


def test_submitting_twice_changes_nothing(in_review: ItemRevision, now: datetime) -> None:
    assert submit_for_review(revision=in_review, now=now).state == RevisionState.IN_REVIEW


@pytest.mark.parametrize("state", [RevisionState.APPROVED, RevisionState.RETIRED])
def test_finished_revision_is_not_submitted(state: RevisionState, item_writer: User, now: datetime) -> None:
    revision = make_revision("PAT-L1-900", item_writer, state=state)

    with pytest.raises(NotADraft):
        submit_for_review(revision=revision, now=now)


def test_approval_retires_the_revision_before(item_writer: User, item_reviewer: User, now: datetime) -> None:
    first = make_revision("PAT-L1-900", item_writer)
    second = create_revision(item=first.item, content=make_content(stem="新题干？"), author=item_writer, now=now)
    assert (_state(first), second.number) == (RevisionState.APPROVED, 2)

    submit_for_review(revision=second, now=now)
    review_revision(revision=second, reviewer=item_reviewer, verdict=Verdict.APPROVE, comment="", now=now)

    assert (_state(first), _state(second)) == (RevisionState.RETIRED, RevisionState.APPROVED)


def test_further_revision_replaces_unfinished_ones(in_review: ItemRevision, item_writer: User, now: datetime) -> None:
    create_revision(item=in_review.item, content=make_content(stem="新题干？"), author=item_writer, now=now)

    assert _state(in_review) == RevisionState.RETIRED


def test_revision_that_says_the_same_is_refused(draft: ItemRevision, item_writer: User, now: datetime) -> None:
    with pytest.raises(ContentUnchanged):
        create_revision(item=draft.item, content=make_content(), author=item_writer, now=now)


def test_retired_text_can_come_back(draft: ItemRevision, item_writer: User, now: datetime) -> None:
    retire_revision(revision=draft, retired_by=item_writer, reason="", now=now)

    assert create_revision(item=draft.item, content=make_content(), author=item_writer, now=now).number == 2


def test_taken_code_is_refused(draft: ItemRevision, item_writer: User, now: datetime) -> None:
    with pytest.raises(ItemCodeTaken):
        create_item(code="PAT-L1-900", content=make_content(), author=item_writer, now=now)


def test_invalid_content_is_refused(item_writer: User, now: datetime) -> None:
    with pytest.raises(ContentInvalid) as refusal:
        create_item(code="PAT-L1-900", content=make_content(answer=()), author=item_writer, now=now)

    assert str(refusal.value) == "answer needs exactly one right option"


def test_broken_reference_of_another_kind_is_not_called_a_taken_code(item_writer: User, now: datetime) -> None:
    # The database refuses a state, level or the like that no enum has; that is a bug, not a taken code.
    with pytest.raises(IntegrityError):
        create_item(code="PAT-L1-900", content=make_content(level="L9"), author=item_writer, now=now)


def test_retiring_is_on_the_trail(draft: ItemRevision, item_reviewer: User, now: datetime) -> None:
    retire_revision(revision=draft, retired_by=item_reviewer, reason="法条修改", now=now)

    assert _state(draft) == RevisionState.RETIRED
    entry = AuditEntry.objects.get(action="items.retire_revision")
    assert (entry.actor, entry.subject_id, entry.detail) == (
        item_reviewer,
        str(draft.pk),
        {"before": "draft", "reason": "法条修改"},
    )
    with pytest.raises(RevisionNotRetirable):
        retire_revision(revision=draft, retired_by=item_reviewer, reason="", now=now)
