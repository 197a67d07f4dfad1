"""Consents: given for one text, standing once, withdrawn at any time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts import services
from lms.accounts.consents import CONSENT_TEXTS, current_version
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Consent, Practitioner
from lms.accounts.queries import consent_history, has_consent
from lms.accounts.signals import consent_changed
from lms.audit.models import AuditEntry

KIND = ConsentKind.PUBLISH_PROFILE


def test_every_kind_has_a_text() -> None:
    assert set(CONSENT_TEXTS) == set(ConsentKind)


def test_giving_makes_it_stand_for_the_present_text(practitioner: Practitioner, now: datetime) -> None:
    consent = services.give_consent(practitioner=practitioner, kind=KIND, now=now)
    assert (consent.text_version, consent.given_at, consent.withdrawn_at) == (current_version(KIND), now, None)
    assert has_consent(practitioner, KIND)
    assert not has_consent(practitioner, ConsentKind.LIST_IN_DIRECTORY)


def test_giving_twice_leaves_one_and_tells_once(
    practitioner: Practitioner, now: datetime, heard: Callable[..., Any]
) -> None:
    with heard(consent_changed) as calls:
        first = services.give_consent(practitioner=practitioner, kind=KIND, now=now)
        second = services.give_consent(practitioner=practitioner, kind=KIND, now=now + timedelta(days=1))
    assert first == second
    assert [(call["kind"], call["given"], call["now"]) for call in calls] == [(KIND, True, now)]


def test_giving_for_a_new_text_ends_the_old_one(practitioner: Practitioner, now: datetime) -> None:
    old = Consent.objects.create(practitioner=practitioner, kind=KIND, text_version="2024-1", given_at=now)
    later = now + timedelta(days=1)

    new = services.give_consent(practitioner=practitioner, kind=KIND, now=later)

    old.refresh_from_db()
    assert old.withdrawn_at == later
    assert list(consent_history(practitioner)) == [new, old]


def test_withdrawing_ends_it_and_keeps_the_row(
    practitioner: Practitioner, now: datetime, heard: Callable[..., Any]
) -> None:
    services.give_consent(practitioner=practitioner, kind=KIND, now=now)
    later = now + timedelta(days=1)
    with heard(consent_changed) as calls:
        services.withdraw_consent(practitioner=practitioner, kind=KIND, now=later)
        assert services.withdraw_consent(practitioner=practitioner, kind=KIND, now=later) is None

    assert not has_consent(practitioner, KIND)
    assert Consent.objects.get().withdrawn_at == later
    assert [(call["kind"], call["given"]) for call in calls] == [(KIND, False)]
    actions = AuditEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["accounts.give_consent", "accounts.withdraw_consent"]


def test_one_consent_of_a_kind_stands_in_the_database(practitioner: Practitioner, now: datetime) -> None:
    services.give_consent(practitioner=practitioner, kind=KIND, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(practitioner=practitioner, kind=KIND, text_version="2025-2", given_at=now)


def test_consent_is_withdrawn_after_it_is_given_in_the_database(practitioner: Practitioner, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            practitioner=practitioner,
            kind=KIND,
            text_version="2025-1",
            given_at=now,
            withdrawn_at=now - timedelta(seconds=1),
        )
