"""A registrar compares a patent agent's licence number with the official register."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Practitioner, User
from lms.accounts.signals import licence_refused, licence_verified
from lms.audit.services import record_entry
from lms.errors import DomainError


class LicenceMissing(DomainError):
    message = _(
        "This person has no licence number, or has just changed it. Open the list again and compare the new number."
    )


class OwnLicence(DomainError):
    message = _("Nobody verifies a licence of their own. Ask another registrar.")
    status = 403


def verify_licence(
    *, practitioner: Practitioner, verified_by: User, now: datetime, licence_number: str | None = None
) -> Practitioner:
    """``licence_number`` is the one the registrar saw; another one meanwhile is not verified. Once verified, nothing changes."""
    with transaction.atomic():
        practitioner = _lock(practitioner, verified_by, licence_number)
        if practitioner.has_verified_licence:
            return practitioner
        practitioner.licence_verified_by = verified_by
        practitioner.licence_verified_at = now
        practitioner.save(update_fields=["licence_verified_by", "licence_verified_at"])
        record_entry(action="accounts.verify_licence", subject=practitioner, actor=verified_by, now=now)
        licence_verified.send(Practitioner, practitioner=practitioner, now=now)
    return practitioner


def refuse_licence(
    *, practitioner: Practitioner, refused_by: User, reason: str, now: datetime, licence_number: str | None = None
) -> Practitioner:
    """Takes the number off, verified or not; the person is told why and can enter another one."""
    with transaction.atomic():
        practitioner = _lock(practitioner, refused_by, licence_number)
        practitioner.licence_number = ""
        practitioner.licence_verified_by = None
        practitioner.licence_verified_at = None
        practitioner.save(update_fields=["licence_number", "licence_verified_by", "licence_verified_at"])
        record_entry(
            action="accounts.refuse_licence",
            subject=practitioner,
            actor=refused_by,
            now=now,
            detail={"reason": reason},
        )
        licence_refused.send(Practitioner, practitioner=practitioner, reason=reason, now=now)
    return practitioner


def _lock(practitioner: Practitioner, officer: User, licence_number: str | None) -> Practitioner:
    practitioner = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    if practitioner.user_id == officer.pk:
        raise OwnLicence
    if not practitioner.licence_number or licence_number not in {None, practitioner.licence_number}:
        raise LicenceMissing
    return practitioner
