"""The short way and the long way answer alike."""

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from certification.certificates.models import Certificate
from certification.certificates.services import reissue_certificate, suspend_certificate
from certification.verification import limits, short_answers
from certification.verification.form_letters import blank, read_letter
from lms.accounts.models import User
from tests.certification.certificates.log_cast import install_log_key, live_through


@pytest.fixture(autouse=True)
def _a_day_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=1))


def ways(address: str, *, theme: str = "", **headers: Any) -> tuple[Any, Any]:
    """The same address for nobody in particular, and for somebody with an old session."""
    short, long = Client(), Client()
    long.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    if theme:
        short.cookies["theme"] = long.cookies["theme"] = theme
    return short.get(address, **headers), long.get(address, **headers)


def plain(page: str) -> str:
    """Without the tokens, which differ each time."""
    page = re.sub(r'(csrfmiddlewaretoken" value=")[^"]+', r"\1", page)
    return re.sub(r'(X-CSRFToken(?:"|&quot;): (?:"|&quot;))[^"&]+', r"\1", page)


def _suspend(certificate: Certificate, actor: User, now: datetime) -> None:
    suspend_certificate(certificate=certificate, actor=actor, reason="核查", now=now)


def _reissue(certificate: Certificate, actor: User, now: datetime) -> None:
    reissue_certificate(certificate=certificate, actor=actor, reason="更正", name="林虚晃", now=now)


def _log(certificate: Certificate, actor: User, now: datetime) -> None:
    install_log_key()
    live_through(certificate, actor, now=now)


def _sharpen(certificate: Certificate, actor: User, now: datetime) -> None:
    Certificate.objects.update(is_test=False, basis='《<b>标准</b> & "办法" \'s》', name="<i>林")


@pytest.mark.parametrize("deed", [None, _suspend, _reissue, _log, _sharpen])
@pytest.mark.parametrize("headers", [{}, {"HTTP_ACCEPT_LANGUAGE": "zh-CN,zh;q=0.9"}, {"theme": "dark"}])
def test_pages_are_equal(
    certificate: Certificate,
    registrar: User,
    now: datetime,
    deed: Callable[[Certificate, User, datetime], None] | None,
    headers: dict[str, Any],
) -> None:
    if deed:
        deed(certificate, registrar, now)

    short, long = ways(f"/verify/{certificate.token}/", **headers)

    assert short.status_code == long.status_code == 200
    assert plain(short.content.decode()) == plain(long.content.decode())
    assert certificate.number in short.content.decode()


def test_headers_are_equal(certificate: Certificate) -> None:
    short, long = ways(f"/verify/{certificate.token}/")

    assert "Content-Security-Policy" in short
    assert short["X-Frame-Options"] == "SAMEORIGIN"
    # Of a page that must not be kept, nobody needs to know when it would have been too old.
    differ = {name for name in {*short.headers, *long.headers} if short.get(name) != long.get(name)}
    assert differ <= {"Expires", "Content-Length", "Vary"}
    assert {each.strip() for each in short["Vary"].split(",")} >= {"Cookie", "Accept-Language"}


def test_its_forms_can_be_sent(certificate: Certificate) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]

    sent = {"name": "林虚光", "csrfmiddlewaretoken": token}
    assert "林虚光" in client.post(f"/verify/{certificate.token}/", sent).content.decode()
    assert client.post(f"/verify/{certificate.token}/", {"name": "林虚光"}).status_code == 403


def test_two_certificates_share_a_letter_and_no_word(
    certificate: Certificate, practitioner: Any, registrar: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.certification.certificates.cast import make_certificate

    other = make_certificate(practitioner, registrar, now=now)
    monkeypatch.setattr(short_answers, "monotonic", lambda: 0.0)
    short_answers._letter.cache_clear()
    pages = [Client().get(f"/verify/{each.token}/").content.decode() for each in (certificate, other)]

    assert short_answers._letter.cache_info().misses == 1
    assert certificate.number in pages[0]
    assert certificate.number not in pages[1]
    assert other.number in pages[1]
    assert certificate.token not in pages[1]


def test_the_status_as_json_is_equal(certificate: Certificate) -> None:
    for headers in ({}, {"HTTP_ACCEPT_LANGUAGE": "zh-CN"}):
        short, long = ways(f"/api/v1/certificates/{certificate.token}/status", **headers)

        assert short.content == long.content
        assert json.loads(short.content)["status"] == "valid"
        differ = {name for name in {*short.headers, *long.headers} if short.get(name) != long.get(name)}
        assert differ <= {"Vary"}


@pytest.mark.parametrize(
    "address", ["/verify/AAAAAAAAAAAAAAAAAAAAAA/", "/api/v1/certificates/AAAAAAAAAAAAAAAAAAAAAA/status"]
)
def test_what_is_not_there_is_the_same_on_both_ways(db: None, address: str) -> None:
    short, long = ways(address)

    assert short.status_code == long.status_code
    if short["Content-Type"].startswith("text/html"):
        assert plain(short.content.decode()) == plain(long.content.decode())


def test_limits_hold_on_the_short_way(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_answers, "TOKENS", limits.Limit("token", 1, 60))
    client = Client()
    assert client.get(f"/verify/{certificate.token}/").status_code == 200

    refused = client.get(f"/verify/{certificate.token}/")

    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    monkeypatch.setattr("certification.verification.api.TOKENS", limits.Limit("token", 1, 60))
    assert client.get(f"/api/v1/certificates/{certificate.token}/status").status_code == 429


def test_a_forged_host_is_refused(certificate: Certificate) -> None:
    assert Client().get(f"/verify/{certificate.token}/", HTTP_HOST="evil.example").status_code == 400


def test_a_letter_escapes_what_is_filled_in() -> None:
    letter = read_letter(f"<p title='{blank(0)}'>{blank(1)}{blank(0)}</p> token-of-a-form-letter", token=1)

    assert letter.fill(["<'>", "&"]) == "<p title='&lt;&#x27;&gt;'>&amp;&lt;&#x27;&gt;</p> &amp;"
