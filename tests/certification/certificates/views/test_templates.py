"""The registrar's editor of templates and its preview."""

from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.forms import model_to_dict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification.certificates.models import Certificate, CertificateTemplate, TemplatePicture
from certification.certificates.services import issue_certificate
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate
from tests.certification.certificates.designs import SVG_SEAL, png_seal
from tests.conftest import signed_in

LIST = "/desk/certificates/templates/"
EDITOR = f"{LIST}A/new/"
PREVIEW = f"{LIST}A/preview/"
_NOT_IN_THE_FORM = ("id", "kind", "version", "seal", "signature", "created_at")


def fields(template: CertificateTemplate, **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(template).items() if name not in _NOT_IN_THE_FORM} | changes


def in_force(kind: str = "A") -> CertificateTemplate:
    return CertificateTemplate.objects.filter(kind=kind).latest("version")


def upload(content: bytes, name: str = "seal.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.mark.parametrize("address", [LIST, EDITOR, f"{LIST}A/1.pdf"])
def test_outsiders_see_no_templates(address: str, client: Client, practitioner: Practitioner) -> None:
    assert client.get(address).status_code == 302
    assert signed_in(practitioner.user).get(address).status_code in {403, 404}


@pytest.mark.parametrize("address", [EDITOR, PREVIEW])
def test_outsiders_write_none(address: str, client: Client, practitioner: Practitioner) -> None:
    template = in_force()

    assert client.post(address, fields(template)).status_code == 302
    assert signed_in(practitioner.user).post(address, fields(template)).status_code in {403, 404}
    assert CertificateTemplate.objects.filter(kind="A").count() == 1


def test_a_kind_that_does_not_exist_is_not_found(registrar_client: Client) -> None:
    for name in ("X/new/", "A/99.pdf"):
        assert registrar_client.get(f"{LIST}{name}").status_code == 404
    assert registrar_client.post(f"{LIST}X/preview/").status_code == 404


def test_the_list_shows_versions_and_how_often_each_was_used(
    registrar_client: Client, certificate: Certificate
) -> None:
    page = registrar_client.get(LIST).content.decode()

    assert in_force("H").title in page
    assert '<td data-label="Certificates" class="cell-number">1</td>' in page


def test_the_list_costs_the_same_for_one_and_three(
    registrar_client: Client, practitioner: Practitioner, registrar: User
) -> None:
    make_certificate(practitioner, registrar)
    registrar_client.get(LIST)  # what the frame keeps in memory
    with CaptureQueriesContext(connection) as one:
        registrar_client.get(LIST)
    template = in_force()
    for version in (2, 3):
        template.pk, template.version = None, version
        template.save()
    with CaptureQueriesContext(connection) as three:
        registrar_client.get(LIST)

    assert len(one) == len(three)


def test_the_editor_begins_with_what_is_in_force(registrar_client: Client) -> None:
    page = registrar_client.get(EDITOR).content.decode()

    assert in_force().title in page
    assert "{domain}" in page


def test_a_version_is_added_and_the_old_one_stays(
    registrar_client: Client, certificate: Certificate, registrar: User, result: Any, now: datetime
) -> None:
    old = in_force()
    changed = fields(old, layout="column", language="zh", title="知识产权服务能力评价证书（{domain} {level}）")

    answer = registrar_client.post(EDITOR, changed)

    assert answer.headers["Location"] == reverse("certificates:templates")
    new = in_force()
    assert (new.version, new.layout, new.title) == (2, "column", "知识产权服务能力评价证书（{domain} {level}）")
    certificate.refresh_from_db()
    assert certificate.template == old
    assert issue_certificate(result=result, issued_by=registrar, now=now).template == new


def test_publishing_what_is_in_force_adds_nothing(registrar_client: Client) -> None:
    for _ in range(2):
        registrar_client.post(EDITOR, fields(in_force(), title="知识产权服务能力评价证书"))

    assert in_force().version == 2


def test_another_window_does_not_take_back_what_was_put_in_force_meanwhile(registrar_client: Client) -> None:
    page = registrar_client.get(EDITOR).text
    assert '<input type="hidden" name="begun_from" value="1"' in page
    first, second = (fields(in_force(), begun_from=1, title=f"知识产权服务能力评价证书（{each}）") for each in "甲乙")
    registrar_client.post(EDITOR, first)

    # Another refusal does not stand in for this one.
    registrar_client.post(EDITOR, second | {"title": "全国证书"})
    refused = registrar_client.post(EDITOR, second)

    assert "Version 2 was put in force while this one was being written." in refused.text
    assert in_force().title.endswith("（甲）")
    # Nothing that was typed is lost, and whoever has read that sends it again.
    assert second["title"] in refused.text
    assert '<input type="hidden" name="begun_from" value="2"' in refused.text
    registrar_client.post(EDITOR, second | {"begun_from": 2})
    assert (in_force().version, in_force().title) == (3, second["title"])


def test_the_same_window_sent_twice_is_one_version(registrar_client: Client) -> None:
    changed = fields(in_force(), begun_from=1, title="知识产权服务能力评价证书")

    answers = [registrar_client.post(EDITOR, changed) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert in_force().version == 2


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"title": "全国证书"}, "must not say 全国"),
        ({"title_en": "National certificate"}, "must not say national"),
        ({"issuer_name": "中国知识产权协会"}, "must not say 中国"),
        ({"title": "证书（{course}）"}, "{course} stands for nothing"),
        ({"disclaimer": "本证书由本会颁发。"}, "fixed clause"),
        ({"title": ""}, "needs its title, text and disclaimer in Chinese"),
        ({"language": "en", "body_en": ""}, "needs its title, text, disclaimer and issuer in English"),
        ({"issuer_name": "协会\U0002ebf0"}, "U+2EBF0"),
        ({"layout": "round"}, "Select a valid choice"),
        ({"signatory_post": "国家会长"}, "must not say 国家"),
        ({"title": "\u202e国全证书"}, "U+202E"),
    ],
)
def test_what_must_not_be_printed_is_refused_above_the_form(
    registrar_client: Client, changes: dict[str, str], says: str
) -> None:
    sent = fields(in_force(), **changes)

    answer = registrar_client.post(EDITOR, sent)

    assert answer.status_code == 200
    assert says in answer.content.decode()
    assert says in registrar_client.post(PREVIEW, sent).content.decode()
    assert in_force().version == 1


def test_doubtful_words_in_the_text_need_a_yes(registrar_client: Client) -> None:
    sent = fields(in_force(), body="依据国家知识产权局审查指南，达到{domain}方向{level_label}的能力要求。")

    answer = registrar_client.post(EDITOR, sent).content.decode()

    assert "The text says 国家" in answer
    assert "accepts_doubtful_words" in answer
    assert in_force().version == 1
    registrar_client.post(EDITOR, sent | {"accepts_doubtful_words": "on"})
    assert in_force().version == 2


def test_the_preview_is_the_page_itself_and_keeps_nothing(registrar_client: Client) -> None:
    sent = fields(in_force(), layout="column", signatory_name="林会长") | {
        "seal_file": upload(png_seal()),
        "signature_file": upload(SVG_SEAL, "name.svg"),
    }

    answer = registrar_client.post(PREVIEW, sent)

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert (CertificateTemplate.objects.filter(kind="A").count(), TemplatePicture.objects.count()) == (1, 0)
    assert not Certificate.objects.exists()


def test_a_version_has_a_specimen(registrar_client: Client) -> None:
    for kind in "ATHL":
        assert registrar_client.get(f"{LIST}{kind}/1.pdf").content.startswith(b"%PDF-1.7")


def test_pictures_are_kept_once_and_stay_until_they_are_removed(registrar_client: Client, registrar: User) -> None:
    template = in_force()
    registrar_client.post(EDITOR, fields(template) | {"seal_file": upload(png_seal())})
    second = in_force()
    assert (second.version, second.seal is not None) == (2, True)
    picture = TemplatePicture.objects.get()
    assert (picture.media_type, picture.uploaded_by) == ("image/png", registrar)

    registrar_client.post(EDITOR, fields(second, title="知识产权服务能力评价证书"))
    assert in_force().seal == picture
    registrar_client.post(EDITOR, fields(in_force()) | {"seal_file": upload(png_seal())})
    assert (in_force().version, TemplatePicture.objects.count()) == (3, 1)
    registrar_client.post(EDITOR, fields(in_force(), removes_seal="on"))
    assert (in_force().version, in_force().seal) == (4, None)


def test_a_bad_picture_is_refused_on_the_form(registrar_client: Client) -> None:
    answer = registrar_client.post(EDITOR, fields(in_force()) | {"seal_file": upload(b"GIF89a", "seal.gif")})

    assert "neither a PNG nor an SVG" in answer.content.decode()
    assert in_force().version == 1


def test_a_signature_without_a_name_is_refused(registrar_client: Client) -> None:
    answer = registrar_client.post(EDITOR, fields(in_force()) | {"signature_file": upload(png_seal())})

    assert "Name the person whose signature this is" in answer.content.decode()
