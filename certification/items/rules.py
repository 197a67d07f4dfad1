"""Who may do what with items. An item bank that leaks is worthless: reading is a permission too."""

from django.contrib.auth.models import AnonymousUser

from lms.accounts.models import User


def can_read_items(user: User | AnonymousUser) -> bool:
    return user.has_perm("items.view_itemrevision")


def can_write_items(user: User | AnonymousUser) -> bool:
    return user.has_perm("items.add_itemrevision")


def can_review_items(user: User | AnonymousUser) -> bool:
    return user.has_perm("items.add_itemreview")


def is_another_person(*, author_id: int, reviewer_id: int) -> bool:
    return author_id != reviewer_id
