import json
import socket
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from certification.certificates.badges import bake_badge_png, bake_badge_svg
from certification.certificates.credential_checks import check_credential
from certification.certificates.credential_keys import read_key_files
from certification.certificates.credentials import site_did
from certification.certificates.models import Certificate, CertificateCredential
from certification.certificates.open_badges.contexts import shipped_contexts
from certification.certificates.open_badges.proof import sign
from certification.certificates.services import (
    publish_waiting_status_lists,
    rotate_credential_key,
    sign_waiting_credentials,
)


@pytest.fixture
def credential(certificate: Certificate, now: datetime) -> CertificateCredential:
    sign_waiting_credentials(now=now)
    certificate.credential.refresh_from_db()
    return certificate.credential


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Whoever would reach out is refused, and noted."""
    asked: list[object] = []

    def refuse(*words: object, **_named: object) -> None:
        asked.append(words)
        raise OSError("there is no network here")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    return asked


def unsigned(credential: CertificateCredential) -> dict[str, Any]:
    return {term: value for term, value in json.loads(credential.content).items() if term != "proof"}


def test_what_was_issued_is_known_and_its_proof_is_good(credential: CertificateCredential, now: datetime) -> None:
    for content in (credential.content.encode(), bake_badge_png(credential), bake_badge_svg(credential)):
        answer = check_credential(content)

        assert answer.is_good
        assert answer.issued == credential
        assert answer.proof is not None
        assert answer.proof.created_at == now


def test_without_a_network_all_is_signed_published_and_checked(
    connections: list[object], certificate: Certificate, now: datetime
) -> None:
    shipped_contexts.cache_clear()
    sign_waiting_credentials(now=now)
    assert publish_waiting_status_lists(now=now) == 1
    certificate.credential.refresh_from_db()
    content = certificate.credential.content

    assert check_credential(content.encode()).is_good
    # Nor is what a stranger's document names looked up.
    for address in ("https://www.w3.org/2018/credentials/v1", "http://127.0.0.1/context.json"):
        answer = check_credential(content.replace("https://www.w3.org/ns/credentials/v2", address).encode())
        assert (answer.is_good, answer.proof) == (False, None)
    assert connections == []


def test_another_layout_of_the_same_is_the_same(credential: CertificateCredential) -> None:
    compact = json.dumps(json.loads(credential.content), separators=(",", ":"), sort_keys=True)

    assert check_credential(compact.encode()).is_good


def test_a_changed_one_is_neither(credential: CertificateCredential) -> None:
    answer = check_credential(credential.content.replace("林虚光", "魏外人").encode())

    assert (answer.issued, answer.proof) == (None, None)
    assert answer.problem.startswith("ProofWrong")


@pytest.mark.usefixtures("key_folder")
def test_the_proof_of_a_retired_key_is_good(credential: CertificateCredential, now: datetime) -> None:
    rotate_credential_key(now=now + timedelta(days=1))

    assert check_credential(credential.content.encode()).is_good


def test_a_forgers_key_is_not_ours(credential: CertificateCredential, now: datetime) -> None:
    forged = sign(unsigned(credential), key=Ed25519PrivateKey.generate(), controller=site_did(), created_at=now)
    answer = check_credential(json.dumps(forged).encode())

    assert (answer.issued, answer.proof) == (None, None)
    assert answer.problem.startswith("KeyUnknown")


@pytest.mark.parametrize(
    "address",
    [
        f"http://testserver/credentials/{uuid.UUID(int=0)}",
        "http://testserver/credentials/x",
        "https://elsewhere.example/credentials/1",
        "urn:uuid:1",
    ],
)
def test_what_our_key_signed_and_nobody_issued_is_told_apart(
    credential: CertificateCredential, now: datetime, address: str
) -> None:
    """Were the key ever stolen: its proofs are good, and the register knows none of them."""
    (file,) = read_key_files(Path(settings.SIGNING_KEY_DIR))
    stolen = sign({**unsigned(credential), "id": address}, key=file.key, controller=site_did(), created_at=now)
    answer = check_credential(json.dumps(stolen).encode())

    assert answer.issued is None
    assert answer.proof is not None
    assert not answer.is_good


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\x89PNG", b"<svg/>", b"%PDF-1.7", b'{"id": 3}'], ids=repr)
def test_what_is_no_credential_is_refused(content: bytes) -> None:
    answer = check_credential(content)

    assert (answer.issued, answer.proof) == (None, None)
    assert answer.problem
