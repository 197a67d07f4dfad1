from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.certificates.enums import Status
from certification.certificates.models import Certificate
from certification.certificates.numbers import format_number
from certification.certificates.services import (
    cancel_certificate,
    reissue_certificate,
    suspend_certificate,
)
from certification.verification import limits
from certification.verification.profile_links import register_provider, unregister_provider
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import revoke_certificate

FORM = "/verify/"


@pytest.fixture(autouse=True)
def _an_hour_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(hours=1))


def unknown_number() -> str:
    return format_number(kind="A", year=2025, domain="PAT", level="L2", serial=999)


def test_number_and_name_show_the_certificate(client: Client, certificate: Certificate) -> None:
    response = client.post(FORM, {"number": certificate.number.lower(), "name": " 林 虚光 "})

    assert response.status_code == 200
    page = response.content.decode()
    for printed in (
        "Valid",
        certificate.number,
        "林虚光",
        "**************1234",
        certificate.basis,
        "51120000MADEMO0017",
    ):
        assert printed in page
    assert '<dd translate="no">林虚光</dd>' in page
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_unknown_number_and_wrong_name_get_the_same_answer(client: Client, certificate: Certificate) -> None:
    unknown = client.post(FORM, {"number": unknown_number(), "name": "林虚光"})
    wrong = client.post(FORM, {"number": certificate.number, "name": "别的人"})

    assert unknown.status_code == wrong.status_code == 404

    def plain(response: HttpResponseBase, number: str, name: str) -> str:
        page = response.getvalue().decode()
        token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
        header = page.split("X-CSRFToken")[1].split('"')[2]
        return page.replace(token, "").replace(header, "").replace(number, "N").replace(name, "M")

    assert plain(unknown, unknown_number(), "林虚光") == plain(wrong, certificate.number, "别的人")


def test_unknown_number_and_wrong_name_take_the_same_queries(client: Client, certificate: Certificate) -> None:
    for number, name in ((unknown_number(), "林虚光"), (certificate.number, "别的人")):
        with CaptureQueriesContext(connection) as captured:
            client.post(FORM, {"number": number, "name": name})
        assert [query["sql"].split()[0] for query in captured if "certificates_" in query["sql"]] == ["SELECT"]


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("TJIP-A-2025-PAT2-000001-0", "A character of the number is wrong"),
        ("没有编号", "This is not a certificate number"),
        ("", "This field is required"),
        ("x" * 81, "at most 80 characters"),
    ],
)
def test_a_number_that_cannot_be_is_explained(client: Client, db: None, number: str, says: str) -> None:
    response = client.post(FORM, {"number": number, "name": "林虚光"})

    assert response.status_code == 200
    assert says in response.content.decode()


def test_a_name_is_needed(client: Client, certificate: Certificate) -> None:
    assert "This field is required" in client.post(FORM, {"number": certificate.number}).content.decode()


@pytest.mark.parametrize(
    "typed", ["阿卜杜拉·买买提", "阿卜杜拉•买买提", "阿卜杜拉・买买提", "阿卜杜拉．买买提", " 阿卜杜拉 · 买买提"]
)
def test_any_dot_joins_a_name(client: Client, certificate: Certificate, typed: str) -> None:
    Certificate.objects.update(name="阿卜杜拉·买买提")

    assert client.post(FORM, {"number": certificate.number, "name": typed}).status_code == 200


def test_the_token_shows_the_certificate(client: Client, certificate: Certificate) -> None:
    response = client.get(f"/verify/{certificate.token}/")

    assert response.status_code == 200
    page = response.content.decode()
    assert "certificate-check-valid" in page
    assert '<dd translate="no">林**</dd>' in page
    assert "林虚光" not in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("deed", "status"),
    [
        (suspend_certificate, Status.SUSPENDED),
        (revoke_certificate, Status.REVOKED),
        (cancel_certificate, Status.CANCELLED),
        (reissue_certificate, Status.REPLACED),
    ],
)
def test_a_change_shows_at_once_and_never_its_reason(  # noqa: PLR0917 - two are pytest's parameters
    client: Client,
    certificate: Certificate,
    registrar: User,
    now: datetime,
    deed: Callable[..., object],
    status: Status,
) -> None:
    client.get(f"/verify/{certificate.token}/")
    deed(certificate=certificate, actor=registrar, reason="不可告人的原因", now=now + timedelta(minutes=5))

    page = client.get(f"/verify/{certificate.token}/").content.decode()
    assert f"certificate-check-{status}" in page
    assert str(status.label) in page
    assert "不可告人" not in page


def test_an_expired_certificate_says_so(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: certificate.issued_at.replace(year=2029))

    page = client.get(f"/verify/{certificate.token}/").content.decode()

    assert "certificate-check-expired" in page


def test_a_corrected_name_leads_to_the_newer_issue_and_the_old_name_to_the_replaced_one(
    client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    reissue_certificate(certificate=certificate, actor=registrar, reason="更正", name="林虚晃", now=now)

    new = client.post(FORM, {"number": certificate.number, "name": "林虚晃"}).content.decode()
    old = client.post(FORM, {"number": certificate.number, "name": "林虚光"}).content.decode()

    assert "certificate-check-valid" in new
    assert "certificate-check-replaced" in old
    assert "林虚晃" not in old


@pytest.mark.parametrize("token", ["forged", "A" * 22, "x" * 400, "%00", "林虚光"])
def test_a_forged_token_is_not_found_calmly(client: Client, certificate: Certificate, token: str) -> None:
    response = client.get(f"/verify/{token}/")

    assert response.status_code == 404
    assert "certificate-check-unknown" in response.content.decode()


def test_a_test_key_is_named(client: Client, certificate: Certificate) -> None:
    assert "proves nothing" in client.get(f"/verify/{certificate.token}/").content.decode()
    Certificate.objects.update(is_test=False)
    assert "proves nothing" not in client.get(f"/verify/{certificate.token}/").content.decode()


@pytest.mark.parametrize("cookie", ["", "a session"])
def test_the_page_costs_one_query(client: Client, certificate: Certificate, cookie: str) -> None:
    """The certificate, its events, their lines in the log; whoever is known takes the long way."""
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie
    with CaptureQueriesContext(connection) as captured:
        client.get(f"/verify/{certificate.token}/")

    assert len([query for query in captured if "certificates_" in query["sql"]]) == 1


def test_one_address_may_ask_so_often(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.verification.services.looking_up.PER_ADDRESS", limits.Limit("address", 2, 60))
    data = {"number": certificate.number, "name": "林虚光"}

    assert [client.post(FORM, data).status_code for _ in range(2)] == [200, 200]
    refused = client.post(FORM, data)

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert client.post(FORM, data, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert client.get(f"/verify/{certificate.token}/").status_code == 200


def test_one_number_may_be_asked_about_so_often(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certification.verification.services.looking_up.PER_NUMBER", limits.Limit("number", 2, 600))
    for _ in range(2):
        client.post(FORM, {"number": certificate.number, "name": "猜名字"})

    refused = client.post(FORM, {"number": certificate.number, "name": "林虚光"}, REMOTE_ADDR="10.0.0.9")

    assert (refused.status_code, refused["Retry-After"]) == (429, "600")


def test_without_the_cache_verification_goes_on(
    client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: object, **kwargs: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "add", down)

    assert client.post(FORM, {"number": certificate.number, "name": "林虚光"}).status_code == 200


def test_a_window_that_ends_between_two_calls_counts_anew(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "add", lambda *_, **__: False)

    limits.count_visit(limits.Limit("address", 0, 60), "somebody new")


def test_a_public_profile_is_linked_when_there_is_one(client: Client, certificate: Certificate) -> None:
    def provider(practitioner: Practitioner, now: datetime) -> str | None:
        return "/profiles/example/" if practitioner == certificate.practitioner else None

    def shown(sent: dict[str, str]) -> bool:
        address = f"/verify/{certificate.token}/"
        page = client.post(address, sent) if sent else client.get(address)
        return "/profiles/example/" in page.content.decode()

    assert not shown({"name": "林虚光"})
    register_provider(provider)
    try:
        assert shown({"name": "林虚光"})
        # It leads to the name.
        assert not shown({})
    finally:
        unregister_provider(provider)


def test_no_cookie_is_needed_to_scan(client: Client, certificate: Certificate) -> None:
    response = client.get(f"/verify/{certificate.token}/")

    assert "sessionid" not in response.cookies


def test_only_reading_and_naming_is_possible_at_a_token(client: Client, certificate: Certificate) -> None:
    assert client.put(f"/verify/{certificate.token}/").status_code == 405
