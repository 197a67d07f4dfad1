"""Reads about people."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent, Practitioner, User
from lms.accounts.models.consent import ConsentQuerySet
from lms.accounts.models.practitioner import PractitionerQuerySet


def practitioner_of(user: User | AnonymousUser) -> Practitioner | None:
    if not user.is_authenticated:
        return None
    return Practitioner.objects.filter(user_id=user.pk).select_related("user", "employer").first()


def colleagues_who_may(permission: str) -> QuerySet[User]:
    """Whoever has `app_label.codename` and can sign in; superusers may do everything."""
    return ModelBackend().with_perm(permission)


def has_consent(practitioner: Practitioner, kind: ConsentKind) -> bool:
    return standing_consents(practitioner).filter(kind=kind).exists()


def standing_consents(practitioner: Practitioner) -> ConsentQuerySet:
    return Consent.objects.standing().filter(practitioner=practitioner)


def consent_history(practitioner: Practitioner) -> ConsentQuerySet:
    return Consent.objects.filter(practitioner=practitioner).order_by("-given_at", "-pk")


def licenses_waiting() -> PractitionerQuerySet:
    """Numbers that nobody has compared with the official register yet, the oldest person first."""
    return _with_license().filter(license_verified_at=None).order_by("created_at", "pk")


def licenses_verified() -> PractitionerQuerySet:
    return _with_license().filter(license_verified_at__isnull=False).order_by("-license_verified_at", "-pk")


def _with_license() -> PractitionerQuerySet:
    return Practitioner.objects.exclude(license_number="").select_related("employer", "license_verified_by")
