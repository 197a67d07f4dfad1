"""A key in a device: SoftHSM, through the same PKCS #11 as a smart card."""

from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from certification.certificates.checks import check_signing_key
from certification.certificates.keys import KEY_FILE
from certification.certificates.models import Certificate
from certification.certificates.services import issue_certificate
from certification.certificates.signing import (
    SigningKeyMissing,
    SigningKeyUnfit,
    TokenSigner,
    TokenUnreachable,
    load_signer,
    ready_signer,
)
from certification.marking.models import Result
from lms.accounts.models import User
from tests.certification.certificates.signing.cast import Authority
from tests.services import softhsm
from tests.services.certificates import PublicKey
from tests.services.plugin import need


@pytest.fixture(scope="session")
def token_keys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, PublicKey]:
    need(softhsm.available())
    softhsm.make_token(tmp_path_factory.mktemp("softhsm"))
    keys = {label: softhsm.make_key(label) for label in ("curve", "other")}
    return keys | {"rsa": softhsm.make_key("rsa", is_rsa=True)}


@pytest.fixture(params=["curve", "rsa"])
def label(request: pytest.FixtureRequest, token_keys: dict[str, PublicKey]) -> str:
    return str(request.param)


@pytest.fixture
def pin_file(tmp_path: Path) -> Path:
    file = tmp_path / "pin"
    file.write_text(softhsm.PIN)
    return file


@pytest.fixture
def token(
    authority: Authority, token_keys: dict[str, PublicKey], pin_file: Path, monkeypatch: pytest.MonkeyPatch
) -> Authority:
    """The site signs with the device's key; there is no key in a file any more."""
    authority.vouch(token_keys["curve"])
    (Path(settings.SIGNING_KEY_DIR) / KEY_FILE).unlink()
    monkeypatch.setattr(settings, "SIGNING_KEY_URI", softhsm.uri_of("curve", pin_file=pin_file))
    return authority


@pytest.fixture
def token_of_label(
    token: Authority, token_keys: dict[str, PublicKey], label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token.vouch(token_keys[label])
    uri = settings.SIGNING_KEY_URI.replace("object=curve", f"object={label}")
    monkeypatch.setattr(settings, "SIGNING_KEY_URI", uri)


def test_the_key_in_the_device_signs(token: Authority, token_of_label: None, pdf: bytes, moment: datetime) -> None:
    signer = ready_signer(now=moment)

    signed = signer.sign(pdf, now=moment)

    assert isinstance(signer, TokenSigner)
    assert signer.is_test is False
    assert signed.startswith(pdf)
    (signature,) = PdfFileReader(BytesIO(signed)).embedded_signatures
    root = asn1_x509.Certificate.load(token.root.public_bytes(Encoding.DER))
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], moment=moment))
    assert (status.intact, status.valid, status.trusted) == (True, True, True)


def test_a_certificate_is_issued_with_it(token: Authority, result: Result, registrar: User, moment: datetime) -> None:
    certificate = issue_certificate(result=result, issued_by=registrar, now=moment)

    assert certificate.is_test is False
    assert [message.id for message in check_signing_key(None)] == []


def test_a_certificate_of_another_key_is_refused(
    token: Authority, token_keys: dict[str, PublicKey], pdf: bytes, moment: datetime
) -> None:
    token.vouch(token_keys["other"])

    with pytest.raises(SigningKeyUnfit):
        load_signer().sign(pdf, now=moment)


def test_a_wrong_pin_issues_nothing(
    token: Authority, pin_file: Path, result: Result, registrar: User, moment: datetime
) -> None:
    pin_file.write_text("000000")

    with pytest.raises(TokenUnreachable, match="device with the signing key does not answer"):
        issue_certificate(result=result, issued_by=registrar, now=moment)
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("change", [("token=Association", "token=Another"), ("object=curve", "object=none")])
def test_a_device_that_is_not_there_is_told(
    token: Authority, moment: datetime, monkeypatch: pytest.MonkeyPatch, change: tuple[str, str]
) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_URI", settings.SIGNING_KEY_URI.replace(*change))

    with pytest.raises(TokenUnreachable):
        ready_signer(now=moment)
    assert [message.id for message in check_signing_key(None)] == ["certificates.E004"]


def test_a_library_that_is_not_there_is_told(
    token: Authority, moment: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    uri = settings.SIGNING_KEY_URI.replace(str(softhsm.module()), "/nowhere/p11.so")
    monkeypatch.setattr(settings, "SIGNING_KEY_URI", uri)

    with pytest.raises(TokenUnreachable):
        ready_signer(now=moment)


def test_an_address_of_another_kind_is_no_key(token: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SIGNING_KEY_URI", "https://sign.example/")

    with pytest.raises(SigningKeyMissing):
        load_signer()
