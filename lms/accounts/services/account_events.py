"""What happened to an account or to rights, for the audit trail; never an e-mail or a network address."""

from datetime import datetime

from django.contrib.auth.models import Group
from django.db import models
from wagtail.log_actions import get_active_log_context

from lms.accounts.models import User
from lms.audit.services import record_entry

# What many-to-many signals call the moments that change something.
_DEEDS = {"post_add": "added", "post_remove": "removed", "pre_clear": "cleared"}


def record_account_event(
    *, action: str, user: User | None, now: datetime, detail: dict[str, object] | None = None
) -> None:
    """Of a person with their own account; a session without an account leaves nothing to say."""
    if user is None or user.pk is None:
        return
    record_entry(action=action, subject=user, actor=user, now=now, detail=detail)


def record_failed_sign_in(*, email: str, now: datetime) -> None:
    """Only where there is such an account: who types a wrong address is nobody the trail could name."""
    user = User.objects.filter(email__iexact=email).first() if email else None
    if user is not None:
        record_entry(action="accounts.fail_sign_in", subject=user, actor=None, now=now)


def record_rights_change(
    *, instance: User | Group, deed: str, of: type[models.Model], keys: set[int], reverse: bool, now: datetime
) -> None:
    """Groups of a person, permissions of a person or a group; the actor is whoever works in the admin just then.

    ``reverse`` is Django's: the change was made from the group's (or permission's) side, so ``keys`` are the persons or groups.
    """
    if deed not in _DEEDS or not (keys or deed == "pre_clear"):
        return
    subjects: list[models.Model] = list(of._default_manager.filter(pk__in=keys)) if reverse and keys else [instance]
    names = [str(instance)] if reverse else _names(of, keys)
    for subject in subjects:
        record_entry(
            action="accounts.change_rights",
            subject=subject,
            actor=acting_staff_member(),
            now=now,
            detail={_DEEDS[deed]: names},
        )


def record_account_change(*, user: User, actor: User, now: datetime) -> None:
    """An account was made or edited in the admin: what it may do in general, from now on."""
    record_entry(
        action="accounts.change_account",
        subject=user,
        actor=actor,
        now=now,
        detail={"is_active": user.is_active, "is_staff": user.is_staff, "is_superuser": user.is_superuser},
    )


def acting_staff_member() -> User | None:
    """Wagtail's admin knows who works in it during a request; elsewhere (a migration, a command) nobody does."""
    user = get_active_log_context().user
    return user if isinstance(user, User) else None


def _names(of: type[models.Model], keys: set[int]) -> list[str]:
    rows = of._default_manager.filter(pk__in=keys).order_by("pk")
    return [row.codename if hasattr(row, "codename") else str(row) for row in rows]
