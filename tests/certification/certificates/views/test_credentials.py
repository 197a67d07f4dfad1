import json
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from certification.certificates.credential_keys import published
from certification.certificates.models import Certificate, CredentialKey, StatusListVersion
from certification.certificates.open_badges.baking import unbake_png, unbake_svg
from certification.certificates.open_badges.proof import verify
from certification.certificates.queries import published_keys
from certification.certificates.services import (
    publish_waiting_status_lists,
    reissue_certificate,
    rotate_credential_key,
    sign_waiting_credentials,
)
from certification.verification.views.documents import make_reference
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import revoke_certificate
from tests.conftest import signed_in
from tests.traces import views_of_people

DID = "/.well-known/did.json"
LIST = "/status/revocation/1"
AS_JSON = {"Accept": "application/vc, application/json"}


def address_of(certificate: Certificate) -> str:
    return f"/credentials/{certificate.uuid}"


def file_of(certificate: Certificate, form: str) -> str:
    return f"/my/certificates/{certificate.uuid}/credential/{form}/"


@pytest.fixture
def signed(certificate: Certificate, now: datetime) -> Certificate:
    sign_waiting_credentials(now=now)
    certificate.credential.refresh_from_db()
    return certificate


def test_before_the_first_credential_no_key_is_published(client: Client, db: None) -> None:
    assert client.get(DID).json()["verificationMethod"] == []


@pytest.mark.usefixtures("key_folder")
def test_the_issuers_keys_are_published_with_their_periods(client: Client, signed: Certificate, now: datetime) -> None:
    rotate_credential_key(now=now + timedelta(days=1))
    old, new = CredentialKey.objects.order_by("created_at")

    response = client.get(DID)
    methods = response.json()["verificationMethod"]

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, max-age=30"
    assert [method["id"] for method in methods] == [f"did:web:testserver#{key}" for key in (old, new)]
    assert [method.get("expires") for method in methods] == ["2025-06-03T02:00:00Z", None]


def test_the_status_list_is_cached_for_five_minutes_at_most(client: Client, signed: Certificate, now: datetime) -> None:
    publish_waiting_status_lists(now=now)

    response = client.get(LIST)

    assert response["Content-Type"] == "application/vc"
    assert response["Cache-Control"] == "public, max-age=30"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response.content.decode() == StatusListVersion.objects.get().content
    assert client.get(LIST, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_revocation_changes_the_list(client: Client, signed: Certificate, registrar: User, now: datetime) -> None:
    publish_waiting_status_lists(now=now)
    before = client.get(LIST)["ETag"]
    revoke_certificate(certificate=signed, actor=registrar, reason="材料不实", now=now)
    publish_waiting_status_lists(now=now)

    assert client.get(LIST, headers={"If-None-Match": before}).status_code == 200


def test_a_list_that_is_about_to_be_signed_is_asked_for_again(client: Client, certificate: Certificate) -> None:
    response = client.get(LIST)

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert client.get("/status/revocation/2").status_code == 404


def test_the_holder_and_the_registrar_get_the_document(
    practitioner_client: Client, registrar_client: Client, signed: Certificate
) -> None:
    for client in (practitioner_client, registrar_client):
        response = client.get(address_of(signed))
        assert response["Content-Type"] == "application/vc"
        assert response.content.decode() == signed.credential.content


def test_a_look_of_the_association_leaves_a_trace(
    practitioner_client: Client, registrar_client: Client, registrar: User, signed: Certificate
) -> None:
    for client in (practitioner_client, registrar_client):
        client.get(address_of(signed))
        client.get(file_of(signed, "json"))

    trace = (str(registrar), str(signed.practitioner_id), f"credentials/{signed.uuid}")
    assert views_of_people() == [trace, trace]


def test_others_learn_what_the_address_is_and_nothing_of_the_person(
    client: Client, outsider_client: Client, signed: Certificate
) -> None:
    for visitor in (client, outsider_client):
        response = visitor.get(address_of(signed))
        page = response.content.decode()
        assert response.status_code == 200
        assert "A digital credential" in page
        assert "Test certificate" in page
        assert "Valid" in page
        assert signed.name not in page
        assert signed.number not in page
        assert response["X-Robots-Tag"] == "noindex"


def test_a_program_is_told_that_the_document_is_private(client: Client, signed: Certificate) -> None:
    response = client.get(address_of(signed), headers=AS_JSON)

    assert response.status_code == 403
    assert signed.name not in response.content.decode()


def test_an_address_lives_on_after_revocation(
    client: Client, signed: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=signed, actor=registrar, reason="材料不实", now=now)

    assert "Revoked" in client.get(address_of(signed)).content.decode()


def test_an_address_that_was_never_given_out_is_unknown(client: Client, db: None) -> None:
    assert client.get("/credentials/00000000-0000-4000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("form", ["json", "png", "svg"])
def test_the_holder_takes_the_credential_along(practitioner_client: Client, signed: Certificate, form: str) -> None:
    response = practitioner_client.get(file_of(signed, form))

    unbake: dict[str, Callable[[bytes], str]] = {"json": bytes.decode, "png": unbake_png, "svg": unbake_svg}
    text = unbake[form](response.content)
    assert text == signed.credential.content
    assert response["Content-Disposition"] == f'attachment; filename="{signed.number}.{form}"'
    assert verify(json.loads(text), issuer="did:web:testserver", keys=published(published_keys()))


def test_a_badge_is_a_picture_that_bears_no_name(practitioner_client: Client, signed: Certificate) -> None:
    picture = Image.open(BytesIO(practitioner_client.get(file_of(signed, "png")).content))
    drawing = practitioner_client.get(file_of(signed, "svg")).content.decode().partition("</openbadges:credential>")[2]

    assert picture.size == (512, 512)
    assert signed.name not in drawing


def test_the_picture_that_a_credential_names_is_there_for_everyone(client: Client, signed: Certificate) -> None:
    address = json.loads(signed.credential.content)["credentialSubject"]["achievement"]["image"]["id"]

    response = client.get(address.removeprefix("http://testserver"))

    assert address == "http://testserver/credentials/badges/l2-test.png"
    assert Image.open(BytesIO(response.content)).size == (512, 512)
    assert response["Cache-Control"] == "public, max-age=30"
    assert client.get("/credentials/badges/l9.png").status_code == 404


def test_a_test_keys_badge_says_so(practitioner_client: Client, signed: Certificate) -> None:
    assert "测试 无效" in practitioner_client.get(file_of(signed, "svg")).content.decode()


@pytest.mark.usefixtures("key_folder")
@pytest.mark.parametrize("level", ["L1", "L2", "L3", "L4"])
def test_every_level_has_its_badge(
    practitioner_client: Client, certificate: Certificate, now: datetime, level: str
) -> None:
    Certificate.objects.update(level=level, is_test=False)
    rotate_credential_key(now=now)
    sign_waiting_credentials(now=now)

    drawing = practitioner_client.get(file_of(certificate, "svg")).content.decode()
    assert f'aria-label="{level} ' in drawing
    assert "测试" not in drawing
    assert practitioner_client.get(file_of(certificate, "png")).status_code == 200


def test_a_reissues_file_says_which_issue(
    practitioner_client: Client, signed: Certificate, registrar: User, now: datetime
) -> None:
    new = reissue_certificate(certificate=signed, actor=registrar, reason="姓名更正", now=now)
    sign_waiting_credentials(now=now)

    response = practitioner_client.get(file_of(new, "json"))
    assert response["Content-Disposition"] == f'attachment; filename="{signed.number}-2.json"'


def test_what_is_not_signed_yet_is_refused_with_its_reason(
    practitioner_client: Client, client: Client, certificate: Certificate
) -> None:
    for visitor, address in (
        (practitioner_client, file_of(certificate, "json")),
        (practitioner_client, address_of(certificate)),
        (client, f"/verify/{make_reference(certificate)}/credential/"),
    ):
        response = visitor.get(address)
        assert response.status_code == 409
        assert "still being signed" in response.content.decode()


def test_an_outsider_finds_no_file(outsider_client: Client, signed: Certificate) -> None:
    assert outsider_client.get(file_of(signed, "json")).status_code == 404


def test_a_stranger_signs_in_first(client: Client, signed: Certificate) -> None:
    assert client.get(file_of(signed, "json"))["Location"].startswith("/accounts/login/")


def test_there_is_no_other_form(practitioner_client: Client, signed: Certificate) -> None:
    assert practitioner_client.get(file_of(signed, "gif")).status_code == 404


def test_my_page_offers_what_is_signed(practitioner: Practitioner, certificate: Certificate, now: datetime) -> None:
    client = signed_in(practitioner.user)
    assert file_of(certificate, "png") not in client.get("/my/certificates/").content.decode()

    sign_waiting_credentials(now=now)
    page = client.get("/my/certificates/").content.decode()
    assert all(file_of(certificate, form) in page for form in ("json", "png", "svg"))
