import json
from datetime import datetime, timedelta

import pytest
from django.core import signing
from django.test import Client

from certification.certificates.models import Certificate, LogEntry, TreeHead
from certification.certificates.services import sign_waiting_credentials
from certification.certificates.services.log import append_to_log
from certification.certificates.transparency.merkle import hash_leaf
from certification.verification import limits
from certification.verification.views.documents import make_reference
from lms.accounts.models import User
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.log_cast import install_log_key, live_through, remove_log_key


@pytest.fixture(autouse=True)
def _a_day_later(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Views read the clock; here it stands still."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=1))


@pytest.fixture(autouse=True)
def log_key() -> None:
    install_log_key()


@pytest.fixture
def head(certificate: Certificate, registrar: User, now: datetime) -> TreeHead:
    """Over the four lines of ``certificate``."""
    return live_through(certificate, registrar, now=now)


def test_a_scanned_code_alone_opens_no_file_with_the_name(client: Client, certificate: Certificate) -> None:
    for address in (f"/log/proof/{certificate.token}/", f"/verify/{certificate.token}/credential/"):
        assert client.get(address)["Location"] == f"/verify/{certificate.token}/"


def test_whoever_knows_the_name_has_the_document(client: Client, certificate: Certificate, now: datetime) -> None:
    sign_waiting_credentials(now=now)
    certificate.credential.refresh_from_db()
    response = client.get(f"/verify/{make_reference(certificate)}/credential/")

    assert response.content.decode() == certificate.credential.content
    assert response["X-Robots-Tag"] == "noindex"
    assert client.get("/verify/nobody/credential/").status_code == 404


def test_proof_is_found_and_is_a_file(client: Client, head: TreeHead, certificate: Certificate) -> None:
    response = client.get(f"/log/proof/{make_reference(certificate)}/")
    bundle = response.json()
    assert json.loads(bundle["entries"][0]["leaf"])["what"] == "issued"
    assert hash_leaf(bundle["entries"][0]["leaf"].encode()).hex() == LogEntry.objects.get(index=0).leaf_hash
    assert response["Content-Disposition"] == f'attachment; filename="{certificate.number}.proof.json"'
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_proof_covers_what_happened_a_moment_ago(
    client: Client, certificate: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    bundle = client.get(f"/log/proof/{make_reference(certificate)}/").json()
    assert [json.loads(line["leaf"])["what"] for line in bundle["entries"]] == ["issued", "revoked"]
    assert "\nstatus revoked\n" in bundle["standing"]


def test_proof_is_found_by_a_reference_for_a_day(
    client: Client, head: TreeHead, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = make_reference(certificate)
    assert certificate.token not in reference
    assert client.get(f"/log/proof/{reference}/").status_code == 200

    monkeypatch.setattr("certification.verification.views.documents._REFERENCE_LASTS", timedelta(seconds=-1))
    assert client.get(f"/log/proof/{reference}/").status_code == 404


@pytest.mark.parametrize("salt", ["another", ""])
def test_forged_reference_leads_nowhere(client: Client, head: TreeHead, certificate: Certificate, salt: str) -> None:
    forged = signing.dumps(str(certificate.uuid), salt=salt) if salt else make_reference(certificate)[:-1]
    assert client.get(f"/log/proof/{forged}/").status_code == 404


def test_proof_without_the_key_is_refused_with_the_reason(client: Client, certificate: Certificate) -> None:
    remove_log_key()
    response = client.get(f"/log/proof/{make_reference(certificate)}/")
    assert response.status_code == 503
    assert "signing key is not in place" in response.content.decode()


def test_too_many_proofs_are_put_off(client: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "certification.verification.views.documents.PER_ADDRESS", limits.Limit("address", times=1, seconds=60)
    )
    address = f"/log/proof/{make_reference(certificate)}/"
    assert client.get(address).status_code == 200
    response = client.get(address)
    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert "Too many look-ups" in response.content.decode()


def test_verification_page_shows_the_lines_and_offers_the_proof(
    client: Client, head: TreeHead, certificate: Certificate
) -> None:
    page = client.post(f"/verify/{certificate.token}/", {"name": certificate.name}).content.decode()
    first = LogEntry.objects.get(index=0)
    assert f"Line 1, hash {first.leaf_hash[:16]}…" in page
    assert page.count("Under a signed head") == 4
    assert "PDF signed" in page
    address = page.split('href="/log/proof/')[1].split('"')[0]
    assert client.get(f"/log/proof/{address}").status_code == 200


def test_verification_page_says_what_awaits_the_next_head(
    client: Client, head: TreeHead, certificate: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="舞弊", now=now)
    append_to_log(now=now)
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    # Of its file's line, the page of a scanned code says nothing.
    assert (page.count("Under a signed head"), page.count("Awaits the next head")) == (3, 1)


def test_verification_page_of_a_certificate_not_entered_yet_offers_the_proof(
    client: Client, certificate: Certificate
) -> None:
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    assert "Its proof can be had already." in page


def test_verification_by_number_and_name_does_not_give_the_token_away(
    client: Client, head: TreeHead, certificate: Certificate
) -> None:
    page = client.post("/verify/", {"number": certificate.number, "name": certificate.name}).content.decode()
    assert "/log/proof/" in page
    assert certificate.token not in page


@pytest.mark.parametrize("reference", ["nothing", "a%00b", "²"])
def test_what_is_no_reference_leads_nowhere(client: Client, db: None, reference: str) -> None:
    assert client.get(f"/log/proof/{reference}/").status_code == 404


def test_the_page_of_a_scanned_code_offers_no_file_with_the_name(client: Client, certificate: Certificate) -> None:
    page = client.get(f"/verify/{certificate.token}/").content.decode()
    assert "/log/proof/" not in page
    assert "/verify/receipt/" not in page
