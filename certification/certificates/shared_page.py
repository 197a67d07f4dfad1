"""What the page of a shared certificate tells: people, the cards of other sites, and search engines."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from certification.certificates.credentials import badge_address, picture_name
from certification.certificates.enums import DocumentState, SharedName
from certification.certificates.models import Certificate, CertificateShare
from certification.certificates.presentation import CertificateView, Fact, shared_facts
from certification.certificates.printed_words import date_issued, word_certificate
from lms.accounts.rules import mask_name
from lms.languages import in_chinese

_LINKEDIN = "https://www.linkedin.com/profile/add"
# What would end the element that the data stands in.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@dataclass(frozen=True)
class SharedPage:
    share: CertificateShare
    view: CertificateView
    # In the reader's language, for what names the page elsewhere.
    title: str
    name: str
    facts: list[Fact]
    address: str
    picture: str
    badge: str
    json_ld: SafeString
    has_pdf: bool
    has_badge: bool


def shared_address(share: CertificateShare) -> str:
    return f"{settings.SITE_URL}{reverse('certificates:shared', args=[share.token])}"


def build_page(share: CertificateShare, view: CertificateView) -> SharedPage:
    certificate = view.certificate
    name = certificate.name if share.name_shown == SharedName.FULL else mask_name(certificate.name)
    picture = f"{settings.SITE_URL}{reverse('certificates:shared_picture', args=[share.token])}"
    address = shared_address(share)
    return SharedPage(
        share=share,
        view=view,
        title=_title(certificate),
        name=name,
        facts=shared_facts(certificate, name=name),
        address=address,
        picture=picture,
        badge=badge_address(picture_name(certificate, is_test=certificate.is_test)),
        json_ld=_embed(describe(certificate, address=address, picture=picture, status=view.status_label)),
        has_pdf=share.offers_pdf and _is_rendered(certificate),
        has_badge=share.offers_badge and _is_signed(certificate),
    )


def describe(certificate: Certificate, *, address: str, picture: str, status: str) -> dict[str, Any]:
    """As schema.org's EducationalOccupationalCredential. Of the holder it says nothing: that is for people who read the page."""
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": address,
        "url": address,
        "name": certificate.title,
        "identifier": certificate.number,
        "credentialCategory": "certificate",
        "creativeWorkStatus": status,
        "dateCreated": date_issued(certificate.issued_at).isoformat(),
        "image": picture,
        "competencyRequired": certificate.basis,
    }
    if certificate.level:
        facts["educationalLevel"] = certificate.level
    if certificate.valid_until:
        facts["expires"] = certificate.valid_until.isoformat()
    if certificate.template is not None:
        facts["recognizedBy"] = {
            "@type": "Organization",
            "name": certificate.template.issuer_name,
            "identifier": certificate.template.issuer_credit_code,
            "url": settings.SITE_URL,
        }
    return facts


def add_to_linkedin(certificate: Certificate, *, address: str) -> str:
    """Fills LinkedIn's form for a certificate; who follows the link sees it there before anything is added."""
    fields = {"startTask": "CERTIFICATION_NAME", "name": certificate.title}
    if certificate.template is not None:
        fields["organizationName"] = certificate.template.issuer_name
    fields |= _month("issue", date_issued(certificate.issued_at))
    if certificate.valid_until:
        fields |= _month("expiration", certificate.valid_until)
    return f"{_LINKEDIN}?{urlencode({**fields, 'certUrl': address, 'certId': certificate.number})}"


def _title(certificate: Certificate) -> str:
    """As printed; in English the template's, or the number where nothing English was ever written."""
    if in_chinese():
        return certificate.title
    printed = "" if certificate.template is None else word_certificate(certificate).title_en
    return printed or _("Certificate %(number)s") % {"number": certificate.number}


def _is_rendered(certificate: Certificate) -> bool:
    """What was issued on paper has no document, and no credential."""
    document = getattr(certificate, "document", None)
    return document is not None and document.state == DocumentState.RENDERED


def _is_signed(certificate: Certificate) -> bool:
    credential = getattr(certificate, "credential", None)
    return credential is not None and credential.signed_at is not None


def _month(prefix: str, day: date) -> dict[str, str]:
    return {f"{prefix}Year": str(day.year), f"{prefix}Month": str(day.month)}


def _embed(facts: dict[str, Any]) -> SafeString:
    """For a data block of the page, which is read and never run."""
    text = json.dumps(facts, ensure_ascii=False, indent=1).translate(_ESCAPES)
    return mark_safe(text)  # noqa: S308 - nothing in it can end the element any more
