from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from certification.certificates.enums import EventType
from certification.certificates.keys import KEY_FILE
from certification.certificates.models import Certificate, CertificateDocument, CertificateTemplate, IssueRefusal
from certification.certificates.queries import released_passes_without_certificate
from certification.certificates.services import (
    GlyphMissing,
    ResultNotPassed,
    ResultNotReleased,
    TemplateMissing,
    WordingForbidden,
    issue_certificate,
    issue_for_released_result,
)
from certification.certificates.signals import certificate_changed
from certification.certificates.signing import SigningKeyMissing
from certification.marking.enums import Outcome, ResultState
from certification.marking.models import Result
from certification.marking.signals import result_released
from lms.accounts.models import Practitioner, User
from lms.audit.models import AuditEntry
from lms.notifications.models import Message
from tests.certification.certificates.cast import make_result


def test_issue_takes_a_snapshot(result: Result, registrar: User, now: datetime) -> None:
    certificate = issue_certificate(result=result, issued_by=registrar, now=now)

    assert certificate.number == "TJIP-A-2025-PAT2-000001-R"
    assert certificate.title == "知识产权服务从业人员能力评价证书（专利代理方向 L2）"
    assert (certificate.name, certificate.id_last4) == ("林虚光", "1234")
    assert (certificate.domain_id, certificate.level) == ("PAT", "L2")
    assert certificate.basis == "《知识产权服务从业人员能力评价标准（专利代理）》2025年第1版"
    assert (certificate.issued_at, str(certificate.valid_until)) == (now, "2028-06-02")
    assert certificate.is_test is True
    assert len(certificate.token) == 22


def test_issue_leaves_event_document_trail_and_letter(result: Result, registrar: User, now: datetime) -> None:
    certificate = issue_certificate(result=result, issued_by=registrar, now=now)

    assert list(certificate.events.values_list("type", "at", "actor")) == [(EventType.ISSUED, now, registrar.pk)]
    assert CertificateDocument.objects.get().certificate == certificate
    entry = AuditEntry.objects.get(action="certificates.issue_certificate")
    assert entry.detail == {"number": certificate.number, "issue": 1, "result": result.pk}
    letter = Message.objects.get(key__startswith="certificates.")
    assert letter.recipient == certificate.holder.user


def test_issue_tells_who_listens(result: Result, registrar: User, now: datetime) -> None:
    heard = []

    def listen(certificate: Certificate, **kwargs: object) -> None:
        heard.append(certificate)

    certificate_changed.connect(listen)
    try:
        certificate = issue_certificate(result=result, issued_by=registrar, now=now)
    finally:
        certificate_changed.disconnect(listen)

    assert heard == [certificate]


def test_issue_again_gives_the_same_certificate(result: Result, registrar: User, now: datetime) -> None:
    first = issue_certificate(result=result, issued_by=registrar, now=now)
    second = issue_certificate(result=result, issued_by=registrar, now=now + timedelta(days=1))

    assert first == second
    assert (Certificate.objects.count(), CertificateDocument.objects.count()) == (1, 1)
    assert Message.objects.filter(key__startswith="certificates.").count() == 1


def test_serials_follow_each_other_within_kind_and_year(
    result: Result, practitioner: Practitioner, colleague: Practitioner, registrar: User, now: datetime
) -> None:
    new_year = datetime.fromisoformat("2025-12-31T16:00:00+00:00")  # midnight in Tianjin
    results = [result, make_result(colleague, registrar), make_result(practitioner, registrar)]
    moments = [now, now, new_year]

    numbers = [
        issue_certificate(result=each, issued_by=registrar, now=moment).number
        for each, moment in zip(results, moments, strict=True)
    ]

    assert [number[:-2] for number in numbers] == [
        "TJIP-A-2025-PAT2-000001",
        "TJIP-A-2025-PAT2-000002",
        "TJIP-A-2026-PAT2-000001",
    ]


def test_a_proposed_result_is_refused(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    proposed = make_result(practitioner, registrar, state=ResultState.PROPOSED)

    with pytest.raises(ResultNotReleased):
        issue_certificate(result=proposed, issued_by=registrar, now=now)


def test_a_failed_result_is_refused(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    failed = make_result(practitioner, registrar, outcome=Outcome.FAIL)

    with pytest.raises(ResultNotPassed):
        issue_certificate(result=failed, issued_by=registrar, now=now)


def test_forbidden_wording_is_refused_and_named(result: Result, registrar: User, now: datetime) -> None:
    template = CertificateTemplate.objects.get(kind="A")
    template.title = "全 国知识产权高级职业资格证书"
    template.save()

    with pytest.raises(WordingForbidden, match="职业资格、全国"):
        issue_certificate(result=result, issued_by=registrar, now=now)
    assert Certificate.objects.count() == 0


def test_the_disclaimer_is_exempt_from_the_wording_rule(result: Result, registrar: User, now: datetime) -> None:
    assert "职业资格" in CertificateTemplate.objects.get(kind="A").disclaimer
    assert issue_certificate(result=result, issued_by=registrar, now=now).number


def test_a_character_that_no_font_has_is_named(result: Result, registrar: User, now: datetime) -> None:
    Practitioner.objects.update(name="林\U0002ebf0光")

    with pytest.raises(GlyphMissing, match=r"\U0002ebf0 \(U\+2EBF0\)"):
        issue_certificate(result=result, issued_by=registrar, now=now)


def test_rare_characters_that_the_font_has_pass(result: Result, registrar: User, now: datetime) -> None:
    Practitioner.objects.update(name="𠮷䶮㛃")

    assert issue_certificate(result=result, issued_by=registrar, now=now).name == "𠮷䶮㛃"


def test_without_a_template_nothing_is_issued(result: Result, registrar: User, now: datetime) -> None:
    CertificateTemplate.objects.all().delete()

    with pytest.raises(TemplateMissing):
        issue_certificate(result=result, issued_by=registrar, now=now)


def test_without_a_signing_key_nothing_is_issued(
    result: Result, registrar: User, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)

    with pytest.raises(SigningKeyMissing, match="signing key is not in place"):
        issue_certificate(result=result, issued_by=registrar, now=now)
    assert Certificate.objects.count() == 0


def test_a_key_file_that_is_no_key_counts_as_missing(
    result: Result, registrar: User, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)
    for name in (KEY_FILE, "signing.crt.pem"):
        (tmp_path / name).write_text("not a key")

    with pytest.raises(SigningKeyMissing):
        issue_certificate(result=result, issued_by=registrar, now=now)


def test_a_refusal_gives_its_number_back(result: Result, registrar: User, now: datetime) -> None:
    Practitioner.objects.update(name="林\U0002ebf0光")
    with pytest.raises(GlyphMissing):
        issue_certificate(result=result, issued_by=registrar, now=now)
    Practitioner.objects.update(name="林虚光")

    assert issue_certificate(result=result, issued_by=registrar, now=now).number.startswith("TJIP-A-2025-PAT2-000001")


def test_a_release_issues(result: Result, registrar: User, now: datetime) -> None:
    result_released.send(sender=Result, result=result, released_by=registrar, now=now)

    assert Certificate.objects.get().result == result


def test_a_released_fail_issues_nothing(
    template: CertificateTemplate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    failed = make_result(practitioner, registrar, outcome=Outcome.FAIL)

    assert issue_for_released_result(result=failed, released_by=registrar, now=now) is None
    assert (Certificate.objects.count(), IssueRefusal.objects.count()) == (0, 0)


def test_a_refusal_during_release_waits_for_the_registrar(result: Result, registrar: User, now: datetime) -> None:
    Practitioner.objects.update(name="林\U0002ebf0光")

    assert issue_for_released_result(result=result, released_by=registrar, now=now) is None

    waiting = released_passes_without_certificate().get()
    assert "U+2EBF0" in waiting.issue_refusal.reason
    Practitioner.objects.update(name="林虚光")
    issue_certificate(result=result, issued_by=registrar, now=now)
    assert not released_passes_without_certificate().exists()
    assert not IssueRefusal.objects.exists()


def test_a_second_refusal_replaces_the_first(result: Result, registrar: User, now: datetime) -> None:
    CertificateTemplate.objects.all().delete()
    for moment in (now, now + timedelta(hours=1)):
        with translation.override("en"):
            issue_for_released_result(result=result, released_by=registrar, now=moment)

    assert IssueRefusal.objects.get().refused_at == now + timedelta(hours=1)
