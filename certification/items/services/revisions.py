"""Writing items: an item is created with its first revision, and changed by a further one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from certification.items.content import FieldProblem, ItemContent, problems_of
from certification.items.enums import RevisionState
from certification.items.models import Item, ItemRevision
from lms.accounts.models import User
from lms.audit.services import record_entry
from lms.errors import DomainError


class ItemCodeTaken(DomainError):
    message = _("There is an item with this code. Choose another code, or write a further revision of that item.")


class ContentInvalid(DomainError):
    status = 400

    def __init__(self, problems: list[FieldProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.field} {problem.message}" for problem in problems))


class ContentUnchanged(DomainError):
    message = _("This says the same as the revision before it. Change something, or leave the item as it is.")


class RevisionNotRetirable(DomainError):
    message = _("This revision is retired already.")


def create_item(*, code: str, content: ItemContent, author: User, now: datetime) -> ItemRevision:
    """Returns the first revision, a draft."""
    _refuse_invalid(content)
    try:
        with transaction.atomic():
            item = Item.objects.create(code=code, created_at=now)
            return _add_revision(item=item, number=1, content=content, author=author, now=now)
    except IntegrityError as taken:
        if not Item.objects.filter(code=code).exists():
            raise
        raise ItemCodeTaken from taken


@transaction.atomic
def create_revision(*, item: Item, content: ItemContent, author: User, now: datetime) -> ItemRevision:
    """A further draft. An approved revision stays in use until this one is approved; unfinished ones give way to it."""
    _refuse_invalid(content)
    Item.objects.select_for_update().get(pk=item.pk)
    earlier = ItemRevision.objects.filter(item=item)
    latest = earlier.order_by("-number").first()
    if latest is not None and latest.content == content and latest.state != RevisionState.RETIRED:
        raise ContentUnchanged
    earlier.filter(state__in=[RevisionState.DRAFT, RevisionState.IN_REVIEW]).update(state=RevisionState.RETIRED)
    return _add_revision(item=item, number=latest.number + 1 if latest else 1, content=content, author=author, now=now)


@transaction.atomic
def retire_revision(*, revision: ItemRevision, retired_by: User, reason: str, now: datetime) -> ItemRevision:
    """Takes a revision out of use, such as after a change of law; papers frozen before keep it."""
    locked = lock_revision(revision)
    if locked.state == RevisionState.RETIRED:
        raise RevisionNotRetirable
    before = locked.state
    locked.state = RevisionState.RETIRED
    locked.save(update_fields=["state"])
    record_entry(
        action="items.retire_revision",
        subject=locked,
        actor=retired_by,
        now=now,
        detail={"before": before, "reason": reason},
    )
    return locked


def lock_revision(revision: ItemRevision) -> ItemRevision:
    """Its item too: one item's states move one at a time."""
    return ItemRevision.objects.select_for_update().select_related("item").get(pk=revision.pk)


def _refuse_invalid(content: ItemContent) -> None:
    problems = problems_of(content)
    if problems:
        raise ContentInvalid(problems)


def _add_revision(*, item: Item, number: int, content: ItemContent, author: User, now: datetime) -> ItemRevision:
    values = content.values()
    values["element_id"] = values.pop("element")
    return ItemRevision.objects.create(item=item, number=number, author=author, created_at=now, **values)
