"""The association puts right who a person is; after registration nobody else can."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.encryption import digests_of, encrypt_text
from lms.accounts.enums import IdType
from lms.accounts.id_numbers import normalize_id_number
from lms.accounts.models import Practitioner, User
from lms.accounts.rules import is_adult
from lms.accounts.services.practitioners import check_document, is_number_taken
from lms.accounts.signals import practitioner_corrected
from lms.audit.services import record_entry
from lms.errors import DomainError

# What the trail says before and after. Of the number only what a certificate shows of it.
_NOTED = {
    "name": "name",
    "id_type": "id_type",
    "id_number_digest": "id_number_last4",
    "birth_on": "birth_on",
}


class OwnIdentity(DomainError):
    message = _("Nobody corrects their own name, document or date of birth. Ask another registrar.")
    status = 403


class CorrectionReasonMissing(DomainError):
    message = _("Give the reason: it is kept in the audit trail and told to the person.")
    status = 400


class IdNumberNeeded(DomainError):
    message = _("Type the number of the document as well: its kind and the date of birth are checked against it.")
    status = 400


class IdNumberOfAnother(DomainError):
    message = _("Another practitioner is registered with this ID number. Compare it with the document.")


class NotAnAdult(DomainError):
    message = _("By this date of birth the person is not 18 yet, and accounts are for adults. Look at the document.")
    status = 400


def correct_practitioner(
    *,
    practitioner: Practitioner,
    name: str,
    id_type: IdType,
    birth_on: date,
    id_number: str = "",
    reason: str,
    corrected_by: User,
    now: datetime,
) -> Practitioner:
    """An empty ``id_number`` leaves the number as it is. What stands so already is neither noted nor told again.

    Certificates that were issued keep what they say. Raises ``OwnIdentity``, ``CorrectionReasonMissing``, ``IdNumberNeeded``,
    ``IdNumberInvalid``, ``BirthDateMismatch``, ``NotAnAdult``, ``IdNumberOfAnother``.
    """
    if practitioner.user_id == corrected_by.pk:
        raise OwnIdentity
    if not reason.strip():
        raise CorrectionReasonMissing
    try:
        with transaction.atomic():
            practitioner = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
            before = _identity(practitioner)
            _check(practitioner, id_type=id_type, number=normalize_id_number(id_number), birth_on=birth_on, now=now)
            practitioner.name, practitioner.birth_on = " ".join(name.split()), birth_on
            _set_document(practitioner, id_type, normalize_id_number(id_number))
            changed = [field for field, value in _identity(practitioner).items() if value != before[field]]
            if changed:
                practitioner.save(update_fields=[*_NOTED, "id_number_encrypted", "id_number_last4"])
                _tell(practitioner, before, changed, reason=reason.strip(), corrected_by=corrected_by, now=now)
    except IntegrityError as error:
        if is_number_taken(error):
            raise IdNumberOfAnother from error
        raise
    return practitioner


def _check(practitioner: Practitioner, *, id_type: IdType, number: str, birth_on: date, now: datetime) -> None:
    if number:
        check_document(id_type=id_type, number=number, birth_on=birth_on)
    elif id_type != practitioner.id_type or (id_type == IdType.RESIDENT_CARD and birth_on != practitioner.birth_on):
        raise IdNumberNeeded
    if not is_adult(birth_on, timezone.localdate(now)):
        raise NotAnAdult
    others = Practitioner.objects.exclude(pk=practitioner.pk)
    if number and others.filter(id_type=id_type, id_number_digest__in=digests_of(f"{id_type}:{number}")).exists():
        raise IdNumberOfAnother


def _set_document(practitioner: Practitioner, id_type: IdType, number: str) -> None:
    digests = digests_of(f"{id_type}:{number}")
    practitioner.id_type = id_type
    if number and practitioner.id_number_digest not in digests:
        practitioner.id_number_encrypted = encrypt_text(number)
        practitioner.id_number_digest = digests[0]
        practitioner.id_number_last4 = number[-4:]


def _identity(practitioner: Practitioner) -> dict[str, tuple[str, str]]:
    """By field: what tells a change, and what the trail says of it."""
    return {
        field: (str(getattr(practitioner, field)), str(getattr(practitioner, noted))) for field, noted in _NOTED.items()
    }


def _tell(
    practitioner: Practitioner,
    before: dict[str, tuple[str, str]],
    changed: list[str],
    *,
    reason: str,
    corrected_by: User,
    now: datetime,
) -> None:
    after = _identity(practitioner)
    record_entry(
        action="accounts.correct_practitioner",
        subject=practitioner,
        actor=corrected_by,
        now=now,
        detail={
            "reason": reason,
            "before": {_NOTED[field]: before[field][1] for field in changed},
            "after": {_NOTED[field]: after[field][1] for field in changed},
        },
    )
    fields = ["id_number" if field == "id_number_digest" else field for field in changed]
    practitioner_corrected.send(Practitioner, practitioner=practitioner, fields=fields, reason=reason, now=now)
