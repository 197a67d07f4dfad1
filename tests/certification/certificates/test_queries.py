from datetime import date, datetime, timedelta
from itertools import product

from certification.certificates.enums import EventType, Status
from certification.certificates.models import Certificate, CertificateEvent
from certification.certificates.queries import held_assessments, with_status
from certification.certificates.services import suspend_certificate
from certification.certificates.status import status_at
from certification.sittings.models import Assessment
from lms.accounts.models import Practitioner, User


def test_with_status_agrees_with_status_at(certificate: Certificate, now: datetime) -> None:
    """Every pair of events, before, at and after each of them, and past the last day."""
    after = [type_ for type_ in EventType if type_ != EventType.ISSUED]
    ends = {EventType.REVOKED, EventType.CANCELLED, EventType.REISSUED}
    moments = [now + timedelta(days=days) for days in (-1, 0, 5, 10, 15, 20, 25, 5000)]
    for first, second in product(after, after):
        if first == second or {first, second} <= ends:
            continue
        CertificateEvent.objects.exclude(type=EventType.ISSUED).delete()
        for days, type_ in ((10, first), (20, second)):
            CertificateEvent.objects.create(certificate=certificate, type=type_, at=now + timedelta(days=days))
        events = list(certificate.events.order_by("at", "pk"))
        for moment in moments:
            expected = status_at(events, valid_until=certificate.valid_until, moment=moment)
            annotated = with_status(Certificate.objects.all(), at=moment).get().status
            assert annotated == expected, (first, second, moment)


def test_with_status_of_an_untouched_certificate(certificate: Certificate, now: datetime) -> None:
    Certificate.objects.update(valid_until=date(2025, 6, 2))

    def status(moment: datetime) -> str | None:
        return with_status(Certificate.objects.all(), at=moment).get().status

    assert status(now - timedelta(seconds=1)) is None
    assert status(now) == Status.VALID
    assert status(now + timedelta(days=1)) == Status.EXPIRED


def test_a_valid_certificate_is_held_and_a_suspended_one_is_not(
    certificate: Certificate, practitioner: Practitioner, colleague: Practitioner, registrar: User, now: datetime
) -> None:
    assessment = Assessment.objects.get()

    assert held_assessments(practitioner, [assessment], now) == {assessment.pk}
    assert held_assessments(colleague, [assessment], now) == set()
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)
    assert held_assessments(practitioner, [assessment], now) == set()
