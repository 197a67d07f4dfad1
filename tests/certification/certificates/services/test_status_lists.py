import json
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from certification.certificates.credential_keys import published
from certification.certificates.credentials import site_did
from certification.certificates.models import (
    Certificate,
    CredentialStatusEntry,
    StatusList,
    StatusListVersion,
)
from certification.certificates.open_badges.proof import verify
from certification.certificates.open_badges.status_list import LENGTH, is_revoked
from certification.certificates.queries import latest_version, published_keys, status_lists_waiting
from certification.certificates.services import (
    cancel_certificate,
    publish_status_list,
    publish_waiting_status_lists,
    reinstate_certificate,
    reissue_certificate,
    sign_waiting_credentials,
    status_lists,
    suspend_certificate,
)
from lms.accounts.models import Practitioner, User
from tests.certification.certificates.cast import make_certificate, revoke_certificate


def published_list() -> dict[str, Any]:
    version = latest_version(1)
    assert version is not None
    document: dict[str, Any] = json.loads(version.content)
    return document


def credential_of(certificate: Certificate, now: datetime) -> dict[str, Any]:
    sign_waiting_credentials(now=now)
    certificate.credential.refresh_from_db()
    document: dict[str, Any] = json.loads(certificate.credential.content)
    return document


def test_a_new_list_is_published_by_the_sweep_and_verifies(certificate: Certificate, now: datetime) -> None:
    assert publish_waiting_status_lists(now=now) == 1
    assert publish_waiting_status_lists(now=now) == 0

    document = published_list()
    assert document["id"] == "http://testserver/status/revocation/1"
    assert verify(document, issuer=site_did(), keys=published(published_keys())).created_at == now
    assert is_revoked(credential_of(certificate, now), document) is False


def test_places_are_random_and_differ(practitioner: Practitioner, registrar: User) -> None:
    for _ in range(5):
        make_certificate(practitioner, registrar)
    places = list(CredentialStatusEntry.objects.order_by("pk").values_list("index", flat=True))

    assert len(set(places)) == 5
    assert all(0 <= place < LENGTH for place in places)
    assert places != list(range(places[0], places[0] + 5))


def test_a_taken_place_is_drawn_again(
    certificate: Certificate, practitioner: Practitioner, registrar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = [certificate.status_entry.index, certificate.status_entry.index, 77]
    monkeypatch.setattr(secrets, "randbelow", lambda _limit: draws.pop(0))

    assert make_certificate(practitioner, registrar).status_entry.index == 77


def test_a_half_full_list_is_left_for_the_next(
    certificate: Certificate, practitioner: Practitioner, registrar: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_lists, "_FULL", 1)
    draws = [certificate.status_entry.index, 77]
    monkeypatch.setattr(secrets, "randbelow", lambda _limit: draws.pop(0))

    entry = make_certificate(practitioner, registrar).status_entry

    assert (entry.status_list.number, entry.index) == (2, 77)
    assert [each.number for each in status_lists_waiting()] == [1, 2]


@pytest.mark.parametrize("end", [revoke_certificate, cancel_certificate, reissue_certificate])
def test_an_ended_certificates_bit_is_set(certificate: Certificate, registrar: User, now: datetime, end: Any) -> None:
    publish_waiting_status_lists(now=now)
    end(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert is_revoked(credential_of(certificate, now), published_list()) is False
    assert publish_waiting_status_lists(now=now) == 1
    assert is_revoked(credential_of(certificate, now), published_list()) is True


def test_a_suspension_sets_no_bit(certificate: Certificate, registrar: User, now: datetime) -> None:
    """The bit is for ever; a suspension is not. The verification page shows it."""
    publish_waiting_status_lists(now=now)
    suspend_certificate(certificate=certificate, actor=registrar, reason="核实材料", now=now)
    reinstate_certificate(certificate=certificate, actor=registrar, reason="核实完毕", now=now + timedelta(hours=1))

    assert publish_waiting_status_lists(now=now + timedelta(hours=2)) == 0


def test_a_bit_never_goes_back(
    certificate: Certificate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    other = make_certificate(practitioner, registrar)
    first = credential_of(certificate, now)
    for each, hour in ((certificate, 1), (other, 2)):
        revoke_certificate(certificate=each, actor=registrar, reason="材料不实", now=now + timedelta(hours=hour))
        publish_waiting_status_lists(now=now + timedelta(hours=hour))

    versions = StatusListVersion.objects.order_by("version")
    assert [version.version for version in versions] == [2, 3]
    assert all(is_revoked(first, json.loads(version.content)) for version in versions)


def test_changes_at_once_are_published_together(
    certificate: Certificate, practitioner: Practitioner, registrar: User, now: datetime
) -> None:
    other = make_certificate(practitioner, registrar)
    for each in (certificate, other):
        revoke_certificate(certificate=each, actor=registrar, reason="材料不实", now=now)

    assert publish_status_list(status_list_id=StatusList.objects.get().pk, now=now) is True
    assert StatusListVersion.objects.get().version == 3
    assert all(is_revoked(credential_of(each, now), published_list()) for each in (certificate, other))


def test_a_change_made_by_a_slow_clock_is_published(certificate: Certificate, registrar: User, now: datetime) -> None:
    """The event bears an earlier time than the version before it: changes are counted, not timed."""
    publish_waiting_status_lists(now=now + timedelta(minutes=1))
    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert publish_waiting_status_lists(now=now + timedelta(minutes=2)) == 1
    assert is_revoked(credential_of(certificate, now), published_list()) is True


def test_a_list_that_cannot_be_signed_waits(certificate: Certificate, now: datetime, tmp_path: Path) -> None:
    with override_settings(SIGNING_KEY_DIR=tmp_path):
        assert publish_waiting_status_lists(now=now) == 0

    assert publish_waiting_status_lists(now=now) == 1


def test_a_certificate_from_before_the_lists_ends_all_the_same(
    certificate: Certificate, registrar: User, now: datetime
) -> None:
    CredentialStatusEntry.objects.all().delete()

    revoke_certificate(certificate=certificate, actor=registrar, reason="材料不实", now=now)

    assert StatusList.objects.get().revision == 1
