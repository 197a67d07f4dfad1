"""What we issue, judged by a program that others wrote and that sees only what we publish."""

import copy
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from certification.certificates.models import Certificate
from certification.certificates.open_badges import contexts
from certification.certificates.open_badges.contexts import read_contexts
from certification.certificates.services import (
    issue_course_certificate,
    issue_lecturer_certificate,
    publish_waiting_status_lists,
    rotate_credential_key,
    sign_waiting_credentials,
)
from certification.certificates.services.credentials import signed_credential
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import revoke_certificate
from tests.certification.certificates.training_cast import make_completion, make_contribution
from tests.services.verifier import Verdict, Verifier

pytestmark = [pytest.mark.validator, pytest.mark.django_db]

Ask = Callable[[dict[str, Any]], Verdict]


@pytest.fixture
def document(certificate: Certificate, now: datetime) -> dict[str, Any]:
    sign_waiting_credentials(now=now)
    certificate.credential.refresh_from_db()
    document: dict[str, Any] = json.loads(certificate.credential.content)
    return document


@pytest.fixture
def ask(outside_verifier: Verifier, client: Client, now: datetime) -> Ask:
    """With the documents at our public addresses as they are when it is asked."""

    def ask(document: dict[str, Any]) -> Verdict:
        publish_waiting_status_lists(now=now)
        documents = {
            **read_contexts(Path(contexts.__file__).parent),
            "did:web:testserver": client.get("/.well-known/did.json").json(),
            "http://testserver/status/revocation/1": json.loads(client.get("/status/revocation/1").content),
        }
        moment = now + timedelta(hours=1)
        return outside_verifier.verify(document, documents=documents, now=moment.isoformat())

    return ask


def test_a_credential_is_accepted(ask: Ask, document: dict[str, Any]) -> None:
    assert ask(document) == Verdict(verified=True, revoked=False, errors=[])


def rename(document: dict[str, Any]) -> None:
    document["credentialSubject"]["identifier"][0]["identityHash"] = "魏外人"


def raise_level(document: dict[str, Any]) -> None:
    document["credentialSubject"]["achievement"]["humanCode"] = "PAT-L4"


def extend(document: dict[str, Any]) -> None:
    document["validUntil"] = "2099-01-01T00:00:00Z"


def borrow_place(document: dict[str, Any]) -> None:
    index = int(document["credentialStatus"]["statusListIndex"])
    document["credentialStatus"]["statusListIndex"] = str((index + 1) % 131_072)


def ride_along(document: dict[str, Any]) -> None:
    document["credentialSubject"]["grade"] = "excellent"


@pytest.mark.parametrize("change", [rename, raise_level, extend, borrow_place, ride_along])
def test_a_changed_one_is_refused(ask: Ask, document: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    changed = copy.deepcopy(document)
    change(changed)

    assert ask(changed).verified is False


def test_a_revoked_one_is_found_revoked(
    ask: Ask, document: dict[str, Any], certificate: Certificate, registrar: User, now: datetime
) -> None:
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert ask(document) == Verdict(verified=True, revoked=True, errors=[])


@pytest.mark.usefixtures("key_folder")
def test_a_credential_of_a_retired_key_is_accepted(ask: Ask, document: dict[str, Any], now: datetime) -> None:
    rotate_credential_key(now=now + timedelta(minutes=1))

    assert ask(document) == Verdict(verified=True, revoked=False, errors=[])


def test_a_key_that_is_not_published_is_refused(ask: Ask, document: dict[str, Any]) -> None:
    (proof,) = document["proof"]
    method = "did:web:testserver#z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"

    assert ask({**document, "proof": [{**proof, "verificationMethod": method}]}).verified is False


def test_the_other_kinds_are_accepted(
    ask: Ask, practitioner: Practitioner, course_manager: User, registrar: User, now: datetime
) -> None:
    """Hours with and without a half, a role, a document without a field of study."""
    issued = [
        issue_course_certificate(
            completion=make_completion(practitioner, course_manager, minutes=113), issued_by=registrar, now=now
        ),
        issue_lecturer_certificate(
            contribution=make_contribution(practitioner, registrar), issued_by=registrar, now=now
        ),
    ]
    for certificate in issued:
        content = signed_credential(certificate=certificate, now=now).content
        assert ask(json.loads(content)) == Verdict(verified=True, revoked=False, errors=[])
