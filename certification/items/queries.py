"""Reads of the item bank."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from certification.items.models import Item, ItemReview, ItemRevision, ItemRevisionQuerySet
from lms.competency.models import Element


def approved_on(exam_on: date) -> ItemRevisionQuerySet:
    """What a paper of that day may be built from."""
    return ItemRevision.objects.approved().in_force_on(exam_on)


def not_in_force_on(day: date) -> ItemRevisionQuerySet:
    """Approved revisions that a change of law has touched, or will have: their reference is not in force on ``day``."""
    return ItemRevision.objects.approved().not_in_force_on(day)


def revisions_for_list() -> ItemRevisionQuerySet:
    return ItemRevision.objects.select_related("item", "element__domain", "author")


def revisions_with_reviews(item: Item) -> QuerySet[ItemRevision]:
    """The whole history of an item, newest first."""
    reviews = ItemReview.objects.select_related("reviewer").order_by("at", "pk")
    return (
        ItemRevision.objects.filter(item=item)
        .select_related("author")
        .prefetch_related(Prefetch("reviews", queryset=reviews))
        .order_by("-number")
    )


def elements_for_template() -> QuerySet[Element]:
    return Element.objects.order_by("code")
