from datetime import datetime, timedelta

import pytest

from certification.certificates.enums import Status
from certification.certificates.models import Certificate, CertificateDocument, CertificateTemplate
from certification.certificates.services import (
    ChangeNotPossible,
    GlyphMissing,
    TemplateMissing,
    publish_template,
    reissue_certificate,
    suspend_certificate,
)
from certification.certificates.services.changing import ReasonMissing
from lms.accounts.enums import IdType
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.services.test_changing import status


def test_reissue_keeps_number_and_last_day(certificate: Certificate, registrar: User, now: datetime) -> None:
    later = now + timedelta(days=30)

    new = reissue_certificate(certificate=certificate, actor=registrar, reason="姓名用字更正", name="林虚晃", now=later)

    assert (new.number, new.issue, new.replaces) == (certificate.number, 2, certificate)
    assert (new.name, new.issued_at, new.valid_until) == ("林虚晃", later, certificate.valid_until)
    assert new.token != certificate.token
    assert (status(certificate, later), status(new, later)) == (Status.REPLACED, Status.VALID)
    assert CertificateDocument.objects.filter(certificate=new).exists()


def test_reissue_without_a_name_keeps_it(certificate: Certificate, registrar: User, now: datetime) -> None:
    assert reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now).name == "林虚光"


def test_reissue_prints_the_document_on_record_now(certificate: Certificate, registrar: User, now: datetime) -> None:
    Practitioner.objects.filter(pk=certificate.holder.pk).update(id_type=IdType.PASSPORT, id_number_last4="7788")

    new = reissue_certificate(certificate=certificate, actor=registrar, reason="证件更正", now=now)

    assert (new.id_type, new.id_last4) == (IdType.PASSPORT, "7788")
    certificate.refresh_from_db()
    assert (certificate.id_type, certificate.id_last4) != (IdType.PASSPORT, "7788")


def test_reissue_takes_the_template_in_force(certificate: Certificate, registrar: User, now: datetime) -> None:
    old = CertificateTemplate.objects.get(kind="A")
    draft = CertificateTemplate.objects.get(kind="A")
    draft.pk, draft.title = None, "知识产权服务能力评价证书（{domain} {level}）"
    template = publish_template(draft=draft, author=registrar, now=now)

    new = reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)

    assert (new.template, new.title) == (template, "知识产权服务能力评价证书（专利代理 L2）")
    certificate.refresh_from_db()
    assert certificate.template == old


def test_reissue_again_gives_the_same(certificate: Certificate, registrar: User, now: datetime) -> None:
    first = reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)
    second = reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)

    assert first == second


def test_a_reissue_can_be_reissued(certificate: Certificate, registrar: User, now: datetime) -> None:
    second = reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)

    assert reissue_certificate(certificate=second, actor=registrar, reason="换版", now=now).issue == 3


@pytest.mark.parametrize("change", [suspend_certificate, revoke_certificate])
def test_only_a_valid_certificate_is_reissued(
    certificate: Certificate, registrar: User, now: datetime, change: object
) -> None:
    assert callable(change)
    change(certificate=certificate, actor=registrar, reason="核实", now=now)

    with pytest.raises(ChangeNotPossible):
        reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)


def test_a_refused_reissue_leaves_the_old_one_valid(certificate: Certificate, registrar: User, now: datetime) -> None:
    with pytest.raises(GlyphMissing):
        reissue_certificate(certificate=certificate, actor=registrar, reason="更正", name="林\U0002ebf0", now=now)
    with pytest.raises(ReasonMissing):
        reissue_certificate(certificate=certificate, actor=registrar, reason="", now=now)

    assert status(certificate, now) == Status.VALID


def test_without_a_template_nothing_is_reissued(certificate: Certificate, registrar: User, now: datetime) -> None:
    CertificateTemplate.objects.filter(kind="A").update(kind="T", version=7)

    with pytest.raises(TemplateMissing):
        reissue_certificate(certificate=certificate, actor=registrar, reason="换版", now=now)
