"""The people of the tests, each with a name and a job, and how to make more of them."""

from datetime import UTC, date, datetime

from django.contrib.auth.models import Group

from lms.accounts.enums import IdType, Role
from lms.accounts.models import Organization, Practitioner, User

# Monday 2 June 2025, 10:00 in Tianjin: the moment at which tests happen unless they say otherwise.
NOW = datetime(2025, 6, 2, 2, 0, tzinfo=UTC)
PASSWORD = "a long enough password"


def make_user(email: str, name: str = "", *, role: Role | None = None) -> User:
    user = User.objects.create_user(email, PASSWORD, display_name=name, is_staff=role is not None)
    if role is not None:
        user.groups.add(Group.objects.get(name=role.value))
    return user


def make_practitioner(
    email: str, name: str, *, last4: str = "1234", employer: Organization | None = None, now: datetime = NOW
) -> Practitioner:
    """A person whose ID number was stored already; the encrypted text is not one that decrypts."""
    return Practitioner.objects.create(
        user=make_user(email, name),
        name=name,
        id_type=IdType.RESIDENT_CARD,
        id_number_encrypted="not read by tests that use this",
        id_number_digest=f"digest of {email}",
        id_number_last4=last4,
        birth_on=date(1990, 1, 1),
        employer=employer,
        created_at=now,
    )
