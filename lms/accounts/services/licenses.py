"""A registrar compares a patent agent's license number with the official register."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Practitioner, User
from lms.accounts.signals import license_refused, license_verified
from lms.audit.services import record_entry
from lms.errors import DomainError


class LicenseMissing(DomainError):
    message = _(
        "This person has no license number, or has just changed it. Open the list again and compare the new number."
    )


class OwnLicense(DomainError):
    message = _("Nobody verifies a license of their own. Ask another registrar.")
    status = 403


def verify_license(
    *, practitioner: Practitioner, verified_by: User, now: datetime, license_number: str | None = None
) -> Practitioner:
    """``license_number`` is the one the registrar saw; another one meanwhile is not verified. Once verified, nothing changes."""
    with transaction.atomic():
        practitioner = _lock(practitioner, verified_by, license_number)
        if practitioner.has_verified_license:
            return practitioner
        practitioner.license_verified_by = verified_by
        practitioner.license_verified_at = now
        practitioner.save(update_fields=["license_verified_by", "license_verified_at"])
        record_entry(action="accounts.verify_license", subject=practitioner, actor=verified_by, now=now)
        license_verified.send(Practitioner, practitioner=practitioner, now=now)
    return practitioner


def refuse_license(
    *, practitioner: Practitioner, refused_by: User, reason: str, now: datetime, license_number: str | None = None
) -> Practitioner:
    """Takes the number off, verified or not; the person is told why and can enter another one."""
    with transaction.atomic():
        practitioner = _lock(practitioner, refused_by, license_number)
        practitioner.license_number = ""
        practitioner.license_verified_by = None
        practitioner.license_verified_at = None
        practitioner.save(update_fields=["license_number", "license_verified_by", "license_verified_at"])
        record_entry(
            action="accounts.refuse_license",
            subject=practitioner,
            actor=refused_by,
            now=now,
            detail={"reason": reason},
        )
        license_refused.send(Practitioner, practitioner=practitioner, reason=reason, now=now)
    return practitioner


def _lock(practitioner: Practitioner, officer: User, license_number: str | None) -> Practitioner:
    practitioner = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    if practitioner.user_id == officer.pk:
        raise OwnLicense
    if not practitioner.license_number or license_number not in {None, practitioner.license_number}:
        raise LicenseMissing
    return practitioner
