from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.management import call_command

from certification.certificates.checks import check_signing_key
from certification.certificates.keys import CERTIFICATE_FILE, KEY_FILE, make_test_keys
from certification.certificates.signing import FileSigner, load_signer
from tests.cast import NOW


def test_the_first_run_makes_a_test_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path / "keys")
    said = StringIO()
    call_command("make_keys", stdout=said)

    assert "marked as tests" in said.getvalue()
    assert load_signer().is_test is True
    assert (tmp_path / "keys" / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_the_second_run_leaves_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)
    make_test_keys(tmp_path, organization="协会", now=NOW)
    before = (tmp_path / KEY_FILE).read_bytes()
    said = StringIO()
    call_command("make_keys", stdout=said)

    assert "nothing was made" in said.getvalue()
    assert (tmp_path / KEY_FILE).read_bytes() == before


def test_the_key_is_p256_and_its_certificate_says_test(tmp_path: Path, now: datetime) -> None:
    make_test_keys(tmp_path, organization="协会", now=now)
    key = serialization.load_pem_private_key((tmp_path / KEY_FILE).read_bytes(), None)
    certificate = x509.load_pem_x509_certificate((tmp_path / CERTIFICATE_FILE).read_bytes())

    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"
    assert "OU=TEST" in certificate.subject.rfc4514_string()
    assert certificate.public_key() == key.public_key()


def test_a_certificate_without_the_mark_is_no_test(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from certification.certificates import keys

    monkeypatch.setattr(keys, "TEST_UNIT", "Certificates")
    make_test_keys(tmp_path, organization="协会", now=now)

    signer = FileSigner(key=(tmp_path / KEY_FILE).read_bytes(), chain=(tmp_path / CERTIFICATE_FILE).read_bytes())
    assert signer.is_test is False


def test_going_public_needs_a_real_key(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [message.id for message in check_signing_key(None)] == ["certificates.W001"]
    monkeypatch.setattr(settings, "SIGNING_KEY_DIR", tmp_path)
    assert [message.id for message in check_signing_key(None)] == ["certificates.E001"]

    monkeypatch.setattr("certification.certificates.keys.TEST_UNIT", "Certificates")
    make_test_keys(tmp_path, organization="协会", now=now)
    assert check_signing_key(None) == []
