from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate
from certification.certificates.queries import with_events
from certification.certificates.services import (
    ChangeNotPossible,
    cancel_certificate,
    reinstate_certificate,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.changing import OwnCertificate, ReasonMissing
from certification.certificates.status import status_at
from lms.accounts.models import User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.certification.certificates.cast import revoke_certificate

Change = Callable[..., object]


def status(certificate: Certificate, moment: datetime) -> Status | None:
    fresh = with_events(Certificate.objects.all()).get(pk=certificate.pk)
    return status_at(fresh.events.all(), valid_until=fresh.valid_until, moment=moment)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (suspend_certificate, Status.SUSPENDED),
        (cancel_certificate, Status.CANCELLED),
    ],
)
def test_a_change_counts_from_its_moment(
    certificate: Certificate, registrar: User, now: datetime, change: Change, expected: Status
) -> None:
    moment = now + timedelta(days=10)

    change(certificate=certificate, actor=registrar, reason="  查实材料不实 ", now=moment)

    assert status(certificate, moment) == expected
    assert status(certificate, moment - timedelta(seconds=1)) == Status.VALID
    assert certificate.events.get(at=moment).reason == "查实材料不实"


def test_a_suspended_certificate_can_be_reinstated(certificate: Certificate, registrar: User, now: datetime) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)
    reinstate_certificate(certificate=certificate, actor=registrar, reason="核实无误", now=now)

    assert status(certificate, now) == Status.VALID


def test_a_change_is_audited_and_told_to_the_holder(certificate: Certificate, registrar: User, now: datetime) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert AuditEntry.objects.get(action="certificates.suspend_certificate").actor == registrar
    letter = Message.objects.get(key__startswith="certificates.event.")
    assert letter.recipient == certificate.holder.user
    assert certificate.number in letter.subject
    assert "材料不实" in letter.body


@pytest.mark.parametrize("change", [suspend_certificate, cancel_certificate])
def test_a_second_click_changes_nothing(
    certificate: Certificate, registrar: User, now: datetime, change: Change
) -> None:
    first = change(certificate=certificate, actor=registrar, reason="一次", now=now)
    second = change(certificate=certificate, actor=registrar, reason="两次", now=now)

    assert first == second
    assert certificate.events.count() == 2


@pytest.mark.parametrize("change", [suspend_certificate, reinstate_certificate, cancel_certificate])
def test_a_revoked_certificate_stays_as_it_is(
    certificate: Certificate, registrar: User, now: datetime, change: Change
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    with pytest.raises(ChangeNotPossible):
        change(certificate=certificate, actor=registrar, reason="改主意", now=now)


def test_reinstating_twice_is_reinstating_once(certificate: Certificate, registrar: User, now: datetime) -> None:
    suspend_certificate(certificate=certificate, actor=registrar, reason="核查", now=now)
    done = [
        reinstate_certificate(certificate=certificate, actor=registrar, reason="核实无误", now=now)
        for _click in range(2)
    ]
    assert done[0] == done[1]


def test_a_valid_certificate_cannot_be_reinstated(certificate: Certificate, registrar: User, now: datetime) -> None:
    with pytest.raises(ChangeNotPossible, match="Only a suspended certificate"):
        reinstate_certificate(certificate=certificate, actor=registrar, reason="误", now=now)


def test_an_expired_certificate_cannot_be_suspended(certificate: Certificate, registrar: User, now: datetime) -> None:
    assert certificate.valid_until == date(2028, 6, 2)

    with pytest.raises(ChangeNotPossible):
        suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now.replace(year=2029))


def test_a_change_needs_a_reason(certificate: Certificate, registrar: User, now: datetime) -> None:
    with pytest.raises(ReasonMissing):
        suspend_certificate(certificate=certificate, actor=registrar, reason=" \n", now=now)
    assert certificate.events.filter(type=EventType.SUSPENDED).count() == 0


@pytest.mark.parametrize(
    "change", [suspend_certificate, reinstate_certificate, cancel_certificate, reissue_certificate]
)
def test_nobody_changes_a_certificate_of_their_own(certificate: Certificate, now: datetime, change: Change) -> None:
    with pytest.raises(OwnCertificate, match="another registrar decides"):
        change(certificate=certificate, actor=certificate.holder.user, reason="自己来", now=now)
    assert certificate.events.count() == 1
