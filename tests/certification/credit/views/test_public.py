import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.certificates.enums import EventType
from certification.credit import services
from certification.credit.enums import RecordState
from certification.credit.models import CreditProfile, CreditRecord
from certification.verification.profile_links import public_profile_path
from lms.accounts.enums import ConsentKind
from lms.accounts.models import Practitioner, User
from lms.accounts.services import withdraw_consent
from tests.certification.credit.cast import add_event, bring_to, make_certificate, open_old_profile, propose

pytestmark = pytest.mark.django_db


def _path(practitioner: Practitioner) -> str:
    return f"/profiles/{practitioner.public_id}/"


def _text(client: Client, practitioner: Practitioner) -> str:
    response = client.get(_path(practitioner))
    assert response.status_code == 200
    return response.content.decode()


def test_public_page_shows_what_the_consent_names(client: Client, profile: CreditProfile, registrar: User) -> None:
    certificate = make_certificate(
        profile.practitioner, registrar, level="L3", now=timezone.now(), valid_until=timezone.localdate()
    )
    services.sync_competency_bonus(practitioner=profile.practitioner, now=timezone.now())

    page = _text(client, profile.practitioner)

    for shown in (
        "林虚光",
        "天津海河虚构知识产权代理有限公司",
        "level-a-plus",
        "credit-2024-1",
        certificate.number,
        "Patent agency L3",
    ):
        assert shown in page
    assert "no credit reporting (征信)" in page
    assert 'content="noindex' in page
    assert profile.practitioner.user.email not in page


def test_certificate_shows_its_status(client: Client, profile: CreditProfile, registrar: User) -> None:
    certificate = make_certificate(profile.practitioner, registrar, valid_until=None)
    add_event(certificate, EventType.SUSPENDED, registrar, timezone.now())

    page = _text(client, profile.practitioner)

    assert "badge-suspended" in page
    assert "Patent agency L2" in page


def test_replaced_certificate_is_not_shown(client: Client, profile: CreditProfile, registrar: User) -> None:
    certificate = make_certificate(profile.practitioner, registrar, valid_until=None)
    add_event(certificate, EventType.REISSUED, registrar, timezone.now())

    assert certificate.number not in _text(client, profile.practitioner)


def test_ordinary_record_is_public_in_its_window_only(
    client: Client, profile: CreditProfile, credit_officer: User, deciders: list[User]
) -> None:
    record = propose(profile, credit_officer, publication_months=3)
    bring_to(RecordState.EFFECTIVE, record, credit_officer, deciders, now=timezone.now())
    page = _text(client, profile.practitioner)
    assert "津知协核〔2025〕17号" in page
    assert "-15" not in page

    CreditRecord.objects.filter(pk=record.pk).update(effective_on=timezone.localdate() - timedelta(days=93))

    assert "津知协核〔2025〕17号" not in _text(client, profile.practitioner)


@pytest.mark.parametrize("item", ["D02", "B04:city"])
def test_minor_records_and_bonuses_are_never_public(
    client: Client, profile: CreditProfile, credit_officer: User, deciders: list[User], item: str
) -> None:
    record = propose(profile, credit_officer, item)
    if record.points < 0:
        bring_to(RecordState.EFFECTIVE, record, credit_officer, deciders, now=timezone.now())

    assert record.document_number not in _text(client, profile.practitioner)


def test_record_on_its_way_is_not_public(
    client: Client, draft: CreditRecord, credit_officer: User, deciders: list[User]
) -> None:
    bring_to(RecordState.SERVED, draft, credit_officer, deciders, now=timezone.now())

    assert draft.document_number not in _text(client, draft.profile.practitioner)


def test_withdrawn_consent_unpublishes_at_once(client: Client, profile: CreditProfile) -> None:
    assert "林虚光" in _text(client, profile.practitioner)

    withdraw_consent(practitioner=profile.practitioner, kind=ConsentKind.PUBLISH_PROFILE, now=timezone.now())

    response = client.get(_path(profile.practitioner))
    assert response.status_code == 404
    assert "林虚光" not in response.content.decode()


def test_unknown_and_unpublished_cannot_be_told_apart(client: Client, outsider: Practitioner) -> None:
    open_old_profile(outsider, consent=False)
    client.get(_path(outsider))

    answers = []
    for public_id in (outsider.public_id, uuid4()):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/profiles/{public_id}/")
        text = re.sub(r"[A-Za-z0-9]{64}", "a token against forged requests", response.content.decode())
        text = text.replace(str(public_id), "")
        answers.append((response.status_code, text, response["X-Robots-Tag"], len(queries)))

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_even_the_person_and_staff_see_the_neutral_page(outsider_client: Client, outsider: Practitioner) -> None:
    open_old_profile(outsider, consent=False)

    assert outsider_client.get(_path(outsider)).status_code == 404


def test_page_is_not_kept_by_caches_and_robots(client: Client, profile: CreditProfile) -> None:
    response = client.get(_path(profile.practitioner))

    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex, noarchive"


def test_verified_certificate_leads_on_to_the_profile_with_consent_only(
    profile: CreditProfile, outsider: Practitioner
) -> None:
    open_old_profile(outsider, consent=False)

    assert public_profile_path(profile.practitioner, timezone.now()) == _path(profile.practitioner)
    assert public_profile_path(outsider, timezone.now()) is None
