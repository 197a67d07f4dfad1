"""Registering, and keeping one's own details."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from lms.accounts import services
from lms.accounts.encryption import decrypt_text
from lms.accounts.enums import IdType
from lms.accounts.models import Organization, Practitioner, User
from lms.accounts.queries import practitioner_of
from lms.accounts.signals import practitioner_registered
from lms.audit.models import AuditEntry
from lms.competency.models import Domain, IndustryChain
from lms.errors import DomainError
from tests.cast import make_user
from tests.lms.accounts.conftest import RESIDENT_CARD


def test_registering_keeps_the_number_only_encrypted(details: dict[str, Any], newcomer: User) -> None:
    practitioner = services.register_practitioner(**details)

    stored = Practitioner.objects.get(user=newcomer)
    assert stored == practitioner == practitioner_of(newcomer)
    assert decrypt_text(stored.id_number_encrypted) == RESIDENT_CARD
    assert RESIDENT_CARD not in stored.id_number_encrypted + stored.id_number_digest
    assert stored.id_number_last4 == "0017"


def test_registering_keeps_domains_and_chains(details: dict[str, Any]) -> None:
    domains = Domain.objects.filter(code__in=["PAT", "TMK"])
    chains = IndustryChain.objects.filter(code="biomedicine")

    practitioner = services.register_practitioner(**details, domains=domains, industry_chains=chains)

    assert set(practitioner.domains.values_list("code", flat=True)) == {"PAT", "TMK"}
    assert practitioner.industry_chains.get().code == "biomedicine"


def test_registering_is_told_and_written_down_once(
    details: dict[str, Any], heard: Callable[..., Any], newcomer: User, now: datetime
) -> None:
    with heard(practitioner_registered) as calls:
        practitioner = services.register_practitioner(**details)
        again = services.register_practitioner(**details)

    assert again == practitioner
    assert [(call["practitioner"], call["now"]) for call in calls] == [(practitioner, now)]
    entry = AuditEntry.objects.get(action="accounts.register_practitioner")
    assert (entry.subject_id, entry.actor) == (str(practitioner.pk), newcomer)
    assert RESIDENT_CARD not in str(entry.detail)


def test_registering_again_with_another_document_is_refused(details: dict[str, Any]) -> None:
    services.register_practitioner(**details)
    with pytest.raises(services.AlreadyRegistered):
        services.register_practitioner(**details | {"id_type": IdType.PASSPORT, "id_number": "E12345678"})


def test_id_number_registers_once(details: dict[str, Any]) -> None:
    services.register_practitioner(**details)
    other = make_user("other@example.com")
    with pytest.raises(services.IdNumberTaken):
        services.register_practitioner(**details | {"user": other, "id_number": " 12010119900101 0017"})


def test_id_number_registers_once_after_a_change_of_keys(details: dict[str, Any], settings: Settings) -> None:
    services.register_practitioner(**details)
    settings.FIELD_ENCRYPTION_KEYS = ["new", *settings.FIELD_ENCRYPTION_KEYS]
    with pytest.raises(services.IdNumberTaken):
        services.register_practitioner(**details | {"user": make_user("other@example.com")})


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"id_number": "120101199001010018"}, services.IdNumberInvalid),
        ({"id_type": IdType.PASSPORT, "id_number": "?"}, services.IdNumberInvalid),
        ({"birth_on": date(1990, 1, 2)}, services.BirthDateMismatch),
        ({"id_number": "120101200801010010", "birth_on": date(2008, 1, 1)}, services.UnderAge),
        ({"id_number": "120101200706030013", "birth_on": date(2007, 6, 3)}, services.UnderAge),
    ],
)
def test_registering_is_refused(
    details: dict[str, Any], change: dict[str, Any], refusal: type[DomainError], newcomer: User
) -> None:
    with pytest.raises(refusal) as caught:
        services.register_practitioner(**details | change)
    assert str(caught.value)
    assert practitioner_of(newcomer) is None


def test_adult_is_who_turns_eighteen_today_in_tianjin(details: dict[str, Any], now: datetime) -> None:
    card = {"id_number": "120101200706020018", "birth_on": date(2007, 6, 2)}
    # 1 June 2025, 16:00 UTC is midnight in Tianjin.
    midnight = now.replace(day=1, hour=16)
    with pytest.raises(services.UnderAge):
        services.register_practitioner(**details | card | {"now": midnight - timedelta(minutes=1)})
    assert services.register_practitioner(**details | card | {"now": midnight}).birth_on == date(2007, 6, 2)


def test_id_number_digest_is_unique_in_the_database(practitioner: Practitioner, outsider: Practitioner) -> None:
    outsider.id_number_digest = practitioner.id_number_digest
    with pytest.raises(IntegrityError), transaction.atomic():
        outsider.save()


def test_organization_credit_code_is_unique_in_the_database(employer_organization: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(name="另一家", credit_code=employer_organization.credit_code)


def test_account_email_is_unique_whatever_its_case(practitioner: Practitioner) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(practitioner.user.email.upper())


def _update(practitioner: Practitioner, now: datetime, **change: Any) -> Practitioner:
    fields: dict[str, Any] = {
        "phone": "022-12345678",
        "employer": practitioner.employer,
        "domains": [],
        "industry_chains": [],
        "license_number": practitioner.license_number,
        "actor": practitioner.user,
    }
    return services.update_practitioner(practitioner=practitioner, now=now, **fields | change)


def test_update_clears_the_verification_of_another_license_number(
    practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    _update(practitioner, now, license_number="1210012345.6")
    services.verify_license(practitioner=practitioner, verified_by=registrar, now=now)

    assert _update(practitioner, now, license_number="1210012345.6").has_verified_license
    assert not _update(practitioner, now, license_number="1210099999.9").has_verified_license


def test_update_writes_down_what_changed_and_not_the_values(practitioner: Practitioner, now: datetime) -> None:
    _update(practitioner, now, phone="13900000001")
    entry = AuditEntry.objects.get(action="accounts.update_practitioner")
    assert entry.detail == {"changed": ["phone"]}


def test_update_that_changes_nothing_writes_nothing_down(practitioner: Practitioner, now: datetime) -> None:
    for _click in range(2):
        _update(practitioner, now, domains=Domain.objects.filter(code="PAT"))
    entry = AuditEntry.objects.get(action="accounts.update_practitioner")
    assert entry.detail == {"changed": ["phone", "domains"]}


def test_reencrypting_leaves_rows_that_the_new_key_alone_reads(details: dict[str, Any], settings: Settings) -> None:
    practitioner = services.register_practitioner(**details)
    settings.FIELD_ENCRYPTION_KEYS = ["new", *settings.FIELD_ENCRYPTION_KEYS]
    assert [done.rewritten for done in services.reencrypt_fields() if "practitioner" in done.name] == [1]

    settings.FIELD_ENCRYPTION_KEYS = ["new"]
    practitioner.refresh_from_db()
    assert decrypt_text(practitioner.id_number_encrypted) == RESIDENT_CARD
    assert services.register_practitioner(**details) == practitioner


def test_private_rows_are_visible_to_their_person_and_to_staff(
    practitioner: Practitioner, outsider: Practitioner, registrar: User
) -> None:
    assert list(Practitioner.objects.visible_to(outsider.user)) == [outsider]
    assert set(Practitioner.objects.visible_to(registrar)) == {practitioner, outsider}


def test_private_view_is_written_down(practitioner: Practitioner, registrar: User, now: datetime) -> None:
    services.record_private_view(practitioner=practitioner, viewer=registrar, screen="admin", now=now)
    entry = AuditEntry.objects.get(action="accounts.view_practitioner")
    assert (entry.actor, entry.subject_id, entry.detail) == (registrar, str(practitioner.pk), {"screen": "admin"})


def test_looking_at_ones_own_rows_is_nobodys_business(practitioner: Practitioner, now: datetime) -> None:
    services.record_private_view(practitioner=practitioner, viewer=practitioner.user, screen="admin", now=now)
    assert not AuditEntry.objects.filter(action="accounts.view_practitioner").exists()
