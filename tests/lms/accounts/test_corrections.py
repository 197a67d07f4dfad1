"""The association corrects a person's name, document and date of birth."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from lms.accounts import services
from lms.accounts.encryption import decrypt_text
from lms.accounts.enums import IdType
from lms.accounts.models import Practitioner, User
from lms.accounts.signals import practitioner_corrected
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.lms.accounts.conftest import RESIDENT_CARD

ANOTHER_CARD = "120101199102020011"
REASON = "姓名登记有误，已核对身份证"


@pytest.fixture
def registered(details: dict[str, Any]) -> Practitioner:
    return services.register_practitioner(**details)


@pytest.fixture
def correction(registered: Practitioner, registrar: User, now: datetime) -> dict[str, Any]:
    """What ``correct_practitioner`` takes, with nothing corrected yet."""
    return {
        "practitioner": registered,
        "name": registered.name,
        "id_type": IdType.RESIDENT_CARD,
        "birth_on": registered.birth_on,
        "reason": REASON,
        "corrected_by": registrar,
        "now": now,
    }


def _entries() -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(action="accounts.correct_practitioner").order_by("pk"))


def test_correcting_a_name_notes_before_and_after(correction: dict[str, Any], registrar: User) -> None:
    corrected = services.correct_practitioner(**correction | {"name": " 辛  欣 "})

    corrected.refresh_from_db()
    assert corrected.name == "辛 欣"
    assert corrected.id_number_last4 == RESIDENT_CARD[-4:]
    (entry,) = _entries()
    assert entry.actor == registrar
    assert entry.detail == {"reason": REASON, "before": {"name": "辛新"}, "after": {"name": "辛 欣"}}


def test_correcting_a_document_keeps_its_number_out_of_the_trail(correction: dict[str, Any]) -> None:
    corrected = services.correct_practitioner(
        **correction | {"id_number": ANOTHER_CARD.lower(), "birth_on": date(1991, 2, 2)}
    )

    corrected.refresh_from_db()
    assert decrypt_text(corrected.id_number_encrypted) == ANOTHER_CARD
    assert corrected.id_number_last4 == ANOTHER_CARD[-4:]
    (entry,) = _entries()
    assert entry.detail == {
        "reason": REASON,
        "before": {"id_number_last4": RESIDENT_CARD[-4:], "birth_on": "1990-01-01"},
        "after": {"id_number_last4": ANOTHER_CARD[-4:], "birth_on": "1991-02-02"},
    }


def test_corrected_number_is_the_one_by_which_the_person_registers_again(
    correction: dict[str, Any], details: dict[str, Any]
) -> None:
    corrected = services.correct_practitioner(**correction | {"id_type": IdType.PASSPORT, "id_number": "E12345678"})
    again = details | {"id_type": IdType.PASSPORT, "id_number": "E12345678"}
    assert services.register_practitioner(**again) == corrected


def test_correcting_tells_the_person_what_and_why_without_the_values(
    correction: dict[str, Any], heard: Callable[..., Any], newcomer: User
) -> None:
    with heard(practitioner_corrected) as calls:
        services.correct_practitioner(
            **correction | {"name": "辛欣", "id_number": ANOTHER_CARD, "birth_on": date(1991, 2, 2)}
        )

    assert [call["fields"] for call in calls] == [["name", "id_number", "birth_on"]]
    message = Message.objects.get(recipient=newcomer, key__startswith="practitioner-corrected:")
    assert REASON in message.body
    assert "your date of birth" in message.body
    assert "the kind of your identity document" not in message.body
    assert not [value for value in ("辛欣", ANOTHER_CARD, "1991") if value in message.body]


def test_saving_what_stands_already_is_neither_noted_nor_told(
    correction: dict[str, Any], heard: Callable[..., Any]
) -> None:
    again = correction | {"name": "辛欣"}
    services.correct_practitioner(**again)
    with heard(practitioner_corrected) as calls:
        services.correct_practitioner(**again)
        services.correct_practitioner(**again | {"id_number": RESIDENT_CARD})
    assert calls == []
    assert len(_entries()) == 1


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"reason": "  "}, services.CorrectionReasonMissing),
        ({"id_type": IdType.PASSPORT}, services.IdNumberNeeded),
        ({"birth_on": date(1991, 2, 2)}, services.IdNumberNeeded),
        ({"id_number": "120101199001010018"}, services.IdNumberInvalid),
        ({"id_number": ANOTHER_CARD}, services.BirthDateMismatch),
        ({"id_number": "120101201501010013", "birth_on": date(2015, 1, 1)}, services.NotAnAdult),
    ],
)
def test_correction_that_cannot_be_is_refused(
    correction: dict[str, Any], changed: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        services.correct_practitioner(**correction | {"name": "辛欣"} | changed)
    correction["practitioner"].refresh_from_db()
    assert correction["practitioner"].name == "辛新"
    assert _entries() == []


def test_number_of_another_practitioner_is_refused(
    correction: dict[str, Any], details: dict[str, Any], outsider: Practitioner
) -> None:
    services.correct_practitioner(**correction | {"id_number": ANOTHER_CARD, "birth_on": date(1991, 2, 2)})
    with pytest.raises(services.IdNumberOfAnother):
        services.correct_practitioner(
            **correction | {"practitioner": outsider, "id_number": ANOTHER_CARD, "birth_on": date(1991, 2, 2)}
        )


def test_nobody_corrects_themselves(correction: dict[str, Any], newcomer: User) -> None:
    with pytest.raises(services.OwnIdentity):
        services.correct_practitioner(**correction | {"corrected_by": newcomer, "name": "辛欣"})
