import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from certification.certificates.enums import Language, SharedName
from certification.certificates.models import Certificate, CertificateDocument, CertificateShare, CertificateTemplate
from certification.certificates.services import render_document, suspend_certificate
from certification.certificates.services.sharing import ShareChoices, share_certificate, withdraw_share
from lms.accounts.models import User

FILES = ("certificate.pdf", "credential/png/", "credential/svg/", "credential/json/")


def switch_of(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.uuid}/share/"


def give(certificate: Certificate, now: datetime, **choices: Any) -> str:
    """The address of its page."""
    holder = certificate.holder.user
    share = share_certificate(certificate=certificate, choices=ShareChoices(**choices), actor=holder, now=now)
    return f"/certificates/{share.token}/"


def test_the_holder_finds_the_switch_and_it_is_off(practitioner_client: Client, certificate: Certificate) -> None:
    assert switch_of(certificate) in practitioner_client.get("/my/certificates/").text

    page = practitioner_client.get(switch_of(certificate)).text
    assert "Nobody sees this certificate" in page
    assert "linkedin.com" not in page


def test_the_holder_opens_the_page(practitioner_client: Client, certificate: Certificate) -> None:
    page = practitioner_client.post(
        switch_of(certificate), {"name_shown": "full", "offers_pdf": "on"}, follow=True
    ).text

    share = CertificateShare.objects.get()
    assert (share.offers_pdf, share.offers_badge, share.is_indexed) == (True, False, False)
    assert f"http://testserver/certificates/{share.token}/" in page
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name_shown": "family", "offers_pdf": "on"}, "bear your full name"),
        ({"name_shown": "nobody"}, "Select a valid choice"),
        ({}, "This field is required"),
    ],
)
def test_bad_choices_open_nothing(
    practitioner_client: Client, certificate: Certificate, sent: dict[str, str], says: str
) -> None:
    page = practitioner_client.post(switch_of(certificate), sent)

    assert says in page.text
    assert not CertificateShare.objects.exists()


def test_the_holder_closes_the_page_at_once(
    practitioner_client: Client, certificate: Certificate, now: datetime
) -> None:
    address = give(certificate, now, offers_pdf=True, offers_badge=True)
    assert Client().get(address).status_code == 200

    page = practitioner_client.post(f"{switch_of(certificate)}withdraw/", follow=True).text

    assert "its address leads nowhere" in page
    assert "Pages that you closed" in page
    for path in ("", "picture.png", *FILES):
        assert Client().get(address + path).status_code == 404, path


def test_others_have_no_switch(outsider_client: Client, certificate: Certificate) -> None:
    for address in (switch_of(certificate), f"{switch_of(certificate)}withdraw/"):
        assert outsider_client.post(address, {"name_shown": "full"}).status_code == 404
    assert outsider_client.get(switch_of(certificate)).status_code == 404
    assert Client().get(switch_of(certificate)).status_code == 302
    assert not CertificateShare.objects.exists()


def test_nobody_guesses_an_address(certificate: Certificate, now: datetime) -> None:
    give(certificate, now)

    for token in (certificate.token, str(certificate.uuid), certificate.number, "x"):
        assert Client().get(f"/certificates/{token}/").status_code == 404


def test_the_page_shows_the_certificate_and_nothing_private(certificate: Certificate, now: datetime) -> None:
    page = Client().get(give(certificate, now)).text

    assert certificate.title in page
    assert certificate.number in page
    assert '<dd translate="no">林虚光</dd>' in page
    assert "certificate-check-valid" in page
    for private in ("1234", "Resident", certificate.token, str(certificate.uuid), *FILES):
        assert private not in page, private


def test_the_page_shows_as_much_of_the_name_as_the_holder_chose(certificate: Certificate, now: datetime) -> None:
    page = Client().get(give(certificate, now, name_shown=SharedName.FAMILY)).text

    assert "林**" in page
    assert "虚光" not in page


def test_the_status_is_that_of_the_moment(certificate: Certificate, registrar: User, now: datetime) -> None:
    address = give(certificate, now)
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实", now=now)

    page = Client().get(address)

    assert "certificate-check-suspended" in page.text
    assert "no-store" in page["Cache-Control"]


def test_search_engines_are_asked_not_to_list_it_unless_the_holder_wants_it(
    certificate: Certificate, now: datetime
) -> None:
    address = give(certificate, now)
    page = Client().get(address)
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text

    give(certificate, now, is_indexed=True)
    page = Client().get(address)
    assert "X-Robots-Tag" not in page
    assert "noindex" not in page.text


ENGLISH = "Certificate of Competency Evaluation (Patent agency, L2)"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_is_named_in_the_language_of_its_reader(
    certificate: Certificate, now: datetime, language: str
) -> None:
    title = {"zh-hans": certificate.title, "en": ENGLISH}[language]
    page = Client(headers={"accept-language": language}).get(give(certificate, now)).text

    assert re.search(rf"<title>\s*{re.escape(title)} · 林虚光", page)
    assert f'<meta property="og:title" content="{title}">' in page
    assert f'<meta name="description" content="{title}' in page


def test_the_page_of_a_certificate_without_english_is_named_by_its_number(
    certificate: Certificate, now: datetime
) -> None:
    CertificateTemplate.objects.update(language=Language.CHINESE)
    page = Client().get(give(certificate, now)).text

    assert f'<meta property="og:title" content="Certificate {certificate.number}">' in page


def test_the_page_has_a_card_for_other_sites(certificate: Certificate, now: datetime) -> None:
    address = give(certificate, now)
    page = Client().get(address).text

    card = dict(re.findall(r'<meta property="og:([a-z:_]+)" content="([^"]*)">', page))
    assert card["title"] == card["image:alt"] == ENGLISH
    assert card["url"] == f"http://testserver{address}"
    assert card["image"] == f"http://testserver{address}picture.png"
    assert (card["image:width"], card["image:height"]) == ("1200", "630")
    assert "林" not in "".join(card.values())
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(block)["@type"] == "EducationalOccupationalCredential"
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == ['<script type="application/ld+json">']


def test_the_picture_is_a_png(certificate: Certificate, now: datetime) -> None:
    picture = Client().get(f"{give(certificate, now)}picture.png")

    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_the_files_are_there_when_the_holder_offers_them(certificate: Certificate, now: datetime) -> None:
    render_document(document_id=CertificateDocument.objects.get(certificate=certificate).pk, now=now)
    address = give(certificate, now)
    for path in FILES:
        assert Client().get(address + path).status_code == 404, path

    give(certificate, now, offers_pdf=True, offers_badge=True)
    page = Client().get(address).text
    for path in FILES:
        assert address + path in page
        file = Client().get(address + path)
        assert file.status_code == 200
        assert file["X-Robots-Tag"] == "noindex"
        assert certificate.number in file["Content-Disposition"]
        assert file.getvalue()
    assert Client().get(f"{address}credential/exe/").status_code == 404


def test_an_offered_file_that_is_still_being_made_is_not_shown(certificate: Certificate, now: datetime) -> None:
    address = give(certificate, now, offers_pdf=True, offers_badge=True)

    assert "certificate.pdf" not in Client().get(address).text
    assert Client().get(f"{address}certificate.pdf").status_code == 409


def test_withdrawn_before_given_again_leaves_the_old_address_closed(certificate: Certificate, now: datetime) -> None:
    old = give(certificate, now)
    withdraw_share(certificate=certificate, actor=certificate.holder.user, now=now)
    new = give(certificate, now)

    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)


def test_title_is_marked_with_the_language_it_is_in(
    practitioner_client: Client, certificate: Certificate, now: datetime
) -> None:
    address = give(certificate, now)
    assert f'<h1 lang="zh-Hans">{certificate.title}</h1>' in Client().get(address).text

    CertificateTemplate.objects.filter(pk=certificate.design.pk).update(language=Language.ENGLISH)

    assert f'<h1 lang="en">{certificate.title}</h1>' in Client().get(address).text
    assert f'<span lang="en">{certificate.title}</span>' in practitioner_client.get(switch_of(certificate)).text
