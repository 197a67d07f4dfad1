"""Nothing reaches a paper that another person has not approved."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.items.enums import RevisionState, Verdict
from certification.items.models import ItemReview, ItemRevision
from certification.items.rules import is_another_person
from certification.items.services.revisions import lock_revision
from lms.accounts.models import User
from lms.errors import DomainError


class NotADraft(DomainError):
    message = _("Only a draft can be submitted for review. This revision has left that state.")


class SentBack(DomainError):
    message = _(
        "A reviewer sent this revision back. Write a further revision that answers the comment, then submit that one."
    )


class NotInReview(DomainError):
    message = _("This revision is not in review. Its author submits it first.")


class AuthorCannotReview(DomainError):
    message = _("You wrote this revision. Ask another reviewer to judge it.")
    status = 403


class CommentMissing(DomainError):
    message = _("Say in the comment what the author is to change, then send the revision back.")
    status = 400


@transaction.atomic
def submit_for_review(*, revision: ItemRevision, now: datetime) -> ItemRevision:
    """Submitting again what is in review already changes nothing."""
    locked = lock_revision(revision)
    if locked.state == RevisionState.IN_REVIEW:
        return locked
    if locked.state != RevisionState.DRAFT:
        raise NotADraft
    if locked.reviews.filter(verdict=Verdict.SEND_BACK).exists():
        raise SentBack
    return _move(locked, RevisionState.IN_REVIEW)


@transaction.atomic
def review_revision(
    *, revision: ItemRevision, reviewer: User, verdict: Verdict, comment: str, now: datetime
) -> ItemReview:
    """Approving takes the item's earlier approved revision out of use in the same transaction."""
    locked = lock_revision(revision)
    if not is_another_person(author_id=locked.author_id, reviewer_id=reviewer.pk):
        raise AuthorCannotReview
    given = locked.reviews.filter(reviewer=reviewer, verdict=verdict).first()
    if given is not None:
        return given
    if locked.state != RevisionState.IN_REVIEW:
        raise NotInReview
    if verdict == Verdict.SEND_BACK and not comment.strip():
        raise CommentMissing
    if verdict == Verdict.APPROVE:
        ItemRevision.objects.filter(item=locked.item_id).approved().update(state=RevisionState.RETIRED)
    _move(locked, RevisionState.APPROVED if verdict == Verdict.APPROVE else RevisionState.DRAFT)
    return ItemReview.objects.create(
        revision=locked, author_id=locked.author_id, reviewer=reviewer, verdict=verdict, comment=comment.strip(), at=now
    )


def _move(revision: ItemRevision, state: RevisionState) -> ItemRevision:
    revision.state = state
    revision.save(update_fields=["state"])
    return revision
