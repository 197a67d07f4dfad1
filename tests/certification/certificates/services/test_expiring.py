from datetime import UTC, datetime
from typing import Any

import pytest

from certification.certificates.enums import EventType
from certification.certificates.models import Certificate
from certification.certificates.services import expire_certificates
from certification.certificates.signals import certificate_changed
from lms.accounts.models import Practitioner, User
from lms.notifications.models import Message
from tests.certification.certificates.cast import make_certificate, revoke_certificate

LAST_SECOND = datetime(2028, 6, 2, 15, 59, 59, tzinfo=UTC)
OVER = datetime(2028, 6, 2, 16, 0, tzinfo=UTC)


def test_a_certificate_expires_once_its_last_day_is_over(certificate: Certificate) -> None:
    assert expire_certificates(now=LAST_SECOND) == 0
    assert expire_certificates(now=OVER) == 1
    assert expire_certificates(now=OVER) == 0

    assert certificate.events.filter(type=EventType.EXPIRED).count() == 1
    assert Message.objects.filter(key__startswith="certificates.event.").count() == 1


def test_an_ended_certificate_does_not_expire(certificate: Certificate, registrar: User, now: datetime) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert expire_certificates(now=OVER) == 0


def test_a_certificate_without_a_last_day_never_expires(certificate: Certificate) -> None:
    Certificate.objects.update(valid_until=None)

    assert expire_certificates(now=OVER) == 0


def test_one_that_cannot_expire_keeps_no_other(
    certificate: Certificate, colleague: Practitioner, registrar: User, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_certificate(colleague, registrar)

    def receiver(sender: object, *, certificate: Certificate, **kwargs: Any) -> None:
        if certificate == other:
            raise ValueError("a broken rule")

    certificate_changed.connect(receiver)
    try:
        assert expire_certificates(now=OVER) == 1
    finally:
        certificate_changed.disconnect(receiver)

    assert f"Certificate {other.pk} could not expire." in caplog.text
    assert not other.events.filter(type=EventType.EXPIRED).exists()
    assert expire_certificates(now=OVER) == 1
