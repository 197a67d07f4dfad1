import json
from datetime import datetime
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.storage import storages
from PIL import Image

from certification.certificates.models import Certificate, CertificateShare
from certification.certificates.presentation import view_certificate
from certification.certificates.services.sharing import ShareChoices, share_certificate
from certification.certificates.share_picture import HEIGHT, WIDTH, share_picture
from certification.certificates.shared_page import add_to_linkedin, build_page


@pytest.fixture
def share(certificate: Certificate, now: datetime) -> CertificateShare:
    return share_certificate(certificate=certificate, choices=ShareChoices(), actor=certificate.holder.user, now=now)


def test_search_engines_learn_of_the_certificate_and_not_of_the_holder(
    share: CertificateShare, certificate: Certificate, now: datetime
) -> None:
    page = build_page(share, view_certificate(certificate, now=now))

    assert json.loads(page.json_ld) == {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "@id": f"http://testserver/certificates/{share.token}/",
        "url": f"http://testserver/certificates/{share.token}/",
        "name": certificate.title,
        "identifier": certificate.number,
        "credentialCategory": "certificate",
        "creativeWorkStatus": "Valid",
        "dateCreated": "2025-06-02",
        "image": f"http://testserver/certificates/{share.token}/picture.png",
        "competencyRequired": certificate.basis,
        "educationalLevel": "L2",
        "expires": "2028-06-02",
        "recognizedBy": {
            "@type": "Organization",
            "name": "津沽知识产权服务行业协会",
            "identifier": "51120000MADEMO0017",
            "url": "http://testserver",
        },
    }


def test_no_text_ends_the_data_block(share: CertificateShare, certificate: Certificate, now: datetime) -> None:
    certificate.title = "</script><script>alert(1)</script>&"

    page = build_page(share, view_certificate(certificate, now=now))

    assert not set("<>&") & set(page.json_ld)
    assert json.loads(page.json_ld)["name"] == certificate.title


def test_linkedins_form_is_filled(certificate: Certificate) -> None:
    link = urlsplit(add_to_linkedin(certificate, address="http://testserver/certificates/abc/"))

    assert f"{link.scheme}://{link.netloc}{link.path}" == "https://www.linkedin.com/profile/add"
    assert parse_qs(link.query) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": [certificate.title],
        "organizationName": ["津沽知识产权服务行业协会"],
        "issueYear": ["2025"],
        "issueMonth": ["6"],
        "expirationYear": ["2028"],
        "expirationMonth": ["6"],
        "certUrl": ["http://testserver/certificates/abc/"],
        "certId": [certificate.number],
    }


def test_the_picture_is_what_other_sites_ask_for(certificate: Certificate) -> None:
    with Image.open(BytesIO(share_picture(certificate))) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
        # Something is drawn where the title is, and where the badge is.
        assert len(picture.crop((80, 130, 700, 330)).convert("L").getcolors() or []) > 10
        assert len(picture.crop((820, 165, 1120, 465)).convert("L").getcolors() or []) > 10


def test_the_picture_is_drawn_once_and_of_nobody(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    first = share_picture(certificate)
    _folders, before = storages["private"].listdir("shared")
    certificate.name = "另一人"
    monkeypatch.setattr("certification.certificates.share_picture._draw", None)

    assert share_picture(certificate) == first
    assert storages["private"].listdir("shared")[1] == before


def test_a_test_certificates_picture_says_so(certificate: Certificate) -> None:
    marked = share_picture(certificate)
    certificate.is_test = False

    assert share_picture(certificate) != marked
