"""Consents, each for one purpose, each revocable at any time."""

from datetime import datetime

from django.db import transaction

from lms.accounts.consents import current_version
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent, Practitioner
from lms.accounts.queries import standing_consents
from lms.accounts.signals import consent_changed
from lms.audit.services import record_entry


def give_consent(*, practitioner: Practitioner, kind: ConsentKind, now: datetime) -> Consent:
    """Gives it for the present text; where it stands for that text already, nothing changes."""
    version = current_version(kind)
    with transaction.atomic():
        standing = _lock_standing(practitioner, kind)
        if standing is not None:
            if standing.text_version == version:
                return standing
            standing.withdrawn_at = now
            standing.save(update_fields=["withdrawn_at"])
        consent = Consent.objects.create(practitioner=practitioner, kind=kind, text_version=version, given_at=now)
        _tell(practitioner, kind, given=True, version=version, now=now)
    return consent


def withdraw_consent(*, practitioner: Practitioner, kind: ConsentKind, now: datetime) -> Consent | None:
    """Ends the standing consent; where none stands, nothing changes."""
    with transaction.atomic():
        consent = _lock_standing(practitioner, kind)
        if consent is None:
            return None
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        _tell(practitioner, kind, given=False, version=consent.text_version, now=now)
    return consent


def _lock_standing(practitioner: Practitioner, kind: ConsentKind) -> Consent | None:
    # The person's row is the lock: a consent that does not exist yet cannot be locked itself.
    Practitioner.objects.select_for_update().get(pk=practitioner.pk)
    return standing_consents(practitioner).filter(kind=kind).first()


def _tell(practitioner: Practitioner, kind: ConsentKind, *, given: bool, version: str, now: datetime) -> None:
    record_entry(
        action="accounts.give_consent" if given else "accounts.withdraw_consent",
        subject=practitioner,
        actor=practitioner.user,
        now=now,
        detail={"kind": kind.value, "text_version": version},
    )
    consent_changed.send(Practitioner, practitioner=practitioner, kind=kind, given=given, now=now)
