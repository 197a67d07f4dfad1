"""The page of a certificate: what stands on it, and the PDF of it before it is signed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from certification.certificates.models import Certificate, CertificateCredential, CertificateTemplate
from certification.certificates.qr import qr_path
from certification.certificates.seal import rim
from certification.certificates.status import TIME_ZONE
from lms.accounts.enums import IdType
from lms.competency.enums import Level
from lms.competency.models import Domain
from lms.pdf.attachments import AttachedFile
from lms.pdf.rendering import render_pdf

# The document is in Chinese with English captions whatever language its reader's browser asks for,
# so these words are printed matter and no part of the interface's catalogues.
LEVELS = {
    Level.FOUNDATION: ("初级", "Foundation"),
    Level.PRACTITIONER: ("中级", "Practitioner"),
    Level.SENIOR: ("高级", "Senior"),
    Level.EXPERT: ("专家", "Expert"),
}
ID_TYPES = {
    IdType.RESIDENT_CARD: "居民身份证",
    IdType.PASSPORT: "护照",
    IdType.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    IdType.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
}
# How many characters of the number the mask stands for.
_MASKED = {IdType.RESIDENT_CARD: 14}
_MASKED_OTHERWISE = 5
_TEST_SEAL = "测试印章"
# What the credential is called inside the PDF.
CREDENTIAL_FILE = "credential.json"


@dataclass(frozen=True)
class Wording:
    """What the texts of a template become for one domain and level."""

    title: str
    body: str
    disclaimer: str


def word_template(template: CertificateTemplate, *, domain: Domain, level: str) -> Wording:
    def fill(text: str) -> str:
        label = f"{LEVELS[Level(level)][0]}（{level}）"
        return text.replace("{domain}", domain.name_zh).replace("{level_label}", label).replace("{level}", level)

    return Wording(title=fill(template.title), body=fill(template.body), disclaimer=fill(template.disclaimer))


def mask_id_number(id_type: str, last4: str) -> str:
    return "*" * _MASKED.get(IdType(id_type), _MASKED_OTHERWISE) + last4


def verification_address(certificate: Certificate) -> str:
    return f"{settings.SITE_URL}{reverse('verification:token', args=[certificate.token])}"


def format_date(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def date_issued(moment: datetime) -> date:
    return moment.astimezone(TIME_ZONE).date()


def page_context(certificate: Certificate) -> dict[str, object]:
    """Everything the template prints."""
    template, domain = certificate.template, certificate.domain
    wording = word_template(template, domain=domain, level=certificate.level)
    level_zh, level_en = LEVELS[Level(certificate.level)]
    title, bracket, direction = certificate.title.partition("（")
    address = verification_address(certificate)
    path, modules = qr_path(address)
    return {
        "certificate": certificate,
        "title": title,
        "direction": bracket + direction,
        "body": wording.body,
        "disclaimer": wording.disclaimer,
        "issuer": template.issuer_name,
        "issuer_code": template.issuer_credit_code,
        "id_type": ID_TYPES[IdType(certificate.id_type)],
        "id_number": mask_id_number(certificate.id_type, certificate.id_last4),
        "domain": domain,
        "level_zh": level_zh,
        "level_en": level_en,
        "issued_on": format_date(date_issued(certificate.issued_at)),
        "valid_until": format_date(certificate.valid_until) if certificate.valid_until else "",
        "address": address,
        "qr_path": path,
        "qr_modules": modules,
        "seal_rim": rim(_TEST_SEAL if certificate.is_test else template.issuer_name),
    }


def printed_text(*, template: CertificateTemplate, domain: Domain, level: str, name: str, basis: str) -> str:
    """What differs from one certificate to the next, for the check that the fonts have every character."""
    wording = word_template(template, domain=domain, level=level)
    parts = [name, wording.title, basis, wording.body, wording.disclaimer, template.issuer_name, domain.name_zh]
    return "\n".join(parts)


def build_pdf(certificate: Certificate, *, credential: CertificateCredential | None = None) -> bytes:
    """What is issued bears its signed credential, as the very text that the holder downloads; a specimen has none."""
    with translation.override("zh-hans"):
        return render_pdf(
            template="certificates/pdf/certificate.html",
            context=page_context(certificate),
            stylesheet="certificates/certificate.css",
            attachments=[_attach(credential)] if credential else [],
        )


def _attach(credential: CertificateCredential) -> AttachedFile:
    if credential.signed_at is None:
        raise ValueError("An unsigned credential proves nothing.")
    return AttachedFile(
        name=CREDENTIAL_FILE,
        description="Open Badges 3.0",
        content=credential.content.encode(),
        made_at=credential.signed_at,
    )
