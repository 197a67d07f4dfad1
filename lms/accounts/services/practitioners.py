"""Registering as a practitioner, and keeping one's own details."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts.encryption import digests_of, encrypt_text
from lms.accounts.enums import IdType
from lms.accounts.id_numbers import birth_date_on_card, is_well_formed, normalize_id_number
from lms.accounts.models import Organization, Practitioner, User
from lms.accounts.rules import is_adult
from lms.accounts.signals import practitioner_registered
from lms.audit.services import record_entry
from lms.competency.models import Domain, IndustryChain
from lms.errors import DomainError


class AlreadyRegistered(DomainError):
    message = _("You are registered already, with another document. Ask the association to correct it.")


class IdNumberInvalid(DomainError):
    message = _("This ID number is not one of that kind of document. Compare it with the document and type it again.")
    status = 400


class BirthDateMismatch(DomainError):
    message = _("The date of birth is not the one inside the ID number. Compare both with the document.")
    status = 400


class UnderAge(DomainError):
    message = _("Accounts are for adults: you can register from your eighteenth birthday on.")
    status = 403


class IdNumberTaken(DomainError):
    message = _("This ID number is registered already. If it is yours, ask the association.")


def register_practitioner(
    *,
    user: User,
    name: str,
    id_type: IdType,
    id_number: str,
    birth_on: date,
    phone: str = "",
    employer: Organization | None = None,
    domains: Iterable[Domain] = (),
    industry_chains: Iterable[IndustryChain] = (),
    license_number: str = "",
    now: datetime,
) -> Practitioner:
    """One practitioner per account and per ID number; the same request again gives the same practitioner."""
    number = normalize_id_number(id_number)
    check_document(id_type=id_type, number=number, birth_on=birth_on)
    if not is_adult(birth_on, timezone.localdate(now)):
        raise UnderAge
    digests = digests_of(f"{id_type}:{number}")
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user.pk)
            standing = Practitioner.objects.filter(user=user).first()
            if standing is not None:
                return _same_person(standing, id_type, digests)
            if Practitioner.objects.filter(id_type=id_type, id_number_digest__in=digests).exists():
                raise IdNumberTaken
            practitioner = Practitioner.objects.create(
                user=user,
                name=" ".join(name.split()),
                id_type=id_type,
                id_number_encrypted=encrypt_text(number),
                id_number_digest=digests[0],
                id_number_last4=number[-4:],
                birth_on=birth_on,
                phone=phone,
                employer=employer,
                license_number=license_number,
                created_at=now,
            )
            practitioner.domains.set(domains)
            practitioner.industry_chains.set(industry_chains)
            record_entry(action="accounts.register_practitioner", subject=practitioner, actor=user, now=now)
            practitioner_registered.send(Practitioner, practitioner=practitioner, now=now)
    except IntegrityError as error:
        if is_number_taken(error):
            raise IdNumberTaken from error
        raise
    return practitioner


def is_number_taken(error: IntegrityError) -> bool:
    """Whether it is the rule of one practitioner per ID number that was broken; PostgreSQL names the rule, SQLite the column."""
    return "id_number_once" in str(error) or "id_number_digest" in str(error)


def check_document(*, id_type: IdType, number: str, birth_on: date) -> None:
    """``number`` is normalized already. Raises ``IdNumberInvalid``, ``BirthDateMismatch``."""
    if not is_well_formed(id_type, number):
        raise IdNumberInvalid
    if id_type == IdType.RESIDENT_CARD and birth_date_on_card(number) != birth_on:
        raise BirthDateMismatch


def _same_person(standing: Practitioner, id_type: IdType, digests: list[str]) -> Practitioner:
    if standing.id_type != id_type or standing.id_number_digest not in digests:
        raise AlreadyRegistered
    return standing


def update_practitioner(
    *,
    practitioner: Practitioner,
    phone: str,
    employer: Organization | None,
    domains: Iterable[Domain],
    industry_chains: Iterable[IndustryChain],
    license_number: str,
    actor: User,
    now: datetime,
) -> Practitioner:
    """Another license number has not been verified by anyone, so changing it clears the verification."""
    with transaction.atomic():
        practitioner = Practitioner.objects.select_for_update().get(pk=practitioner.pk)
        changed = [
            field
            for field, value in {"phone": phone, "employer": employer, "license_number": license_number}.items()
            if getattr(practitioner, field) != value
        ]
        if "license_number" in changed:
            practitioner.license_verified_by = None
            practitioner.license_verified_at = None
        practitioner.phone, practitioner.employer, practitioner.license_number = phone, employer, license_number
        practitioner.save(
            update_fields=["phone", "employer", "license_number", "license_verified_by", "license_verified_at"]
        )
        changed += [
            field
            for field, chosen in {"domains": domains, "industry_chains": industry_chains}.items()
            if _choose(getattr(practitioner, field), chosen)
        ]
        if not changed:
            return practitioner
        # The names of what changed, not the values: a trail that is never erased holds no more than it must.
        detail: dict[str, object] = {"changed": changed}
        record_entry(action="accounts.update_practitioner", subject=practitioner, actor=actor, now=now, detail=detail)
    return practitioner


def _choose(related: Any, chosen: Iterable[Any]) -> bool:
    """Whether that made a difference."""
    before = set(related.all())
    related.set(chosen)
    return before != set(related.all())


def record_private_view(*, practitioner: Practitioner, viewer: User, screen: str, now: datetime) -> None:
    """Somebody of the association looked at a person's private rows; ``screen`` says where, such as "desk/credit.creditrecord/7"."""
    if practitioner.user_id == viewer.pk:
        return
    record_entry(
        action="accounts.view_practitioner",
        subject=practitioner,
        actor=viewer,
        now=now,
        detail={"screen": screen},
    )


def record_export(*, viewer: User, rows: int, now: datetime) -> None:
    """Somebody took the list of practitioners away as a file."""
    record_entry(action="accounts.export_practitioners", subject=viewer, actor=viewer, now=now, detail={"rows": rows})
